using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Softmax over the rows of a table [rows, columns]. Sums run in eight lanes, number i in lane i mod 8, added up by
/// <see cref="VectorMath.SumLanes"/>. Tables carry slack behind their last number; results may be the values themselves.
/// A row with NaN, or with nothing but −∞, becomes NaN. Plain version: <see cref="SoftmaxReference"/>.
/// </summary>
internal static unsafe class SoftmaxKernels
{
    // What a number costs, in multiply-adds.
    private const long Cost = 40;

    private enum Task
    {
        Softmax,
        LogSoftmax,
        SoftmaxBackward,
        LogSoftmaxBackward,
    }

    /// <summary>
    /// e^(x − largest) / sum for each number of a row: within (4 + |x − largest| + columns / 8) units in the last place.
    /// </summary>
    public static void Softmax(ReadOnlySpan<float> values, Span<float> result, int rows, int columns) =>
        Run(Task.Softmax, values, values, result, rows, columns, accumulate: false);

    /// <summary>x − largest − log of the sum of e^(x − largest) for each number of a row.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> values, Span<float> result, int rows, int columns) =>
        Run(Task.LogSoftmax, values, values, result, rows, columns, accumulate: false);

    /// <summary>target (+)= y·(g − Σ g·y), from softmax's outputs y and their gradients g.</summary>
    public static void SoftmaxBackward(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> gradients, Span<float> target, int rows, int columns, bool accumulate) =>
        Run(Task.SoftmaxBackward, outputs, gradients, target, rows, columns, accumulate);

    /// <summary>target (+)= g − e^y·Σ g, from log-softmax's outputs y and their gradients g.</summary>
    public static void LogSoftmaxBackward(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> gradients, Span<float> target, int rows, int columns, bool accumulate) =>
        Run(Task.LogSoftmaxBackward, outputs, gradients, target, rows, columns, accumulate);

    private static void Run(
        Task task, ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> target, int rows, int columns, bool accumulate)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        long reach = ((rows - 1L) * columns) + ((columns + 7L) / 8 * 8);
        KernelGuard.Holds(first, reach);
        KernelGuard.Holds(second, reach);
        KernelGuard.Holds(target, reach);
        fixed (float* firstPointer = first, secondPointer = second, targetPointer = target)
        {
            RowPieces pieces = new()
            {
                Task = task,
                First = firstPointer,
                Second = secondPointer,
                Target = targetPointer,
                Rows = rows,
                Columns = columns,
                RowsPerPiece = ((rows - 1) / WorkerPool.Pieces(Cost * rows * columns, rows)) + 1,
                Accumulate = accumulate,
            };
            WorkerPool.For(((rows - 1) / pieces.RowsPerPiece) + 1, ref pieces);
        }
    }

    private struct RowPieces : IPieces
    {
        public Task Task;
        public float* First;
        public float* Second;
        public float* Target;
        public int Rows;
        public int Columns;
        public int RowsPerPiece;
        public bool Accumulate;

        public readonly void Run(int piece)
        {
            int end = Math.Min(Rows, (piece + 1) * RowsPerPiece);
            for (int row = piece * RowsPerPiece; row < end; row++)
            {
                nint offset = (nint)row * Columns;
                switch (Task)
                {
                    case Task.Softmax:
                        SoftmaxRow(First + offset, Target + offset, Columns);
                        break;
                    case Task.LogSoftmax:
                        LogSoftmaxRow(First + offset, Target + offset, Columns);
                        break;
                    case Task.SoftmaxBackward:
                        SoftmaxBackwardRow(First + offset, Second + offset, Target + offset, Columns, Accumulate);
                        break;
                    default:
                        LogSoftmaxBackwardRow(First + offset, Second + offset, Target + offset, Columns, Accumulate);
                        break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxRow(float* values, float* result, int columns)
    {
        Vector256<float> largest = Vector256.Create(Largest(values, columns));
        Vector256<float> sum = Vector256<float>.Zero;
        int column = 0;
        for (; column <= columns - 8; column += 8)
        {
            Vector256<float> power = VectorMath.Exp(Vector256.Load(values + column) - largest);
            sum += power;
            power.Store(result + column);
        }

        if (column < columns)
        {
            Vector256<float> power = VectorMath.Exp(Vector256.Load(values + column) - largest);
            sum += power & VectorMath.FirstLanes(columns - column);
            PartialVector.Store(power, result + column, columns - column);
        }

        Vector256<float> share = Vector256.Create(1f / VectorMath.SumLanes(sum));
        for (column = 0; column <= columns - 8; column += 8)
        {
            (Vector256.Load(result + column) * share).Store(result + column);
        }

        for (; column < columns; column++)
        {
            result[column] *= share.ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogSoftmaxRow(float* values, float* result, int columns)
    {
        Vector256<float> largest = Vector256.Create(Largest(values, columns));
        Vector256<float> sum = Vector256<float>.Zero;
        for (int column = 0; column < columns; column += 8)
        {
            sum += VectorMath.Exp(Vector256.Load(values + column) - largest) & VectorMath.FirstLanes(columns - column);
        }

        Vector256<float> logarithm = VectorMath.Log(Vector256.Create(VectorMath.SumLanes(sum)));
        int place = 0;
        for (; place <= columns - 8; place += 8)
        {
            (Vector256.Load(values + place) - largest - logarithm).Store(result + place);
        }

        if (place < columns)
        {
            PartialVector.Store(Vector256.Load(values + place) - largest - logarithm, result + place, columns - place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxBackwardRow(float* outputs, float* gradients, float* target, int columns, bool accumulate)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int column = 0; column < columns; column += 8)
        {
            Vector256<float> known = VectorMath.FirstLanes(columns - column);
            sum = Vector256.FusedMultiplyAdd(Vector256.Load(gradients + column) & known, Vector256.Load(outputs + column) & known, sum);
        }

        Vector256<float> mean = Vector256.Create(VectorMath.SumLanes(sum));
        for (int column = 0; column < columns; column += 8)
        {
            Vector256<float> start = accumulate ? Vector256.Load(target + column) : Vector256<float>.Zero;
            Vector256<float> slope = Vector256.FusedMultiplyAdd(Vector256.Load(outputs + column), Vector256.Load(gradients + column) - mean, start);
            PartialVector.Store(slope, target + column, columns - column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogSoftmaxBackwardRow(float* outputs, float* gradients, float* target, int columns, bool accumulate)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int column = 0; column < columns; column += 8)
        {
            sum += Vector256.Load(gradients + column) & VectorMath.FirstLanes(columns - column);
        }

        Vector256<float> total = Vector256.Create(VectorMath.SumLanes(sum));
        for (int column = 0; column < columns; column += 8)
        {
            Vector256<float> start = accumulate ? Vector256.Load(target + column) : Vector256<float>.Zero;
            Vector256<float> power = VectorMath.Exp(Vector256.Load(outputs + column));
            Vector256<float> slope = Vector256.FusedMultiplyAdd(-power, total, Vector256.Load(gradients + column));
            PartialVector.Store(start + slope, target + column, columns - column);
        }
    }

    private static float Largest(float* values, int columns)
    {
        Vector256<float> largest = Vector256.Create(float.NegativeInfinity);
        for (int column = 0; column < columns; column += 8)
        {
            Vector256<float> x = Vector256.Load(values + column);
            largest = Vector256.ConditionalSelect(Vector256.GreaterThan(x, largest) & VectorMath.FirstLanes(columns - column), x, largest);
        }

        float result = float.NegativeInfinity;
        for (int lane = 0; lane < 8; lane++)
        {
            result = largest.GetElement(lane) > result ? largest.GetElement(lane) : result;
        }

        return result;
    }
}
