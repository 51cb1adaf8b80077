using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class PopularityRerankingTests
{
    // Twelve items by falling popularity in three groups of equal weight; what somebody has not is recommended in that order.
    private static readonly Interactions s_plays = Make();

    [Fact]
    public void No_trade_off_leaves_the_list_as_it_was()
    {
        PopularityReranking same = Fit(new RerankingOptions { Tradeoff = 0 });
        Popularity popularity = new();
        popularity.Fit(s_plays);
        ListenerHistory history = ListenerHistory.Of([0]);
        Assert.Equal([.. popularity.Recommend(history, 9)], same.Recommend(history, 9));
    }

    [Theory]
    [InlineData(RerankingMethod.Calibration)]
    [InlineData(RerankingMethod.Diversification)]
    public void Balance_alone_gives_every_group_its_share(RerankingMethod method)
    {
        int[] bucket = RankingBreakdown.PopularityBuckets(s_plays, 3);
        PopularityReranking equal = Fit(new RerankingOptions { Method = method, Target = RerankingTarget.Equal, Tradeoff = 1, Candidates = 40 });
        int[] list = equal.RankItems(ListenerHistory.Of([0]), 6);
        Assert.Equal([2, 2, 2], Enumerable.Range(1, 3).Select(group => list.Count(item => bucket[item] == group)));
    }

    [Fact]
    public void Calibration_follows_the_listeners_own_shares_and_the_order_within_a_group_stays()
    {
        int[] bucket = RankingBreakdown.PopularityBuckets(s_plays, 3);
        int[] rare = [.. Enumerable.Range(0, s_plays.ItemCount).Where(item => bucket[item] == 1)], popular = [.. Enumerable.Range(0, s_plays.ItemCount).Where(item => bucket[item] == 3)];
        PopularityReranking own = Fit(new RerankingOptions { Tradeoff = 0.99, Candidates = 40 });

        // Who likes rarities alone gets those first, in their order; who likes the mainstream gets that.
        int[] list = own.RankItems(ListenerHistory.Of(rare[..2]), 4);
        Assert.Equal(rare[2..6], list);
        Assert.Equal(popular[1..], own.RankItems(ListenerHistory.Of([popular[0]]), popular.Length - 1));
        int[] mixed = own.RankItems(ListenerHistory.Of([rare[0], popular[0]]), 4);
        Assert.Equal((2, 2), (mixed.Count(item => bucket[item] == 1), mixed.Count(item => bucket[item] == 3)));
    }

    [Fact]
    public void The_more_balance_the_rarer_the_lists_and_what_is_behind_the_candidates_stays()
    {
        double[] novelty = [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(tradeoff =>
            BeyondAccuracy.Novelty([.. Enumerable.Range(0, s_plays.UserCount).Select(user => Fit(new RerankingOptions { Tradeoff = tradeoff, Target = RerankingTarget.Equal, Candidates = 40 }).RankItems(user, 5))], s_plays))];
        Assert.Equal(novelty.Order(), novelty);
        Assert.True(novelty[^1] > novelty[0] + 0.1);
        Popularity popularity = new();
        popularity.Fit(s_plays);
        int[] plain = popularity.RankItems(ListenerHistory.Of([0]), 30), balanced = Fit(new RerankingOptions { Tradeoff = 1, Candidates = 6 }).RankItems(ListenerHistory.Of([0]), 30);
        Assert.Equal(plain[..6].Order(), balanced[..6].Order());
        Assert.Equal(plain[6..], balanced[6..]);
    }

    [Fact]
    public void What_was_fitted_already_is_balanced_without_fitting_again()
    {
        Popularity popularity = new();
        RerankingOptions options = new() { Target = RerankingTarget.Equal };
        Assert.Throws<InvalidOperationException>(() => PopularityReranking.OfFitted(popularity, s_plays, options));
        popularity.Fit(s_plays);
        Assert.Equal(Fit(options).RankItems(3, 9), PopularityReranking.OfFitted(popularity, s_plays, options).RankItems(3, 9));
        Assert.Throws<ArgumentException>(() => PopularityReranking.OfFitted(popularity, Interactions.FromPairs([("a", "b", 1)])));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (RerankingOptions options in new RerankingOptions[] { new() { Tradeoff = 1.01 }, new() { Tradeoff = double.NaN }, new() { Candidates = 0 }, new() { Groups = 1 }, new() { Target = (RerankingTarget)7 } })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new PopularityReranking(new Popularity(), options));
        }
    }

    private static PopularityReranking Fit(RerankingOptions options)
    {
        PopularityReranking reranking = new(new Popularity(), options);
        reranking.Fit(s_plays);
        return reranking;
    }

    // Listeners per item: 4 × 24, 8 × 12, 24 × 4: three groups of 96 pairs each.
    private static Interactions Make()
    {
        int[] listeners = [.. Enumerable.Repeat(24, 4), .. Enumerable.Repeat(12, 8), .. Enumerable.Repeat(4, 24)];
        List<int> users = [], items = [];
        for (int item = 0; item < listeners.Length; item++)
        {
            for (int listener = 0; listener < listeners[item]; listener++)
            {
                users.Add(((item * 7) + listener) % 30);
                items.Add(item);
            }
        }

        return Interactions.FromIndices(
            [.. Enumerable.Range(0, 30).Select(user => $"u{user}")], [.. listeners.Select((_, item) => $"i{item}")], [.. users], [.. items], [.. users.Select(_ => 1.0)]);
    }
}
