using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>
/// Whether two recommenders differ on the same listeners: a two-sided paired randomisation test (Fisher; for rankings Smucker et al. 2007). If
/// neither were better, each listener's difference would as well have had the other sign; the p-value is the share of random signs whose
/// mean is at least as far from 0. It asks about the mean itself and assumes no shape: per-listener figures are lumpy and mostly ties, where Wilcoxon's
/// test throws the ties away and asks about ranks, and the t-test leans on a normal mean.
/// </summary>
/// <param name="Mean">Mean difference, first minus second, with its bootstrap interval over listeners.</param>
/// <param name="PValue">Above 0 to 1: (1 + signs as far) / (1 + signs drawn), so that it is never called surer than the draws allow (Phipson and Smyth 2010).</param>
/// <param name="EffectSize">Mean difference divided by the differences' standard deviation (Cohen's d for pairs); 0 when all are 0, and limited to ±100 when all are alike.</param>
/// <param name="Better">Listeners for whom the first is better.</param>
/// <param name="Worse">Listeners for whom the second is better.</param>
/// <param name="Equal">Listeners for whom both are equal.</param>
public sealed record PairedRandomizationTest(ConfidenceInterval Mean, double PValue, double EffectSize, int Better, int Worse, int Equal)
{
    internal const int UsualDraws = 9_999;
    private const double LargestEffect = 100;
    private const int SignsPerDraw = 64, Block = 128;

    /// <summary>The p-value as it is printed: three digits behind the point, "&lt; 0.001" below that.</summary>
    public string PValueText => ResampledTTest.FormatPValue(PValue);

    /// <summary>Tests per-listener differences.</summary>
    /// <param name="differences">First recommender's figure minus the second's for the same listener, one or more, finite; listeners must be independent of each other.</param>
    /// <param name="seed">Decides the signs and the interval's draws.</param>
    /// <param name="draws">Random signs, 100 to 1,000,000: the smallest p-value is 1 / (draws + 1).</param>
    /// <exception cref="ArgumentException">There are no differences, or one is not finite.</exception>
    public static PairedRandomizationTest Of(ReadOnlySpan<double> differences, ulong seed, int draws = UsualDraws)
    {
        Throw.IfEmpty(differences.Length, nameof(differences));
        Throw.IfNotFinite(differences);
        Throw.IfOutside(draws, 100, 1_000_000);
        (double mean, double deviation) = ResampledTTest.Describe(differences);
        double effect = mean == 0 ? 0 : deviation == 0 ? Math.CopySign(LargestEffect, mean) : Math.Clamp(mean / deviation, -LargestEffect, LargestEffect);
        RandomStream random = new(seed);
        ConfidenceInterval interval = Intervals.Bootstrap(differences, random.Split(0).NextUInt64(), 2_000);
        int better = 0, worse = 0;
        foreach (double difference in differences)
        {
            better += difference > 0 ? 1 : 0;
            worse += difference < 0 ? 1 : 0;
        }

        return new PairedRandomizationTest(interval, PValueOf(differences, random.Split(1), draws), effect, better, worse, differences.Length - better - worse);
    }

    /// <summary>The p-value alone.</summary>
    internal static double PValueOf(ReadOnlySpan<double> differences, RandomStream random, int draws)
    {
        // A difference of 0 has no sign to turn.
        List<double> turned = [];
        double sum = 0;
        foreach (double difference in differences)
        {
            if (difference != 0)
            {
                turned.Add(difference);
                sum += difference;
            }
        }

        double[] amounts = [.. turned];
        int blocks = (draws + Block - 1) / Block;
        int[] asFar = new int[blocks];

        // Sums of the same numbers in another order of signs may differ by rounding; as far is as far but for that.
        double bar = Math.Abs(sum) * (1 - 1e-12);
        ParallelLoop.For(blocks, block =>
        {
            for (int draw = block * Block; draw < Math.Min(draws, (block + 1) * Block); draw++)
            {
                asFar[block] += Math.Abs(SignedSum(amounts, random.Split((ulong)draw))) >= bar ? 1 : 0;
            }
        });
        return (1.0 + asFar.Sum()) / (1.0 + draws);
    }

    private static double SignedSum(double[] amounts, RandomStream random)
    {
        double sum = 0;
        for (int first = 0; first < amounts.Length; first += SignsPerDraw)
        {
            ulong signs = random.NextUInt64();
            int end = Math.Min(amounts.Length, first + SignsPerDraw);
            for (int index = first; index < end; index++, signs >>= 1)
            {
                sum += (signs & 1) == 0 ? amounts[index] : -amounts[index];
            }
        }

        return sum;
    }
}
