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
    private readonly int[] _labels;
    private readonly double[] _distances;
    private readonly double[] _sums;
    private readonly int[] _counts;
    private readonly bool[] _changed;
    private bool _hasFilled;

    /// <param name="rows">The rows.</param>
    /// <param name="clusterCount">Number of centres.</param>
    /// <param name="maximumIterations">Iterations after which to stop at the latest.</param>
    /// <param name="tolerance">Sum of the centres' squared moves from which on to stop.</param>
    public LloydIterations(RowTiles rows, int clusterCount, int maximumIterations, double tolerance)
    {
        (_rows, _clusterCount, _maximumIterations, _tolerance) = (rows, clusterCount, maximumIterations, tolerance);
        _blocks = new RowBlocks(rows);
        _nearest = new int[rows.TileCount * RowTiles.Height];
        _labels = new int[_nearest.Length];
        _distances = new double[_nearest.Length];
        _sums = new double[checked(_blocks.Count * clusterCount * rows.Columns)];
        _counts = new int[_blocks.Count * clusterCount];
        _changed = new bool[_blocks.Count];
    }

    /// <summary>The nearest of <paramref name="centers"/> for each row.</summary>
    public static int[] Assign(RowTiles rows, double[] centers)
    {
        LloydIterations pass = new(rows, 0, 0, 0);
        pass.FindNearest(centers);
        return pass._nearest[..rows.Rows];
    }

    /// <summary>Moves <paramref name="centers"/> [clusters, columns], in place, until they stand.</summary>
    /// <param name="centers">Where to start.</param>
    /// <param name="best">The best so far, which is returned unless this start comes to a smaller inertia.</param>
    public Clustering Run(double[] centers, Clustering? best)
    {
        Array.Fill(_labels, -1);
        Array.Clear(_sums);
        Array.Clear(_counts);
        double[] moved = new double[centers.Length];
        int iterations = 0;
        bool isStill = false;
        while (iterations < _maximumIterations && !isStill)
        {
            FindNearest(centers);
            MoveRows();
            double shift = MoveCenters(centers, moved);
            moved.CopyTo(centers, 0);
            iterations++;
            isStill = !_changed.Contains(true);
            if (shift <= _tolerance)
            {
                break;
            }
        }

        // Rows answer to where the centres stand now, unless no row moved: then those stand where they stood.
        if (!isStill)
        {
            FindNearest(centers);
        }

        double inertia = isStill && _hasFilled ? InertiaOf(centers) : InertiaOfNearest();
        return best is null || inertia < best.Inertia ? new Clustering(centers, _nearest[.._rows.Rows], inertia, iterations) : best;
    }

    private void FindNearest(double[] centers) => _blocks.For(centers.Length / _rows.Columns, block =>
        DistanceKernels.Nearest(_rows, block.FirstTile, block.TileCount, centers, block.Of(_nearest), block.Of(_distances)));

    // Sums are kept from one iteration to the next, and only rows that change their centre are taken out and added.
    private void MoveRows() => _blocks.For(1, block =>
        _changed[block.Index] = DistanceKernels.MoveRows(
            _rows, block.FirstTile, block.EndRow - block.FirstRow, block.Of(_nearest), block.Of(_labels),
            _sums.AsSpan(block.Index * _clusterCount * _rows.Columns, _clusterCount * _rows.Columns), _counts.AsSpan(block.Index * _clusterCount, _clusterCount)));

    // The means of the clusters; returns the sum of the centres' squared moves.
    private double MoveCenters(double[] centers, double[] moved)
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

        _hasFilled = counts.Contains(0) && FillEmpty(moved, counts);

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

    private bool FillEmpty(double[] sums, int[] counts)
    {
        int[] empty = [.. Enumerable.Range(0, counts.Length).Where(cluster => counts[cluster] == 0)];
        int[] furthest = [.. Enumerable.Range(0, _rows.Rows).OrderByDescending(row => _distances[row]).Take(empty.Length)];
        if (_distances[furthest[0]] == 0)
        {
            return false;
        }

        double[] values = new double[_rows.Columns];
        foreach ((int cluster, int row) in empty.Zip(furthest))
        {
            _rows.CopyRow(row, values);
            int before = _nearest[row];
            for (int column = 0; column < values.Length; column++)
            {
                sums[(before * values.Length) + column] -= values[column];
                sums[(cluster * values.Length) + column] = values[column];
            }

            counts[before]--;
            counts[cluster] = 1;
        }

        return true;
    }

    private double InertiaOfNearest()
    {
        double[] parts = new double[_blocks.Count];
        _blocks.For(1, block => parts[block.Index] = DistanceKernels.Sum(_distances.AsSpan(block.FirstRow, block.EndRow - block.FirstRow)));
        return DistanceKernels.Sum(parts);
    }

    private double InertiaOf(double[] centers)
    {
        double sum = 0;
        double[] values = new double[_rows.Columns];
        for (int row = 0; row < _rows.Rows; row++)
        {
            _rows.CopyRow(row, values);
            sum += DistanceReference.Squared(values, centers.AsSpan(_nearest[row] * values.Length, values.Length));
        }

        return sum;
    }
}

/// <summary>What one start of k-means came to.</summary>
internal sealed record Clustering(double[] Centers, int[] Labels, double Inertia, int Iterations);
