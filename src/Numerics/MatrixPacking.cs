using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>Copies parts of matrices into the order in which <see cref="MatrixKernel"/> reads them.</summary>
internal static unsafe class MatrixPacking
{
    /// <summary>
    /// Columns of b [k, n] as panels of sixteen, each [k, 16] row after row; columns past the last are zeros.
    /// Panels stand <paramref name="panelStride"/> apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Right(float* b, nint rowStride, nint columnStride, float* packed, nint panelStride, int n, int k)
    {
        for (int column = 0; column < n; column += MatrixKernel.Columns)
        {
            int width = Math.Min(MatrixKernel.Columns, n - column);
            float* from = b + (column * columnStride);
            float* to = packed + (column / MatrixKernel.Columns * panelStride);
            if (width == MatrixKernel.Columns && columnStride == 1)
            {
                for (int row = 0; row < k; row++)
                {
                    Vector256.Load(from).Store(to);
                    Vector256.Load(from + 8).Store(to + 8);
                    from += rowStride;
                    to += MatrixKernel.Columns;
                }

                continue;
            }

            if (width == MatrixKernel.Columns && rowStride == 1 && k >= 4)
            {
                // b is seen transposed: its columns are contiguous. The last four rows may overlap those before.
                for (int row = 0; row < k; row += 4)
                {
                    int first = Math.Min(row, k - 4);
                    Transpose4(from + first, columnStride, to + (first * MatrixKernel.Columns), MatrixKernel.Columns);
                    Transpose4(from + first + (8 * columnStride), columnStride, to + (first * MatrixKernel.Columns) + 8, MatrixKernel.Columns);
                }

                continue;
            }

            if (width < MatrixKernel.Columns)
            {
                new Span<float>(to, k * MatrixKernel.Columns).Clear();
            }

            for (int place = 0; place < width; place++)
            {
                float* source = from + (place * columnStride);
                for (int row = 0; row < k; row++)
                {
                    to[(row * MatrixKernel.Columns) + place] = *source;
                    source += rowStride;
                }
            }
        }
    }

    /// <summary>
    /// Rows of a [m, k] as tiles of the heights that <see cref="MatrixKernel.NextRows"/> gives, each [k, height] row after row:
    /// the tile that begins at row i begins at i · k, its numbers of one column side by side.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Left(float* a, nint rowStride, nint columnStride, float* packed, int m, int k)
    {
        for (int row = 0, height; row < m; row += height)
        {
            height = MatrixKernel.NextRows(m - row);
            float* from = a + (row * rowStride);
            if (rowStride == 1 && m - row >= 8)
            {
                // a is seen transposed: the numbers of a column are contiguous. What is copied past the tile's height is
                // overwritten by the next column or tile.
                for (int inner = 0; inner < k; inner++)
                {
                    Vector256.Load(from).Store(packed);
                    from += columnStride;
                    packed += height;
                }

                continue;
            }

            for (int inner = 0; inner < k; inner++)
            {
                for (int place = 0; place < height; place++)
                {
                    packed[place] = from[place * rowStride];
                }

                from += columnStride;
                packed += height;
            }
        }
    }

    /// <summary>
    /// Four numbers each of eight lines that stand <paramref name="stride"/> apart, to four lines of eight. Only moves: the same on
    /// every machine.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose4(float* from, nint stride, float* to, nint toStride)
    {
        EightLanes.LoadFour(from, stride, out EightLanes first, out EightLanes second, out EightLanes third, out EightLanes fourth);
        first.Store(to);
        second.Store(to + toStride);
        third.Store(to + (2 * toStride));
        fourth.Store(to + (3 * toStride));
    }
}
