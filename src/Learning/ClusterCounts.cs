using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>What k-means with one number of clusters came to.</summary>
/// <param name="ClusterCount">Number of clusters.</param>
/// <param name="Inertia">Squared distances to the own centre, summed: falls with every cluster more.</param>
/// <param name="Silhouette">Mean silhouette, −1 to 1: higher is better.</param>
public sealed record ClusterCountScore(int ClusterCount, double Inertia, double Silhouette);

/// <summary>Helps to choose the number of clusters.</summary>
public static class ClusterCounts
{
    /// <summary>Clusters the rows into each number of clusters and scores each.</summary>
    /// <param name="features">[rows, features], columns on one scale.</param>
    /// <param name="smallest">The smallest number of clusters, 2 or more.</param>
    /// <param name="largest">The largest, from <paramref name="smallest"/> to rows − 1.</param>
    /// <param name="seed">Decides the starts of k-means.</param>
    /// <param name="starts">Starts of k-means for each number, 1 or more.</param>
    /// <exception cref="ArgumentException">A number is not finite, or fewer than two rows differ.</exception>
    public static IReadOnlyList<ClusterCountScore> Compare(Matrix features, int smallest, int largest, ulong seed, int starts = 10)
    {
        ArgumentNullException.ThrowIfNull(features);
        Throw.IfBelow(smallest, 2);
        Throw.IfOutside(largest, smallest, Math.Max(smallest, features.Rows - 1));
        List<ClusterCountScore> scores = [];
        for (int count = smallest; count <= largest; count++)
        {
            KMeans model = new(seed, count, starts);
            model.Fit(features);
            scores.Add(new ClusterCountScore(count, model.Inertia, Silhouette.Score(features, model.Labels)));
        }

        return scores;
    }

    /// <summary>
    /// The number of clusters at the elbow of the inertia: where the curve, both axes scaled to 0 to 1, lies furthest below the straight
    /// line from its first to its last point (Satopää et al. 2011, "Finding a kneedle in a haystack"). An eye may see it elsewhere.
    /// </summary>
    /// <param name="scores">Three scores or more, their numbers of clusters ascending.</param>
    /// <exception cref="ArgumentException">There are fewer, or their numbers do not ascend.</exception>
    public static int Elbow(IReadOnlyList<ClusterCountScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count < 3)
        {
            throw new ArgumentException($"scores has {scores.Count} entries; an elbow needs three or more.", nameof(scores));
        }

        ClusterCountScore first = scores[0], last = scores[^1];
        int elbow = first.ClusterCount;
        double deepest = double.NegativeInfinity;
        for (int index = 0; index < scores.Count; index++)
        {
            ClusterCountScore score = scores[index];
            if (index > 0 && score.ClusterCount <= scores[index - 1].ClusterCount)
            {
                throw new ArgumentException($"scores[{index}] is of {score.ClusterCount} clusters after {scores[index - 1].ClusterCount}; the numbers of clusters must ascend.", nameof(scores));
            }

            double along = (score.ClusterCount - first.ClusterCount) / (double)(last.ClusterCount - first.ClusterCount);
            double fall = first.Inertia - last.Inertia;
            double left = fall == 0 ? 1 - along : (score.Inertia - last.Inertia) / fall;
            double depth = 1 - along - left;
            if (depth > deepest)
            {
                (deepest, elbow) = (depth, score.ClusterCount);
            }
        }

        return elbow;
    }
}
