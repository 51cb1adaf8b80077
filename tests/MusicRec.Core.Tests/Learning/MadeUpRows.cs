using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

/// <summary>Small seeded data for tests.</summary>
internal static class MadeUpRows
{
    /// <summary>Classes 0, 1, … in turn; the first column follows the class, the others are noise.</summary>
    public static (Matrix Features, int[] Labels) Blobs(int rows, int columns, int classes, ulong seed)
    {
        RandomStream random = new(seed);
        Matrix features = new(rows, columns);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = row % classes;
            for (int column = 0; column < columns; column++)
            {
                features[row, column] = random.NextGaussian() + (column == 0 ? 2 * labels[row] : 0);
            }
        }

        return (features, labels);
    }

    /// <summary>Documents as counts over √words, classes 0, 1, … in turn; every class says some words more often, words fall off as in Zipf's law.</summary>
    public static (SparseMatrix Features, int[] Labels) Documents(int rows, int columns, int classes, int words, ulong seed)
    {
        RandomStream random = new(seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % classes)];
        List<int> starts = [0], indices = [];
        List<float> values = [];
        float share = 1 / MathF.Sqrt(words);
        foreach (int label in labels)
        {
            SortedDictionary<int, int> counts = [];
            for (int word = 0; word < words; word++)
            {
                double draw = random.NextDouble();
                int column = (int)(columns * draw * draw * draw);
                if (random.NextInt32(3) == 0)
                {
                    column = Math.Min(columns - 1, (column / classes * classes) + label);
                }

                counts[column] = counts.GetValueOrDefault(column) + 1;
            }

            indices.AddRange(counts.Keys);
            values.AddRange(counts.Values.Select(count => count * share));
            starts.Add(indices.Count);
        }

        return (new SparseMatrix(rows, columns, [.. starts], [.. indices], [.. values]), labels);
    }
}
