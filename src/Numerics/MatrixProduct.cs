using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Products of matrices. Every number of the result is one chain of fused multiply-adds in the order of the inner
/// index, so neither blocks nor threads nor the instruction set change a bit of it.
/// Plain versions: <see cref="MatrixProductReference"/>.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>result [m, n] = start + a [m, k] · b [k, n].</summary>
    /// <param name="a">Left factor, stored in any order.</param>
    /// <param name="b">Right factor, stored in any order.</param>
    /// <param name="start">What the sums start from, or default for 0. It may be the result itself.</param>
    /// <param name="result">The product, row after row; nothing else is written.</param>
    /// <param name="resultRowStride">Distance between rows of the result, <paramref name="n"/> or more.</param>
    /// <param name="m">Rows of the result.</param>
    /// <param name="n">Columns of the result.</param>
    /// <param name="k">Inner size; 0 leaves the start.</param>
    public static void Multiply(
        MatrixOperand a, MatrixOperand b, MatrixOperand start, Span<float> result, int resultRowStride, int m, int n, int k)
    {
        b.Check(k, n);
        fixed (float* bPointer = b.Values)
        {
            MatrixProductPlan plan = new() { B = bPointer, BRowStride = b.RowStride, BColumnStride = b.ColumnStride, BLength = b.Values.Length };
            Run(ref plan, a, start, result, resultRowStride, m, n, k);
        }
    }

    /// <summary>Numbers that <see cref="Pack"/> needs for a right factor [k, n].</summary>
    public static int PackedLength(int n, int k) => checked((n + MatrixKernel.Columns - 1) / MatrixKernel.Columns * MatrixKernel.Columns * k);

    /// <summary>Brings a right factor [k, n] into the order of the kernel, for many products with <see cref="MultiplyPacked"/>.</summary>
    public static void Pack(MatrixOperand b, Span<float> packed, int n, int k)
    {
        b.Check(k, n);
        KernelGuard.Holds(packed, PackedLength(n, k));
        fixed (float* from = b.Values, to = packed)
        {
            MatrixPacking.Right(from, b.RowStride, b.ColumnStride, to, MatrixKernel.Columns * (nint)k, n, k);
        }
    }

    /// <summary>As <see cref="Multiply"/>, with a right factor that <see cref="Pack"/> has prepared.</summary>
    /// <param name="a">Left factor, stored in any order.</param>
    /// <param name="packed">Right factor [k, n] in the order of the kernel.</param>
    /// <param name="start">What the sums start from, or default for 0. It may be the result itself.</param>
    /// <param name="result">The product, row after row; nothing else is written.</param>
    /// <param name="resultRowStride">Distance between rows of the result, <paramref name="n"/> or more.</param>
    /// <param name="m">Rows of the result.</param>
    /// <param name="n">Columns of the result.</param>
    /// <param name="k">Inner size; 0 leaves the start.</param>
    public static void MultiplyPacked(
        MatrixOperand a, ReadOnlySpan<float> packed, MatrixOperand start, Span<float> result, int resultRowStride, int m, int n, int k)
    {
        KernelGuard.Holds(packed, PackedLength(n, k));
        fixed (float* bPointer = packed)
        {
            MatrixProductPlan plan = new() { B = bPointer, IsPacked = true };
            Run(ref plan, a, start, result, resultRowStride, m, n, k);
        }
    }

    /// <summary>result [columns, rows] = the transpose of <paramref name="values"/> [rows, columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ReadOnlySpan<float> values, Span<float> result, int rows, int columns)
    {
        KernelGuard.Holds(values, (long)rows * columns);
        KernelGuard.Holds(result, (long)rows * columns);
        fixed (float* from = values, to = result)
        {
            for (int column = 0; column < columns; column++)
            {
                float* source = from + column;
                float* target = to + ((nint)column * rows);
                int row = 0;
                for (; row <= rows - 4; row += 4)
                {
                    Vector128.Create(source[0], source[columns], source[2 * columns], source[3 * columns]).Store(target + row);
                    source += 4 * columns;
                }

                for (; row < rows; row++)
                {
                    target[row] = *source;
                    source += columns;
                }
            }
        }
    }

    /// <summary>Adds up the columns of <paramref name="values"/> [rows, columns], row after row, onto <paramref name="start"/> (empty for 0).</summary>
    public static void SumColumns(ReadOnlySpan<float> values, ReadOnlySpan<float> start, Span<float> result, int rows, int columns) =>
        SumColumns(values, start, result, rows, columns, 0, columns);

    /// <summary>The same for <paramref name="count"/> columns only; what belongs to the others is left as it is, but for the last vector's end.</summary>
    public static void SumColumns(
        ReadOnlySpan<float> values, ReadOnlySpan<float> start, Span<float> result, int rows, int columns, int firstColumn, int count)
    {
        KernelGuard.NotNegative(firstColumn);
        int padded = firstColumn + ((count + 7) / 8 * 8);
        KernelGuard.Holds(values, rows == 0 ? 0 : ((rows - 1L) * columns) + padded);
        KernelGuard.Holds(start, start.IsEmpty ? 0 : padded);
        KernelGuard.Holds(result, padded);
        fixed (float* from = values, first = start, to = result)
        {
            ColumnSums pieces = new() { Values = from, Start = first, Result = to, Rows = rows, Columns = columns };
            if (count < columns || (long)rows * columns < ColumnSums.LargestSerial)
            {
                pieces.Sum(firstColumn, count);
            }
            else
            {
                WorkerPool.For((columns + ColumnSums.Block - 1) / ColumnSums.Block, ref pieces);
            }
        }
    }

    private static void Run(ref MatrixProductPlan plan, MatrixOperand a, MatrixOperand start, Span<float> result, int resultRowStride, int m, int n, int k)
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        a.Check(m, k);
        start.Check(start.Values.IsEmpty ? 0 : m, n);
        KernelGuard.NotNegative(resultRowStride - n);
        KernelGuard.Holds(result, ((m - 1L) * resultRowStride) + n);
        if (!start.Values.IsEmpty && start.ColumnStride != 1)
        {
            for (int row = 0; row < m; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    result[(row * resultRowStride) + column] = start.Values[(row * start.RowStride) + (column * start.ColumnStride)];
                }
            }

            start = new MatrixOperand(result, resultRowStride);
        }

        fixed (float* aPointer = a.Values, startPointer = start.Values, resultPointer = result)
        {
            plan.A = aPointer;
            (plan.ARowStride, plan.AColumnStride) = (a.RowStride, a.ColumnStride);
            plan.Start = startPointer;
            plan.StartRowStride = start.RowStride;
            plan.Result = resultPointer;
            plan.ResultRowStride = resultRowStride;
            (plan.M, plan.N, plan.K) = (m, n, k);
            plan.Run();
        }
    }
}
