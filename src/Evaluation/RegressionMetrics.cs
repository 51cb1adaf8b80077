namespace MusicRec.Evaluation;

/// <summary>
/// How far predicted numbers are from the true ones; definitions as in scikit-learn 1.2.1. No method returns NaN; empty, unequal or
/// infinite input is refused, and so is the variance of numbers that do not vary.
/// </summary>
public static class RegressionMetrics
{
    /// <summary>
    /// R², the coefficient of determination: 1 minus the squared errors divided by the squared distances from the targets' own mean. 1 is
    /// best, 0 is what the mean of these very rows would reach, and worse answers go below 0.
    /// </summary>
    /// <param name="targets">The true numbers, not all the same: scikit-learn's 0 or 1 for constant targets says nothing of a model.</param>
    /// <param name="predicted">As many predictions.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, a number is not finite, or all targets are the same.</exception>
    public static double RSquared(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted)
    {
        double errors = SquaredErrors(targets, predicted);
        return 1 - (errors / SquaredDeviations(targets));
    }

    /// <summary>The share of the targets' variance that is explained: as R², but an error that is the same in all rows costs nothing.</summary>
    /// <param name="targets">The true numbers, not all the same.</param>
    /// <param name="predicted">As many predictions.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, a number is not finite, or all targets are the same.</exception>
    public static double ExplainedVariance(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted)
    {
        Check(targets, predicted);
        double[] errors = new double[targets.Length];
        for (int row = 0; row < errors.Length; row++)
        {
            errors[row] = targets[row] - predicted[row];
        }

        double mean = Mean(errors), squares = 0;
        foreach (double error in errors)
        {
            squares += (error - mean) * (error - mean);
        }

        return 1 - (Finite(squares) / SquaredDeviations(targets));
    }

    /// <summary>The mean squared error, 0 or more, in squared units of the targets.</summary>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a number is not finite.</exception>
    public static double MeanSquaredError(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted) =>
        SquaredErrors(targets, predicted) / targets.Length;

    /// <summary>The square root of the mean squared error, 0 or more, in units of the targets.</summary>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a number is not finite.</exception>
    public static double RootMeanSquaredError(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted) =>
        Math.Sqrt(MeanSquaredError(targets, predicted));

    /// <summary>The mean distance between target and prediction, 0 or more, in units of the targets.</summary>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a number is not finite.</exception>
    public static double MeanAbsoluteError(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted) =>
        Finite(Mean(Distances(targets, predicted)));

    /// <summary>The median distance between target and prediction, 0 or more: what half of the rows stay below.</summary>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a number is not finite.</exception>
    public static double MedianAbsoluteError(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted)
    {
        double[] distances = Distances(targets, predicted);
        Array.Sort(distances);
        return Finite(Quantiles.OfSorted(distances, 0.5));
    }

    /// <summary>Whether R² is defined: the targets are not all the same.</summary>
    internal static bool Vary(ReadOnlySpan<double> targets) => targets.ContainsAnyExcept(targets[0]);

    private static double SquaredErrors(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted)
    {
        Check(targets, predicted);
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double error = targets[row] - predicted[row];
            sum += error * error;
        }

        return Finite(sum);
    }

    private static double SquaredDeviations(ReadOnlySpan<double> targets)
    {
        if (!Vary(targets))
        {
            throw new ArgumentException($"All {targets.Length} targets are {targets[0]}; a share of their variance needs two different ones.", nameof(targets));
        }

        double mean = Mean(targets), sum = 0;
        foreach (double target in targets)
        {
            sum += (target - mean) * (target - mean);
        }

        Throw.IfNotPositive(sum, "the sum of squared deviations of targets");
        return sum;
    }

    private static double[] Distances(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted)
    {
        Check(targets, predicted);
        double[] distances = new double[targets.Length];
        for (int row = 0; row < distances.Length; row++)
        {
            distances[row] = Math.Abs(targets[row] - predicted[row]);
        }

        return distances;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static void Check(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted)
    {
        Throw.IfLengthsDiffer(targets.Length, nameof(targets), predicted.Length, nameof(predicted));
        Throw.IfEmpty(targets.Length, nameof(targets));
        Throw.IfNotFinite(targets);
        Throw.IfNotFinite(predicted);
    }

    private static double Finite(double error) => double.IsFinite(error)
        ? error
        : throw new ArgumentException("targets and predicted are so far apart that their errors are not finite; bring them to another unit.");
}
