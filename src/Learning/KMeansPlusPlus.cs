using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Starting centres spread over the rows: k-means++ (Arthur and Vassilvitskii 2007). Each next centre is a row drawn with a
/// probability that grows with the square of its distance to the nearest centre so far; as in scikit-learn, the best of
/// 2 + ⌊ln k⌋ draws is taken.
/// </summary>
internal sealed class KMeansPlusPlus(RowTiles rows)
{
    private readonly RowBlocks _blocks = new(rows);
    private readonly double[] _sums = new double[new RowBlocks(rows).Count];

    /// <summary>The centres, [clusters, columns].</summary>
    public double[] Draw(int clusterCount, RandomStream random)
    {
        int columns = rows.Columns, draws = 2 + (int)Elementary.Log(clusterCount);
        double[] centers = new double[checked(clusterCount * columns)];
        double[] closest = new double[rows.TileCount * RowTiles.Height], tried = new double[closest.Length], best = new double[closest.Length];
        Array.Fill(closest, double.PositiveInfinity);
        rows.CopyRow(random.NextInt32(rows.Rows), centers.AsSpan(0, columns));
        double potential = Closer(centers.AsMemory(0, columns), closest, best);
        (closest, best) = (best, closest);
        double[] blockSums = [.. _sums], point = new double[columns];
        for (int cluster = 1; cluster < clusterCount; cluster++)
        {
            double bestPotential = double.PositiveInfinity;
            double[] bestSums = blockSums;
            for (int draw = 0; draw < draws; draw++)
            {
                rows.CopyRow(RowAt(random.NextDouble() * potential, blockSums, closest), point);
                double reached = Closer(point, closest, tried);
                if (reached < bestPotential)
                {
                    bestPotential = reached;
                    bestSums = [.. _sums];
                    point.CopyTo(centers.AsSpan(cluster * columns));
                    (tried, best) = (best, tried);
                }
            }

            (potential, blockSums) = (bestPotential, bestSums);
            (closest, best) = (best, closest);
        }

        return centers;
    }

    // The row at which the running sum of the squared distances reaches the target: block by block, then row by row.
    private int RowAt(double target, double[] blockSums, double[] closest)
    {
        int block = 0;
        while (block < blockSums.Length - 1 && target >= blockSums[block])
        {
            target -= blockSums[block++];
        }

        // What rounding leaves of the target may lie behind the block's last row; a row that is a centre already is no answer.
        RowBlocks.Block at = _blocks[block];
        int last = at.FirstRow;
        for (int row = at.FirstRow; row < at.EndRow; row++)
        {
            if (closest[row] > 0)
            {
                last = row;
                if (target < closest[row])
                {
                    break;
                }

                target -= closest[row];
            }
        }

        return last;
    }

    private double Closer(ReadOnlyMemory<double> point, double[] closest, double[] result)
    {
        _blocks.For(block => _sums[block.Index] = DistanceKernels.Closer(rows, block.FirstTile, block.TileCount, point.Span, block.Of(closest), block.Of(result)));
        double sum = 0;
        foreach (double part in _sums)
        {
            sum += part;
        }

        return sum;
    }
}
