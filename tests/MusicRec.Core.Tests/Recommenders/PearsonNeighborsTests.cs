using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class PearsonNeighborsTests
{
    // Ken, Lee, Meg and Nan of Resnick et al. (1994), figure 2 without Nan's gap: Ken and Lee correlate at −0.8, Ken and Meg at 1.
    private static readonly Interactions s_articles = Interactions.FromPairs(
    [
        ("Ken", "1", 1), ("Ken", "2", 5), ("Ken", "4", 2), ("Ken", "5", 4),
        ("Lee", "1", 4), ("Lee", "2", 2), ("Lee", "4", 5), ("Lee", "5", 1), ("Lee", "6", 2),
        ("Meg", "1", 2), ("Meg", "2", 4), ("Meg", "3", 3), ("Meg", "6", 5),
        ("Nan", "1", 2), ("Nan", "2", 4), ("Nan", "4", 5), ("Nan", "5", 1),
    ]);

    private static readonly PearsonOptions s_coRated = new() { Overlap = RatingOverlap.CoRated, Scale = RatingScale.AsGiven };

    [Fact]
    public void The_worked_example_of_Resnick_comes_out()
    {
        PearsonNeighbors recommender = new(s_coRated);
        recommender.Fit(s_articles);
        IReadOnlyList<Neighbor> neighbors = recommender.NeighborsOf(0);
        Assert.Equal(new Neighbor(2, "Meg", 1, 2), neighbors[0] with { Similarity = Math.Round(neighbors[0].Similarity, 12) });
        Assert.DoesNotContain(neighbors, neighbor => neighbor.Name == "Lee");

        // Ken's mean 3 + Meg's deviation on article 6 from her mean 3.5.
        Assert.Equal(4.5, recommender.PredictRating(0, 4)!.Value, 12);

        // Folded in, Ken's own row is a neighbour too, but has no article 6: nothing changes.
        Assert.Equal(4.5, recommender.PredictRating(ListenerHistory.Of(s_articles, 0), 4)!.Value, 12);
        PearsonNeighbors strict = new(s_coRated with { LeastShared = 4 });
        strict.Fit(s_articles);
        Assert.Null(strict.PredictRating(0, 4));
    }

    [Theory]
    [InlineData(RatingOverlap.AllItems, RatingScale.AsGiven)]
    [InlineData(RatingOverlap.AllItems, RatingScale.Logarithm)]
    [InlineData(RatingOverlap.AllItems, RatingScale.Binary)]
    [InlineData(RatingOverlap.CoRated, RatingScale.AsGiven)]
    [InlineData(RatingOverlap.CoRated, RatingScale.Rank)]
    [InlineData(RatingOverlap.CoRated, RatingScale.Binary)]
    public void Similarities_are_those_of_the_plain_formula(RatingOverlap overlap, RatingScale scale)
    {
        Interactions interactions = MadeUpListeners.Plays;
        PearsonNeighbors recommender = new(new PearsonOptions { Overlap = overlap, Scale = scale, Neighbors = 1000, Shrinkage = 3 });
        recommender.Fit(interactions);
        int compared = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            Dictionary<int, double> found = recommender.NeighborsOf(user).ToDictionary(neighbor => neighbor.User, neighbor => neighbor.Similarity);
            for (int other = 0; other < interactions.UserCount; other++)
            {
                double expected = other == user ? 0 : Plain(interactions, user, other, overlap, scale, 3);
                Assert.Equal(Math.Max(0, expected), found.GetValueOrDefault(other), 10);
                compared += expected > 0 ? 1 : 0;
            }
        }

        Assert.Equal(overlap == RatingOverlap.CoRated && scale == RatingScale.Binary, compared == 0);
    }

    [Fact]
    public void A_listener_without_spread_has_no_correlation_even_where_rounding_leaves_a_trace()
    {
        PearsonNeighbors recommender = new(s_coRated);
        recommender.Fit(Interactions.FromPairs([("a", "1", 0.1), ("a", "2", 0.1), ("a", "3", 0.1), ("b", "1", 0.3), ("b", "2", 0.1), ("b", "3", 0.2)]));
        Assert.Empty(recommender.NeighborsOf(0));
        Assert.Equal(AnswerKind.Fallback, recommender.Recommend(ListenerHistory.Of([(0, 0.1), (1, 0.1), (2, 0.1)]), 1).Answer);
    }

    [Fact]
    public void A_large_common_offset_does_not_swallow_a_correlation()
    {
        PearsonNeighbors recommender = new(s_coRated);
        recommender.Fit(Interactions.FromPairs(
        [
            ("a", "1", 1e9 + 1), ("a", "2", 1e9 + 2), ("a", "3", 1e9 + 3), ("b", "1", 1e9 + 2), ("b", "2", 1e9 + 4), ("b", "3", 1e9 + 6),
        ]));
        Assert.Equal(1, recommender.NeighborsOf(0)[0].Similarity, 9);
    }

    [Fact]
    public void Ranks_share_the_mean_place_of_equal_plays()
    {
        Assert.Equal([0.25, 0.625, 0.625, 1], Ratings.Of([3, 50, 50, 9000], RatingScale.Rank));
        Assert.Equal([1.0, 1.0], Ratings.Of([3, 50], RatingScale.Binary));
        Assert.Equal([Math.Log(4), Math.Log(51)], Ratings.Of([3, 50], RatingScale.Logarithm).Select(value => Math.Round(value, 14)), (first, second) => Math.Abs(first - second) < 1e-12);
    }

    [Fact]
    public void Listeners_of_one_taste_are_given_songs_of_that_taste_and_told_who_has_them()
    {
        PearsonNeighbors recommender = new();
        recommender.Fit(MadeUpListeners.Plays);
        int right = 0, wrong = 0;
        for (int user = 0; user < MadeUpListeners.ColdUser; user++)
        {
            int top = recommender.Recommend(user, 1)[0].Item;
            (right, wrong) = top % 3 == user % 3 ? (right + 1, wrong) : (right, wrong + 1);
        }

        Assert.True(right > 30, $"{right} of {right + wrong} first songs are of the listener's taste; a third would be chance");
        Explanation explanation = recommender.Explain(0, recommender.Recommend(0, 1)[0].Item);
        Assert.Contains("most similar listeners have it", explanation.Text, StringComparison.Ordinal);
        Assert.Equal(recommender.Recommend(0, 1)[0].Score, explanation.Because.Sum(neighbor => neighbor.Amount), 12);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PearsonNeighbors(new PearsonOptions { Neighbors = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PearsonNeighbors(new PearsonOptions { Shrinkage = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PearsonNeighbors(new PearsonOptions { Shrinkage = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PearsonNeighbors(new PearsonOptions { LeastShared = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PearsonNeighbors(new PearsonOptions { Overlap = (RatingOverlap)7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListenerHistory.Of([(0, double.NaN)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListenerHistory.Of([(0, -1.0)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListenerHistory.Of([(-1, 1.0)]));
    }

    [Fact]
    public void A_history_by_names_says_which_names_it_does_not_know()
    {
        ListenerHistory history = ListenerHistory.FromNames(s_articles, [("6", 2), ("none", 1), ("1", 3)], out IReadOnlyList<string> unknown);
        Assert.Equal(["none"], unknown);
        Assert.Equal([0, 4], history.Items.ToArray());
        Assert.Equal([3.0, 2.0], history.Weights.ToArray());
    }

    private static double Plain(Interactions interactions, int user, int other, RatingOverlap overlap, RatingScale scale, double shrinkage)
    {
        double[] own = Dense(interactions, user, scale), others = Dense(interactions, other, scale);
        int[] shared = [.. Enumerable.Range(0, own.Length).Where(item => own[item] > 0 && others[item] > 0)];
        int[] counted = overlap == RatingOverlap.AllItems ? [.. Enumerable.Range(0, own.Length)] : shared;
        if (shared.Length == 0)
        {
            return 0;
        }

        double ownMean = counted.Average(item => own[item]), otherMean = counted.Average(item => others[item]);
        double covariance = counted.Sum(item => (own[item] - ownMean) * (others[item] - otherMean));
        double variances = counted.Sum(item => Math.Pow(own[item] - ownMean, 2)) * counted.Sum(item => Math.Pow(others[item] - otherMean, 2));
        return variances < 1e-20 ? 0 : covariance / Math.Sqrt(variances) * shared.Length / (shared.Length + shrinkage);
    }

    private static double[] Dense(Interactions interactions, int user, RatingScale scale)
    {
        double[] dense = new double[interactions.ItemCount], ratings = Ratings.Of(interactions.WeightsOf(user), scale);
        for (int place = 0; place < ratings.Length; place++)
        {
            dense[interactions.ItemsOf(user)[place]] = ratings[place];
        }

        return dense;
    }
}
