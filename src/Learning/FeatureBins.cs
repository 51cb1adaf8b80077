using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Each column cut into up to 256 bins of about equally many training rows; equal values share a bin, and a column of
/// up to 256 different values gets a bin for each, so that nothing is lost.
/// </summary>
internal sealed class FeatureBins
{
    public const int MaximumBins = 256;

    public FeatureBins(Matrix features)
    {
        Bins = new byte[features.Columns][];
        Lowest = new double[features.Columns][];
        Highest = new double[features.Columns][];
        ParallelLoop.For(features.Columns, column => Cut(features, column));
    }

    /// <summary>The bin of every row, by column.</summary>
    public byte[][] Bins { get; }

    private double[][] Lowest { get; }

    private double[][] Highest { get; }

    /// <summary>A threshold that keeps bin <paramref name="left"/> to the left and bin <paramref name="right"/> to the right.</summary>
    public double ThresholdBetween(int column, int left, int right)
    {
        double low = Highest[column][left];
        double high = Lowest[column][right];
        double middle = (low * 0.5) + (high * 0.5);
        return middle < high ? Math.Max(middle, low) : low;
    }

    private void Cut(Matrix features, int column)
    {
        int rows = features.Rows;
        double[] values = features.Column(column);
        int[] order = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            order[row] = row;
        }

        Array.Sort(values, order);
        int distinct = 1;
        for (int rank = 1; rank < rows; rank++)
        {
            distinct += values[rank] != values[rank - 1] ? 1 : 0;
        }

        byte[] bins = new byte[rows];
        List<double> lowest = [];
        List<double> highest = [];
        long quantile = -1;
        for (int start = 0; start < rows;)
        {
            int end = start + 1;
            while (end < rows && values[end] == values[start])
            {
                end++;
            }

            long nextQuantile = distinct <= MaximumBins ? lowest.Count : (long)start * MaximumBins / rows;
            if (nextQuantile != quantile)
            {
                quantile = nextQuantile;
                lowest.Add(values[start]);
                highest.Add(values[start]);
            }

            highest[^1] = values[start];
            for (int rank = start; rank < end; rank++)
            {
                bins[order[rank]] = (byte)(lowest.Count - 1);
            }

            start = end;
        }

        Bins[column] = bins;
        Lowest[column] = [.. lowest];
        Highest[column] = [.. highest];
    }
}
