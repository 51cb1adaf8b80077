using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>The mean of each column.</summary>
internal static class ColumnMeans
{
    /// <summary>The means over the rows, of which there is at least one, added up row after row.</summary>
    public static double[] Of(Matrix features)
    {
        double[] means = new double[features.Columns];
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<double> values = features.Row(row);
            for (int column = 0; column < means.Length; column++)
            {
                means[column] += values[column];
            }
        }

        for (int column = 0; column < means.Length; column++)
        {
            means[column] /= features.Rows;
        }

        return means;
    }
}
