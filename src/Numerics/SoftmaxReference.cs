using System.Numerics;

namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="SoftmaxKernels"/>, for any floating-point number; in float it gives the same bits.</summary>
internal static class SoftmaxReference
{
    /// <inheritdoc cref="SoftmaxKernels.Softmax"/>
    public static void Softmax<T>(ReadOnlySpan<T> values, Span<T> result, int rows, int columns)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            Span<T> own = result.Slice(row * columns, columns);
            T share = T.One / Powers(values.Slice(row * columns, columns), own, out _);
            foreach (ref T value in own)
            {
                value *= share;
            }
        }
    }

    /// <inheritdoc cref="SoftmaxKernels.LogSoftmax"/>
    public static void LogSoftmax<T>(ReadOnlySpan<T> values, Span<T> result, int rows, int columns)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            T sum = Powers(values.Slice(row * columns, columns), new T[columns], out T largest);
            T logarithm = ReferenceMath.Log(sum);
            for (int place = row * columns; place < (row + 1) * columns; place++)
            {
                result[place] = values[place] - largest - logarithm;
            }
        }
    }

    /// <inheritdoc cref="SoftmaxKernels.SoftmaxBackward"/>
    public static void SoftmaxBackward<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> gradients, Span<T> target, int rows, int columns, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            T mean = ReductionsReference.DotInLanes(outputs.Slice(row * columns, columns), gradients.Slice(row * columns, columns));
            for (int place = row * columns; place < (row + 1) * columns; place++)
            {
                target[place] = T.FusedMultiplyAdd(outputs[place], gradients[place] - mean, accumulate ? target[place] : T.Zero);
            }
        }
    }

    /// <inheritdoc cref="SoftmaxKernels.LogSoftmaxBackward"/>
    public static void LogSoftmaxBackward<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> gradients, Span<T> target, int rows, int columns, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            T total = ReductionsReference.SumInLanes(gradients.Slice(row * columns, columns));
            for (int place = row * columns; place < (row + 1) * columns; place++)
            {
                T slope = T.FusedMultiplyAdd(-ReferenceMath.Exp(outputs[place]), total, gradients[place]);
                target[place] = (accumulate ? target[place] : T.Zero) + slope;
            }
        }
    }

    private static T Powers<T>(ReadOnlySpan<T> values, Span<T> powers, out T largest)
        where T : IFloatingPointIeee754<T>
    {
        largest = T.NegativeInfinity;
        foreach (T value in values)
        {
            largest = value > largest ? value : largest;
        }

        for (int place = 0; place < values.Length; place++)
        {
            powers[place] = ReferenceMath.Exp(values[place] - largest);
        }

        return ReductionsReference.SumInLanes<T>(powers);
    }
}
