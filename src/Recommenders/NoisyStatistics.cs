using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// All that <see cref="PrivateEase"/> learns from listeners: how many have each item, and the products of ratings of the items that many
/// have, both with noise. What is worked out from these two cannot give away more than they do.
/// </summary>
internal static class NoisyStatistics
{
    /// <summary>
    /// How many listeners have each item. A listener with n items adds √(L / max(n, L)) to each, L being <see cref="PrivateEaseOptions.FullCounts"/>:
    /// a row no longer than √L, which is what leaving a listener out can change.
    /// </summary>
    public static double[] Counts(Interactions interactions, PrivateEaseOptions options, RandomStream random)
    {
        double[] counts = ExactCounts(interactions, options.FullCounts);
        double deviation = options.CountDeviation;
        for (int item = 0; item < counts.Length; item++)
        {
            counts[item] += deviation * random.NextGaussian();
        }

        return counts;
    }

    /// <summary>The same without noise.</summary>
    public static double[] ExactCounts(Interactions interactions, int fullCounts)
    {
        double[] counts = new double[interactions.ItemCount];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            ReadOnlySpan<int> items = interactions.ItemsOf(user);
            double weight = Math.Sqrt((double)fullCounts / Math.Max(items.Length, fullCounts));
            foreach (int item in items)
            {
                counts[item] += weight;
            }
        }

        return counts;
    }

    /// <summary>The items with the highest counts, ascending by number.</summary>
    public static int[] Choose(double[] counts, int most)
    {
        int[] chosen = [.. Enumerable.Range(0, counts.Length).OrderByDescending(item => counts[item]).Take(most)];
        Array.Sort(chosen);
        return chosen;
    }

    /// <summary>Each listener's ratings of the chosen items, as a row of length 1; one who has none of them has an empty row.</summary>
    public static CompressedRows Rows(Interactions interactions, int[] chosen, RatingScale scale)
    {
        int[] offsets = new int[interactions.UserCount + 1];
        List<int> columns = [];
        List<double> weights = [];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            (int[] places, double[] ratings) = Row(interactions.ItemsOf(user), interactions.WeightsOf(user), chosen, scale);
            columns.AddRange(places);
            weights.AddRange(ratings);
            offsets[user + 1] = columns.Count;
        }

        return new CompressedRows(offsets, [.. columns], [.. weights]);
    }

    /// <summary>One listener's row: places among the chosen items, and ratings whose squares add up to 1.</summary>
    public static (int[] Places, double[] Ratings) Row(ReadOnlySpan<int> items, ReadOnlySpan<double> weights, int[] chosen, RatingScale scale)
    {
        double[] all = Ratings.Of(weights, scale);
        List<int> places = [];
        List<double> ratings = [];
        for (int index = 0; index < items.Length; index++)
        {
            int place = Array.BinarySearch(chosen, items[index]);
            if (place >= 0)
            {
                places.Add(place);
                ratings.Add(all[index]);
            }
        }

        // Squares of ratings beyond these leave the range of doubles, and with it the length of 1 that privacy rests on.
        double largest = ratings.Count == 0 ? 0 : ratings.Max(), unit = largest is > 1e100 or < 1e-100 ? largest : 1;
        if (largest == 0)
        {
            return ([], []);
        }

        double[] row = [.. ratings.Select(rating => rating / unit)];
        double length = Math.Sqrt(OrderedSums.Dot(row, row));
        return ([.. places], [.. row.Select(rating => rating / length)]);
    }

    /// <summary>
    /// Adds the noise to one row of the products up to the diagonal, before anything is rounded. With deviation σ on the diagonal and σ/√2 beside it the
    /// symmetric matrix has noise of σ in each of its orthonormal directions, and a listener's row x of length 1 moves it by ‖xxᵀ‖ = ‖x‖² = 1.
    /// </summary>
    public static void AddNoise(Span<double> sums, int row, double deviation, RandomStream random)
    {
        RandomStream own = random.Split((ulong)row);
        for (int column = 0; column < row; column++)
        {
            sums[column] += deviation / Math.Sqrt(2) * own.NextGaussian();
        }

        sums[row] += deviation * own.NextGaussian();
    }
}
