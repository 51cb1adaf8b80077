using System.Reflection;
using MusicRec.Core.Tests.Embeddings;
using MusicRec.Core.Tests.Recommenders;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Evaluation;

/// <summary>What must hold of every recommender that has a contract test, and of the evaluation that judges it.</summary>
public sealed class RankingSanityTests
{
    private const int K = 5, Shuffles = 5;
    private const double StandardErrors = 3.5;

    private static readonly Interactions s_plays = Make();

    private static readonly Lazy<(RankingSplit Split, RankingResult Popular, RankingResult Chance)[]> s_keptDegrees = new(() => Shuffled(seed => InteractionShuffle.KeepingDegrees(s_plays, seed)));

    private static readonly Lazy<(RankingSplit Split, RankingResult Popular, RankingResult Chance)[]> s_free = new(() => Shuffled(seed => InteractionShuffle.Freely(s_plays, seed)));

    public static TheoryData<string> Recommenders { get; } =
        [.. typeof(RecommenderContract).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RecommenderContract)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recommenders))]
    public void Where_only_popularity_is_left_to_know_nothing_beats_popularity(string contract)
    {
        double[] gains = Gains(contract, s_keptDegrees.Value, shuffle => shuffle.Popular);
        (double mean, double error) = Describe(gains);
        Assert.True(mean <= StandardErrors * error, $"{contract} is {mean:0.000} ± {error:0.000} above popularity.");
    }

    [Theory]
    [MemberData(nameof(Recommenders))]
    public void Where_nothing_is_left_to_know_nothing_is_better_or_worse_than_chance(string contract)
    {
        double[] gains = Gains(contract, s_free.Value, shuffle => shuffle.Chance);
        (double mean, double error) = Describe(gains);
        Assert.True(Math.Abs(mean) <= StandardErrors * error, $"{contract} is {mean:0.000} ± {error:0.000} away from chance.");
    }

    [Theory]
    [MemberData(nameof(Recommenders))]
    public void What_is_held_out_moves_neither_a_fit_nor_a_list(string contract)
    {
        // Held-out plays a thousand times as many, and others on the test side: the training rows are the same.
        RankingSplit clean = Split(s_plays, contract, seed: 8);
        Interactions loud = Interactions.FromIndices(
            s_plays.UserNames, s_plays.ItemNames, s_plays.UserOfEachPair(), s_plays.ItemOfEachPair(),
            [.. Enumerable.Range(0, s_plays.UserCount).SelectMany(user => s_plays.ItemsOf(user).ToArray().Select((item, place) => s_plays.WeightsOf(user)[place] * (clean.Train.Weight(user, item) > 0 ? 1 : 1000)))]);
        RankingSplit poisoned = Split(loud, contract, seed: 8);
        poisoned = new RankingSplit(poisoned.Train, poisoned.Validation, RankingProtocolsTests.Poison(poisoned), "poisoned");
        IRecommender first = Create(contract), second = Create(contract);
        RankingResult before = RankingEvaluation.Run(first, clean, K), after = RankingEvaluation.Run(second, poisoned, K);
        int[] users = [.. before.Users.Intersect(after.Users)];
        Assert.NotEmpty(users);
        Assert.All(users, user => Assert.Equal(before.Lists[Array.IndexOf(before.Users, user)], after.Lists[Array.IndexOf(after.Users, user)]));
        if (!Says(contract, "IsSaved"))
        {
            return;
        }

        using TemporaryFolder folder = new();
        first.Save(folder.File("first"));
        second.Save(folder.File("second"));
        Assert.Equal(File.ReadAllBytes(folder.File("first")), File.ReadAllBytes(folder.File("second")));
    }

    [Fact]
    public void Who_has_seen_the_test_scores_1_and_is_told_from_popularity_and_from_chance()
    {
        foreach ((RankingSplit Split, RankingResult Popular, RankingResult Chance) shuffle in new[] { s_keptDegrees.Value[0], s_free.Value[0] })
        {
            RankingResult oracle = RankingEvaluation.Run(new Oracle(shuffle.Split.Test), shuffle.Split, K);
            Assert.Equal(1, oracle.NdcgAtK);
            Assert.Equal(1, oracle.Mean(RankingMetric.HitRate));
            Assert.Equal(1, oracle.Mean(RankingMetric.ReciprocalRank));
            foreach (RankingResult other in new[] { shuffle.Popular, shuffle.Chance })
            {
                (double mean, double error) = Describe([.. oracle.Ndcg.Zip(other.Ndcg, (first, second) => first - second)]);
                Assert.True(mean > StandardErrors * error);
            }
        }
    }

    [Fact]
    public void Where_popularity_is_left_to_know_popularity_beats_chance()
    {
        (double mean, double error) = Describe([.. s_keptDegrees.Value.SelectMany(shuffle => shuffle.Popular.Ndcg.Zip(shuffle.Chance.Ndcg, (first, second) => first - second))]);
        Assert.True(mean > StandardErrors * error, $"{mean} ± {error}");
    }

    private static double[] Gains(
        string contract, (RankingSplit Split, RankingResult Popular, RankingResult Chance)[] shuffles, Func<(RankingSplit Split, RankingResult Popular, RankingResult Chance), RankingResult> level) =>
        [.. shuffles.SelectMany(shuffle => RankingEvaluation.Run(Create(contract), Ordered(shuffle.Split, contract), K).Ndcg.Zip(level(shuffle).Ndcg, (own, other) => own - other))];

    private static (RankingSplit, RankingResult, RankingResult)[] Shuffled(Func<ulong, Interactions> shuffle) =>
    [
        .. Enumerable.Range(1, Shuffles).Select(seed =>
        {
            RankingSplit split = RankingProtocols.RandomShares(shuffle((ulong)seed), 0, 0.3, (ulong)seed);
            return (split, RankingEvaluation.Run(new Popularity(), split, K), RankingEvaluation.Run(new RandomItems((ulong)seed), split, K));
        }),
    ];

    private static RankingSplit Split(Interactions interactions, string contract, ulong seed) => Ordered(RankingProtocols.RandomShares(interactions, 0.1, 0.2, seed), contract);

    /// <summary>The split with an order of listening, made up, for methods that ask for one.</summary>
    private static RankingSplit Ordered(RankingSplit split, string contract)
    {
        if (!Says(contract, "NeedsOrder"))
        {
            return split;
        }

        RandomStream random = new(5);
        int[][] sequences = new int[split.Train.UserCount][];
        for (int user = 0; user < sequences.Length; user++)
        {
            sequences[user] = split.Train.ItemsOf(user).ToArray();
            random.Split((ulong)user).Shuffle(sequences[user].AsSpan());
        }

        return new RankingSplit(Interactions.FromSequences(split.Train.UserNames, split.Train.ItemNames, sequences), split.Validation, split.Test, split.Protocol);
    }

    private static RecommenderContract Contract(string name) =>
        (RecommenderContract)Activator.CreateInstance(typeof(RecommenderContract).Assembly.GetTypes().Single(type => type.Name == name))!;

    private static IRecommender Create(string contract) => Contract(contract).Create(s_plays);

    // What a contract test says of its recommender is for itself and those that inherit it.
    private static bool Says(string contract, string property) =>
        (bool)typeof(RecommenderContract).GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(Contract(contract))!;

    private static (double Mean, double StandardError) Describe(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1.0) / values.Length));
    }

    /// <summary>
    /// Listeners of three tastes, as in <see cref="MadeUpListeners"/>, and songs some of which most have and others few: else the numbers of listeners would say
    /// little, and with every song's number fixed those with many training listeners would have few left.
    /// </summary>
    private static Interactions Make()
    {
        const int Users = MadeUpListeners.ColdUser, Items = MadeUpListeners.ColdItem;
        RandomStream random = new(23);
        List<int> users = [], items = [];
        List<double> weights = [];
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                double liked = 0.95 - (0.9 * Math.Sqrt(item / (double)Items));
                if (random.NextDouble() < liked * (item % 3 == user % 3 ? 1 : 0.4))
                {
                    users.Add(user);
                    items.Add(item);
                    weights.Add(1 + random.NextInt32(20));
                }
            }
        }

        return Interactions.FromIndices(
            [.. Enumerable.Range(0, Users).Select(user => $"listener {user}")], [.. Enumerable.Range(0, Items).Select(item => $"song {item}")], [.. users], [.. items], [.. weights]);
    }
}
