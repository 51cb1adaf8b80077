using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Each column cut into up to 255 bins, and one for missing values (NaN), as scikit-learn's HistGradientBoosting does: at the
/// middle between neighbouring values where there are few, else at quantiles. <see cref="FeatureBins"/> cut elsewhere, since
/// forests do, and know no missing values. A category is its own bin.
/// </summary>
internal sealed class BoostingBins
{
    /// <summary>The bin of missing values.</summary>
    public const int MissingBin = 255;

    // As in scikit-learn: quantiles of so many rows are near enough to those of all.
    private const int MostRowsForCuts = 200_000;
    private const double LargestThreshold = 1e300;

    private BoostingBins(int rows, bool[] isCategorical)
    {
        int columns = isCategorical.Length;
        (Rows, IsCategorical) = (rows, isCategorical);
        (Bins, Thresholds, BinCounts, HasMissing) = (new byte[columns][], new double[columns][], new int[columns], new bool[columns]);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns => IsCategorical.Length;

    /// <summary>The bin of every row, by column.</summary>
    public byte[][] Bins { get; }

    /// <summary>Values up to threshold number i are in bin i or before it; empty for categories.</summary>
    public double[][] Thresholds { get; }

    /// <summary>Number of bins of each column, not counting that of missing values.</summary>
    public int[] BinCounts { get; }

    /// <summary>Whether a row lacks the value of a column.</summary>
    public bool[] HasMissing { get; }

    /// <summary>Which columns hold categories.</summary>
    public bool[] IsCategorical { get; }

    /// <summary>Cuts the columns; categories have been checked.</summary>
    public static BoostingBins Cut(Matrix features, int maximumBins, bool[] isCategorical, RandomStream random)
    {
        BoostingBins bins = new(features.Rows, isCategorical);
        int[]? sample = features.Rows > MostRowsForCuts ? random.Permutation(features.Rows)[..MostRowsForCuts] : null;
        ParallelLoop.For(features.Columns, column => bins.Cut(features.Column(column), column, maximumBins, sample));
        return bins;
    }

    /// <summary>Checks that categorical columns hold whole numbers from 0 to <paramref name="maximumBins"/> − 1, and collects them.</summary>
    public static CategorySet[] KnownCategories(Matrix features, int maximumBins, bool[] isCategorical)
    {
        CategorySet[] known = new CategorySet[features.Columns];
        for (int column = 0; column < features.Columns; column++)
        {
            for (int row = 0; isCategorical[column] && row < features.Rows; row++)
            {
                double value = features[row, column];
                if (!double.IsNaN(value))
                {
                    if (!(value >= 0 && value < maximumBins && value == Math.Floor(value)))
                    {
                        Throw.OutOfRange($"features[{row}, {column}], a category,", value, $"whole numbers from 0 to {maximumBins - 1}, or NaN where it is missing");
                    }

                    known[column].Add((int)value);
                }
            }
        }

        return known;
    }

    private void Cut(double[] values, int column, int maximumBins, int[]? sample)
    {
        byte[] bins = new byte[values.Length];
        double[] thresholds = IsCategorical[column] ? [] : FindThresholds(sample is null ? values : Array.ConvertAll(sample, row => values[row]), maximumBins);
        int largest = 0;
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            int bin = double.IsNaN(value) ? MissingBin : IsCategorical[column] ? (int)value : BinOf(value, thresholds);
            bins[row] = (byte)bin;
            HasMissing[column] |= bin == MissingBin;
            largest = bin == MissingBin ? largest : Math.Max(largest, bin);
        }

        Bins[column] = bins;
        Thresholds[column] = thresholds;
        BinCounts[column] = IsCategorical[column] ? largest + 1 : thresholds.Length + 1;
    }

    // The first threshold that is not below the value.
    private static int BinOf(double value, double[] thresholds)
    {
        int low = 0, count = thresholds.Length;
        while (count > 0)
        {
            int half = count >> 1;
            bool isAbove = value > thresholds[low + half];
            low = isAbove ? low + half + 1 : low;
            count = isAbove ? count - half - 1 : half;
        }

        return low;
    }

    private static double[] FindThresholds(double[] values, int maximumBins)
    {
        double[] sorted = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(sorted);
        List<double> distinct = [];
        foreach (double value in sorted)
        {
            if (distinct.Count == 0 || value != distinct[^1])
            {
                distinct.Add(value);
            }
        }

        List<double> thresholds = [];
        if (distinct.Count <= maximumBins)
        {
            for (int index = 1; index < distinct.Count; index++)
            {
                AddThreshold(thresholds, (distinct[index - 1] + distinct[index]) * 0.5);
            }

            return [.. thresholds];
        }

        // numpy's percentiles with method "midpoint", to the last digit.
        double step = 100.0 / maximumBins;
        for (int cut = 1; cut < maximumBins; cut++)
        {
            double place = (sorted.Length - 1) * (cut * step / 100);
            double low = sorted[(int)Math.Floor(place)], high = sorted[(int)Math.Ceiling(place)];
            AddThreshold(thresholds, high - ((high - low) * 0.5));
        }

        return [.. thresholds];
    }

    // Equal quantiles would make bins that no value falls into.
    private static void AddThreshold(List<double> thresholds, double threshold)
    {
        threshold = Math.Clamp(threshold, -LargestThreshold, LargestThreshold);
        if (thresholds.Count == 0 || threshold > thresholds[^1])
        {
            thresholds.Add(threshold);
        }
    }
}
