using System.Numerics;

namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="MatrixProduct"/>, for any floating-point number; in float it gives the same bits.</summary>
internal static class MatrixProductReference
{
    /// <inheritdoc cref="MatrixProduct.Multiply"/>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, int aRowStride, int aColumnStride, ReadOnlySpan<T> b, int bRowStride, int bColumnStride,
        ReadOnlySpan<T> start, int startRowStride, Span<T> result, int resultRowStride, int m, int n, int k)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < m; row++)
        {
            for (int column = 0; column < n; column++)
            {
                T sum = start.IsEmpty ? T.Zero : start[(row * startRowStride) + column];
                for (int inner = 0; inner < k; inner++)
                {
                    sum = T.FusedMultiplyAdd(a[(row * aRowStride) + (inner * aColumnStride)], b[(inner * bRowStride) + (column * bColumnStride)], sum);
                }

                result[(row * resultRowStride) + column] = sum;
            }
        }
    }

    /// <summary>The same with b and the result stored row after row.</summary>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, int aRowStride, int aColumnStride, ReadOnlySpan<T> b,
        ReadOnlySpan<T> start, int startRowStride, Span<T> result, int m, int n, int k)
        where T : IFloatingPointIeee754<T> =>
        Multiply(a, aRowStride, aColumnStride, b, n, 1, start, startRowStride, result, n, m, n, k);

    /// <inheritdoc cref="MatrixProduct.SumColumns(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    public static void SumColumns<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> start, Span<T> result, int rows, int columns)
        where T : IFloatingPointIeee754<T>
    {
        for (int column = 0; column < columns; column++)
        {
            T sum = start.IsEmpty ? T.Zero : start[column];
            for (int row = 0; row < rows; row++)
            {
                sum += values[(row * columns) + column];
            }

            result[column] = sum;
        }
    }
}
