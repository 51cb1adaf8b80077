using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>A made-up track with the thirteen audio features of Spotify.</summary>
internal sealed class SampleTrack
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required SampleArtist Artist { get; init; }

    /// <summary>An index into <see cref="SampleStyle.All"/>: one of its artist's two styles.</summary>
    public required int StyleIndex { get; init; }

    public required string AlbumName { get; init; }

    public required int AlbumNumber { get; init; }

    public required int TrackNumber { get; init; }

    public required int Year { get; init; }

    public required string ReleaseDate { get; init; }

    public required bool IsExplicit { get; init; }

    public double Danceability { get; private set; }

    public double Energy { get; private set; }

    public int Key { get; private set; }

    public double Loudness { get; private set; }

    public int Mode { get; private set; }

    public double Speechiness { get; private set; }

    public double Acousticness { get; private set; }

    public double Instrumentalness { get; private set; }

    public double Liveness { get; private set; }

    public double Valence { get; private set; }

    public double Tempo { get; private set; }

    public int DurationMilliseconds { get; private set; }

    public int TimeSignature { get; private set; }

    public int Popularity { get; private set; }

    public SampleStyle Style => SampleStyle.All[StyleIndex];

    public string Id => SampleNames.SpotifyId("track", Number);

    /// <summary>Makes <paramref name="perArtist"/> tracks for each artist, by artist.</summary>
    public static SampleTrack[] Make(SampleArtist[] artists, int perArtist, RandomStream random, SampleNames names)
    {
        SampleTrack[] tracks = new SampleTrack[artists.Length * perArtist];
        int album = 0, made = 0;
        foreach (SampleArtist artist in artists)
        {
            string albumName = "";
            int year = artist.Debut;
            string date = "";
            int place = 1;
            RandomStream career = random.Split((ulong)artist.Number);
            for (int index = 0; index < perArtist; index++, place++)
            {
                int number = (artist.Number * perArtist) + index;
                RandomStream own = career.Split((ulong)index);
                string name = own.Chance(0.03) ? names.Next() + ", Part 2" : names.Next();
                if (index % 4 == 0)
                {
                    album++;
                    albumName = own.Chance(0.4) ? name : names.Next();
                    place = 1;
                    year = Math.Min(2023, year + (index == 0 ? 0 : 1 + own.NextInt32(5)));
                    date = own.Chance(0.1) ? $"{year}" : $"{year}-{1 + own.NextInt32(12):D2}-{1 + own.NextInt32(28):D2}";
                }

                SampleTrack track = new()
                {
                    Number = number,
                    Name = name,
                    Artist = artist,
                    StyleIndex = own.Chance(0.8) ? artist.Style : artist.SecondStyle,
                    AlbumName = albumName,
                    AlbumNumber = album,
                    TrackNumber = place,
                    Year = year,
                    ReleaseDate = date,
                    IsExplicit = own.Chance(artist.Style is 15 or 13 ? 0.4 : 0.04),
                };
                track.DrawFeatures(own);
                track.DrawPopularity(own);
                tracks[made++] = track;
            }
        }

        return tracks;
    }

    private void DrawFeatures(RandomStream random)
    {
        double intensity = Style.Intensity + Artist.Intensity + (0.65 * random.NextGaussian()) + (0.006 * (Year - 1995));
        double mood = Style.Mood + Artist.Mood + (0.7 * random.NextGaussian());
        Energy = Within(SampleDraw.Logistic(0.45 + (1.25 * intensity) + (0.45 * random.NextGaussian())), 0.002, 0.998);
        Loudness = Math.Clamp(-9.0 + (3.4 * intensity) - (0.7 * intensity * intensity * (intensity < 0 ? 1 : 0.2)) + (2.5 * random.NextGaussian()), -42.0, -0.5);
        Acousticness = Within(SampleDraw.Logistic(-0.9 - (1.7 * intensity) + (1.1 * Style.Acoustic) + (1.6 * random.NextGaussian())), 0.0001, 0.996);
        Danceability = Within(SampleDraw.Logistic(0.2 + (0.5 * mood) + (0.55 * Style.Dance) - (0.1 * intensity) + (0.35 * random.NextGaussian())), 0.07, 0.98);
        Valence = Within(SampleDraw.Logistic(-0.25 + (0.9 * mood) + (0.2 * intensity) + (0.75 * random.NextGaussian())), 0.03, 0.985);
        Speechiness = Math.Clamp(0.025 + (0.035 * Elementary.Exp((1.2 * Style.Speech) + (0.55 * random.NextGaussian()))), 0.023, 0.92);
        double singing = SampleDraw.Logistic((1.3 * Style.Instrumental) + (1.9 * random.NextGaussian()));
        Instrumentalness = singing < 0.1 ? (random.Chance(0.5) ? 0 : 0.02 * singing * random.NextDouble()) : Math.Min(singing, 0.97);
        Liveness = Math.Clamp(0.05 + (0.11 * Elementary.Exp(0.7 * random.NextGaussian())), 0.02, 0.97);
        double tempo = Style.Tempo + (14 * random.NextGaussian());
        Tempo = Math.Clamp(random.Chance(0.04) ? tempo * 1.5 : tempo, 52, 214);
        Key = (StyleIndex + (7 * random.NextInt32(4)) + random.NextInt32(3)) % 12;
        Mode = random.Chance(SampleDraw.Logistic(0.6 + (0.5 * mood) - (0.3 * Style.Speech))) ? 1 : 0;
        DurationMilliseconds = (int)Math.Floor(1000 * Math.Clamp(232 - (0.6 * (Year - 1995)) + (22 * Style.Instrumental) + (42 * random.NextGaussian()), 62, 655));
        TimeSignature = random.Weighted([0.0, 0.01, 0.0, Style.Mood < 0 ? 0.14 : 0.05, 0.9, 0.02]);
    }

    // Year, style, artist and sound explain about two thirds of the variance; the rest is luck.
    private void DrawPopularity(RandomStream random)
    {
        double score = (0.45 * Artist.Fame) + (0.7 * Style.Popularity) + (0.045 * (Year - 2008))
            + (1.2 * SampleDraw.Bump(Danceability, 0.68, 0.16)) - (0.8 * Instrumentalness) + (0.06 * (Loudness + 9))
            + (0.8 * SampleDraw.Bump(DurationMilliseconds / 1000.0, 195, 45)) + (0.5 * random.NextGaussian());
        Popularity = (int)Math.Clamp(Math.Floor(3 + (14.5 * score)), 0, 100);
    }

    private static double Within(double value, double minimum, double maximum) => Math.Clamp(value, minimum, maximum);
}
