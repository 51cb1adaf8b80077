namespace MusicRec.Recommenders;

/// <summary>The best-scored items.</summary>
internal static class TopItems
{
    // Up to here a list kept in order by insertion is faster than sorting all items.
    private const int MostInserted = 256;

    /// <summary>
    /// Up to <paramref name="count"/> items by falling score, equal scores by rising number; items scored −∞ and those of
    /// <paramref name="without"/> (ascending) are left out.
    /// </summary>
    public static int[] Best(double[] scores, ReadOnlySpan<int> without, int count)
    {
        if (count > MostInserted)
        {
            return Sorted(scores, without, count);
        }

        int[] best = new int[Math.Min(count, scores.Length)];
        int found = 0, skip = 0;
        for (int item = 0; item < scores.Length; item++)
        {
            if (skip < without.Length && without[skip] == item)
            {
                skip++;
                continue;
            }

            double score = scores[item];
            if (double.IsNegativeInfinity(score) || (found == best.Length && score <= scores[best[^1]]))
            {
                continue;
            }

            // Items come in rising order, so an equal score goes behind the ones already there.
            int place = found < best.Length ? found++ : best.Length - 1;
            for (; place > 0 && scores[best[place - 1]] < score; place--)
            {
                best[place] = best[place - 1];
            }

            best[place] = item;
        }

        return best[..found];
    }

    private static int[] Sorted(double[] scores, ReadOnlySpan<int> without, int count)
    {
        bool[] left = new bool[scores.Length];
        foreach (int item in without)
        {
            left[item] = true;
        }

        return
        [
            .. Enumerable.Range(0, scores.Length).Where(item => !left[item] && !double.IsNegativeInfinity(scores[item]))
                .OrderByDescending(item => scores[item]).Take(count),
        ];
    }
}
