using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Songs as paper 004's recommender takes them: the artist's frozen vector beside the track's frozen embedding. Nothing here has seen a like. They are the
/// songs that one listener rated, or those of a catalogue that nobody has.
/// </summary>
public sealed class ArtistTrackInputs
{
    private readonly LikedSongs? _songs;
    private readonly NamedVectors _artists;
    private readonly TrackEmbeddingNetwork _network;
    private readonly Dictionary<string, int> _groups;

    private ArtistTrackInputs(LikedSongs? songs, NamedVectors artists, TrackEmbeddingNetwork network, Dictionary<string, int> groups, Parts parts)
    {
        (_songs, _artists, _network, _groups) = (songs, artists, network, groups);
        (Features, ArtistVectors, TrackEmbeddings, HasVector, ArtistGroups) = parts;
    }

    /// <summary>The rated songs.</summary>
    /// <exception cref="InvalidOperationException">These are the songs of a catalogue.</exception>
    public LikedSongs Songs => _songs ?? throw new InvalidOperationException("These are the songs of a catalogue, which nobody has rated.");

    /// <summary>The artists' vectors that songs are looked up in.</summary>
    public NamedVectors Artists => _artists;

    /// <summary>Number of songs.</summary>
    public int Count => Features.Rows;

    /// <summary>The thirteen raw features, [songs, 13], columns as <see cref="AudioFeatures.All"/>.</summary>
    public Matrix Features { get; }

    /// <summary>The artist's vector of each song, [songs, dimension]; zeros where the artist is unknown and nobody stands in, as in the paper.</summary>
    public Matrix ArtistVectors { get; }

    /// <summary>What the music network's hidden layer says of each song, [songs, hidden size].</summary>
    public Matrix TrackEmbeddings { get; }

    /// <summary>Whether each song's artist has a vector of its own.</summary>
    public bool[] HasVector { get; }

    /// <summary>Each song's artist as a number from 0, for folds that keep an artist's songs together.</summary>
    public int[] ArtistGroups { get; }

    /// <summary>The paper's inputs: artist vector ⊕ track embedding.</summary>
    public Matrix ArtistAndTrack => Join(ArtistVectors, TrackEmbeddings);

    /// <summary>The thirteen raw features ⊕ artist vector ⊕ whether the artist has one.</summary>
    public Matrix RawAndArtist => Join(Features, ArtistVectors, Column(row => HasVector[row] ? 1 : 0));

    /// <summary>The same ⊕ the artist's number, the last column, for a target encoder.</summary>
    public Matrix RawAndArtistWithIdentifier => Join(RawAndArtist, Column(row => ArtistGroups[row]));

    /// <summary>Looks artists up and embeds tracks.</summary>
    /// <param name="songs">Songs with artists.</param>
    /// <param name="artists">Vectors by <see cref="ArtistKey"/>.</param>
    /// <param name="network">A music-embedding network of the paper's eight features, fitted on other data.</param>
    /// <param name="standIn">Who stands in for artists without a vector; null: zeros.</param>
    /// <exception cref="ArgumentException">The songs come without artists.</exception>
    public static ArtistTrackInputs Create(LikedSongs songs, NamedVectors artists, TrackEmbeddingNetwork network, ArtistStandIn? standIn = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(artists);
        ArgumentNullException.ThrowIfNull(network);
        if (songs.Artists is null)
        {
            throw new ArgumentException("The songs come without artists; artist vectors need their names.", nameof(songs));
        }

        // Songs without an artist's name share nothing that is known, so each is an artist of its own.
        string[] keys = [.. songs.Artists.Select((name, row) => ArtistKey.Of(name) is { Length: > 0 } key ? key : $"\0{row}")];
        int[] codes = new TextColumn(keys).ToCodes().Codes;
        Dictionary<string, int> groups = new(StringComparer.Ordinal);
        for (int row = 0; row < keys.Length; row++)
        {
            groups[keys[row]] = codes[row];
        }

        ArtistTrackInputs inputs = new(songs, artists, network, groups, PartsOf(songs.Table, keys, artists, network, groups));
        return standIn is null ? inputs : inputs.WithStandIns(standIn.Vectors(EightOf(songs)), all: false);
    }

    /// <summary>Songs of a catalogue as the same model takes them: with the same vectors and network, and the numbers of artists whom the listener rated.</summary>
    /// <param name="catalogue">Songs with <see cref="AudioFeatures.All"/>, none of them missing.</param>
    /// <param name="artistKeys">The artist of each, by <see cref="ArtistKey"/>.</param>
    /// <exception cref="ArgumentException">There are not as many artists as songs, or features are missing.</exception>
    public ArtistTrackInputs ForCatalogue(Frame catalogue, IReadOnlyList<string> artistKeys)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(artistKeys);
        Throw.IfLengthsDiffer(catalogue.RowCount, nameof(catalogue), artistKeys.Count, nameof(artistKeys));
        return new ArtistTrackInputs(null, _artists, _network, _groups, PartsOf(catalogue, artistKeys, _artists, _network, new(_groups, StringComparer.Ordinal)));
    }

    /// <summary>The paper's eight features of the songs, [songs, 8].</summary>
    public static Matrix EightOf(LikedSongs songs)
    {
        ArgumentNullException.ThrowIfNull(songs);
        return songs.Table.ToMatrix([.. AudioFeatures.Eight]);
    }

    /// <summary>The same songs with other vectors for artists.</summary>
    /// <param name="vectors">A vector for each song, [songs, dimension]; those of songs whose artist has a vector count only if <paramref name="all"/> is set.</param>
    /// <param name="all">Whether every artist is taken for one nobody has listened to yet: no song has a vector of its own then.</param>
    /// <exception cref="ArgumentException">There are not as many vectors as songs, or they are of another length.</exception>
    public ArtistTrackInputs WithStandIns(Matrix vectors, bool all)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        Throw.IfLengthsDiffer(vectors.Rows, "vectors (rows)", Count, "the songs");
        Throw.IfLengthsDiffer(vectors.Columns, "vectors (columns)", ArtistVectors.Columns, "an artist's vector");
        Matrix replaced = new(Count, vectors.Columns);
        for (int row = 0; row < Count; row++)
        {
            (HasVector[row] && !all ? ArtistVectors : vectors).Row(row).CopyTo(replaced.Row(row));
        }

        return new ArtistTrackInputs(_songs, _artists, _network, _groups, new Parts(Features, replaced, TrackEmbeddings, all ? new bool[Count] : HasVector, ArtistGroups));
    }

    /// <summary>Made-up songs: the artists of some songs here with the sound of some others, pair by pair; what explanations ask a model about.</summary>
    internal ArtistTrackInputs WithSoundOf(int[] artistRows, ArtistTrackInputs other, int[] soundRows) => new(null, _artists, _network, _groups, new Parts(
        other.Features.SelectRows(soundRows), ArtistVectors.SelectRows(artistRows), other.TrackEmbeddings.SelectRows(soundRows),
        Array.ConvertAll(artistRows, row => HasVector[row]), Array.ConvertAll(artistRows, row => ArtistGroups[row])));

    // Artists that have no number get the next one.
    private static Parts PartsOf(Frame songs, IReadOnlyList<string> keys, NamedVectors artists, TrackEmbeddingNetwork network, Dictionary<string, int> numbers)
    {
        Matrix vectors = new(keys.Count, artists.Dimension);
        bool[] hasVector = new bool[keys.Count];
        int[] groups = new int[keys.Count];
        for (int row = 0; row < keys.Count; row++)
        {
            hasVector[row] = artists.TryFind(keys[row], out int place);
            for (int index = 0; hasVector[row] && index < artists.Dimension; index++)
            {
                vectors[row, index] = artists[place][index];
            }

            if (!numbers.TryGetValue(keys[row], out groups[row]))
            {
                numbers.Add(keys[row], groups[row] = numbers.Count);
            }
        }

        return new Parts(songs.ToMatrix([.. AudioFeatures.All]), vectors, network.Embed(songs.ToMatrix([.. AudioFeatures.Eight])), hasVector, groups);
    }

    private static Matrix Join(params ReadOnlySpan<Matrix> parts)
    {
        int columns = 0;
        foreach (Matrix part in parts)
        {
            columns += part.Columns;
        }

        Matrix joined = new(parts[0].Rows, columns);
        for (int row = 0; row < joined.Rows; row++)
        {
            Span<double> rest = joined.Row(row);
            foreach (Matrix part in parts)
            {
                part.Row(row).CopyTo(rest);
                rest = rest[part.Columns..];
            }
        }

        return joined;
    }

    private Matrix Column(Func<int, double> value) => new(Count, 1, [.. Enumerable.Range(0, Count).Select(value)]);

    private sealed record Parts(Matrix Features, Matrix ArtistVectors, Matrix TrackEmbeddings, bool[] HasVector, int[] ArtistGroups);
}
