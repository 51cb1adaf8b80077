using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>The checks that every learner makes before it looks at rows.</summary>
internal static class LearningInput
{
    /// <summary>More classes than this are taken for a column of identifiers read as labels.</summary>
    public const int MaximumClassCount = 10_000;

    /// <summary>Checks rows and labels and returns the number of classes.</summary>
    public static int CheckTraining(Matrix features, ReadOnlySpan<int> labels)
    {
        CheckFinite(features);
        return CheckLabels(features.Rows, labels);
    }

    /// <inheritdoc cref="CheckTraining(Matrix, ReadOnlySpan{int})"/>
    public static int CheckTraining(SparseMatrix features, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        return CheckLabels(features.Rows, labels);
    }

    /// <summary>Checks the labels of so many rows and returns the number of classes.</summary>
    public static int CheckLabels(int rows, ReadOnlySpan<int> labels)
    {
        Throw.IfEmpty(rows, "features");
        Throw.IfLengthsDiffer(rows, "features (rows)", labels.Length, nameof(labels));
        int largest = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 || labels[row] >= MaximumClassCount)
            {
                Throw.OutOfRange($"labels[{row}]", labels[row], $"0 to {MaximumClassCount - 1}");
            }

            largest = Math.Max(largest, labels[row]);
        }

        return largest + 1;
    }

    /// <summary>Checks training rows of a model that knows the classes 0 (disliked) and 1 (liked) alone.</summary>
    public static void CheckLikes(Matrix features, ReadOnlySpan<int> labels)
    {
        int classes = CheckTraining(features, labels);
        if (classes > 2)
        {
            throw new ArgumentException($"labels has {classes} classes; a song is disliked (0) or liked (1).", nameof(labels));
        }
    }

    /// <summary>Checks rows that are to be predicted or transformed by a model fitted on <paramref name="columns"/> columns.</summary>
    public static void CheckPrediction(Matrix features, int columns)
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckColumns(features.Columns, columns);
        CheckFinite(features);
    }

    /// <inheritdoc cref="CheckPrediction(Matrix, int)"/>
    public static void CheckPrediction(SparseMatrix features, int columns)
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckColumns(features.Columns, columns);
    }

    /// <summary>The same for a model that takes NaN for a missing value.</summary>
    public static void CheckPredictionWithMissing(Matrix features, int columns)
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckColumns(features.Columns, columns);
        CheckFiniteOrMissing(features);
    }

    /// <summary>Checks the numbers that rows are to be learnt with.</summary>
    public static void CheckTargets(int rows, ReadOnlySpan<double> targets)
    {
        Throw.IfEmpty(rows, "features");
        Throw.IfLengthsDiffer(rows, "features (rows)", targets.Length, nameof(targets));
        Throw.IfNotFinite(targets);
    }

    /// <summary>Checks how much rows count: finite numbers of 0 or more, not all 0. Returns a copy, or null where there are none.</summary>
    public static double[]? CheckWeights(int rows, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            return null;
        }

        Throw.IfLengthsDiffer(rows, "features (rows)", weights.Length, nameof(weights));
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            Throw.IfOutside(weights[row], 0, double.MaxValue, $"{nameof(weights)}[{row}]");
            sum += weights[row];
        }

        Throw.IfNotPositive(sum, $"sum of {nameof(weights)}");
        return weights.ToArray();
    }

    /// <summary>The numbers of some rows, in their order; null stands for all.</summary>
    public static double[] At(this double[] values, int[]? rows) => rows is null ? values : Array.ConvertAll(rows, row => values[row]);

    private static void CheckColumns(int features, int columns)
    {
        if (features != columns)
        {
            throw new ArgumentException($"features has {features} columns; the model was fitted on {columns}.", nameof(features));
        }
    }

    /// <summary>
    /// Checks soft targets, [rows, classes]: numbers of 0 or more of which every row sums to 1 within 10⁻⁶. Returns a copy
    /// whose rows are divided by their sums.
    /// </summary>
    public static Matrix CheckShares(int rows, Matrix shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        Throw.IfEmpty(rows, "features");
        Throw.IfLengthsDiffer(rows, "features (rows)", shares.Rows, $"{nameof(shares)} (rows)");
        Throw.IfOutside(shares.Columns, 1, MaximumClassCount, $"{nameof(shares)} (columns)");
        Matrix copy = new(rows, shares.Columns);
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            for (int column = 0; column < shares.Columns; column++)
            {
                Throw.IfOutside(shares[row, column], 0, 1, $"{nameof(shares)}[{row}, {column}]");
                sum += shares[row, column];
            }

            if (Math.Abs(sum - 1) > 1e-6)
            {
                Throw.OutOfRange($"sum of {nameof(shares)} in row {row}", sum, "1, give or take 0.000001");
            }

            for (int column = 0; column < shares.Columns; column++)
            {
                copy[row, column] = shares[row, column] / sum;
            }
        }

        return copy;
    }

    /// <summary>Throws when a number is NaN or infinite, naming its row and column.</summary>
    public static void CheckFinite(Matrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(features);
        double[] values = features.Values;
        for (int index = 0; index < values.Length; index++)
        {
            if (!double.IsFinite(values[index]))
            {
                throw new ArgumentException(
                    $"features has {values[index]} in row {index / features.Columns}, column {index % features.Columns}; only finite numbers are allowed.",
                    nameof(features));
            }
        }
    }

    /// <summary>Throws when a number is infinite, naming its row and column; NaN stands for a missing value.</summary>
    public static void CheckFiniteOrMissing(Matrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] values = features.Values;
        for (int index = 0; index < values.Length; index++)
        {
            if (double.IsInfinity(values[index]))
            {
                throw new ArgumentException(
                    $"features has {values[index]} in row {index / features.Columns}, column {index % features.Columns}; only finite numbers are allowed, and NaN where one is missing.",
                    nameof(features));
            }
        }
    }

    /// <summary>
    /// Runs a fit that looks at parts of the rows. Where a model in it refuses missing values, the message names the row's place among all.
    /// </summary>
    public static void NamingRows(Matrix features, Action fit)
    {
        CheckFiniteOrMissing(features);
        try
        {
            fit();
        }
        catch (ArgumentException) when (features.Values.AsSpan().Contains(double.NaN))
        {
            CheckFinite(features);
            throw;
        }
    }

    /// <summary>Throws when distances between rows of these numbers might not be finite; returns the sum of the numbers' squares.</summary>
    public static double CheckDistances(double[] values, string name)
    {
        double squares = 0;
        foreach (double value in values)
        {
            squares += value * value;
        }

        // The squared distance of two points is at most four times that of the further one to the origin.
        if (!double.IsFinite(8 * squares))
        {
            throw new ArgumentException($"{name} holds numbers so large that squared distances are not finite; bring the columns to one scale first.", name);
        }

        return squares;
    }
}
