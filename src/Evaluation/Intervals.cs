using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>Confidence intervals for shares and means.</summary>
public static class Intervals
{
    /// <summary>
    /// Wilson's score interval for a share (Wilson 1927), such as an accuracy: right also for few rows and near 0 and 1,
    /// where "± 1.96 standard errors" is not.
    /// </summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">1 or more.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ConfidenceInterval Wilson(int successes, int trials, double confidence = 0.95)
    {
        Throw.IfBelow(trials, 1);
        Throw.IfOutside(successes, 0, trials);
        double z = NormalQuantile(confidence), share = (double)successes / trials, zSquared = z * z;
        double center = (share + (zSquared / (2 * trials))) / (1 + (zSquared / trials));
        double half = z / (1 + (zSquared / trials)) * Math.Sqrt((share * (1 - share) / trials) + (zSquared / (4.0 * trials * trials)));

        // With no success the lower end is 0 and with no failure the upper end is 1; rounding would miss them by a hair.
        double low = successes == 0 ? 0 : Math.Max(0, center - half), high = successes == trials ? 1 : Math.Min(1, center + half);
        return new ConfidenceInterval(share, low, high, confidence);
    }

    /// <summary>
    /// The textbook interval for a share, estimate ± z × √(p (1 − p) / n): what "± 12.6 points for 39 songs at 80 %" means.
    /// Too narrow near 0 and 1 (of no width at all at the ends); <see cref="Wilson"/> is the better answer.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="trials">1 or more.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ConfidenceInterval Normal(double share, int trials, double confidence = 0.95)
    {
        Throw.IfOutside(share, 0, 1);
        Throw.IfBelow(trials, 1);
        double half = NormalQuantile(confidence) * Math.Sqrt(share * (1 - share) / trials);
        return new ConfidenceInterval(share, Math.Max(0, share - half), Math.Min(1, share + half), confidence);
    }

    /// <summary>
    /// Percentile bootstrap interval for the mean (Efron 1979): of <paramref name="resamples"/> samples drawn with replacement,
    /// the middle share of their means. The values must be independent of each other: rows or users, not overlapping folds.
    /// </summary>
    /// <param name="values">One finite number per row or user.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="resamples">100 to 1,000,000.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are no values, or one is not finite.</exception>
    public static ConfidenceInterval Bootstrap(ReadOnlySpan<double> values, ulong seed, int resamples = 10_000, double confidence = 0.95)
    {
        Throw.IfEmpty(values.Length, nameof(values));
        Throw.IfNotFinite(values);
        double[] copy = values.ToArray();
        return Bootstrap(copy.Length, rows => Mean(copy, rows), seed, resamples, confidence);
    }

    /// <summary>Percentile bootstrap interval for any figure of a set of rows, such as F1 or the area under the ROC curve.</summary>
    /// <param name="rows">Number of rows to draw from, 1 or more.</param>
    /// <param name="figure">
    /// The figure for the rows at these places, of which some stand several times; must be finite, and must not depend on
    /// anything but its argument. It is called from several threads.
    /// </param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="resamples">100 to 1,000,000.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The figure of a resample is not finite.</exception>
    public static ConfidenceInterval Bootstrap(int rows, Func<int[], double> figure, ulong seed, int resamples = 10_000, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Throw.IfBelow(rows, 1);
        Throw.IfOutside(resamples, 100, 1_000_000);
        CheckConfidence(confidence);
        double estimate = figure([.. Enumerable.Range(0, rows)]);
        RandomStream random = new(seed);
        double[] figures = new double[resamples];

        // Blocks of resamples rather than single ones: a thread is woken for enough work.
        const int Block = 256;
        ParallelLoop.For((resamples + Block - 1) / Block, block =>
        {
            int[] drawn = new int[rows];
            for (int resample = block * Block; resample < Math.Min(resamples, (block + 1) * Block); resample++)
            {
                RandomStream own = random.Split((ulong)resample);
                for (int index = 0; index < rows; index++)
                {
                    drawn[index] = own.NextInt32(rows);
                }

                figures[resample] = figure(drawn);
            }
        });
        Throw.IfNotFinite(figures, "figure of resample");
        Throw.IfNotFinite([estimate], "figure of all rows");
        Array.Sort(figures);
        double tail = (1 - confidence) / 2;
        return new ConfidenceInterval(estimate, Quantiles.OfSorted(figures, tail), Quantiles.OfSorted(figures, 1 - tail), confidence);
    }

    internal static void CheckConfidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            Throw.OutOfRange(nameof(confidence), confidence, "above 0 and below 1");
        }
    }

    /// <summary>How many standard deviations around the mean of a normal distribution hold this share of it.</summary>
    internal static double NormalQuantile(double confidence)
    {
        CheckConfidence(confidence);
        return MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, 0.5 + (confidence / 2));
    }

    private static double Mean(double[] values, int[] rows)
    {
        double sum = 0;
        foreach (int row in rows)
        {
            sum += values[row];
        }

        return sum / rows.Length;
    }
}
