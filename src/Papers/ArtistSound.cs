using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>How artists sound on average: joins listening data, which has no audio features, with a table of tracks.</summary>
public static class ArtistSound
{
    /// <summary>The mean features of each artist's tracks, [artists, features]; NaN rows for artists without a track.</summary>
    /// <param name="artists">Names to look up, case and outer space ignored.</param>
    /// <param name="trackArtists">Artists of each track, several separated by semicolons; each of them is credited.</param>
    /// <param name="features">Features of each track, [tracks, features].</param>
    /// <exception cref="ArgumentException">There are not as many track artists as tracks.</exception>
    public static Matrix MeanFeatures(IReadOnlyList<string> artists, string?[] trackArtists, Matrix features)
    {
        Throw.IfLengthsDiffer(trackArtists.Length, nameof(trackArtists), features.Rows, "rows of the features");
        Dictionary<string, int> places = new(artists.Count);
        for (int artist = 0; artist < artists.Count; artist++)
        {
            places.TryAdd(Key(artists[artist]), artist);
        }

        Matrix means = new(artists.Count, features.Columns);
        int[] tracks = new int[artists.Count];
        for (int track = 0; track < trackArtists.Length; track++)
        {
            foreach (string name in (trackArtists[track] ?? "").Split(';'))
            {
                if (places.TryGetValue(Key(name), out int artist))
                {
                    Add(features.Row(track), means.Row(artist));
                    tracks[artist]++;
                }
            }
        }

        for (int artist = 0; artist < tracks.Length; artist++)
        {
            foreach (ref double value in means.Row(artist))
            {
                value = tracks[artist] == 0 ? double.NaN : value / tracks[artist];
            }
        }

        return means;
    }

    private static void Add(ReadOnlySpan<double> values, Span<double> sums)
    {
        for (int column = 0; column < sums.Length; column++)
        {
            sums[column] += values[column];
        }
    }

    private static string Key(string name) => name.Trim().ToUpperInvariant();
}
