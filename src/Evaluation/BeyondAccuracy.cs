using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>What lists are like apart from being right: how many items get a place, how evenly, how well known they are, how different from each other.</summary>
public static class BeyondAccuracy
{
    /// <summary>Share of all items that are in somebody's list, 0 to 1.</summary>
    /// <param name="lists">Item numbers, one list per listener.</param>
    /// <param name="itemCount">Number of items, 1 or more.</param>
    /// <exception cref="ArgumentException">A list names an item that does not exist.</exception>
    public static double Coverage(IReadOnlyList<int[]> lists, int itemCount) => (double)TimesShown(lists, itemCount).Count(count => count > 0) / itemCount;

    /// <summary>
    /// Gini coefficient of how often each item is recommended, 0 (all alike) to near 1 (a few get every place); items that nobody is shown
    /// count. 0 when nothing is recommended.
    /// </summary>
    /// <param name="lists">Item numbers, one list per listener.</param>
    /// <param name="itemCount">Number of items, 1 or more.</param>
    /// <exception cref="ArgumentException">A list names an item that does not exist.</exception>
    public static double Gini(IReadOnlyList<int[]> lists, int itemCount)
    {
        int[] counts = TimesShown(lists, itemCount);
        Array.Sort(counts);
        double weighted = 0, total = 0;
        for (int place = 0; place < counts.Length; place++)
        {
            weighted += ((2.0 * (place + 1)) - counts.Length - 1) * counts[place];
            total += counts[place];
        }

        return total == 0 ? 0 : weighted / (counts.Length * total);
    }

    /// <summary>Mean over recommendations of the share of training listeners who have the item, 0 to 1; 0 when nothing is recommended.</summary>
    /// <param name="lists">Item numbers, one list per listener.</param>
    /// <param name="train">What was learnt from.</param>
    public static double MeanPopularity(IReadOnlyList<int[]> lists, Interactions train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return MeanOverPlaces(lists, train, listeners => (double)listeners / Math.Max(1, train.UserCount));
    }

    /// <summary>
    /// Mean over recommendations of −log₂ of the share of training listeners who have the item, in bits (Zhou et al. 2010); an item that none
    /// has counts as if one had. 0 when nothing is recommended.
    /// </summary>
    /// <param name="lists">Item numbers, one list per listener.</param>
    /// <param name="train">What was learnt from.</param>
    public static double Novelty(IReadOnlyList<int[]> lists, Interactions train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return MeanOverPlaces(lists, train, listeners => Elementary.Log((double)train.UserCount / Math.Max(1, listeners)) / Elementary.Log(2));
    }

    /// <summary>
    /// Intra-list diversity by who listens: mean over lists of the mean, over pairs of its items, of 1 − the cosine of their training listeners
    /// (weights apart); 0 to 1. Two items without a listener are wholly unlike. Lists of less than two items are left out; 0 when none is left.
    /// </summary>
    /// <param name="lists">Item numbers, one list per listener.</param>
    /// <param name="train">What was learnt from.</param>
    public static double Diversity(IReadOnlyList<int[]> lists, Interactions train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return MeanPairwise(lists, (first, second) => 1 - CoListening(train.UsersOf(first), train.UsersOf(second)));
    }

    /// <summary>The same by content: 1 − the cosine of the items' features, 0 to 2; an item whose features are all 0 is wholly unlike any other (1).</summary>
    /// <param name="lists">Item numbers, one list per listener.</param>
    /// <param name="features">Finite features, [items, features], standardised if their units differ.</param>
    public static double Diversity(IReadOnlyList<int[]> lists, Matrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Throw.IfNotFinite(features.Values, nameof(features));
        return MeanPairwise(lists, (first, second) => 1 - Cosine(features.Row(first), features.Row(second)));
    }

    private static int[] TimesShown(IReadOnlyList<int[]> lists, int itemCount)
    {
        ArgumentNullException.ThrowIfNull(lists);
        Throw.IfBelow(itemCount, 1);
        int[] counts = new int[itemCount];
        foreach (int item in lists.SelectMany(list => list))
        {
            Throw.IfOutside(item, 0, itemCount - 1, "item in a list");
            counts[item]++;
        }

        return counts;
    }

    private static double MeanOverPlaces(IReadOnlyList<int[]> lists, Interactions train, Func<int, double> figure)
    {
        int[] shown = TimesShown(lists, train.ItemCount), listeners = train.UsersPerItem();
        double sum = 0;
        long places = 0;
        for (int item = 0; item < shown.Length; item++)
        {
            sum += shown[item] == 0 ? 0 : shown[item] * figure(listeners[item]);
            places += shown[item];
        }

        return places == 0 ? 0 : sum / places;
    }

    private static double MeanPairwise(IReadOnlyList<int[]> lists, Func<int, int, double> unlike)
    {
        ArgumentNullException.ThrowIfNull(lists);
        double[] means = new double[lists.Count];
        ParallelLoop.For(lists.Count, place =>
        {
            int[] list = lists[place];
            double sum = 0;
            for (int first = 0; first < list.Length; first++)
            {
                for (int second = first + 1; second < list.Length; second++)
                {
                    sum += unlike(list[first], list[second]);
                }
            }

            means[place] = list.Length < 2 ? 0 : sum / (list.Length * (list.Length - 1) / 2);
        });
        int counted = lists.Count(list => list.Length > 1);
        return counted == 0 ? 0 : means.Sum() / counted;
    }

    private static double CoListening(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        int both = 0;
        for (int left = 0, right = 0; left < first.Length && right < second.Length;)
        {
            both += first[left] == second[right] ? 1 : 0;
            (left, right) = (left + (first[left] <= second[right] ? 1 : 0), right + (second[right] <= first[left] ? 1 : 0));
        }

        return both == 0 ? 0 : both / Math.Sqrt((double)first.Length * second.Length);
    }

    private static double Cosine(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double norms = Math.Sqrt(OrderedSums.Dot(first, first) * OrderedSums.Dot(second, second));
        return norms > 0 ? Math.Clamp(OrderedSums.Dot(first, second) / norms, -1, 1) : 0;
    }
}
