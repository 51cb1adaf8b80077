using MusicRec.Core.Tests.Recommenders;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RankingTests
{
    [Fact]
    public void The_worked_examples_come_out()
    {
        // Hits at places 1 and 3 of a list of four; three items are relevant.
        int[] list = [7, 2, 5, 9], relevant = [5, 7, 11];
        Assert.Equal(2.0 / 4, RankingMetrics.PrecisionAtK(list, relevant, 4), 15);
        Assert.Equal(2.0 / 3, RankingMetrics.RecallAtK(list, relevant, 4), 15);
        Assert.Equal((1 + 0.5) / (1 + (1 / Math.Log2(3)) + 0.5), RankingMetrics.NdcgAtK(list, relevant, 4), 12);
        Assert.Equal(1.0, RankingMetrics.PrecisionAtK(list, relevant, 1), 15);
    }

    [Fact]
    public void Precision_divides_by_k_and_recall_by_all_relevant_items_however_few_or_many_there_are()
    {
        Assert.Equal(0.1, RankingMetrics.PrecisionAtK([3], [3], 10), 15);
        Assert.Equal(0.25, RankingMetrics.RecallAtK([1, 9], [1, 2, 3, 4], 2), 15);
        Assert.Equal(1, RankingMetrics.NdcgAtK([1, 2], [1, 2, 3, 4], 2));
        Assert.Equal(0, RankingMetrics.NdcgAtK([], [1], 2));
    }

    [Fact]
    public void What_would_count_twice_or_not_at_all_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RankingMetrics.PrecisionAtK([1, 1], [1], 2));
        Assert.Throws<ArgumentException>(() => RankingMetrics.RecallAtK([1], [], 2));
        Assert.Throws<ArgumentException>(() => RankingMetrics.RecallAtK([1], [2, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.NdcgAtK([1], [1], 0));
    }

    [Fact]
    public void A_run_judges_who_has_held_out_items_and_counts_the_rest()
    {
        Interactions all = Interactions.FromPairs(
        [
            ("ann", "air", 1), ("ann", "blur", 1), ("bob", "air", 1), ("bob", "cake", 1), ("cid", "air", 1), ("dan", "dido", 1),
        ]);

        // Held out: ann's blur, bob's cake and dan's only item, which nobody else has. Popular are air, then in order of number.
        Interactions train = all.Select([0, 2, 4]), test = all.Select([1, 3, 5]);
        RankingResult result = RankingEvaluation.Run(new Popularity(), train, test, k: 1);
        Assert.Equal([0, 1, 3], result.Users);
        Assert.Equal([1.0, 0, 0], result.Precision);
        Assert.Equal((1.0 / 3, 1.0 / 3, 1.0 / 3), (result.PrecisionAtK, result.RecallAtK, result.NdcgAtK));
        Assert.Equal((1, 1, 3), (result.DroppedUsers, result.ColdUsers, result.ColdPairs));

        // blur, blur and, for dan without history, air: two of four items; popularity 0, 0 and 3 of 4.
        Assert.Equal((0.5, 0.25), (result.Coverage, result.MeanPopularity));
        Assert.Equal((2 + 2 + Math.Log2(4.0 / 3)) / 3, result.Novelty, 12);
        Assert.Equal(1.0 / 3, result.FallbackShare, 12);
        Assert.Contains("NDCG@1", result.ToText(), StringComparison.Ordinal);
        Assert.True(result.NdcgInterval(1).Contains(result.NdcgAtK));
    }

    [Fact]
    public void An_oracle_scores_one_personal_lists_beat_popular_ones_and_leaks_are_refused()
    {
        Interactions all = MadeUpListeners.Plays;
        int[] order = new RandomStream(4).Permutation(all.Count);
        Interactions train = all.Select(order.AsSpan(all.Count / 5)), test = all.Select(order.AsSpan(0, all.Count / 5));
        Assert.Equal(1, RankingEvaluation.Run(new Oracle(test), train, test, 5).NdcgAtK);
        double popular = RankingEvaluation.Run(new Popularity(), train, test, 5).NdcgAtK;
        double personal = RankingEvaluation.Run(new PearsonNeighbors(), train, test, 5).NdcgAtK;
        Assert.True(personal > popular + 0.1, $"personal {personal}, popular {popular}");
        Assert.Throws<ArgumentException>(() => RankingEvaluation.Run(new Popularity(), all, test, 5));
        Assert.Throws<ArgumentException>(() => RankingEvaluation.Run(new Popularity(), train, all.Select([]), 5));
        Assert.Throws<ArgumentException>(() => RankingEvaluation.Run(new Popularity(), train, Interactions.FromPairs([("a", "b", 1)]), 5));
    }

    // Random 8:1:1 as the published figures are made: fitted on the training part, NDCG@10 of BPR 0.167, of popularity far below.
    [Fact]
    public void On_the_real_Last_fm_plays_neighbours_with_damped_counts_beat_raw_counts_and_popularity()
    {
        Interactions all = MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Root).LastFm().Plays;
        int[] order = new RandomStream(42).Permutation(all.Count);
        Interactions train = all.Select(order.AsSpan(2 * (all.Count / 10))), test = all.Select(order.AsSpan(0, all.Count / 10));
        double Judge(IRecommender recommender) => RankingEvaluation.Run(recommender, train, test).NdcgAtK;
        Assert.InRange(Judge(new Popularity()), 0.05, 0.065);
        Assert.InRange(Judge(new PearsonNeighbors(new PearsonOptions { Scale = RatingScale.AsGiven })), 0.10, 0.125);
        Assert.InRange(Judge(new PearsonNeighbors()), 0.145, 0.165);
    }
}
