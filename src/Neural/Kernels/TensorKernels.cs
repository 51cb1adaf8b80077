using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Arithmetic on whole tensors. Inputs carry slack. Nothing is written past the last number of a row, so rows may be
/// worked on by several threads. Plain versions: Reference.Tensors.cs.
/// </summary>
internal static unsafe class TensorKernels
{
    // Sums of so many columns at once stay in the fastest memory while the rows go by.
    private const int ColumnBlock = 1024;

    /// <summary>target [rows, columns] = wholeFactor · whole [rows, columns] + partFactor · part [columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(
        float wholeFactor, ReadOnlySpan<float> whole, float partFactor, ReadOnlySpan<float> part, Span<float> target, int rows, int columns)
    {
        KernelGuard.HoldsVectors(part, columns);
        Guard(whole, target, rows, columns);
        Vector256<float> byWhole = Vector256.Create(wholeFactor), byPart = Vector256.Create(partFactor);
        fixed (float* wholePointer = whole, partPointer = part, targetPointer = target)
        {
            for (int row = 0; row < rows; row++)
            {
                float* from = wholePointer + ((nint)row * columns), to = targetPointer + ((nint)row * columns);
                for (int column = 0; column < columns; column += 8)
                {
                    Vector256<float> sum = Vector256.FusedMultiplyAdd(
                        byPart, Vector256.Load(partPointer + column), byWhole * Vector256.Load(from + column));
                    PartialVector.Store(sum, to + column, columns - column);
                }
            }
        }
    }

    /// <summary>target [rows, columns] = whole [rows, columns] · part [columns], or target + that when <paramref name="accumulate"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<float> whole, ReadOnlySpan<float> part, Span<float> target, int rows, int columns, bool accumulate)
    {
        KernelGuard.HoldsVectors(part, columns);
        Guard(whole, target, rows, columns);
        fixed (float* wholePointer = whole, partPointer = part, targetPointer = target)
        {
            for (int row = 0; row < rows; row++)
            {
                float* from = wholePointer + ((nint)row * columns), to = targetPointer + ((nint)row * columns);
                for (int column = 0; column < columns; column += 8)
                {
                    Vector256<float> start = accumulate ? Vector256.Load(to + column) : Vector256<float>.Zero;
                    PartialVector.Store(
                        Vector256.FusedMultiplyAdd(Vector256.Load(from + column), Vector256.Load(partPointer + column), start),
                        to + column, columns - column);
                }
            }
        }
    }

    /// <summary>target [rows, columns] = values [rows, columns], each row times its factor, or target + that when <paramref name="accumulate"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleRows(ReadOnlySpan<float> factors, ReadOnlySpan<float> values, Span<float> target, int rows, int columns, bool accumulate)
    {
        KernelGuard.Holds(factors, rows);
        Guard(values, target, rows, columns);
        fixed (float* valuePointer = values, targetPointer = target)
        {
            for (int row = 0; row < rows; row++)
            {
                Vector256<float> factor = Vector256.Create(factors[row]);
                float* from = valuePointer + ((nint)row * columns), to = targetPointer + ((nint)row * columns);
                for (int column = 0; column < columns; column += 8)
                {
                    Vector256<float> start = accumulate ? Vector256.Load(to + column) : Vector256<float>.Zero;
                    PartialVector.Store(Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + column), start), to + column, columns - column);
                }
            }
        }
    }

    /// <summary>target [columns] = factor · the sum of the rows of values [rows, columns], first row first, or target + that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumColumns(float factor, ReadOnlySpan<float> values, Span<float> target, int rows, int columns, bool accumulate)
    {
        Guard(values, target, rows, columns, targetRows: 1);
        Start(target, columns, accumulate);
        Vector256<float> by = Vector256.Create(factor);
        fixed (float* from = values, to = target)
        {
            for (int block = 0; block < columns; block += ColumnBlock)
            {
                int end = Math.Min(columns, block + ColumnBlock);
                for (int row = 0; row < rows; row++)
                {
                    float* line = from + ((nint)row * columns);
                    for (int column = block; column < end; column += 8)
                    {
                        PartialVector.Store(
                            Vector256.FusedMultiplyAdd(by, Vector256.Load(line + column), Vector256.Load(to + column)), to + column, columns - column);
                    }
                }
            }
        }
    }

    /// <summary>target [columns] = the sum of the rows of first · second [rows, columns], first row first, or target + that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumColumnsOfProduct(
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> target, int rows, int columns, bool accumulate)
    {
        Guard(first, target, rows, columns, targetRows: 1);
        Guard(second, target, rows, columns, targetRows: 1);
        Start(target, columns, accumulate);
        fixed (float* left = first, right = second, to = target)
        {
            for (int block = 0; block < columns; block += ColumnBlock)
            {
                int end = Math.Min(columns, block + ColumnBlock);
                for (int row = 0; row < rows; row++)
                {
                    float* x = left + ((nint)row * columns), y = right + ((nint)row * columns);
                    for (int column = block; column < end; column += 8)
                    {
                        PartialVector.Store(
                            Vector256.FusedMultiplyAdd(Vector256.Load(x + column), Vector256.Load(y + column), Vector256.Load(to + column)),
                            to + column, columns - column);
                    }
                }
            }
        }
    }

    /// <summary>target [rows] = the scalar product of each row; number i of a row is summed in lane i mod 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RowDot(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> target, int rows, int columns)
    {
        Guard(first, target, rows, columns, targetRows: 0);
        Guard(second, target, rows, columns, targetRows: 0);
        fixed (float* left = first, right = second)
        {
            for (int row = 0; row < rows; row++)
            {
                float* x = left + ((nint)row * columns), y = right + ((nint)row * columns);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int column = 0; column < columns; column += 8)
                {
                    Vector256<float> known = VectorMath.FirstLanes(columns - column);
                    sum = Vector256.FusedMultiplyAdd(Vector256.Load(x + column) & known, Vector256.Load(y + column) & known, sum);
                }

                target[row] = VectorMath.SumLanes(sum);
            }
        }
    }

    /// <summary>target = e to the power of values. All spans carry slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(ReadOnlySpan<float> values, Span<float> target, int count)
    {
        KernelGuard.HoldsVectors(values, count);
        KernelGuard.HoldsVectors(target, count);
        fixed (float* from = values, to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                VectorMath.Exp(Vector256.Load(from + index)).Store(to + index);
            }
        }
    }

    /// <summary>target = target + number. The span carries slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddNumber(float number, Span<float> target, int count)
    {
        KernelGuard.HoldsVectors(target, count);
        Vector256<float> all = Vector256.Create(number);
        fixed (float* to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                (Vector256.Load(to + index) + all).Store(to + index);
            }
        }
    }

    /// <summary>Copies <paramref name="length"/> numbers of each row from one table into another, or adds them to what is there.</summary>
    public static void CopyColumns(
        ReadOnlySpan<float> from, int fromColumns, int fromStart, Span<float> to, int toColumns, int toStart, int length, int rows, bool accumulate)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = from.Slice((row * fromColumns) + fromStart, length);
            Span<float> target = to.Slice((row * toColumns) + toStart, length);
            if (!accumulate)
            {
                source.CopyTo(target);
                continue;
            }

            for (int column = 0; column < length; column++)
            {
                target[column] += source[column];
            }
        }
    }

    private static void Start(Span<float> target, int columns, bool accumulate)
    {
        if (!accumulate)
        {
            target[..columns].Clear();
        }
    }

    private static void Guard(
        ReadOnlySpan<float> whole, ReadOnlySpan<float> target, int rows, int columns, int targetRows = -1)
    {
        long vectors = (columns + 7L) / 8 * 8;
        KernelGuard.Holds(whole, rows == 0 || columns == 0 ? 0 : ((rows - 1L) * columns) + vectors);
        KernelGuard.Holds(target, targetRows switch
        {
            -1 => rows == 0 || columns == 0 ? 0 : ((rows - 1L) * columns) + vectors,
            0 => rows,
            _ => vectors,
        });
    }
}
