using System.Numerics;

namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="SparseProduct"/>, for any floating-point number; in float it gives the same bits.</summary>
internal static class SparseProductReference
{
    /// <inheritdoc cref="SparseProduct.Multiply"/>
    public static void Multiply<T>(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> b, ReadOnlySpan<T> start, Span<T> result, int n)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            for (int column = 0; column < n; column++)
            {
                T sum = start.IsEmpty ? T.Zero : start[column];
                for (int entry = starts[row]; entry < starts[row + 1]; entry++)
                {
                    sum = T.FusedMultiplyAdd(values[entry], b[(indices[entry] * n) + column], sum);
                }

                result[(row * n) + column] = sum;
            }
        }
    }

    /// <summary>target [columns of a, n] += aᵀ · b: for each column of a the sum over its rows, in order. The gradient of a product's right factor.</summary>
    public static void AddTransposed<T>(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> b, Span<T> target, int n)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            for (int entry = starts[row]; entry < starts[row + 1]; entry++)
            {
                for (int column = 0; column < n; column++)
                {
                    ref T sum = ref target[(indices[entry] * n) + column];
                    sum = T.FusedMultiplyAdd(values[entry], b[(row * n) + column], sum);
                }
            }
        }
    }
}
