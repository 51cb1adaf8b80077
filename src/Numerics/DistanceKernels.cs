using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Euclidean distances between the rows of <see cref="RowTiles"/> and points, eight rows at a time; each is summed column after
/// column with fused multiply-adds. Plain version: <see cref="DistanceReference"/>.
/// </summary>
internal static unsafe class DistanceKernels
{
    /// <summary>
    /// The nearest of <paramref name="points"/> [points, columns] for each row of some tiles (of equally near ones the first), and its squared distance.
    /// Rows behind the last are answered like others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Nearest(RowTiles rows, int firstTile, int tileCount, ReadOnlySpan<double> points, Span<int> nearest, Span<double> squaredDistances)
    {
        int columns = rows.Columns, count = columns == 0 ? 0 : points.Length / columns;
        Check(rows, firstTile, tileCount);
        KernelGuard.Holds(nearest.Length, (long)tileCount * RowTiles.Height);
        KernelGuard.Holds(squaredDistances.Length, (long)tileCount * RowTiles.Height);
        fixed (double* values = rows.Values, pointValues = points, distanceValues = squaredDistances)
        fixed (int* nearestValues = nearest)
        {
            double* tile = values + ((nint)firstTile * RowTiles.Height * columns);
            for (int index = 0; index < tileCount; index++, tile += RowTiles.Height * columns)
            {
                Vector256<double> best0 = Vector256.Create(double.PositiveInfinity), best1 = best0;
                Vector256<long> label0 = Vector256<long>.Zero, label1 = label0;
                double* point = pointValues;
                for (int candidate = 0; candidate < count; candidate++, point += columns)
                {
                    (Vector256<double> sum0, Vector256<double> sum1) = Squares(tile, point, columns);
                    Vector256<double> nearer0 = Vector256.LessThan(sum0, best0), nearer1 = Vector256.LessThan(sum1, best1);
                    Vector256<long> label = Vector256.Create((long)candidate);
                    best0 = Vector256.ConditionalSelect(nearer0, sum0, best0);
                    best1 = Vector256.ConditionalSelect(nearer1, sum1, best1);
                    label0 = Vector256.ConditionalSelect(nearer0.AsInt64(), label, label0);
                    label1 = Vector256.ConditionalSelect(nearer1.AsInt64(), label, label1);
                }

                best0.Store(distanceValues + (index * RowTiles.Height));
                best1.Store(distanceValues + (index * RowTiles.Height) + 4);
                Vector256.Narrow(label0, label1).Store(nearestValues + (index * RowTiles.Height));
            }
        }
    }

    /// <summary>
    /// Writes to <paramref name="result"/> what <paramref name="closest"/> holds or the squared distance to <paramref name="point"/>, whichever
    /// is smaller, and returns the sum over the rows that there are, in eight lanes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Closer(RowTiles rows, int firstTile, int tileCount, ReadOnlySpan<double> point, ReadOnlySpan<double> closest, Span<double> result)
    {
        int columns = rows.Columns;
        Check(rows, firstTile, tileCount);
        KernelGuard.Holds(point.Length, columns);
        KernelGuard.Holds(closest.Length, (long)tileCount * RowTiles.Height);
        KernelGuard.Holds(result.Length, (long)tileCount * RowTiles.Height);
        Vector256<double> total0 = Vector256<double>.Zero, total1 = total0;
        fixed (double* values = rows.Values, pointValues = point, closestValues = closest, resultValues = result)
        {
            double* tile = values + ((nint)firstTile * RowTiles.Height * columns);
            for (int index = 0; index < tileCount; index++, tile += RowTiles.Height * columns)
            {
                (Vector256<double> sum0, Vector256<double> sum1) = Squares(tile, pointValues, columns);
                int present = rows.Rows - ((firstTile + index) * RowTiles.Height);
                Vector256<double> old0 = Vector256.Load(closestValues + (index * RowTiles.Height)), old1 = Vector256.Load(closestValues + (index * RowTiles.Height) + 4);
                sum0 = Vector256.ConditionalSelect(Vector256.LessThan(sum0, old0), sum0, old0) & FirstLanes(present);
                sum1 = Vector256.ConditionalSelect(Vector256.LessThan(sum1, old1), sum1, old1) & FirstLanes(present - 4);
                sum0.Store(resultValues + (index * RowTiles.Height));
                sum1.Store(resultValues + (index * RowTiles.Height) + 4);
                total0 += sum0;
                total1 += sum1;
            }
        }

        return SumLanes(total0, total1);
    }

    /// <summary>The sum, in eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<double> values)
    {
        Vector256<double> total0 = Vector256<double>.Zero, total1 = total0;
        fixed (double* from = values)
        {
            int index = 0;
            for (; index <= values.Length - 8; index += 8)
            {
                total0 += Vector256.Load(from + index);
                total1 += Vector256.Load(from + index + 4);
            }

            double* last = stackalloc double[8];
            values[index..].CopyTo(new Span<double>(last, 8));
            total0 += Vector256.Load(last);
            total1 += Vector256.Load(last + 4);
        }

        return SumLanes(total0, total1);
    }

    /// <summary>
    /// Takes rows whose nearest point is no longer that of <paramref name="labels"/> (−1: none so far) out of the old one's sum and count, adds them to
    /// the new one's, row after row, and notes the new one; says whether there were any.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool MoveRows(RowTiles rows, int firstTile, int rowCount, ReadOnlySpan<int> nearest, Span<int> labels, Span<double> sums, Span<int> counts)
    {
        int columns = rows.Columns, tileCount = (rowCount + RowTiles.Height - 1) / RowTiles.Height;
        Check(rows, firstTile, tileCount);
        KernelGuard.Holds(nearest.Length, (long)tileCount * RowTiles.Height);
        KernelGuard.Holds(labels.Length, (long)tileCount * RowTiles.Height);
        KernelGuard.Holds(sums.Length, (long)counts.Length * columns);
        bool moved = false;
        fixed (double* values = rows.Values, sumValues = sums)
        fixed (int* nearestValues = nearest, labelValues = labels)
        {
            for (int tile = 0; tile < tileCount; tile++)
            {
                int first = tile * RowTiles.Height;
                if (Vector256.EqualsAll(Vector256.Load(nearestValues + first), Vector256.Load(labelValues + first)))
                {
                    continue;
                }

                for (int row = first; row < Math.Min(rowCount, first + RowTiles.Height); row++)
                {
                    (int from, int to) = (labelValues[row], nearestValues[row]);
                    if (from == to)
                    {
                        continue;
                    }

                    moved = true;
                    labelValues[row] = to;
                    counts[to]++;
                    double* value = values + (((nint)firstTile * RowTiles.Height) + first) * columns + (row - first), sum = sumValues + ((nint)to * columns);
                    for (int column = 0; column < columns; column++)
                    {
                        sum[column] += value[column * RowTiles.Height];
                    }

                    if (from >= 0)
                    {
                        counts[from]--;
                        sum = sumValues + ((nint)from * columns);
                        for (int column = 0; column < columns; column++)
                        {
                            sum[column] -= value[column * RowTiles.Height];
                        }
                    }
                }
            }
        }

        return moved;
    }

    /// <summary>The sum of the distances (not squared) between <paramref name="point"/> and the rows from <paramref name="firstTile"/> on, <paramref name="rowCount"/> of them, in eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfDistances(RowTiles rows, int firstTile, int rowCount, ReadOnlySpan<double> point)
    {
        int columns = rows.Columns, tileCount = (rowCount + RowTiles.Height - 1) / RowTiles.Height;
        Check(rows, firstTile, tileCount);
        KernelGuard.Holds(point.Length, columns);
        Vector256<double> total0 = Vector256<double>.Zero, total1 = total0;
        fixed (double* values = rows.Values, pointValues = point)
        {
            double* tile = values + ((nint)firstTile * RowTiles.Height * columns);
            for (int left = rowCount; left > 0; left -= RowTiles.Height, tile += RowTiles.Height * columns)
            {
                (Vector256<double> sum0, Vector256<double> sum1) = Squares(tile, pointValues, columns);
                sum0 = Vector256.Sqrt(sum0);
                sum1 = Vector256.Sqrt(sum1);
                total0 += left >= 4 ? sum0 : sum0 & FirstLanes(left);
                total1 += left >= 8 ? sum1 : sum1 & FirstLanes(left - 4);
            }
        }

        return SumLanes(total0, total1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> First, Vector256<double> Last) Squares(double* tile, double* point, int columns)
    {
        Vector256<double> sum0 = Vector256<double>.Zero, sum1 = sum0;
        double* end = point + columns;
        for (; point <= end - 2; point += 2, tile += 2 * RowTiles.Height)
        {
            (sum0, sum1) = AddSquares(tile, point, sum0, sum1);
            (sum0, sum1) = AddSquares(tile + RowTiles.Height, point + 1, sum0, sum1);
        }

        return point == end ? (sum0, sum1) : AddSquares(tile, point, sum0, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> First, Vector256<double> Last) AddSquares(double* column, double* at, Vector256<double> sum0, Vector256<double> sum1)
    {
        Vector256<double> place = Vector256.Create(*at);
        Vector256<double> difference0 = Vector256.Load(column) - place, difference1 = Vector256.Load(column + 4) - place;
        return (Vector256.FusedMultiplyAdd(difference0, difference0, sum0), Vector256.FusedMultiplyAdd(difference1, difference1, sum1));
    }

    // The order of VectorMath.SumLanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SumLanes(Vector256<double> lower, Vector256<double> upper)
    {
        Vector256<double> four = lower + upper;
        return (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> FirstLanes(int count) =>
        Vector256.LessThan(Vector256.Create(0L, 1, 2, 3), Vector256.Create((long)count)).AsDouble();

    private static void Check(RowTiles rows, int firstTile, int tileCount)
    {
        KernelGuard.NotNegative(firstTile);
        KernelGuard.NotNegative(tileCount);
        KernelGuard.Holds(rows.TileCount, (long)firstTile + tileCount);
    }
}
