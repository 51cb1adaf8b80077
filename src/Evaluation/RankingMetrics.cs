using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>
/// How good a list of items is for one listener, under the exact definitions: precision divides by K even when the list or the
/// relevant items are fewer, recall divides by all relevant items even when they are more than K.
/// </summary>
public static class RankingMetrics
{
    /// <summary>Relevant items among the first <paramref name="k"/>, divided by <paramref name="k"/>: 0 to 1.</summary>
    /// <param name="recommended">Item numbers, best first, all different; those beyond <paramref name="k"/> are ignored.</param>
    /// <param name="relevant">The items that are right, ascending and all different, one or more.</param>
    /// <param name="k">1 or more.</param>
    /// <exception cref="ArgumentException">Nothing is relevant, or an item is named twice.</exception>
    public static double PrecisionAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        (double)Hits(recommended, relevant, k) / k;

    /// <summary>Relevant items among the first <paramref name="k"/>, divided by the number of relevant items: 0 to 1.</summary>
    /// <param name="recommended">Item numbers, best first, all different; those beyond <paramref name="k"/> are ignored.</param>
    /// <param name="relevant">The items that are right, ascending and all different, one or more.</param>
    /// <param name="k">1 or more.</param>
    /// <exception cref="ArgumentException">Nothing is relevant, or an item is named twice.</exception>
    public static double RecallAtK(ReadOnlySpan<int> recommended, ReadOnlySpan<int> relevant, int k) =>
        (double)Hits(recommended, relevant, k) / relevant.Length;

    /// <summary>
    /// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) with relevance 0 or 1: a relevant item in
    /// place p (from 1) gains 1 / log₂(p + 1); divided by the gain of the best possible list of K items, 0 to 1.
    /// </summary>
    /// <param name="recommended">Item numbers, best first, all different; those beyond <paramref name="k"/> are ignored.</param>
    /// <param name="relevant">The items that are right, ascending and all different, one or more.</param>
    /// <param name="k">1 or more.</param>
    /// <exception cref="ArgumentException">Nothing is relevant, or an item is named twice.</exception>
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
