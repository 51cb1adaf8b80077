using MusicRec.Data;
using MusicRec.Recommenders;
using static MusicRec.Core.Tests.Recommenders.MadeUpListeners;

namespace MusicRec.Core.Tests.Recommenders;

// Many listeners at once, long histories, large and bad numbers.
public abstract partial class RecommenderContract
{
    [Fact]
    public void Many_listeners_at_once_get_what_each_gets_alone()
    {
        IRecommender recommender = Fit();

        // More than a block of listeners, some twice, the cold one among them.
        int[] users = [.. Enumerable.Range(0, Users), .. Enumerable.Range(0, Users), ColdUser];
        IReadOnlyList<RecommendationList> lists = recommender.Recommend(users, 7);
        int[][] ranked = recommender.RankItems(users, 7);
        Assert.Equal((users.Length, users.Length), (lists.Count, ranked.Length));
        for (int place = 0; place < users.Length; place++)
        {
            RecommendationList alone = recommender.Recommend(users[place], 7);
            AssertSame(alone, lists[place]);
            Assert.Equal(alone.Answer, lists[place].Answer);
            Assert.Equal(alone.Items, ranked[place]);
            Assert.Equal(alone.Items, recommender.RankItems(users[place], 7));
        }

        Assert.Empty(recommender.Recommend([], 3));
        Assert.Empty(recommender.RankItems(Array.Empty<int>(), 3));
    }

    [Fact]
    public void Many_histories_at_once_get_what_each_gets_alone()
    {
        IRecommender recommender = Fit();
        ListenerHistory[] histories =
            [.. Enumerable.Range(0, 70).Select(number => number % 9 == 4 ? ListenerHistory.Empty : History((number % Items, 3), ((number * 7) % Items, 1 + number)))];
        int[][] ranked = recommender.RankItems(histories, 9);
        for (int place = 0; place < histories.Length; place++)
        {
            Assert.Equal(recommender.Recommend(histories[place], 9).Items, ranked[place]);
            Assert.Equal(ranked[place], recommender.RankItems(histories[place], 9));
        }
    }

    [Fact]
    public void Who_has_played_nearly_everything_very_often_is_answered_with_finite_scores()
    {
        IRecommender recommender = Fit();
        ListenerHistory huge = History([.. Enumerable.Range(0, Items).Where(item => item % 10 != 4).Select(item => (item, item % 2 == 0 ? 1e12 : 1.0))]);
        RecommendationList list = recommender.Recommend(huge, Items);
        Assert.Equal(Enumerable.Range(0, Items).Where(item => item % 10 == 4), list.Items.Order());
        AssertSound(list, huge);
        foreach (Recommendation item in list)
        {
            Assert.All(recommender.Explain(huge, item.Item).Because, part => Assert.True(double.IsFinite(part.Amount)));
        }
    }

    [Fact]
    public void Very_many_plays_are_learnt_from_without_losing_a_score()
    {
        Interactions heavy = _interactions.MapWeights(weight => weight > 100 ? 1e12 : weight);
        IRecommender recommender = Create(heavy);
        recommender.Fit(heavy);
        for (int user = 0; user < Users; user += 5)
        {
            AssertSound(recommender.Recommend(user, 8), ListenerHistory.Of(heavy, user));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(0)]
    public void Plays_that_are_no_number_above_zero_are_refused(double plays)
    {
        Assert.ThrowsAny<ArgumentException>(() => Interactions.FromPairs([("ann", "air", plays)]));
        Assert.ThrowsAny<ArgumentException>(() => _interactions.MapWeights(_ => plays));
        Assert.ThrowsAny<ArgumentException>(() => ListenerHistory.Of([(0, plays)]));
    }

    [Fact]
    public void Unknown_listeners_and_items_among_many_are_refused()
    {
        IRecommender recommender = Create(_interactions);
        Assert.Throws<InvalidOperationException>(() => recommender.RankItems(0, 5));
        Assert.Throws<InvalidOperationException>(() => recommender.RankItems(ListenerHistory.Empty, 5));
        recommender.Fit(_interactions);
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.RankItems(Users, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.RankItems(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.RankItems([0, -1], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.RankItems([0, 1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend([0, Users], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend([0, 1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.RankItems([ListenerHistory.Empty, ListenerHistory.Of([Items])], 5));
    }

    [Fact]
    public void Recommending_to_strangers_changes_no_answer()
    {
        IRecommender recommender = Fit();
        ListenerHistory history = History((1, 4), (7, 9));
        RecommendationList before = recommender.Recommend(history, 9);
        Explanation why = recommender.Explain(0, ColdItem);
        _ = recommender.Recommend([0, 3, 5], 4);
        _ = recommender.SimilarItems(3, 4);
        _ = recommender.Recommend(History((2, 1e9)), 30);
        AssertSame(before, recommender.Recommend(history, 9));
        Assert.Equal(why.Text, recommender.Explain(0, ColdItem).Text);
    }
}
