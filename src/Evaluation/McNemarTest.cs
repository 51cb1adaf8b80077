using MathNet.Numerics.Distributions;

namespace MusicRec.Evaluation;

/// <summary>
/// McNemar's test (1947): do two classifiers, judged on the same rows, err at different rates? Only the rows that one gets
/// right and the other wrong count. Two-sided; the null hypothesis is that both err equally often. Each row may be
/// given once only: the rows of one test set or of one round of cross-validation, not of several.
/// </summary>
/// <param name="OnlyFirstRight">Rows that the first classifier gets right and the second wrong.</param>
/// <param name="OnlySecondRight">Rows that the second classifier gets right and the first wrong.</param>
/// <param name="ExactPValue">From the binomial distribution, right for any number of rows; 1 when the two never differ.</param>
/// <param name="ChiSquared">The statistic with continuity correction (Edwards 1948), (|b − c| − 1)² / (b + c); 0 when b = c.</param>
/// <param name="ChiSquaredPValue">Its p-value under one degree of freedom; trust it from about 25 differing rows on.</param>
public sealed record McNemarTest(int OnlyFirstRight, int OnlySecondRight, double ExactPValue, double ChiSquared, double ChiSquaredPValue)
{
    /// <summary>Tests two sets of predictions for the same rows.</summary>
    /// <param name="labels">True classes.</param>
    /// <param name="first">What the first classifier predicted.</param>
    /// <param name="second">What the second classifier predicted.</param>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static McNemarTest Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        LabelChecks.Pair(labels, first);
        LabelChecks.Pair(labels, second);
        int onlyFirst = 0, onlySecond = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            bool firstRight = first[row] == labels[row], secondRight = second[row] == labels[row];
            onlyFirst += firstRight && !secondRight ? 1 : 0;
            onlySecond += secondRight && !firstRight ? 1 : 0;
        }

        return Of(onlyFirst, onlySecond);
    }

    /// <summary>Tests from the two counts of differing rows.</summary>
    /// <param name="onlyFirstRight">0 or more.</param>
    /// <param name="onlySecondRight">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static McNemarTest Of(int onlyFirstRight, int onlySecondRight)
    {
        Throw.IfBelow(onlyFirstRight, 0);
        Throw.IfBelow(onlySecondRight, 0);
        long differing = (long)onlyFirstRight + onlySecondRight;
        Throw.IfOutside(differing, 0, int.MaxValue, "number of differing rows");
        if (differing == 0)
        {
            return new McNemarTest(0, 0, 1, 0, 1);
        }

        double tail = Binomial.CDF(0.5, (int)differing, Math.Min(onlyFirstRight, onlySecondRight));
        double excess = Math.Max(0, Math.Abs((double)onlyFirstRight - onlySecondRight) - 1);
        double chiSquared = excess * excess / differing;
        return new McNemarTest(
            onlyFirstRight,
            onlySecondRight,
            Math.Min(1, 2 * tail),
            chiSquared,
            Math.Min(1, MathNet.Numerics.SpecialFunctions.Erfc(Math.Sqrt(chiSquared / 2))));
    }
}
