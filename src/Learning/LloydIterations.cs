using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Lloyd's algorithm (1982) from given centres, as scikit-learn 1.2 has it: rows go to their nearest centre, centres to the mean of
/// their rows, until no row changes its centre or the centres' squared moves sum up to no more than the tolerance.
/// A centre without rows is put on the row furthest from its own centre.
/// </summary>
internal sealed class LloydIterations
{
    private readonly RowTiles _rows;
    private readonly RowBlocks _blocks;
    private readonly int _clusterCount;
    private readonly int _maximumIterations;
    private readonly double _tolerance;
    private readonly int[] _nearest;
    private readonly double[] _distances;
    private readonly double[] _sums;
    private readonly int[] _counts;
    private readonly bool[] _changed;

    /// <param name="rows">The rows.</param>
    /// <param name="clusterCount">Number of centres.</param>
    /// <param name="maximumIterations">Iterations after which to stop at the latest.</param>
    /// <param name="tolerance">Sum of the centres' squared moves from which on to stop.</param>
    public LloydIterations(RowTiles rows, int clusterCount, int maximumIterations, double tolerance)
    {
        (_rows, _clusterCount, _maximumIterations, _tolerance) = (rows, clusterCount, maximumIterations, tolerance);
        _blocks = new RowBlocks(rows);
        _nearest = new int[rows.TileCount * RowTiles.Height];
        _distances = new double[_nearest.Length];
        _sums = new double[checked(_blocks.Count * clusterCount * rows.Columns)];
        _counts = new int[_blocks.Count * clusterCount];
        _changed = new bool[_blocks.Count];
    }

    /// <summary>The nearest of <paramref name="centers"/> for each row.</summary>
    public static int[] Assign(RowTiles rows, double[] centers)
    {
        int[] nearest = new int[rows.TileCount * RowTiles.Height];
        double[] distances = new double[nearest.Length];
        new RowBlocks(rows).For(block => DistanceKernels.Nearest(rows, block.FirstTile, block.TileCount, centers, block.Of(nearest), block.Of(distances)));
        return nearest[..rows.Rows];
    }

    /// <summary>Moves <paramref name="centers"/> [clusters, columns], in place, until they stand.</summary>
    public Clustering Run(double[] centers)
    {
        int[] labels = new int[_nearest.Length];
        Array.Fill(labels, -1);
        double[] moved = new double[centers.Length];
        int iterations = 0;
        bool isStill = false;
        while (iterations < _maximumIterations && !isStill)
        {
            AssignAndSum(centers, labels);
            double shift = Move(centers, labels, moved);
            moved.CopyTo(centers, 0);
            iterations++;
            isStill = !_changed.Contains(true);
            if (shift <= _tolerance)
            {
                break;
            }
        }

        labels = isStill ? labels[.._rows.Rows] : Assign(_rows, centers);
        return new Clustering(centers, labels, Inertia(centers, labels), iterations);
    }

    private void AssignAndSum(double[] centers, int[] labels) => _blocks.For(block =>
    {
        DistanceKernels.Nearest(_rows, block.FirstTile, block.TileCount, centers, block.Of(_nearest), block.Of(_distances));
        int columns = _rows.Columns;
        Span<double> sums = _sums.AsSpan(block.Index * _clusterCount * columns, _clusterCount * columns);
        Span<int> counts = _counts.AsSpan(block.Index * _clusterCount, _clusterCount);
        sums.Clear();
        counts.Clear();
        bool changed = false;
        ReadOnlySpan<double> values = _rows.Values;
        for (int row = block.FirstRow; row < block.EndRow; row++)
        {
            int label = _nearest[row];
            changed |= label != labels[row];
            labels[row] = label;
            counts[label]++;
            Span<double> sum = sums.Slice(label * columns, columns);
            int place = (row / RowTiles.Height * RowTiles.Height * columns) + (row % RowTiles.Height);
            for (int column = 0; column < sum.Length; column++)
            {
                sum[column] += values[place + (column * RowTiles.Height)];
            }
        }

        _changed[block.Index] = changed;
    });

    // The means of the clusters; returns the sum of the centres' squared moves.
    private double Move(double[] centers, int[] labels, double[] moved)
    {
        int columns = _rows.Columns;
        int[] counts = new int[_clusterCount];
        Array.Clear(moved);
        for (int block = 0; block < _blocks.Count; block++)
        {
            for (int index = 0; index < moved.Length; index++)
            {
                moved[index] += _sums[(block * moved.Length) + index];
            }

            for (int cluster = 0; cluster < counts.Length; cluster++)
            {
                counts[cluster] += _counts[(block * counts.Length) + cluster];
            }
        }

        if (counts.Contains(0))
        {
            FillEmpty(labels, moved, counts);
        }

        double shift = 0;
        for (int cluster = 0; cluster < counts.Length; cluster++)
        {
            // Where too few rows differ for every centre to have some, the empty ones stand with the largest cluster, as in scikit-learn.
            int from = counts[cluster] > 0 ? cluster : Array.IndexOf(counts, counts.Max());
            for (int column = 0; column < columns; column++)
            {
                int index = (cluster * columns) + column;
                double mean = from == cluster ? moved[index] / counts[cluster] : from < cluster ? moved[(from * columns) + column] : moved[(from * columns) + column] / counts[from];
                moved[index] = mean;
                shift += (mean - centers[index]) * (mean - centers[index]);
            }
        }

        return shift;
    }

    private void FillEmpty(int[] labels, double[] sums, int[] counts)
    {
        int[] empty = [.. Enumerable.Range(0, counts.Length).Where(cluster => counts[cluster] == 0)];
        int[] furthest = [.. Enumerable.Range(0, _rows.Rows).OrderByDescending(row => _distances[row]).Take(empty.Length)];
        if (_distances[furthest[0]] == 0)
        {
            return;
        }

        double[] values = new double[_rows.Columns];
        foreach ((int cluster, int row) in empty.Zip(furthest))
        {
            _rows.CopyRow(row, values);
            int before = labels[row];
            for (int column = 0; column < values.Length; column++)
            {
                sums[(before * values.Length) + column] -= values[column];
                sums[(cluster * values.Length) + column] = values[column];
            }

            counts[before]--;
            counts[cluster] = 1;
        }
    }

    private double Inertia(double[] centers, int[] labels)
    {
        double[] parts = new double[_blocks.Count];
        _blocks.For(block =>
        {
            int columns = _rows.Columns;
            double sum = 0;
            for (int row = block.FirstRow; row < block.EndRow; row++)
            {
                ReadOnlySpan<double> center = centers.AsSpan(labels[row] * columns, columns);
                int place = (row / RowTiles.Height * RowTiles.Height * columns) + (row % RowTiles.Height);
                for (int column = 0; column < center.Length; column++)
                {
                    double difference = _rows.Values[place + (column * RowTiles.Height)] - center[column];
                    sum += difference * difference;
                }
            }

            parts[block.Index] = sum;
        });
        return parts.Aggregate(0.0, (sum, part) => sum + part);
    }
}

/// <summary>What one start of k-means came to.</summary>
internal sealed record Clustering(double[] Centers, int[] Labels, double Inertia, int Iterations);
