using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Starting centres spread over the rows: k-means++ (Arthur and Vassilvitskii 2007). Each next centre is a row drawn with a
/// probability that grows with the square of its distance to the nearest centre so far; as in scikit-learn, the best of
/// 2 + ⌊ln k⌋ draws is taken.
/// </summary>
internal sealed class KMeansPlusPlus
{
    private readonly RowTiles _rows;
    private readonly RowBlocks _blocks;
    private readonly int _clusterCount;
    private readonly Draw[] _draws;
    private double[] _closest;
    private double[] _closestSums;

    public KMeansPlusPlus(RowTiles rows, int clusterCount)
    {
        (_rows, _blocks, _clusterCount) = (rows, new RowBlocks(rows), clusterCount);
        _draws = [.. Enumerable.Range(0, 2 + (int)Elementary.Log(clusterCount)).Select(_ => new Draw(rows, _blocks.Count))];
        _closest = new double[rows.TileCount * RowTiles.Height];
        _closestSums = new double[_blocks.Count];
    }

    /// <summary>The centres, [clusters, columns].</summary>
    public double[] Centers(RandomStream random)
    {
        int columns = _rows.Columns;
        double[] centers = new double[checked(_clusterCount * columns)];
        Array.Fill(_closest, double.PositiveInfinity);
        _rows.CopyRow(random.NextInt32(_rows.Rows), _draws[0].Point);
        double potential = Take(_draws.AsSpan(0, 1), centers.AsSpan(0, columns));
        for (int cluster = 1; cluster < _clusterCount; cluster++)
        {
            foreach (Draw draw in _draws)
            {
                _rows.CopyRow(RowAt(random.NextDouble() * potential), draw.Point);
            }

            potential = Take(_draws, centers.AsSpan(cluster * columns, columns));
        }

        return centers;
    }

    // Takes the draw that leaves the smallest sum of squared distances, which is returned; of equal ones the first.
    private double Take(Span<Draw> draws, Span<double> center)
    {
        Draw[] tried = draws.ToArray();
        _blocks.For(tried.Length, block =>
        {
            foreach (Draw draw in tried)
            {
                draw.Sums[block.Index] = DistanceKernels.Closer(_rows, block.FirstTile, block.TileCount, draw.Point, block.Of(_closest), block.Of(draw.Closest));
            }
        });
        Draw best = tried.MinBy(draw => DistanceKernels.Sum(draw.Sums))!;
        best.Point.CopyTo(center);
        (_closest, best.Closest) = (best.Closest, _closest);
        (_closestSums, best.Sums) = (best.Sums, _closestSums);
        return DistanceKernels.Sum(_closestSums);
    }

    // The row at which the running sum of the squared distances reaches the target: block by block, then row by row.
    private int RowAt(double target)
    {
        int block = 0;
        while (block < _closestSums.Length - 1 && target >= _closestSums[block])
        {
            target -= _closestSums[block++];
        }

        // What rounding leaves of the target may lie behind the block's last row; a row that is a centre already is no answer.
        RowBlocks.Block at = _blocks[block];
        int last = at.FirstRow;
        for (int row = at.FirstRow; row < at.EndRow; row++)
        {
            if (_closest[row] > 0)
            {
                last = row;
                if (target < _closest[row])
                {
                    break;
                }

                target -= _closest[row];
            }
        }

        return last;
    }

    /// <summary>A row that may become a centre, and how near every row would then be to its nearest one.</summary>
    private sealed class Draw(RowTiles rows, int blocks)
    {
        public double[] Point { get; } = new double[rows.Columns];

        public double[] Closest { get; set; } = new double[rows.TileCount * RowTiles.Height];

        public double[] Sums { get; set; } = new double[blocks];
    }
}
