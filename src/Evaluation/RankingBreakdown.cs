using System.Globalization;
using MusicRec.Data;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>Where a recommender's hits come from: results by how well known the held-out items are, and by how much is known of the listener.</summary>
public static class RankingBreakdown
{
    /// <summary>Items that no training listener has.</summary>
    public const string NewItems = "new (no listener)";

    /// <summary>Listeners of whom nothing is known.</summary>
    public const string NewListeners = "new (no items)";

    /// <summary>
    /// Which bucket each item is in: 0 for items without training listeners, then 1 (the rarest) to <paramref name="buckets"/> (the most popular), cut
    /// so that each holds as nearly as can be the same share of all training pairs. Items with as many listeners stand in one bucket.
    /// </summary>
    /// <param name="train">What was learnt from.</param>
    /// <param name="buckets">1 to 100.</param>
    public static int[] PopularityBuckets(Interactions train, int buckets = 3)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Recommenders.PopularityBuckets.Of(train, buckets);
    }

    /// <summary>Which group each listener is in by the number of their items: 0 for none, then 1 (fewest) to <paramref name="groups"/> (most), of equally many listeners as nearly as can be.</summary>
    /// <param name="known">What lists are asked with: the training side, or the histories of listeners held out.</param>
    /// <param name="groups">1 to 100.</param>
    public static int[] ActivityGroups(Interactions known, int groups = 4)
    {
        ArgumentNullException.ThrowIfNull(known);
        return Recommenders.PopularityBuckets.Cut(known.ItemsPerUser(), groups, byCount: false);
    }

    /// <summary>
    /// Recall at K of held-out items by how many training listeners they have, over all pairs of a bucket together: what share of the held-out
    /// rarities, of the middle and of the hits was found.
    /// </summary>
    /// <param name="split">What the results come from.</param>
    /// <param name="side">The side that was judged.</param>
    /// <param name="results">One or more results of it.</param>
    /// <param name="buckets">1 to 100.</param>
    /// <exception cref="ArgumentException">There are no results, or they judge other listeners than the split's.</exception>
    public static Table ByPopularity(RankingSplit split, RankingSide side, IReadOnlyList<RankingResult> results, int buckets = 3)
    {
        Interactions heldOut = Check(split, side, results);
        RankingQueries queries = RankingQueries.Of(split, side, results[0].Users);
        int[] bucketOf = PopularityBuckets(split.Train, buckets), listeners = split.Train.UsersPerItem();
        Table table = new(["held-out items", "listeners each", "pairs", .. results.Select(result => result.Name)]);
        for (int bucket = 0; bucket <= buckets; bucket++)
        {
            int[] items = [.. Enumerable.Range(0, bucketOf.Length).Where(item => bucketOf[item] == bucket)];
            int pairs = heldOut.ItemOfEachPair().Count(item => bucketOf[item] == bucket);
            if (pairs > 0)
            {
                table.Row([
                    Name(bucket, buckets, NewItems, "rarest", "most popular"), Range(items, listeners), pairs,
                    .. results.Select(result => (object?)((double)HitsIn(result, queries, item => bucketOf[item] == bucket) / pairs))]);
            }
        }

        return Finish(table.Format("pairs", "#,0"), results)
            .Note($"Recall@{results[0].K} over all held-out pairs of a row. Rows hold equal shares of the training pairs as nearly as can be; {split.Protocol}.");
    }

    /// <summary>A metric's mean by how many items of a listener are known.</summary>
    /// <param name="split">What the results come from.</param>
    /// <param name="side">The side that was judged.</param>
    /// <param name="results">One or more results of it.</param>
    /// <param name="metric">What to show.</param>
    /// <param name="groups">1 to 100.</param>
    /// <exception cref="ArgumentException">There are no results, or they judge other listeners than the split's.</exception>
    public static Table ByActivity(RankingSplit split, RankingSide side, IReadOnlyList<RankingResult> results, RankingMetric metric = RankingMetric.Ndcg, int groups = 4)
    {
        Check(split, side, results);
        Interactions known = split.History(side) ?? split.Train;
        int[] users = results[0].Users, counts = known.ItemsPerUser();

        // Grouped among those who are judged: others would fill groups that nobody is in.
        int[] groupOf = Recommenders.PopularityBuckets.Cut([.. users.Select(user => counts[user])], groups, byCount: false);
        Table table = new(["listeners by items known", "items each", "listeners", .. results.Select(result => result.Name)]);
        double[][] values = [.. results.Select(result => result.Of(metric))];
        for (int group = 0; group <= groups; group++)
        {
            int[] places = [.. Enumerable.Range(0, users.Length).Where(place => groupOf[place] == group)];
            if (places.Length > 0)
            {
                table.Row([
                    Name(group, groups, NewListeners, "least active", "most active"), Range([.. places.Select(place => users[place])], counts), places.Length,
                    .. values.Select(value => (object?)(places.Sum(place => value[place]) / places.Length))]);
            }
        }

        return Finish(table.Format("listeners", "#,0"), results).Note($"Mean {metric}@{results[0].K} of each group's listeners; {split.Protocol}.");
    }

    private static Interactions Check(RankingSplit split, RankingSide side, IReadOnlyList<RankingResult> results)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(results);
        Throw.IfEmpty(results.Count, nameof(results));
        Interactions heldOut = split.HeldOut(side);
        int[] users = [.. Enumerable.Range(0, heldOut.UserCount).Where(user => heldOut.ItemsOf(user).Length > 0)];
        if (results.Any(result => result.K != results[0].K || !result.Users.AsSpan().SequenceEqual(users)))
        {
            throw new ArgumentException("A result judges other listeners than the split's, or lists of other length; only like can be compared with like.", nameof(results));
        }

        return heldOut;
    }

    private static int HitsIn(RankingResult result, RankingQueries queries, Func<int, bool> counts)
    {
        int hits = 0;
        for (int place = 0; place < result.Lists.Count; place++)
        {
            ReadOnlySpan<int> relevant = queries.Relevant(place);
            foreach (int item in result.Lists[place])
            {
                hits += counts(item) && relevant.BinarySearch(item) >= 0 ? 1 : 0;
            }
        }

        return hits;
    }

    private static string Name(int part, int parts, string none, string first, string last) =>
        part == 0 ? none : parts == 1 ? "all" : part == 1 ? first : part == parts ? last : parts == 3 ? "middle" : $"{part} of {parts}";

    private static string Range(int[] numbers, int[] counts)
    {
        int least = numbers.Min(number => counts[number]), most = numbers.Max(number => counts[number]);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return least == most ? least.ToString("#,0", invariant) : string.Create(invariant, $"{least:#,0} to {most:#,0}");
    }

    private static Table Finish(Table table, IReadOnlyList<RankingResult> results)
    {
        foreach (string name in results.Select(result => result.Name))
        {
            table.Format(name, "0.0000");
        }

        return table;
    }
}
