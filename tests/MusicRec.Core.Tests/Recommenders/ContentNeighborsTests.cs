using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class ContentNeighborsTests
{
    private static readonly string[] s_names = ["energy", "tempo"];

    // Standardised by hand (mean 0, deviation 1 in both columns): the songs stand at the corners of a square.
    private static readonly Matrix s_corners = new(4, 2, [1, 1, 1, -1, -1, 1, -1, -1]);

    private static readonly Interactions s_listener = Interactions.FromIndices(["ann"], ["NE", "SE", "NW", "SW"], [0], [0], [1]);

    [Fact]
    public void The_worked_example_comes_out()
    {
        ContentNeighbors cosine = new(s_corners, s_names);
        cosine.Fit(s_listener);
        Assert.Equal([0.0, 0.0, -1.0], cosine.Recommend(0, 3).Select(item => Math.Round(item.Score, 12)));
        Assert.Equal([1, 2, 3], cosine.Recommend(0, 3).Items);
        ContentNeighbors distance = new(s_corners, s_names, new ContentOptions { Similarity = ContentSimilarity.Euclidean });
        distance.Fit(s_listener);
        Assert.Equal(1 / 3.0, distance.Recommend(0, 3)[0].Score, 12);
        Assert.Equal(1 / (1 + Math.Sqrt(8)), distance.Recommend(0, 3)[2].Score, 12);
    }

    [Fact]
    public void An_explanation_names_near_songs_and_the_features_that_make_them_near()
    {
        Interactions liked = Interactions.FromIndices(["ann"], ["NE", "SE", "NW", "SW"], [0, 0], [0, 1], [1, 1]);
        ContentNeighbors recommender = new(s_corners, s_names);
        recommender.Fit(liked);

        // Both liked songs are energetic and of opposite tempo: the mean song is (1, 0), and NW is against it in energy alone.
        Explanation explanation = recommender.Explain(0, 2);
        Assert.Equal(["energy", "tempo"], explanation.Features.OrderBy(feature => feature.Amount).Select(feature => feature.Name));
        Assert.Equal(-1 / Math.Sqrt(2), explanation.Features.Sum(feature => feature.Amount), 12);
        Assert.Equal(new Contribution("NE", 0), explanation.Because[0]);
        Explanation own = recommender.Explain(0, 0);
        Assert.Contains("energy high", own.Text, StringComparison.Ordinal);
        ContentNeighbors distance = new(s_corners, s_names, new ContentOptions { Similarity = ContentSimilarity.Euclidean });
        distance.Fit(liked);

        // Distance of the mean song from the average squared, minus its distance from NE squared: 1 − 1.
        Assert.Equal(0, distance.Explain(0, 0).Features.Sum(feature => feature.Amount), 12);
    }

    [Fact]
    public void A_listener_of_two_tastes_is_served_by_nearest_songs_where_the_mean_song_is_neither()
    {
        Matrix features = new(5, 1, [-10, 10, 9, 0, 1]);
        Interactions liked = Interactions.FromIndices(["ann"], ["low", "high", "near high", "zero", "one"], [0, 0], [0, 1], [1, 1]);
        ContentNeighbors mean = new(features, ["tempo"], new ContentOptions { Similarity = ContentSimilarity.Euclidean });
        ContentNeighbors nearest = new(features, ["tempo"], new ContentOptions { Similarity = ContentSimilarity.Euclidean, NearestLiked = 1 });
        mean.Fit(liked);
        nearest.Fit(liked);
        Assert.Equal("zero", mean.Recommend(0, 1)[0].Name);
        Assert.Equal("near high", nearest.Recommend(0, 1)[0].Name);
    }

    [Fact]
    public void Songs_with_gaps_are_left_to_popularity_and_do_not_speak()
    {
        Matrix features = new(4, 2, [1, 1, double.NaN, -1, -1, 1, -1, -1]);
        ContentNeighbors recommender = new(features, s_names);
        recommender.Fit(s_listener);
        RecommendationList list = recommender.Recommend(0, 4);
        Assert.Equal(3, list.Count);
        Assert.Equal((1, AnswerKind.Fallback), (list[2].Item, list[2].Answer));
        Assert.Equal(AnswerKind.Fallback, recommender.Recommend(ListenerHistory.Of([1]), 2).Answer);
        Assert.Empty(recommender.SimilarItems(1, 3));
    }

    [Fact]
    public void Poisoned_features_outside_the_scale_items_do_not_move_the_others()
    {
        ContentOptions options = new() { ScaleItems = [0, 1, 2, 3] };
        Interactions listener = Interactions.FromIndices(["ann"], ["a", "b", "c", "d", "new"], [0], [0], [1]);
        double[] Scores(double poison)
        {
            ContentNeighbors recommender = new(new Matrix(5, 2, [1, 2, 3, 5, 4, 4, 0, 1, poison, poison]), s_names, options);
            recommender.Fit(listener);
            return [.. recommender.Recommend(0, 5).Where(item => item.Item != 4).Select(item => item.Score)];
        }

        Assert.Equal(Scores(1), Scores(1e9));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ContentNeighbors(s_corners, ["energy"]));
        Assert.Throws<ArgumentException>(() => new ContentNeighbors(new Matrix(1, 2, [0, double.PositiveInfinity]), s_names));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentNeighbors(s_corners, s_names, new ContentOptions { NearestLiked = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentNeighbors(s_corners, s_names, new ContentOptions { ScaleItems = [4] }));
        ContentNeighbors recommender = new(s_corners, s_names);
        Assert.Throws<ArgumentException>(() => recommender.Fit(Interactions.FromPairs([("ann", "NE", 1)])));
    }
}
