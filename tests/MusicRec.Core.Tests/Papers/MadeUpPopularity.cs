using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Made-up songs whose popularity follows from genre, year and energy.</summary>
internal static class MadeUpPopularity
{
    private static readonly string[] _genres = ["alt-rock", "hard-rock", "deep-house", "emo", "rock-n-roll"];

    /// <param name="count">How many.</param>
    /// <param name="seed">Same seed, same songs.</param>
    /// <param name="genreOf">The genre of a song, where another one is wanted.</param>
    /// <param name="yearOf">The year of a song, where another one is wanted.</param>
    public static PopularitySongs Songs(int count, ulong seed, Func<int, string?>? genreOf = null, Func<int, int>? yearOf = null)
    {
        RandomStream random = new(seed);
        int[] genres = new int[count], years = new int[count], popularity = new int[count];
        double[][] audio = [.. AudioFeatures.All.Select(_ => new double[count])];
        for (int row = 0; row < count; row++)
        {
            genres[row] = random.NextInt32(_genres.Length);
            years[row] = 2000 + random.NextInt32(24);
            foreach (double[] column in audio)
            {
                column[row] = random.NextDouble();
            }

            double level = 20 + (12 * genres[row]) + (years[row] - 2012) + (20 * (audio[1][row] - 0.5)) + (2 * random.NextGaussian());
            popularity[row] = (int)Math.Clamp(level, 0, 100);
        }

        List<(string Name, Column Values)> columns =
        [
            ("artist_name", new TextColumn([.. genres.Select((_, row) => $"artist {row % 17}")])),
            ("track_name", new TextColumn([.. genres.Select((_, row) => $"song {row}")])),
            ("track_id", new TextColumn([.. genres.Select((_, row) => $"id {row}")])),
            ("popularity", new IntegerColumn(popularity)),
            ("year", new IntegerColumn([.. years.Select((year, row) => yearOf is null ? year : yearOf(row))])),
            ("genre", new TextColumn([.. genres.Select((genre, row) => genreOf is null ? _genres[genre] : genreOf(row))])),
        ];
        columns.AddRange(AudioFeatures.All.Select((name, place) => (name, name is "key" or "mode" or "duration_ms" or "time_signature"
            ? (Column)new IntegerColumn([.. audio[place].Select(value => (int)(12 * value))])
            : new NumberColumn(audio[place]))));
        return PopularitySongs.FromSpotify1M(new Frame([.. columns]));
    }

    public static int[] Rows(int start, int count) => [.. Enumerable.Range(start, count)];
}
