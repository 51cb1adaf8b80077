namespace MusicRec.Data;

/// <summary>An artist of the similarity data.</summary>
/// <param name="Id">Its MusicBrainz id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Genre">Its genre; null when not known.</param>
/// <param name="BroadGenre">One of a few broad genres; null when not known.</param>
/// <param name="Country">Its country; null when not known.</param>
public sealed record SimilarityArtist(string Id, string Name, string? Genre, string? BroadGenre, string? Country);

/// <summary>A judgement: the anchor is more like the positive artist than like the negative one.</summary>
/// <param name="Anchor">A place in <see cref="ArtistSimilarity.Artists"/>.</param>
/// <param name="Positive">The related artist, likewise.</param>
/// <param name="Negative">The less related artist, likewise.</param>
public readonly record struct ArtistTriplet(int Anchor, int Positive, int Negative);

/// <summary>Triplets of artists, taken from Spotify's "related artists", for judging artist embeddings.</summary>
public sealed class ArtistSimilarity
{
    private ArtistSimilarity(SimilarityArtist[] artists, ArtistTriplet[] triplets, ArtistTriplet[] musicTriplets) =>
        (Artists, Triplets, MusicTriplets) = (artists, triplets, musicTriplets);

    /// <summary>The artists.</summary>
    public IReadOnlyList<SimilarityArtist> Artists { get; }

    /// <summary>The triplets. A pair stands in both directions: split by artist, never by row.</summary>
    public IReadOnlyList<ArtistTriplet> Triplets { get; }

    /// <summary>The triplets of the artists for whom music is available.</summary>
    public IReadOnlyList<ArtistTriplet> MusicTriplets { get; }

    internal static ArtistSimilarity From(Frame artists, Frame genres, Frame triplets, Frame musicTriplets)
    {
        string[] ids = artists.Texts("musicbrainz_id")!, names = artists.Texts("name")!, described = genres.Texts("musicbrainz_id")!;
        string?[] genre = genres.Texts("genre"), broad = genres.Texts("broad_genre"), country = genres.Texts("country");
        Dictionary<string, int> rows = Places(described, "artists_genre_country");
        Dictionary<string, int> places = Places(ids, "artists");
        SimilarityArtist[] listed = [.. ids.Select((id, place) => rows.TryGetValue(id, out int row)
            ? new SimilarityArtist(id, names[place], genre[row], broad[row], country[row])
            : new SimilarityArtist(id, names[place], null, null, null))];
        return new ArtistSimilarity(listed, Match(triplets, places), Match(musicTriplets, places));
    }

    private static ArtistTriplet[] Match(Frame triplets, Dictionary<string, int> places)
    {
        string[] anchors = triplets.Texts("anchor")!, positives = triplets.Texts("positive")!, negatives = triplets.Texts("negative")!;
        return [.. anchors.Select((anchor, row) => new ArtistTriplet(Place(anchor, row), Place(positives[row], row), Place(negatives[row], row)))];

        int Place(string id, int row) => places.TryGetValue(id, out int place)
            ? place
            : throw new InvalidDataException($"artist-similarity: triplet {row + 1} names artist '{id}', which is not listed.");
    }

    private static Dictionary<string, int> Places(string[] ids, string file)
    {
        Dictionary<string, int> places = new(ids.Length, StringComparer.Ordinal);
        for (int place = 0; place < ids.Length; place++)
        {
            if (!places.TryAdd(ids[place], place))
            {
                throw new InvalidDataException($"artist-similarity: id '{ids[place]}' stands in row {place + 1} of {file} a second time; ids must differ.");
            }
        }

        return places;
    }
}
