using System.Numerics;

namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="ImplicitLeastSquares"/>, for any floating-point number; in float it gives the same bits.</summary>
internal static class ImplicitLeastSquaresReference
{
    /// <inheritdoc cref="ImplicitLeastSquares.Gram"/>
    public static void Gram<T>(ReadOnlySpan<T> vectors, int stride, int factors, T regularization, Span<T> gram)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < stride; row++)
        {
            for (int column = 0; column < stride; column++)
            {
                T sum = T.Zero;
                for (int vector = 0; vector < vectors.Length; vector += stride)
                {
                    sum = T.FusedMultiplyAdd(vectors[vector + row], vectors[vector + column], sum);
                }

                gram[(row * stride) + column] = row != column ? sum : row < factors ? sum + regularization : T.One;
            }
        }
    }

    /// <inheritdoc cref="ImplicitLeastSquares.ConjugateGradient"/>
    public static void ConjugateGradient<T>(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<T> extra, ReadOnlySpan<T> others, ReadOnlySpan<T> gram,
        Span<T> vectors, int stride, int steps)
        where T : IFloatingPointIeee754<T>
    {
        T[] residual = new T[stride], direction = new T[stride], image = new T[stride];
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            Span<T> x = vectors.Slice(row * stride, stride);
            if (starts[row] == starts[row + 1])
            {
                x.Clear();
                continue;
            }

            Multiply(gram, x, residual);
            for (int index = 0; index < stride; index++)
            {
                residual[index] = -residual[index];
            }

            for (int entry = starts[row]; entry < starts[row + 1]; entry++)
            {
                ReadOnlySpan<T> y = others.Slice(indices[entry] * stride, stride);
                AddScaled(residual, T.FusedMultiplyAdd(-extra[entry], ReductionsReference.DotInLanes(y, x), T.One + extra[entry]), y);
            }

            residual.CopyTo(direction, 0);
            T square = ReductionsReference.DotInLanes<T>(residual, residual);
            for (int step = 0; step < steps && square >= T.CreateChecked(1e-20f); step++)
            {
                Multiply(gram, direction, image);
                for (int entry = starts[row]; entry < starts[row + 1]; entry++)
                {
                    ReadOnlySpan<T> y = others.Slice(indices[entry] * stride, stride);
                    AddScaled(image, extra[entry] * ReductionsReference.DotInLanes(y, direction), y);
                }

                T length = square / ReductionsReference.DotInLanes<T>(direction, image);
                AddScaled(x, length, direction);
                AddScaled(residual, -length, image);
                T next = ReductionsReference.DotInLanes<T>(residual, residual);
                for (int index = 0; index < stride; index++)
                {
                    direction[index] = T.FusedMultiplyAdd(next / square, direction[index], residual[index]);
                }

                square = next;
            }
        }
    }

    /// <inheritdoc cref="ImplicitLeastSquares.Exact"/>
    public static void Exact<T>(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<T> extra, ReadOnlySpan<T> others, ReadOnlySpan<T> gram, Span<T> vectors, int stride)
        where T : IFloatingPointIeee754<T>
    {
        T[] matrix = new T[stride * stride];
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            Span<T> x = vectors.Slice(row * stride, stride);
            x.Clear();
            gram[..matrix.Length].CopyTo(matrix);
            for (int entry = starts[row]; entry < starts[row + 1]; entry++)
            {
                ReadOnlySpan<T> y = others.Slice(indices[entry] * stride, stride);
                AddScaled(x, T.One + extra[entry], y);
                for (int factor = 0; factor < stride; factor++)
                {
                    AddScaled(matrix.AsSpan(factor * stride, stride), extra[entry] * y[factor], y);
                }
            }

            if (starts[row] < starts[row + 1])
            {
                CholeskyReference.Factorize<T>(matrix, stride);
                CholeskyReference.SolveRows(matrix, stride, x, 1);
            }
        }
    }

    private static void Multiply<T>(ReadOnlySpan<T> gram, ReadOnlySpan<T> x, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        result.Clear();
        for (int row = 0; row < x.Length; row++)
        {
            AddScaled(result, x[row], gram.Slice(row * x.Length, x.Length));
        }
    }

    private static void AddScaled<T>(Span<T> target, T factor, ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < target.Length; index++)
        {
            target[index] = T.FusedMultiplyAdd(factor, values[index], target[index]);
        }
    }
}
