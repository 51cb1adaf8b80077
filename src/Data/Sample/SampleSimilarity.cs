using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>Triplets of artists: the positive one sounds more like the anchor than the negative one, with a little noise.</summary>
internal static class SampleSimilarity
{
    private const int Related = 5;

    public static void Write(SampleArtist[] artists, RandomStream random, string folder)
    {
        SampleFile names = new SampleFile().Header("musicbrainz_id", "name");
        SampleFile genres = new SampleFile().Header("musicbrainz_id", "genre", "broad_genre", "country");
        foreach (SampleArtist artist in artists)
        {
            SampleStyle style = SampleStyle.All[artist.Style];
            names.Text(artist.MusicBrainzId).Text(artist.Name).EndRow();
            genres.Text(artist.MusicBrainzId).Text(artist.Number % 100 == 99 ? null : style.Name.Replace('-', ' '))
                .Text(style.Genre is "blues" or "reggae" ? "others" : style.Genre).Text(artist.Country).EndRow();
        }

        names.Write(folder, "artist-similarity/artists.csv");
        genres.Write(folder, "artist-similarity/artists_genre_country.csv");
        WriteTriplets(artists, 1_000, random.Split(1), folder, "artist-similarity/triplets_ids_spot.csv");
        WriteTriplets(artists, 1_500, random.Split(2), folder, "artist-similarity/triplets_ids_music_spot.csv");
    }

    // Each pair of related artists stands in both directions, each with a negative of its own.
    private static void WriteTriplets(SampleArtist[] artists, int count, RandomStream random, string folder, string path)
    {
        SampleFile file = new SampleFile().Header("anchor", "positive", "negative");
        for (int row = 0; row < count; row += 2)
        {
            SampleArtist anchor = artists[random.NextInt32(artists.Length)];
            SampleArtist[] nearest = [.. artists.Where(other => other != anchor)
                .OrderBy(other => SampleArtist.Distance(anchor, other)).ThenBy(other => other.Number).Take(Related)];
            SampleArtist positive = nearest[random.NextInt32(Related)];
            foreach ((SampleArtist first, SampleArtist second) in new[] { (anchor, positive), (positive, anchor) })
            {
                file.Text(first.MusicBrainzId).Text(second.MusicBrainzId).Text(Negative(artists, first, second, random).MusicBrainzId).EndRow();
            }
        }

        file.Write(folder, path);
    }

    private static SampleArtist Negative(SampleArtist[] artists, SampleArtist anchor, SampleArtist positive, RandomStream random)
    {
        double near = SampleArtist.Distance(anchor, positive);
        while (true)
        {
            SampleArtist candidate = artists[random.NextInt32(artists.Length)];
            double far = SampleArtist.Distance(anchor, candidate);
            if (candidate != anchor && candidate != positive && (far > near || random.Chance(0.5)))
            {
                return candidate;
            }
        }
    }
}
