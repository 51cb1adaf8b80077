namespace MusicRec.Evaluation;

/// <summary>
/// How many listeners an experiment needs to see that one method is better than another, by the normal approximation for means (for instance Kohavi, Tang and Xu
/// 2020, chapter 17): (z of the significance + z of the power)² · variance / difference². What is planned with is what figures measured
/// before say; where the true difference is half of the one measured, four times as many are needed.
/// </summary>
public static class SampleSize
{
    /// <summary>
    /// Listeners in each of two equal groups of an A/B test, in which everybody meets one method only: the variance is the sum of both
    /// methods' variances between listeners.
    /// </summary>
    /// <param name="first">The first method's figure for each listener, two or more, finite.</param>
    /// <param name="second">The second one's; not necessarily for the same listeners.</param>
    /// <param name="significance">How often equal methods may be called different (two-sided), above 0 and below 1.</param>
    /// <param name="power">How often the difference shall be seen, 0.5 to below 1.</param>
    /// <returns>Listeners in each group, rounded up and 2 or more; null when the means are equal, as no number is enough.</returns>
    /// <exception cref="ArgumentException">There are fewer than two figures, or one is not finite.</exception>
    public static double? PerGroup(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double significance = 0.05, double power = 0.8)
    {
        (double firstMean, double firstDeviation) = Describe(first, nameof(first));
        (double secondMean, double secondDeviation) = Describe(second, nameof(second));
        return For(firstMean - secondMean, (firstDeviation * firstDeviation) + (secondDeviation * secondDeviation), significance, power);
    }

    /// <summary>Listeners of a test in which everybody meets both methods, as in an evaluation on held-out plays or with interleaved lists: the variance is that of the differences.</summary>
    /// <param name="differences">First method's figure minus the second's for the same listener, two or more, finite.</param>
    /// <param name="significance">How often equal methods may be called different (two-sided), above 0 and below 1.</param>
    /// <param name="power">How often the difference shall be seen, 0.5 to below 1.</param>
    /// <returns>Listeners, rounded up and 2 or more; null when the mean difference is 0, as no number is enough.</returns>
    /// <exception cref="ArgumentException">There are fewer than two differences, or one is not finite.</exception>
    public static double? Paired(ReadOnlySpan<double> differences, double significance = 0.05, double power = 0.8)
    {
        (double mean, double deviation) = Describe(differences, nameof(differences));
        return For(mean, deviation * deviation, significance, power);
    }

    /// <summary>The formula: listeners for a difference of means whose estimate from one listener (or one of each group) has this variance.</summary>
    /// <param name="difference">The difference to be seen, finite.</param>
    /// <param name="variance">0 or more.</param>
    /// <param name="significance">How often equal methods may be called different (two-sided), above 0 and below 1.</param>
    /// <param name="power">How often the difference shall be seen, 0.5 to below 1.</param>
    /// <returns>A whole number, 2 or more; null when <paramref name="difference"/> is 0 or so near to it that no number is enough.</returns>
    public static double? For(double difference, double variance, double significance = 0.05, double power = 0.8)
    {
        if (!double.IsFinite(difference))
        {
            throw new ArgumentException($"{nameof(difference)} is {difference}; allowed: a finite number.", nameof(difference));
        }

        if (!(variance >= 0 && double.IsFinite(variance)))
        {
            Throw.OutOfRange(nameof(variance), variance, "a finite number, 0 or more");
        }

        if (!(significance > 0 && significance < 1))
        {
            Throw.OutOfRange(nameof(significance), significance, "above 0 and below 1");
        }

        if (!(power >= 0.5 && power < 1))
        {
            Throw.OutOfRange(nameof(power), power, "0.5 to below 1");
        }

        if (difference == 0)
        {
            return null;
        }

        double sum = Intervals.NormalQuantile(1 - significance) + (power == 0.5 ? 0 : Intervals.NormalQuantile((2 * power) - 1));
        double needed = variance == 0 ? 0 : Math.Ceiling(sum / difference * (sum / difference) * variance);
        return double.IsFinite(needed) ? Math.Max(2, needed) : null;
    }

    private static (double Mean, double Deviation) Describe(ReadOnlySpan<double> values, string name)
    {
        if (values.Length < 2)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} has {values.Length} figure{(values.Length == 1 ? "" : "s")}; allowed: 2 or more.");
        }

        Throw.IfNotFinite(values, name);
        return ResampledTTest.Describe(values);
    }
}
