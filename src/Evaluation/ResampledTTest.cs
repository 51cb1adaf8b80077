using System.Globalization;
using MathNet.Numerics.Distributions;

namespace MusicRec.Evaluation;

/// <summary>
/// The corrected resampled t-test (Nadeau and Bengio 2003) for repeated k-fold cross-validation (Bouckaert and Frank 2004): is the mean of
/// J per-fold differences other than 0? Folds share training rows, so the plain paired t-test takes their spread
/// for too little and finds differences where there are none; here the variance is multiplied by 1/J + test rows / training
/// rows instead of 1/J. Two-sided, J − 1 degrees of freedom.
/// </summary>
/// <param name="Mean">Mean difference, first minus second.</param>
/// <param name="StandardDeviation">Standard deviation of the differences (divided by J − 1).</param>
/// <param name="Statistic">The t statistic; null when all differences are the same number other than 0, where it has no finite value.</param>
/// <param name="PValue">Chance of a mean at least this far from 0 if there were no difference, 0 to 1; 1 when all differences are 0.</param>
/// <param name="Interval">The mean difference and its interval at 95 %.</param>
public sealed record ResampledTTest(double Mean, double StandardDeviation, double? Statistic, double PValue, ConfidenceInterval Interval)
{
    /// <summary>The p-value as it is printed: three digits behind the point, "&lt; 0.001" below that.</summary>
    public string PValueText => FormatPValue(PValue);

    /// <summary>The interval as it is printed: "+0.001 to +0.015".</summary>
    internal string IntervalText => string.Create(CultureInfo.InvariantCulture, $"{Interval.Low:+0.000;−0.000;0.000} to {Interval.High:+0.000;−0.000;0.000}");

    /// <summary>Tests per-fold differences.</summary>
    /// <param name="differences">First model's figure minus the second's on the same fold, two or more, finite.</param>
    /// <param name="testToTrainRatio">Rows of a test fold divided by its training rows, above 0: 0.25 for five folds.</param>
    /// <exception cref="ArgumentException">There are fewer than two differences, or one is not finite.</exception>
    public static ResampledTTest Of(ReadOnlySpan<double> differences, double testToTrainRatio)
    {
        Throw.IfNotPositive(testToTrainRatio);
        (double mean, double deviation, double standardError) = Spread(differences, testToTrainRatio);
        ConfidenceInterval interval = MeanInterval(differences, testToTrainRatio);
        if (standardError == 0)
        {
            return new ResampledTTest(mean, 0, mean == 0 ? 0 : null, mean == 0 ? 1 : 0, interval);
        }

        double statistic = mean / standardError;
        double pValue = Math.Min(1, 2 * StudentT.CDF(0, 1, differences.Length - 1, -Math.Abs(statistic)));
        return new ResampledTTest(mean, deviation, statistic, pValue, interval);
    }

    /// <summary>The mean of per-fold figures with the same correction, as mean ± t × corrected standard error.</summary>
    /// <param name="values">One figure per fold, two or more, finite.</param>
    /// <param name="testToTrainRatio">Rows of a test fold divided by its training rows, above 0.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two values, or one is not finite.</exception>
    public static ConfidenceInterval MeanInterval(ReadOnlySpan<double> values, double testToTrainRatio, double confidence = 0.95)
    {
        Intervals.CheckConfidence(confidence);
        Throw.IfNotPositive(testToTrainRatio);
        (double mean, _, double standardError) = Spread(values, testToTrainRatio);
        double half = standardError == 0 ? 0 : standardError * StudentT.InvCDF(0, 1, values.Length - 1, 0.5 + (confidence / 2));
        return new ConfidenceInterval(mean, mean - half, mean + half, confidence);
    }

    internal static string FormatPValue(double pValue) =>
        pValue < 0.001 ? "< 0.001" : pValue.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Mean and standard deviation (divided by count − 1; 0 for one value).</summary>
    internal static (double Mean, double StandardDeviation) Describe(ReadOnlySpan<double> values)
    {
        bool constant = true;
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
            constant &= value == values[0];
        }

        // Equal values have no spread; through sums, rounding would leave a trace of one and a false significance.
        if (constant)
        {
            return (values[0], 0);
        }

        double mean = sum / values.Length, squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(squares / (values.Length - 1)));
    }

    private static (double Mean, double StandardDeviation, double StandardError) Spread(ReadOnlySpan<double> values, double testToTrainRatio)
    {
        Throw.IfBelow(values.Length, 2, "number of folds");
        Throw.IfNotFinite(values);
        (double mean, double deviation) = Describe(values);
        return (mean, deviation, deviation * Math.Sqrt((1.0 / values.Length) + testToTrainRatio));
    }
}
