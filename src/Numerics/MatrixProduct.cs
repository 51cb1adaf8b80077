using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Products of small matrices. Every number of the result is one chain of fused multiply-adds in the order of the inner
/// index, so neither the blocks nor the instruction set change a bit of it.
/// Plain version: <see cref="MatrixProductReference.Multiply"/>.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Columns worked on at once; spans read by whole vectors reach up to this far past a row.</summary>
    private const int BlockColumns = 16;
    private const int BlockRows = 4;

    /// <summary>result [m, n] = start + a [m, k] · b [k, n].</summary>
    /// <param name="a">Left factor; number (i, p) stands at i·<paramref name="aRowStride"/> + p·<paramref name="aColumnStride"/>, so either order of storage will do.</param>
    /// <param name="aRowStride">Distance between rows of a.</param>
    /// <param name="aColumnStride">Distance between columns of a.</param>
    /// <param name="b">Right factor, row after row, with slack.</param>
    /// <param name="start">What the sums start from, with slack, or empty for 0. It may be the result itself.</param>
    /// <param name="startRowStride">Distance between rows of start; 0 starts every row from the same numbers, such as a bias.</param>
    /// <param name="result">The product, row after row.</param>
    /// <param name="m">Rows of the result.</param>
    /// <param name="n">Columns of the result.</param>
    /// <param name="k">Inner size; 0 leaves the start.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ReadOnlySpan<float> a, int aRowStride, int aColumnStride, ReadOnlySpan<float> b,
        ReadOnlySpan<float> start, int startRowStride, Span<float> result, int m, int n, int k)
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        int paddedColumns = (n + BlockColumns - 1) / BlockColumns * BlockColumns;
        KernelGuard.Holds(result, (long)m * n);
        KernelGuard.Holds(a, k == 0 ? 0 : ((m - 1L) * aRowStride) + ((k - 1L) * aColumnStride) + 1);
        KernelGuard.Holds(b, k == 0 ? 0 : ((k - 1L) * n) + paddedColumns);
        KernelGuard.Holds(start, start.IsEmpty ? 0 : ((m - 1L) * startRowStride) + paddedColumns);
        fixed (float* aPointer = a, bPointer = b, startPointer = start, resultPointer = result)
        {
            float* part = stackalloc float[BlockRows * BlockColumns];
            for (int column = 0; column < n; column += BlockColumns)
            {
                int width = Math.Min(BlockColumns, n - column);
                for (int row = 0; row < m; row += BlockRows)
                {
                    float* target = resultPointer + ((nint)row * n) + column;
                    float* from = startPointer == null ? null : startPointer + ((nint)row * startRowStride) + column;
                    float* left = aPointer + ((nint)row * aRowStride);
                    int rows = Math.Min(BlockRows, m - row);
                    if (width == BlockColumns)
                    {
                        Block(left, aRowStride, aColumnStride, bPointer + column, n, from, startRowStride, target, n, rows, k);
                    }
                    else
                    {
                        Block(left, aRowStride, aColumnStride, bPointer + column, n, from, startRowStride, part, BlockColumns, rows, k);
                        CopyPart(part, target, n, rows, width);
                    }
                }
            }
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumColumns(ReadOnlySpan<float> values, ReadOnlySpan<float> start, Span<float> result, int rows, int columns)
    {
        int padded = (columns + 7) / 8 * 8;
        KernelGuard.Holds(values, rows == 0 ? 0 : ((rows - 1L) * columns) + padded);
        KernelGuard.Holds(start, start.IsEmpty ? 0 : padded);
        KernelGuard.Holds(result, padded);
        fixed (float* from = values, first = start, to = result)
        {
            for (int column = 0; column < columns; column += 8)
            {
                Vector256<float> sum = first == null ? Vector256<float>.Zero : Vector256.Load(first + column);
                float* source = from + column;
                for (int row = 0; row < rows; row++)
                {
                    sum += Vector256.Load(source);
                    source += columns;
                }

                sum.Store(to + column);
            }
        }
    }

    // Up to four rows by sixteen columns in eight registers. Past the last row the last one is worked out again, which
    // costs less than kernels for one, two and three rows: all starts are read before anything is written.
    // Nothing may be called from here, or the sums would live in memory instead of registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, int k)
    {
        nint row1 = rows > 1 ? 1 : 0, row2 = rows > 2 ? 2 : row1, row3 = rows > 3 ? 3 : row2;
        Vector256<float> sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31;
        if (start == null)
        {
            sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = Vector256<float>.Zero;
        }
        else
        {
            sum00 = Vector256.Load(start);
            sum01 = Vector256.Load(start + 8);
            sum10 = Vector256.Load(start + (row1 * startRowStride));
            sum11 = Vector256.Load(start + (row1 * startRowStride) + 8);
            sum20 = Vector256.Load(start + (row2 * startRowStride));
            sum21 = Vector256.Load(start + (row2 * startRowStride) + 8);
            sum30 = Vector256.Load(start + (row3 * startRowStride));
            sum31 = Vector256.Load(start + (row3 * startRowStride) + 8);
        }

        float* a1 = a + (row1 * aRowStride);
        float* a2 = a + (row2 * aRowStride);
        float* a3 = a + (row3 * aRowStride);
        nint end = k * aColumnStride;
        for (nint inner = 0; inner < end; inner += aColumnStride)
        {
            Vector256<float> right0 = Vector256.Load(b), right1 = Vector256.Load(b + 8);
            Vector256<float> left = Vector256.Create(a[inner]);
            sum00 = Vector256.FusedMultiplyAdd(left, right0, sum00);
            sum01 = Vector256.FusedMultiplyAdd(left, right1, sum01);
            left = Vector256.Create(a1[inner]);
            sum10 = Vector256.FusedMultiplyAdd(left, right0, sum10);
            sum11 = Vector256.FusedMultiplyAdd(left, right1, sum11);
            left = Vector256.Create(a2[inner]);
            sum20 = Vector256.FusedMultiplyAdd(left, right0, sum20);
            sum21 = Vector256.FusedMultiplyAdd(left, right1, sum21);
            left = Vector256.Create(a3[inner]);
            sum30 = Vector256.FusedMultiplyAdd(left, right0, sum30);
            sum31 = Vector256.FusedMultiplyAdd(left, right1, sum31);
            b += bRowStride;
        }

        float* to1 = result + (row1 * resultRowStride);
        float* to2 = result + (row2 * resultRowStride);
        float* to3 = result + (row3 * resultRowStride);
        sum00.Store(result);
        sum01.Store(result + 8);
        sum10.Store(to1);
        sum11.Store(to1 + 8);
        sum20.Store(to2);
        sum21.Store(to2 + 8);
        sum30.Store(to3);
        sum31.Store(to3 + 8);
    }

    private static void CopyPart(float* part, float* target, nint targetRowStride, int rows, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < width; column++)
            {
                target[column] = part[column];
            }

            part += BlockColumns;
            target += targetRowStride;
        }
    }
}
