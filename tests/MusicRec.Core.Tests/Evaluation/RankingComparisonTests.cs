using MusicRec.Core.Tests.Recommenders;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RankingComparisonTests
{
    private static readonly RankingSplit s_split = RankingProtocols.RandomShares(MadeUpListeners.Plays, 0.1, 0.2, seed: 3);

    [Fact]
    public void Validation_items_are_left_out_of_the_tests_lists_and_stand_in_those_for_validation()
    {
        RankingResult test = RankingEvaluation.Run(new Popularity(), s_split, 30), validation = RankingEvaluation.Run(new Popularity(), s_split, 30, RankingSide.Validation);
        foreach (int user in test.Users)
        {
            int[] list = test.Lists[Array.IndexOf(test.Users, user)];
            Assert.Empty(list.Intersect([.. s_split.Train.ItemsOf(user), .. s_split.Validation.ItemsOf(user)]));
            Assert.Equal(MadeUpListeners.Items - s_split.Train.ItemsOf(user).Length - s_split.Validation.ItemsOf(user).Length, list.Length);
        }

        Assert.Equal(1, validation.RecallAtK);
        Assert.NotNull(test.FitTime);
        Popularity fitted = new();
        fitted.Fit(s_split.Train);
        RankingResult again = RankingEvaluation.RunFitted(fitted, s_split, 30);
        Assert.Equal(test.Ndcg, again.Ndcg);
        Assert.Null(again.FitTime);
        Assert.Throws<InvalidOperationException>(() => RankingEvaluation.RunFitted(new Popularity(), s_split));

        // Who has learnt what is held out would leave it out of every list.
        fitted.Fit(s_split.WithValidationInTrain().Train);
        Assert.NotNull(RankingEvaluation.RunFitted(fitted, s_split, 30));
        fitted.Fit(s_split.Test);
        Assert.Throws<ArgumentException>(() => RankingEvaluation.RunFitted(fitted, s_split));
    }

    [Fact]
    public void Who_was_held_out_whole_is_asked_about_by_history()
    {
        RankingSplit strong = RankingProtocols.StrongGeneralization(MadeUpListeners.Plays, 0, 12, 0.7, seed: 3);
        PearsonNeighbors neighbors = new();
        RankingResult result = RankingEvaluation.Run(neighbors, strong, 5);
        int user = result.Users[4];
        Assert.Equal(neighbors.RankItems(ListenerHistory.Of(strong.TestHistory!, user), 5), result.Lists[4]);
        Assert.Equal((0, 12), (result.ColdUsers, result.Users.Length));
        Assert.True(result.NdcgAtK > RankingEvaluation.Run(new Popularity(), strong, 5).NdcgAtK);
    }

    [Fact]
    public void Recommenders_are_held_against_one_with_Holms_correction()
    {
        RankingResult popular = RankingEvaluation.Run(new Popularity(), s_split, 5), chance = RankingEvaluation.Run(new RandomItems(3), s_split, 5);
        RankingResult oracle = RankingEvaluation.Run(new Oracle(s_split.Test), s_split, 5);
        RankingComparison comparison = RankingComparison.Of(popular, [chance, oracle, popular], RankingMetric.Recall);
        Assert.Equal(["random", "oracle", "popularity"], comparison.Differences.Select(difference => difference.Name));
        Assert.Equal(HolmCorrection.Adjust([.. comparison.Differences.Select(difference => difference.Test.PValue)]), comparison.Differences.Select(difference => difference.AdjustedPValue));
        Assert.Equal(0.0003, comparison.Differences[1].AdjustedPValue, 6);
        Assert.Equal(1, comparison.Differences[2].AdjustedPValue);
        Assert.Equal(oracle.RecallAtK - popular.RecallAtK, comparison.Differences[1].Test.Mean.Estimate, 12);
        Assert.Contains("< 0.001", comparison.ToText(), StringComparison.Ordinal);
        RankingSplit other = RankingProtocols.RandomShares(MadeUpListeners.Plays, 0.1, 0.05, seed: 4);
        Assert.Throws<ArgumentException>(() => RankingComparison.Of(popular, [RankingEvaluation.Run(new Popularity(), other, 5)]));
        Assert.Throws<ArgumentException>(() => RankingComparison.Of(popular, []));
    }

    [Fact]
    public void Several_seeds_are_averaged_listener_by_listener()
    {
        RankingSeeds seeds = RankingSeeds.Run(
            [_ => new Popularity(), seed => new RandomItems(seed)], [1, 2, 3], seed => RankingProtocols.RandomShares(MadeUpListeners.Plays, 0.1, 0.2, seed), 5);
        double[] means = [.. seeds.Results[0].Select(result => result.NdcgAtK)];
        (double mean, double deviation) = seeds.Figure(0);
        Assert.Equal(means.Average(), mean, 12);
        Assert.Equal(Math.Sqrt(means.Sum(value => (value - mean) * (value - mean)) / 2), deviation, 12);
        PairedRandomizationTest test = seeds.Compare(0).Differences[0].Test;

        // Every listener with plays is judged with some seed; each counts once, by the mean over the seeds they were judged with.
        int[] users = [.. seeds.Results[0].SelectMany(result => result.Users).Distinct().Order()];
        Assert.Equal(users.Length, test.Better + test.Worse + test.Equal);
        double[] perUser = [.. users.Select(user => Enumerable.Range(0, 3).Where(seed => seeds.Results[0][seed].Users.Contains(user)).Average(seed => Ndcg(1, seed, user) - Ndcg(0, seed, user)))];
        Assert.Equal(perUser.Average(), test.Mean.Estimate, 12);
        Assert.Contains("3 seeds", seeds.ToText(), StringComparison.Ordinal);
        Assert.Equal(seeds.ToText(), RankingSeeds.Of(seeds.Seeds, seeds.Results).ToText());
        Assert.Throws<ArgumentException>(() => RankingSeeds.Of([1], seeds.Results));
        Assert.Throws<ArgumentException>(() => RankingSeeds.Run([_ => new Popularity()], [1, 1], _ => s_split));

        double Ndcg(int recommender, int seed, int user) => seeds.Results[recommender][seed].Ndcg[Array.IndexOf(seeds.Results[recommender][seed].Users, user)];
    }

    [Fact]
    public void Settings_under_which_numbers_grow_beyond_bounds_lose_a_search_and_do_not_end_it()
    {
        TunableRecommender steps = new(
            "BPR", new ParameterSpace().Choice("rate", 1e30, 0.05).Include(("rate", 1e30)),
            (values, seed) => new BayesianPersonalizedRanking(seed, new BayesianPersonalizedRankingOptions { Factors = 4, Epochs = 30, LearningRate = values!.Number("rate"), HasOffsets = true }));
        SearchResult search = RecommenderSearch.Run(steps, s_split, 2, seed: 4, k: 5);
        Assert.Equal(0.05, search.Best.Parameters.Number("rate"));
        Assert.Contains(search.Candidates, candidate => double.IsNegativeInfinity(candidate.Scores[0]));
    }

    [Fact]
    public void A_search_scores_on_validation_with_the_same_budget_and_never_looks_at_the_test()
    {
        TunableRecommender method = new(
            "Pearson", new ParameterSpace().LogInteger("neighbours", 1, 60).LogUniform("shrinkage", 0.1, 100).Include(("neighbours", 5), ("shrinkage", 1.0)),
            (values, _) => new PearsonNeighbors(new PearsonOptions { Neighbors = values!.Integer("neighbours"), Shrinkage = values.Number("shrinkage") }));
        SearchResult search = RecommenderSearch.Run(method, s_split, 8, seed: 4, k: 5);
        Assert.Equal(8, search.Candidates.Count);
        Assert.Equal(search.Candidates.Max(candidate => candidate.Scores[0]), search.Best.Scores[0]);
        Assert.Equal(5, search.Candidates[0].Parameters.Integer("neighbours"));
        RankingResult best = RankingEvaluation.Run(method.Build(search.Best.Parameters, 0), s_split, 5, RankingSide.Validation);
        Assert.Equal(best.NdcgAtK, search.Best.Scores[0], 12);

        // The same scores whatever is on the test side.
        RankingSplit poisoned = new(s_split.Train, s_split.Validation, RankingProtocolsTests.Poison(s_split), "poisoned");
        Assert.Equal(search.Candidates.Select(candidate => candidate.Scores[0]), RecommenderSearch.Run(method, poisoned, 8, seed: 4, k: 5).Candidates.Select(candidate => candidate.Scores[0]));
        TunableRecommender small = method with { Space = new ParameterSpace().Choice("neighbours", 3, 9), Build = (values, _) => new PearsonNeighbors(new PearsonOptions { Neighbors = values!.Integer("neighbours") }) };
        Assert.Equal(2, RecommenderSearch.Run(small, s_split, 8, seed: 4, k: 5).Candidates.Count);
        string table = RecommenderSearch.Table([("Pearson", search), ("popularity", null)], k: 5).ToText();
        Assert.Contains("nothing to choose", table, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RecommenderSearch.Run(method with { Space = null }, s_split, 8, seed: 4));
        Assert.Throws<ArgumentException>(() => RecommenderSearch.Run(method, RankingProtocols.RandomShares(MadeUpListeners.Plays, 0, 0.2, 1), 8, seed: 4));
    }
}
