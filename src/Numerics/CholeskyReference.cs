using System.Numerics;

namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="Cholesky"/>, for any floating-point number; in float it gives the same bits.</summary>
internal static class CholeskyReference
{
    /// <inheritdoc cref="Cholesky.Factorize(Span{float}, int, Span{float})"/>
    public static void Factorize<T>(Span<T> matrix, int n)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                T sum = matrix[(row * n) + column];
                for (int inner = 0; inner < column; inner++)
                {
                    sum = T.FusedMultiplyAdd(-matrix[(row * n) + inner], matrix[(column * n) + inner], sum);
                }

                matrix[(row * n) + column] = row == column ? T.Sqrt(sum) : sum / matrix[(column * n) + column];
            }

            matrix[((row * n) + row + 1)..((row + 1) * n)].Clear();
        }
    }

    /// <inheritdoc cref="Cholesky.SolveRows"/>
    public static void SolveRows<T>(ReadOnlySpan<T> factor, int n, Span<T> rows, int count)
        where T : IFloatingPointIeee754<T>
    {
        for (int number = 0; number < count; number++)
        {
            Span<T> x = rows.Slice(number * n, n);
            for (int index = 0; index < n; index++)
            {
                for (int inner = 0; inner < index; inner++)
                {
                    x[index] = T.FusedMultiplyAdd(-factor[(index * n) + inner], x[inner], x[index]);
                }

                x[index] /= factor[(index * n) + index];
            }

            for (int index = n - 1; index >= 0; index--)
            {
                for (int inner = n - 1; inner > index; inner--)
                {
                    x[index] = T.FusedMultiplyAdd(-x[inner], factor[(inner * n) + index], x[index]);
                }

                x[index] /= factor[(index * n) + index];
            }
        }
    }

    /// <inheritdoc cref="Cholesky.Invert"/>
    public static void Invert<T>(Span<T> matrix, int n)
        where T : IFloatingPointIeee754<T>
    {
        Factorize(matrix, n);
        T[] inverse = new T[n * n];
        for (int column = 0; column < n; column++)
        {
            inverse[(column * n) + column] = T.One / matrix[(column * n) + column];
            for (int row = column + 1; row < n; row++)
            {
                T sum = T.Zero;
                for (int inner = column; inner < row; inner++)
                {
                    sum = T.FusedMultiplyAdd(-matrix[(row * n) + inner], inverse[(inner * n) + column], sum);
                }

                inverse[(row * n) + column] = sum / matrix[(row * n) + row];
            }
        }

        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                T sum = T.Zero;
                for (int inner = row; inner < n; inner++)
                {
                    sum = T.FusedMultiplyAdd(inverse[(inner * n) + row], inverse[(inner * n) + column], sum);
                }

                matrix[(row * n) + column] = matrix[(column * n) + row] = sum;
            }
        }
    }
}
