using System.Diagnostics;
using MusicRec.Data;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>
/// Fits a recommender on training interactions and judges its lists on held-out ones. Full ranking: every item competes that a listener is not
/// known to have (training and, when the test is judged, validation items are left out of the lists), none is sampled. Listeners without held-out
/// items are dropped and counted. The digits do not depend on the number of threads.
/// </summary>
public static class RankingEvaluation
{
    /// <summary>Fits on the training side alone, recommends and judges.</summary>
    /// <param name="recommender">Is fitted on <see cref="RankingSplit.Train"/>, whatever it was before.</param>
    /// <param name="split">Made by <see cref="RankingProtocols"/>.</param>
    /// <param name="k">Length of the lists, 1 or more.</param>
    /// <param name="side">What to judge on: validation while settings are chosen, the test once they are.</param>
    /// <exception cref="ArgumentException">Nothing is held out on that side.</exception>
    public static RankingResult Run(IRecommender recommender, RankingSplit split, int k = 10, RankingSide side = RankingSide.Test)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(split);
        Check(split, k, side);
        long start = Stopwatch.GetTimestamp();
        recommender.Fit(split.Train);
        return Judge(recommender, split, k, side, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>
    /// Judges a recommender that has been fitted on <see cref="RankingSplit.Train"/> already. One of this library that was fitted on the held-out pairs
    /// too is refused; another one would take them for the listener's own, leave them out of its lists and score near 0.
    /// </summary>
    /// <param name="recommender">Fitted on interactions that number users and items as the split does.</param>
    /// <param name="split">Made by <see cref="RankingProtocols"/>.</param>
    /// <param name="k">Length of the lists, 1 or more.</param>
    /// <param name="side">What to judge on.</param>
    /// <exception cref="ArgumentException">Nothing is held out on that side, or the recommender was fitted on other users or items or on what is held out.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public static RankingResult RunFitted(IRecommender recommender, RankingSplit split, int k = 10, RankingSide side = RankingSide.Test)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(split);
        Check(split, k, side);
        if (recommender is IStoredRecommender stored)
        {
            RankingSplitChecks.SameNumbers(split.Train, stored.FittedOn, "what the recommender was fitted on");
            RankingSplitChecks.Apart(stored.FittedOn, split.HeldOut(side), "the held-out interactions");
        }

        return Judge(recommender, split, k, side, null);
    }

    /// <summary>Fits, recommends and judges two sides made by hand.</summary>
    /// <param name="recommender">Is fitted on <paramref name="train"/>, whatever it was before.</param>
    /// <param name="train">What is learnt from, and left out of each listener's list.</param>
    /// <param name="test">What is held out: same users and items under the same numbers, no pair of it in <paramref name="train"/>.</param>
    /// <param name="k">Length of the lists, 1 or more.</param>
    /// <exception cref="ArgumentException">The two sides do not fit together, share a pair, or nothing is held out.</exception>
    public static RankingResult Run(IRecommender recommender, Interactions train, Interactions test, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        return Run(recommender, new RankingSplit(train, train.Select([]), test, "two sides as given"), k);
    }

    /// <summary>Several recommenders' results on the same split as one table.</summary>
    /// <exception cref="ArgumentException">There are no results, or their lists differ in length.</exception>
    public static Table Table(params IReadOnlyList<RankingResult> results)
    {
        Throw.IfEmpty(results.Count, nameof(results));
        int k = results[0].K;
        if (results.Any(result => !RankingComparison.Alike(result, results[0])))
        {
            throw new ArgumentException("The results come from other listeners or lists of other length; only like can be compared with like.", nameof(results));
        }

        (string Header, RankingMetric Metric)[] accuracy =
        [
            ($"NDCG@{k}", RankingMetric.Ndcg), ($"precision@{k}", RankingMetric.Precision), ($"recall@{k}", RankingMetric.Recall), ($"F1@{k}", RankingMetric.F1),
            ($"MRR@{k}", RankingMetric.ReciprocalRank), ($"MAP@{k}", RankingMetric.AveragePrecision), ($"hit rate@{k}", RankingMetric.HitRate),
        ];
        Table table = new(["recommender", .. accuracy.Select(column => column.Header), "coverage", "Gini", "mean popularity", "novelty (bits)", "diversity", "fallback"]);
        foreach (RankingResult result in results)
        {
            table.Row(
                [result.Name, .. accuracy.Select(column => (object?)result.Mean(column.Metric)), result.Coverage, result.Gini, result.MeanPopularity, result.Novelty, result.Diversity, result.FallbackShare]);
        }

        foreach ((string header, RankingMetric _) in accuracy)
        {
            table.Format(header, "0.0000").Best(header);
        }

        return table
            .Format("coverage", "P1").Format("Gini", "0.000").Format("mean popularity", "P1").Format("novelty (bits)", "0.00").Format("diversity", "0.000").Format("fallback", "P1")
            .Note($"{results[0].Protocol}; {results[0].Users.Length:N0} listeners{(results[0].Lists.Count > results[0].Users.Length ? $", means over each one's steps ({results[0].Lists.Count:N0} in all)" : "")}, {results[0].DroppedUsers} without held-out items are left out. Full ranking; {results[0].ColdPairs:N0} held-out pairs name an item without training plays. Coverage: share of all items that somebody is shown; Gini: 0 when all are shown alike; novelty: −log₂ of the share of listeners who have the item; diversity: 1 − mean cosine of two items' listeners in a list; fallback: share of places filled with popular items.");
    }

    /// <summary>Each judged listener's NDCG alone, as <see cref="RunFitted"/> gives it, for studies that ask for nothing else many times.</summary>
    internal static double[] NdcgOfFitted(IRecommender recommender, RankingSplit split, int k, RankingSide side)
    {
        RankingQueries queries = RankingQueries.Of(split, side, UsersHeldOut(split.HeldOut(side)));
        return queries.Judge(RankingMetric.Ndcg, queries.Ask(recommender, k).Lists, k);
    }

    private static RankingResult Judge(IRecommender recommender, RankingSplit split, int k, RankingSide side, TimeSpan? fitTime)
    {
        Interactions heldOut = split.HeldOut(side), train = split.Train;
        Interactions? history = split.History(side);
        int[] users = UsersHeldOut(heldOut);
        RankingQueries queries = RankingQueries.Of(split, side, users);
        (int[][] lists, int fallbacks) = queries.Ask(recommender, k);
        double[][] values = [.. Enum.GetValues<RankingMetric>().Select(metric => queries.Judge(metric, lists, k))];
        int[] listeners = train.UsersPerItem();
        return new RankingResult(recommender.Name, k, users, lists, values)
        {
            Protocol = split.Protocol,
            DroppedUsers = heldOut.UserCount - users.Length,
            ColdUsers = users.Count(user => (history ?? train).ItemsOf(user).Length == 0),
            ColdPairs = heldOut.ItemOfEachPair().Count(item => listeners[item] == 0),
            FallbackShare = (double)fallbacks / Math.Max(1, lists.Sum(list => list.Length)),
            Coverage = BeyondAccuracy.Coverage(lists, train.ItemCount),
            Gini = BeyondAccuracy.Gini(lists, train.ItemCount),
            MeanPopularity = BeyondAccuracy.MeanPopularity(lists, train),
            Novelty = BeyondAccuracy.Novelty(lists, train),
            Diversity = BeyondAccuracy.Diversity(lists, train),
            FitTime = fitTime,
        };
    }

    private static int[] UsersHeldOut(Interactions heldOut) => [.. Enumerable.Range(0, heldOut.UserCount).Where(user => heldOut.ItemsOf(user).Length > 0)];

    private static void Check(RankingSplit split, int k, RankingSide side)
    {
        Throw.IfBelow(k, 1);
        Throw.IfEmpty(split.HeldOut(side).Count, side == RankingSide.Test ? "the held-out interactions" : "the validation interactions");
    }
}
