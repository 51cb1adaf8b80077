using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>One listener's songs as paper 004's recommender takes them: the artist's frozen vector beside the track's frozen embedding. Nothing here has seen a like.</summary>
public sealed class ArtistTrackInputs
{
    private ArtistTrackInputs(LikedSongs songs, Matrix artists, Matrix tracks, bool[] hasVector, int[] groups) =>
        (Songs, ArtistVectors, TrackEmbeddings, HasVector, ArtistGroups) = (songs, artists, tracks, hasVector, groups);

    /// <summary>The songs with their thirteen raw features and likes.</summary>
    public LikedSongs Songs { get; }

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
    public Matrix RawAndArtist => Join(Songs.Features, ArtistVectors, Column(row => HasVector[row] ? 1 : 0));

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

        string[] keys = Array.ConvertAll(songs.Artists, ArtistKey.Of);
        Matrix vectors = new(songs.Count, artists.Dimension);
        bool[] hasVector = new bool[songs.Count];
        for (int row = 0; row < songs.Count; row++)
        {
            hasVector[row] = artists.TryFind(keys[row], out int place);
            for (int index = 0; hasVector[row] && index < artists.Dimension; index++)
            {
                vectors[row, index] = artists[place][index];
            }
        }

        // Songs without an artist's name share nothing that is known, so each is an artist of its own.
        int[] groups = new TextColumn([.. keys.Select((key, row) => key.Length > 0 ? key : $"\0{row}")]).ToCodes().Codes;
        ArtistTrackInputs inputs = new(songs, vectors, network.Embed(EightOf(songs)), hasVector, groups);
        return standIn is null ? inputs : inputs.WithStandIns(standIn.Vectors(EightOf(songs)), all: false);
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
        Throw.IfLengthsDiffer(vectors.Rows, "vectors (rows)", Songs.Count, "the songs");
        Throw.IfLengthsDiffer(vectors.Columns, "vectors (columns)", ArtistVectors.Columns, "an artist's vector");
        Matrix replaced = new(Songs.Count, vectors.Columns);
        for (int row = 0; row < Songs.Count; row++)
        {
            (HasVector[row] && !all ? ArtistVectors : vectors).Row(row).CopyTo(replaced.Row(row));
        }

        return new ArtistTrackInputs(Songs, replaced, TrackEmbeddings, all ? new bool[Songs.Count] : HasVector, ArtistGroups);
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

    private Matrix Column(Func<int, double> value) => new(Songs.Count, 1, [.. Enumerable.Range(0, Songs.Count).Select(value)]);
}
