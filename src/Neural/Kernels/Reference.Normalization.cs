using System.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="LayerNormKernel.Forward"/>
    public static void LayerNorm<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> result, Span<T> statistics, int rows, int features, T epsilon)
        where T : IFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(features);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> from = values.Slice(row * features, features);
            Span<T> lanes = new T[8], squares = new T[8];
            for (int column = 0; column < features; column++)
            {
                lanes[column % 8] += from[column];
            }

            T mean = SumLanes(lanes) / count;
            for (int column = 0; column < features; column++)
            {
                T away = from[column] - mean;
                squares[column % 8] = T.FusedMultiplyAdd(away, away, squares[column % 8]);
            }

            T scale = T.One / T.Sqrt((SumLanes(squares) / count) + epsilon);
            statistics[2 * row] = mean;
            statistics[(2 * row) + 1] = scale;
            for (int column = 0; column < features; column++)
            {
                result[(row * features) + column] = T.FusedMultiplyAdd((from[column] - mean) * scale, weight[column], bias[column]);
            }
        }
    }

    /// <summary>Adds the gradients of a layer norm's input, weight and bias to what stands there.</summary>
    /// <inheritdoc cref="LayerNormKernel.Backward"/>
    public static void LayerNormBackward<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> weight, ReadOnlySpan<T> statistics, ReadOnlySpan<T> gradients,
        Span<T> inputGradients, Span<T> weightGradients, Span<T> biasGradients, int rows, int features)
        where T : IFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(features);
        int block = LayerNormKernel.RowsPerBlock(features);
        for (int first = 0; first < rows; first += block)
        {
            Span<T> weightPart = new T[features], biasPart = new T[features];
            for (int row = first; row < Math.Min(rows, first + block); row++)
            {
                Span<T> lanes = new T[8], products = new T[8];
                T mean = statistics[2 * row], scale = statistics[(2 * row) + 1];
                for (int column = 0; column < features; column++)
                {
                    T gradient = gradients[(row * features) + column], normal = (values[(row * features) + column] - mean) * scale;
                    weightPart[column] = T.FusedMultiplyAdd(gradient, normal, weightPart[column]);
                    biasPart[column] += gradient;
                    lanes[column % 8] += gradient * weight[column];
                    products[column % 8] = T.FusedMultiplyAdd(gradient * weight[column], normal, products[column % 8]);
                }

                T meanGradient = SumLanes(lanes) / count, slope = SumLanes(products) / count;
                for (int column = 0; column < features; column++)
                {
                    T normal = (values[(row * features) + column] - mean) * scale, weighted = gradients[(row * features) + column] * weight[column];
                    ref T target = ref inputGradients[(row * features) + column];
                    target = T.FusedMultiplyAdd(scale, T.FusedMultiplyAdd(-normal, slope, weighted - meanGradient), target);
                }
            }

            for (int column = 0; column < features; column++)
            {
                weightGradients[column] += weightPart[column];
                biasGradients[column] += biasPart[column];
            }
        }
    }
}
