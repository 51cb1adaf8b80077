using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>
/// Fits a recommender on training interactions and judges its lists on held-out ones. Full ranking: every item that is not among a
/// listener's training items competes, none is sampled. Listeners without held-out items are dropped and counted.
/// </summary>
public static class RankingEvaluation
{
    /// <summary>Fits, recommends and judges; the digits do not depend on the number of threads.</summary>
    /// <param name="recommender">Is fitted on <paramref name="train"/>, whatever it was before.</param>
    /// <param name="train">What is learnt from, and left out of each listener's list.</param>
    /// <param name="test">What is held out: same users and items under the same numbers, no pair of it in <paramref name="train"/>.</param>
    /// <param name="k">Length of the lists, 1 or more.</param>
    /// <exception cref="ArgumentException">The two sides do not fit together, share a pair, or nothing is held out.</exception>
    public static RankingResult Run(IRecommender recommender, Interactions train, Interactions test, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        Throw.IfBelow(k, 1);
        CheckSides(train, test);
        recommender.Fit(train);
        int[] users = [.. Enumerable.Range(0, test.UserCount).Where(user => test.ItemsOf(user).Length > 0)];
        Throw.IfEmpty(users.Length, "the held-out interactions");
        int[][] lists = new int[users.Length][];
        int[] fallbacks = new int[users.Length];
        double[] precision = new double[users.Length], recall = new double[users.Length], ndcg = new double[users.Length];
        ParallelLoop.For(users.Length, place =>
        {
            RecommendationList list = recommender.Recommend(users[place], k);
            ReadOnlySpan<int> relevant = test.ItemsOf(users[place]);
            lists[place] = list.Items;
            fallbacks[place] = list.Count(item => item.Answer == AnswerKind.Fallback);
            precision[place] = RankingMetrics.PrecisionAtK(lists[place], relevant, k);
            recall[place] = RankingMetrics.RecallAtK(lists[place], relevant, k);
            ndcg[place] = RankingMetrics.NdcgAtK(lists[place], relevant, k);
        });

        int[] listeners = train.UsersPerItem();
        int recommended = Math.Max(1, lists.Sum(list => list.Length));
        return new RankingResult(recommender.Name, k, users, precision, recall, ndcg)
        {
            DroppedUsers = test.UserCount - users.Length,
            ColdUsers = users.Count(user => train.ItemsOf(user).Length == 0),
            ColdPairs = test.ItemOfEachPair().Count(item => listeners[item] == 0),
            FallbackShare = (double)fallbacks.Sum() / recommended,
            Coverage = (double)lists.SelectMany(list => list).Distinct().Count() / train.ItemCount,
            MeanPopularity = lists.Sum(list => list.Sum(item => (double)listeners[item])) / recommended / train.UserCount,
            Novelty = lists.Sum(list => list.Sum(item => Novelty(listeners[item], train.UserCount))) / recommended,
        };
    }

    /// <summary>Several recommenders' results on the same split as one table.</summary>
    /// <exception cref="ArgumentException">There are no results, or their lists differ in length.</exception>
    public static Table Table(params IReadOnlyList<RankingResult> results)
    {
        Throw.IfEmpty(results.Count, nameof(results));
        int k = results[0].K;
        if (results.Any(result => result.K != k || !result.Users.AsSpan().SequenceEqual(results[0].Users)))
        {
            throw new ArgumentException("The results come from other listeners or lists of other length; only like can be compared with like.", nameof(results));
        }

        string ndcg = $"NDCG@{k}", precision = $"precision@{k}", recall = $"recall@{k}";
        return Reporting.Table.Of(
                results,
                ("recommender", result => result.Name), (ndcg, result => result.NdcgAtK), (precision, result => result.PrecisionAtK),
                (recall, result => result.RecallAtK), ("coverage", result => result.Coverage), ("mean popularity", result => result.MeanPopularity),
                ("novelty (bits)", result => result.Novelty), ("fallback", result => result.FallbackShare))
            .Format(ndcg, "0.0000").Format(precision, "0.0000").Format(recall, "0.0000").Format("coverage", "P1").Format("mean popularity", "P1")
            .Format("novelty (bits)", "0.00").Format("fallback", "P1")
            .Best(ndcg).Best(precision).Best(recall)
            .Note($"{results[0].Users.Length:N0} listeners; {results[0].DroppedUsers} without held-out items are left out. Full ranking; {results[0].ColdPairs:N0} held-out pairs name an item without training plays. Coverage: share of all items that somebody is shown; novelty: −log₂ of the share of listeners who have the item; fallback: share of places filled with popular items.");
    }

    private static double Novelty(int listeners, int users) => Elementary.Log((double)users / Math.Max(1, listeners)) / Elementary.Log(2);

    private static void CheckSides(Interactions train, Interactions test)
    {
        Throw.IfLengthsDiffer(train.UserCount, "the training users", test.UserCount, "the held-out users");
        Throw.IfLengthsDiffer(train.ItemCount, "the training items", test.ItemCount, "the held-out items");
        for (int user = 0; user < train.UserCount; user++)
        {
            RequireSameName("User", user, train.UserNames[user], test.UserNames[user]);
            foreach (int item in test.ItemsOf(user))
            {
                if (train.ItemsOf(user).BinarySearch(item) >= 0)
                {
                    throw new ArgumentException($"User '{train.UserNames[user]}' has item '{train.ItemNames[item]}' on both sides; what is held out must not be learnt from.", nameof(test));
                }
            }
        }

        for (int item = 0; item < train.ItemCount; item++)
        {
            RequireSameName("Item", item, train.ItemNames[item], test.ItemNames[item]);
        }
    }

    private static void RequireSameName(string what, int number, string first, string second)
    {
        if (!string.Equals(first, second, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{what} {number} is '{first}' in training and '{second}' in the held-out data; both sides must number alike.");
        }
    }
}
