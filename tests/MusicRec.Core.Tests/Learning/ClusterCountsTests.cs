using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class ClusterCountsTests
{
    [Fact]
    public void Four_groups_far_apart_are_found_by_elbow_and_silhouette()
    {
        Matrix features = new(80, 2);
        RandomStream random = new(3);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] = (10 * (row % 2)) + random.NextGaussian();
            features[row, 1] = (10 * (row / 2 % 2)) + random.NextGaussian();
        }

        IReadOnlyList<ClusterCountScore> scores = ClusterCounts.Compare(features, 2, 8, seed: 1, starts: 4);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], scores.Select(score => score.ClusterCount));
        Assert.Equal(4, ClusterCounts.Elbow(scores));
        Assert.Equal(4, scores.MaxBy(score => score.Silhouette)!.ClusterCount);
        KMeans model = new(1, 4, 4);
        model.Fit(features);
        Assert.Equal((model.Inertia, Silhouette.Score(features, model.Labels)), (scores[2].Inertia, scores[2].Silhouette));
    }

    [Theory]
    [InlineData(3, 100.0, 20.0, 10.0, 0.0)]
    [InlineData(4, 100.0, 80.0, 10.0, 0.0)]
    [InlineData(2, 100.0, 100.0, 100.0, 100.0)]
    public void The_elbow_lies_furthest_below_the_straight_line(int expected, params double[] inertias) =>
        Assert.Equal(expected, ClusterCounts.Elbow([.. inertias.Select((inertia, index) => new ClusterCountScore(index + 2, inertia, 0))]));

    [Fact]
    public void Mistakes_are_named()
    {
        Matrix features = new(5, 1, [1, 2, 3, 4, 5]);
        Refuses("smallest is 1", () => ClusterCounts.Compare(features, 1, 3, 1));
        Refuses("largest is 5; allowed: 2 to 4", () => ClusterCounts.Compare(features, 2, 5, 1));
        Refuses("largest is 2", () => ClusterCounts.Compare(features, 3, 2, 1));
        Refuses("2 entries", () => ClusterCounts.Elbow([new(2, 5, 0), new(3, 4, 0)]));
        Refuses("must ascend", () => ClusterCounts.Elbow([new(2, 5, 0), new(3, 4, 0), new(3, 3, 0)]));
    }

    private static void Refuses(string words, Func<object> act) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
