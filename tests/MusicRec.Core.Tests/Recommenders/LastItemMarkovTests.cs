using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class LastItemMarkovTests
{
    // After a: b, b, c. After b: c, a. After c: nothing but d once. e is played, and nothing follows it. f is not played.
    private static readonly Interactions Small = Interactions.FromSequences(
        ["one", "two", "three"], ["a", "b", "c", "d", "e", "f"], [[0, 1, 2, 3], [1, 0, 1], [0, 2, 4]]);

    [Fact]
    public void Chances_are_counts_smoothed_towards_shares_of_plays()
    {
        // Behind a: b 2, c 1. Ten plays: a 3, b 3, c 2, d 1, e 1.
        RecommendationList list = Fit(new LastItemMarkovOptions { Smoothing = 2 }).Recommend(ListenerHistory.InOrder(3, 0), 9);
        Assert.Equal([1, 2, 4, 5], list.Items);
        Assert.Equal((2 + (2 * 0.3)) / 5, list[0].Score, 1e-12);
        Assert.Equal((1 + (2 * 0.2)) / 5, list[1].Score, 1e-12);
        Assert.Equal(2 * 0.1 / 5, list[2].Score, 1e-12);
        Assert.Equal("came next after a 2 of 3 times", list[0].Reason);
        Assert.StartsWith("popular", list[2].Reason, StringComparison.Ordinal);
        Assert.Equal(AnswerKind.Fallback, list[3].Answer);
    }

    [Fact]
    public void Without_smoothing_only_what_followed_is_answered()
    {
        RecommendationList list = Fit(new LastItemMarkovOptions { Smoothing = 0 }).Recommend(ListenerHistory.InOrder(0), 9);
        Assert.Equal((2.0 / 3, 1.0 / 3), (list[0].Score, list[1].Score));
        Assert.Equal([AnswerKind.FoldedIn, AnswerKind.FoldedIn, AnswerKind.Fallback], list.Take(3).Select(item => item.Answer));
    }

    [Fact]
    public void The_latest_item_that_anything_followed_is_asked()
    {
        LastItemMarkov recommender = Fit(new LastItemMarkovOptions { Smoothing = 0 });
        Assert.Equal([1, 2], recommender.RankItems(ListenerHistory.InOrder(0, 4), 2));
        Assert.Equal(AnswerKind.Fallback, recommender.Recommend(ListenerHistory.InOrder(4), 2).Answer);
    }

    [Fact]
    public void Later_items_and_earlier_history_count_as_the_settings_say()
    {
        // Within two places: behind b: c 1 and d 1/2, a 1, and b itself, which does not count. Behind a: b 2, c 1/2 + 1, e 1/2.
        LastItemMarkov recommender = Fit(new LastItemMarkovOptions { Window = 2, LookBack = 2, Decay = 0.5, Smoothing = 0 });
        RecommendationList list = recommender.Recommend(ListenerHistory.InOrder(0, 1), 3);
        double ofB = 2.0 / 3 / 2.5, ofA = 1.0 / 3 / 4;
        Assert.Equal([2, 3, 4], list.Items);
        Assert.Equal(ofB + (ofA * 1.5), list[0].Score, 1e-12);
        Assert.Equal(ofB * 0.5, list[1].Score, 1e-12);
        Assert.Equal(ofA * 0.5, list[2].Score, 1e-12);
        Explanation why = recommender.Explain(ListenerHistory.InOrder(0, 1), 2);
        Assert.Equal("came soon after b", why.Text);
        Assert.Equal(["b", "a"], why.Because.Select(part => part.Name));
        Assert.Equal(list[0].Score, why.Because.Sum(part => part.Amount), 1e-12);
    }

    [Fact]
    public void Similar_items_stand_next_to_one_another()
    {
        // a and b three times, of three plays each; a and c once.
        IReadOnlyList<Recommendation> similar = Fit(new LastItemMarkovOptions()).SimilarItems(0, 9);
        Assert.Equal([1, 2], similar.Select(item => item.Item));
        Assert.Equal(3 / 0.3, similar[0].Score, 1e-9);
    }

    [Theory]
    [InlineData(0, 1, 0.5, 0)]
    [InlineData(1, 0, 0.5, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(1, 1, 1.1, 0)]
    [InlineData(1, 1, 0.5, -1)]
    [InlineData(1, 1, 0.5, double.NaN)]
    public void Settings_out_of_range_are_refused(int window, int lookBack, double decay, double smoothing) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LastItemMarkov(
            new LastItemMarkovOptions { Window = window, LookBack = lookBack, Decay = decay, Smoothing = smoothing }));

    private static LastItemMarkov Fit(LastItemMarkovOptions options)
    {
        LastItemMarkov recommender = new(options);
        recommender.Fit(Small);
        return recommender;
    }
}
