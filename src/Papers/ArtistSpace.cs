using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// What an expert would use instead of paper 004's skip-gram. A vector has two halves of length 1: who is heard together more often than
/// chance has it (mutual information over listeners and playlists, factorised), and how listeners tag an artist (TF-IDF of tags,
/// factorised), the latter shared with the artists heard together, so that artists without a tag have one too.
/// </summary>
public static class ArtistSpace
{
    /// <summary>Vectors of all artists of <see cref="ArtistSentences.Of(LastFm, Playlists)"/>, by <see cref="ArtistKey"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range, or there are fewer artists or tags than dimensions.</exception>
    public static NamedVectors Fit(LastFm lastFm, Playlists playlists, ArtistSpaceSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(lastFm);
        ArgumentNullException.ThrowIfNull(playlists);
        settings ??= new ArtistSpaceSettings();
        settings.Check();
        (string[] artists, int[][] lists) = MutualInformationVectors.Number(ArtistSentences.Of(lastFm, playlists));
        SparseMatrix information = PositiveMutualInformation.Of(lists, artists.Length, settings.ContextSmoothing);
        SparseMatrix tags = Tags(lastFm, artists);
        Throw.IfOutside(settings.Dimension, 1, Math.Min(tags.Rows, tags.Columns), nameof(settings.Dimension));
        float[] heard = MutualInformationVectors.Decompose(information, settings.Dimension, isRooted: true, settings.Seed);
        float[] tagged = MutualInformationVectors.Decompose(tags, settings.Dimension, isRooted: false, settings.Seed);
        Normalize(heard, settings.Dimension);
        Normalize(tagged, settings.Dimension);
        AddNeighbors(information, tagged, settings.Dimension, (float)settings.NeighborShare);
        return new NamedVectors(artists, SideBySide(heard, tagged, settings.Dimension));
    }

    // log(1 + listeners who gave it) · log(artists / artists that have it), rows of length 1.
    private static SparseMatrix Tags(LastFm lastFm, string[] artists)
    {
        Dictionary<string, int> places = new(artists.Length, StringComparer.Ordinal);
        for (int artist = 0; artist < artists.Length; artist++)
        {
            places.Add(artists[artist], artist);
        }

        int[] artistOf = [.. lastFm.ArtistNames.Select(name => places.GetValueOrDefault(ArtistKey.Of(name), -1))];
        SortedDictionary<(int Artist, int Tag), int> counts = [];
        foreach (Tagging tagging in lastFm.Taggings)
        {
            if (artistOf[tagging.Artist] is >= 0 and int artist)
            {
                counts[(artist, tagging.Tag)] = counts.GetValueOrDefault((artist, tagging.Tag)) + 1;
            }
        }

        int[] frequencies = new int[lastFm.Tags.Count], starts = new int[artists.Length + 1];
        foreach ((int artist, int tag) in counts.Keys)
        {
            frequencies[tag]++;
            starts[artist + 1]++;
        }

        for (int artist = 0; artist < artists.Length; artist++)
        {
            starts[artist + 1] += starts[artist];
        }

        float[] values = [.. counts.Select(entry => (float)(Elementary.Log(1 + entry.Value) * Elementary.Log((double)artists.Length / frequencies[entry.Key.Tag])))];
        return new SparseMatrix(artists.Length, lastFm.Tags.Count, starts, counts.Keys.Select(entry => entry.Tag).ToArray().AsSpan(), values).NormalizeRows();
    }

    // Each row of length 1, plus the mean of the rows heard together with it, weighted by mutual information, of that length.
    private static void AddNeighbors(SparseMatrix information, float[] rows, int dimension, float share)
    {
        float[] neighbors = new float[rows.Length];
        ParallelLoop.For(information.Rows, row =>
        {
            Span<float> sum = neighbors.AsSpan(row * dimension, dimension);
            ReadOnlySpan<int> others = information.RowColumns(row);
            ReadOnlySpan<float> weights = information.RowValues(row);
            for (int place = 0; place < others.Length; place++)
            {
                ReadOnlySpan<float> other = rows.AsSpan(others[place] * dimension, dimension);
                for (int column = 0; column < sum.Length; column++)
                {
                    sum[column] += weights[place] * other[column];
                }
            }
        });
        Normalize(neighbors, dimension);
        for (int place = 0; place < rows.Length; place++)
        {
            rows[place] += share * neighbors[place];
        }

        Normalize(rows, dimension);
    }

    // Rows to length 1; rows of zeros stay.
    private static void Normalize(float[] rows, int dimension)
    {
        for (int first = 0; first < rows.Length; first += dimension)
        {
            Span<float> row = rows.AsSpan(first, dimension);
            double squares = 0;
            foreach (float value in row)
            {
                squares += (double)value * value;
            }

            double factor = squares > 0 ? 1 / Math.Sqrt(squares) : 0;
            foreach (ref float value in row)
            {
                value = (float)(value * factor);
            }
        }
    }

    private static float[] SideBySide(float[] left, float[] right, int dimension)
    {
        float[] both = new float[left.Length + right.Length];
        for (int first = 0; first < left.Length; first += dimension)
        {
            left.AsSpan(first, dimension).CopyTo(both.AsSpan(2 * first));
            right.AsSpan(first, dimension).CopyTo(both.AsSpan((2 * first) + dimension));
        }

        return both;
    }
}
