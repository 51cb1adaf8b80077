using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>Items by how well known they are.</summary>
internal static class PopularityBuckets
{
    /// <summary>
    /// The bucket of each item: 0 for items without listeners, then 1 (the rarest) to <paramref name="buckets"/> (the most popular), each with as nearly as can
    /// be the same share of all pairs.
    /// </summary>
    public static int[] Of(Interactions interactions, int buckets) => Cut(interactions.UsersPerItem(), buckets, byCount: true);

    /// <summary>Parts of equal weight by rising count; equal counts are never parted, and a count of 0 is part 0.</summary>
    /// <param name="counts">0 or more each.</param>
    /// <param name="parts">1 to 100.</param>
    /// <param name="byCount">Whether an entry weighs its count; else all weigh alike.</param>
    public static int[] Cut(int[] counts, int parts, bool byCount)
    {
        Throw.IfOutside(parts, 1, 100);
        int[] part = new int[counts.Length];
        int[] order = [.. Enumerable.Range(0, counts.Length).Where(index => counts[index] > 0).OrderBy(index => counts[index])];
        double total = order.Sum(index => byCount ? (double)counts[index] : 1), before = 0;
        for (int first = 0, end; first < order.Length; first = end)
        {
            double weight = 0;
            for (end = first; end < order.Length && counts[order[end]] == counts[order[first]]; end++)
            {
                weight += byCount ? counts[order[end]] : 1;
            }

            // Where the middle of the equal ones falls decides for all of them.
            int own = Math.Min(parts, 1 + (int)(parts * (before + (weight / 2)) / total));
            foreach (int index in order.AsSpan(first, end - first))
            {
                part[index] = own;
            }

            before += weight;
        }

        return part;
    }
}
