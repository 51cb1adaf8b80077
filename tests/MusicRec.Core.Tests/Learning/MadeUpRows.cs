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
}
