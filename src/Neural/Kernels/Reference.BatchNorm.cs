using System.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="BatchNormKernel.Measure"/>
    public static void BatchNormMeasure<T>(
        in BatchNormShape shape, ReadOnlySpan<T> values, Span<T> runningMean, Span<T> runningVariance, double momentum, double epsilon, Span<T> statistics)
        where T : IFloatingPointIeee754<T>
    {
        T places = T.CreateChecked(shape.Places);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            double sum = 0, squares = 0, count = (double)shape.Batch * shape.Places;
            double[] means = new double[shape.Batch], away = new double[shape.Batch];
            for (int image = 0; image < shape.Batch; image++)
            {
                ReadOnlySpan<T> plane = values.Slice((int)shape.PlaneAt(image, channel), shape.Places);
                Span<T> lanes = new T[16], squareLanes = new T[16];
                for (int place = 0; place < plane.Length; place++)
                {
                    lanes[place % 16] += plane[place];
                }

                T middle = SumSixteen(lanes) / places;
                for (int place = 0; place < plane.Length; place++)
                {
                    squareLanes[place % 16] = T.FusedMultiplyAdd(plane[place] - middle, plane[place] - middle, squareLanes[place % 16]);
                }

                means[image] = double.CreateChecked(middle);
                away[image] = double.CreateChecked(SumSixteen(squareLanes));
                sum += means[image];
            }

            double mean = sum / shape.Batch;
            for (int image = 0; image < shape.Batch; image++)
            {
                squares += away[image] + (shape.Places * ((means[image] - mean) * (means[image] - mean)));
            }

            statistics[2 * channel] = T.CreateChecked(mean);
            statistics[(2 * channel) + 1] = T.CreateChecked(1 / Math.Sqrt((squares / count) + epsilon));
            runningMean[channel] = T.CreateChecked(((1 - momentum) * double.CreateChecked(runningMean[channel])) + (momentum * mean));
            runningVariance[channel] = T.CreateChecked(
                ((1 - momentum) * double.CreateChecked(runningVariance[channel])) + (momentum * (squares / (count - 1))));
        }
    }

    /// <inheritdoc cref="BatchNormKernel.Apply"/>
    public static void BatchNormApply<T>(
        in BatchNormShape shape, ReadOnlySpan<T> values, ReadOnlySpan<T> statistics, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, bool rectify, Span<T> result)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < result.Length; index++)
        {
            T y = Normalised(shape, values, statistics, weight, bias, index);
            result[index] = rectify && y < T.Zero ? T.Zero : y;
        }
    }

    /// <summary>Adds the gradient of a batch norm's input to what stands there, and puts those of weight and bias side by side into <paramref name="sums"/>.</summary>
    /// <inheritdoc cref="BatchNormKernel.Backward"/>
    public static void BatchNormBackward<T>(
        in BatchNormShape shape, ReadOnlySpan<T> values, ReadOnlySpan<T> statistics, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias,
        bool rectified, bool measured, ReadOnlySpan<T> gradients, Span<T> inputGradients, Span<T> sums)
        where T : IFloatingPointIeee754<T>
    {
        double count = measured ? (double)shape.Batch * shape.Places : double.PositiveInfinity;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            double sum = 0, products = 0;
            T mean = statistics[2 * channel], by = statistics[(2 * channel) + 1];
            for (int image = 0; image < shape.Batch; image++)
            {
                Span<T> lanes = new T[16], productLanes = new T[16];
                for (int place = 0; place < shape.Places; place++)
                {
                    int index = (int)shape.PlaneAt(image, channel) + place;
                    T gradient = !rectified || Normalised(shape, values, statistics, weight, bias, index) > T.Zero ? gradients[index] : T.Zero;
                    lanes[place % 16] += gradient;
                    productLanes[place % 16] = T.FusedMultiplyAdd(gradient, (values[index] - mean) * by, productLanes[place % 16]);
                }

                sum += double.CreateChecked(SumSixteen(lanes));
                products += double.CreateChecked(SumSixteen(productLanes));
            }

            sums[2 * channel] = T.CreateChecked(products);
            sums[(2 * channel) + 1] = T.CreateChecked(sum);
            T meanGradient = T.CreateChecked(sum / count), slope = T.CreateChecked(products / count), scale = by * weight[channel];
            for (int index = 0; index < inputGradients.Length; index++)
            {
                if (index / shape.Places % shape.Channels == channel)
                {
                    T gradient = !rectified || Normalised(shape, values, statistics, weight, bias, index) > T.Zero ? gradients[index] : T.Zero;
                    T change = T.FusedMultiplyAdd(-((values[index] - mean) * by), slope, gradient - meanGradient);
                    inputGradients[index] = T.FusedMultiplyAdd(scale, change, inputGradients[index]);
                }
            }
        }
    }

    private static T Normalised<T>(
        in BatchNormShape shape, ReadOnlySpan<T> values, ReadOnlySpan<T> statistics, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, int index)
        where T : IFloatingPointIeee754<T>
    {
        int channel = index / shape.Places % shape.Channels;
        return T.FusedMultiplyAdd(values[index] - statistics[2 * channel], statistics[(2 * channel) + 1] * weight[channel], bias[channel]);
    }

    private static T SumSixteen<T>(ReadOnlySpan<T> lanes)
        where T : IFloatingPointIeee754<T>
    {
        Span<T> eight = new T[8];
        for (int lane = 0; lane < 8; lane++)
        {
            eight[lane] = lanes[lane] + lanes[lane + 8];
        }

        return SumLanes(eight);
    }
}
