using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Products of small matrices. Every number of the result is one chain of fused multiply-adds in the order of the inner
/// index, so neither the blocks nor the instruction set change a bit of it.
/// Plain version: <see cref="Reference.Multiply"/>.
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
            for (int column = 0; column < n; column += BlockColumns)
            {
                for (int row = 0; row < m; row += BlockRows)
                {
                    Block(aPointer, aRowStride, aColumnStride, bPointer, startPointer, startRowStride, resultPointer, m, n, k, row, column);
                }
            }
        }
    }

    /// <summary>result [columns, rows] = the transpose of <paramref name="values"/> [rows, columns].</summary>
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

    // Four rows by sixteen columns in eight registers. Past the last row the last one is worked out again, which costs
    // less than kernels for one, two and three rows: all starts are read before anything is written.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        float* a, int aRowStride, int aColumnStride, float* b, float* start, int startRowStride, float* result,
        int m, int n, int k, int row, int column)
    {
        nint row0 = row, row1 = Math.Min(row + 1, m - 1), row2 = Math.Min(row + 2, m - 1), row3 = Math.Min(row + 3, m - 1);
        Vector256<float> sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31;
        if (start == null)
        {
            sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = Vector256<float>.Zero;
        }
        else
        {
            float* from = start + column;
            sum00 = Vector256.Load(from + (row0 * startRowStride));
            sum01 = Vector256.Load(from + (row0 * startRowStride) + 8);
            sum10 = Vector256.Load(from + (row1 * startRowStride));
            sum11 = Vector256.Load(from + (row1 * startRowStride) + 8);
            sum20 = Vector256.Load(from + (row2 * startRowStride));
            sum21 = Vector256.Load(from + (row2 * startRowStride) + 8);
            sum30 = Vector256.Load(from + (row3 * startRowStride));
            sum31 = Vector256.Load(from + (row3 * startRowStride) + 8);
        }

        float* a0 = a + (row0 * aRowStride);
        float* a1 = a + (row1 * aRowStride);
        float* a2 = a + (row2 * aRowStride);
        float* a3 = a + (row3 * aRowStride);
        float* right = b + column;
        nint step = aColumnStride, rightStep = n;
        for (int inner = 0; inner < k; inner++)
        {
            Vector256<float> right0 = Vector256.Load(right), right1 = Vector256.Load(right + 8);
            Vector256<float> left = Vector256.Create(*a0);
            sum00 = Vector256.FusedMultiplyAdd(left, right0, sum00);
            sum01 = Vector256.FusedMultiplyAdd(left, right1, sum01);
            left = Vector256.Create(*a1);
            sum10 = Vector256.FusedMultiplyAdd(left, right0, sum10);
            sum11 = Vector256.FusedMultiplyAdd(left, right1, sum11);
            left = Vector256.Create(*a2);
            sum20 = Vector256.FusedMultiplyAdd(left, right0, sum20);
            sum21 = Vector256.FusedMultiplyAdd(left, right1, sum21);
            left = Vector256.Create(*a3);
            sum30 = Vector256.FusedMultiplyAdd(left, right0, sum30);
            sum31 = Vector256.FusedMultiplyAdd(left, right1, sum31);
            a0 += step;
            a1 += step;
            a2 += step;
            a3 += step;
            right += rightStep;
        }

        int width = Math.Min(BlockColumns, n - column);
        float* to = result + column;
        Store(sum00, sum01, to + (row0 * n), width);
        Store(sum10, sum11, to + (row1 * n), width);
        Store(sum20, sum21, to + (row2 * n), width);
        Store(sum30, sum31, to + (row3 * n), width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> low, Vector256<float> high, float* to, int width)
    {
        if (width == BlockColumns)
        {
            low.Store(to);
            high.Store(to + 8);
        }
        else
        {
            StorePart(low, high, to, width);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePart(Vector256<float> low, Vector256<float> high, float* to, int width)
    {
        float* all = stackalloc float[BlockColumns];
        low.Store(all);
        high.Store(all + 8);
        for (int column = 0; column < width; column++)
        {
            to[column] = all[column];
        }
    }
}
