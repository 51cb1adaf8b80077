using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>
/// How good a list of items is for one listener, under the exact definitions: precision divides by K even when the list or the
/// relevant items are fewer, recall divides by all relevant items even when they are more than K. The forms that divide by
/// the smaller of the two are called truncated. All are 0 to 1. Every metric takes the same three arguments: item numbers best first, all
/// different, those beyond K ignored; the items that are right, ascending and all different, one or more; and K, 1 or more. They
/// throw an <see cref="ArgumentException"/> when nothing is relevant or an item is named twice.
/// </summary>
public static class RankingMetrics
{
    /// <summary>Relevant items among the first <paramref name="k"/>, divided by <paramref name="k"/>.</summary>
    public static double PrecisionAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        (double)Hits(recommended, relevant, k) / k;

    /// <summary>Relevant items among the first <paramref name="k"/>, divided by the number of relevant items.</summary>
    public static double RecallAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        (double)Hits(recommended, relevant, k) / relevant.Length;

    /// <summary>Relevant items among the first <paramref name="k"/>, divided by the smaller of <paramref name="k"/> and the number of relevant items (what Liang et al. 2018 call recall).</summary>
    public static double TruncatedRecallAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        (double)Hits(recommended, relevant, k) / Math.Min(k, relevant.Length);

    /// <summary>The harmonic mean of precision and recall; 0 without a hit. Over listeners it is averaged, not made of their mean precision and recall.</summary>
    public static double F1AtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        2.0 * Hits(recommended, relevant, k) / (k + relevant.Length);

    /// <summary>1 when a relevant item is among the first <paramref name="k"/>, else 0; over listeners the hit rate.</summary>
    public static double HitAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) => Hits(recommended, relevant, k) > 0 ? 1 : 0;

    /// <summary>1 / place of the first relevant item among the first <paramref name="k"/>, places counted from 1; 0 without one. Over listeners the mean reciprocal rank (MRR).</summary>
    public static double ReciprocalRankAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k)
    {
        Check(recommended, relevant, k);
        for (int place = 0; place < Math.Min(k, recommended.Length); place++)
        {
            if (relevant.BinarySearch(recommended[place]) >= 0)
            {
                return 1.0 / (place + 1);
            }
        }

        return 0;
    }

    /// <summary>
    /// Average precision: the precision at each hit's place, summed over the first <paramref name="k"/> and divided by the number of relevant items
    /// (trec_eval's map_cut). Over listeners the mean average precision (MAP).
    /// </summary>
    public static double AveragePrecisionAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        PrecisionOfHits(recommended, relevant, k) / relevant.Length;

    /// <summary>The same sum divided by the smaller of <paramref name="k"/> and the number of relevant items, so that the best list of K items has 1.</summary>
    public static double TruncatedAveragePrecisionAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        PrecisionOfHits(recommended, relevant, k) / Math.Min(k, relevant.Length);

    /// <summary>
    /// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) with relevance 0 or 1: a relevant item in
    /// place p (from 1) gains 1 / log₂(p + 1); divided by the gain of the best possible list of K items.
    /// </summary>
    public static double NdcgAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k)
    {
        Check(recommended, relevant, k);
        double gain = 0, best = 0;
        for (int place = 0; place < Math.Min(k, recommended.Length); place++)
        {
            gain += relevant.BinarySearch(recommended[place]) >= 0 ? Discount(place) : 0;
        }

        for (int place = 0; place < Math.Min(k, relevant.Length); place++)
        {
            best += Discount(place);
        }

        // Both sums run over places in the same order, so the best list gives exactly 1.
        return gain / best;
    }

    /// <summary>A metric by its name.</summary>
    internal static double Of(RankingMetric metric, ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) => metric switch
    {
        RankingMetric.Precision => PrecisionAtK(recommended, relevant, k),
        RankingMetric.Recall => RecallAtK(recommended, relevant, k),
        RankingMetric.F1 => F1AtK(recommended, relevant, k),
        RankingMetric.HitRate => HitAtK(recommended, relevant, k),
        RankingMetric.ReciprocalRank => ReciprocalRankAtK(recommended, relevant, k),
        RankingMetric.AveragePrecision => AveragePrecisionAtK(recommended, relevant, k),
        _ => NdcgAtK(recommended, relevant, k),
    };

    private static int Hits(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k)
    {
        Check(recommended, relevant, k);
        int hits = 0;
        for (int place = 0; place < Math.Min(k, recommended.Length); place++)
        {
            hits += relevant.BinarySearch(recommended[place]) >= 0 ? 1 : 0;
        }

        return hits;
    }

    private static double PrecisionOfHits(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k)
    {
        Check(recommended, relevant, k);
        int hits = 0;
        double sum = 0;
        for (int place = 0; place < Math.Min(k, recommended.Length); place++)
        {
            if (relevant.BinarySearch(recommended[place]) >= 0)
            {
                sum += (double)++hits / (place + 1);
            }
        }

        return sum;
    }

    private static double Discount(int place) => Elementary.Log(2) / Elementary.Log(place + 2.0);

    private static void Check(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k)
    {
        Throw.IfBelow(k, 1);
        Throw.IfEmpty(relevant.Length, nameof(relevant));
        for (int place = 1; place < relevant.Length; place++)
        {
            if (relevant[place] <= relevant[place - 1])
            {
                throw new ArgumentException($"relevant[{place}] is {relevant[place]} after {relevant[place - 1]}; items must ascend.", nameof(relevant));
            }
        }

        int[] sorted = recommended[..Math.Min(k, recommended.Length)].ToArray();
        Array.Sort(sorted);
        for (int place = 1; place < sorted.Length; place++)
        {
            if (sorted[place] == sorted[place - 1])
            {
                throw new ArgumentException($"Item {sorted[place]} is recommended twice; a hit counts once.", nameof(recommended));
            }
        }
    }
}
