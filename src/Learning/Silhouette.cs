using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// How well each row lies in its cluster (Rousseeuw 1987): with a its mean distance to the other rows of its cluster and b that to the
/// rows of the nearest other cluster, (b − a) ÷ max(a, b). Exact, over all pairs of rows, which are never kept: time grows with the
/// square of the rows, memory does not. Definitions as in scikit-learn's silhouette_samples.
/// </summary>
public static class Silhouette
{
    private const int BlockSize = 32;

    /// <summary>The mean over all rows, −1 to 1: near 1 well apart, near 0 overlapping, below 0 mostly in the wrong cluster.</summary>
    /// <inheritdoc cref="Samples"/>
    public static double Score(Matrix features, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        foreach (double value in Samples(features, labels))
        {
            sum += value;
        }

        return sum / labels.Length;
    }

    /// <summary>The value of each row, −1 to 1; 0 for a row that is alone in its cluster, or at distance 0 to everything.</summary>
    /// <param name="features">[rows, features], finite; columns should be on one scale.</param>
    /// <param name="labels">The cluster of each row: any integers, 2 different ones at least, rows − 1 at most.</param>
    /// <exception cref="ArgumentException">There are no features, the lengths differ, there are too few or too many clusters, or a number is not finite or its square is not.</exception>
    public static double[] Samples(Matrix features, ReadOnlySpan<int> labels)
    {
        LearningInput.CheckFinite(features);
        Throw.IfEmpty(features.Columns, "features (columns)");
        Throw.IfLengthsDiffer(features.Rows, "features (rows)", labels.Length, nameof(labels));
        _ = LearningInput.CheckDistances(features.Values, nameof(features));
        int[] clusters = [.. new SortedSet<int>(labels.ToArray())];
        if (clusters.Length < 2 || clusters.Length >= features.Rows)
        {
            throw new ArgumentException($"labels has {clusters.Length} different clusters in {features.Rows} rows; allowed: 2 to rows − 1.", nameof(labels));
        }

        int[] own = [.. labels.ToArray().Select(label => Array.BinarySearch(clusters, label))];
        double[] origin = new double[features.Columns];
        RowTiles[] members = [.. Enumerable.Range(0, clusters.Length).Select(
            cluster => new RowTiles(features, origin, [.. Enumerable.Range(0, own.Length).Where(row => own[row] == cluster)]))];
        double[] result = new double[features.Rows];
        ParallelLoop.For((features.Rows + BlockSize - 1) / BlockSize, block =>
        {
            for (int row = block * BlockSize; row < Math.Min(features.Rows, (block + 1) * BlockSize); row++)
            {
                result[row] = Sample(features.Row(row), own[row], members);
            }
        });
        return result;
    }

    private static double Sample(ReadOnlySpan<double> row, int own, RowTiles[] members)
    {
        if (members[own].Rows == 1)
        {
            return 0;
        }

        double within = 0, nearest = double.PositiveInfinity;
        for (int cluster = 0; cluster < members.Length; cluster++)
        {
            int count = members[cluster].Rows;
            double sum = DistanceKernels.SumOfDistances(members[cluster], 0, count, row);
            if (cluster == own)
            {
                // The row's distance to itself is in the sum, as 0.
                within = sum / (count - 1);
            }
            else
            {
                nearest = Math.Min(nearest, sum / count);
            }
        }

        double larger = Math.Max(within, nearest);
        return larger == 0 ? 0 : (nearest - within) / larger;
    }
}
