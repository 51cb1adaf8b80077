using System.Numerics;

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
    public static int[] Best<T>(ReadOnlySpan<T> scores, ReadOnlySpan<int> without, int count)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (count > MostInserted)
        {
            return Sorted(scores, without, count);
        }

        int[] best = new int[Math.Min(count, scores.Length)];
        int found = 0, skip = 0;

        // Nothing below this needs a second look; NaN would pass no comparison and leave.
        T least = T.NegativeInfinity;
        for (int item = 0; item < scores.Length; item++)
        {
            T score = scores[item];
            if (!(score > least))
            {
                continue;
            }

            while (skip < without.Length && without[skip] < item)
            {
                skip++;
            }

            if (skip < without.Length && without[skip] == item)
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
            if (found == best.Length)
            {
                least = scores[best[^1]];
            }
        }

        return best[..found];
    }

    private static int[] Sorted<T>(ReadOnlySpan<T> scores, ReadOnlySpan<int> without, int count)
        where T : struct, IFloatingPointIeee754<T>
    {
        List<(T Score, int Item)> left = [];
        int skip = 0;
        for (int item = 0; item < scores.Length; item++)
        {
            if (skip < without.Length && without[skip] == item)
            {
                skip++;
            }
            else if (scores[item] > T.NegativeInfinity)
            {
                left.Add((scores[item], item));
            }
        }

        left.Sort((first, second) => second.Score.CompareTo(first.Score) is var order and not 0 ? order : first.Item.CompareTo(second.Item));
        return [.. left.Take(count).Select(entry => entry.Item)];
    }
}
