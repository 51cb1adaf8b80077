using System.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="ConvolutionForward.Run"/>
    public static void Convolution<T>(
        in ConvolutionShape shape, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where T : IFloatingPointIeee754<T>
    {
        int index = 0;
        for (int image = 0; image < shape.Batch; image++)
        {
            for (int channel = 0; channel < shape.OutputChannels; channel++)
            {
                for (int y = 0; y < shape.OutputHeight; y++)
                {
                    for (int x = 0; x < shape.OutputWidth; x++)
                    {
                        T sum = bias.IsEmpty ? T.Zero : bias[channel];
                        for (int tap = 0; tap < shape.Taps; tap++)
                        {
                            sum = T.FusedMultiplyAdd(weights[(channel * shape.Taps) + tap], InputOf(shape, input, image, tap, y, x), sum);
                        }

                        output[index++] = sum;
                    }
                }
            }
        }
    }

    /// <summary>Adds the gradients of a convolution's input, weights and bias to what stands there; spans may be empty for those not wanted.</summary>
    /// <inheritdoc cref="ConvolutionBackward.Run"/>
    public static void ConvolutionBackward<T>(
        in ConvolutionShape shape, ReadOnlySpan<T> gradients, ReadOnlySpan<T> input, ReadOnlySpan<T> weights,
        Span<T> inputGradients, Span<T> weightGradients, Span<T> biasGradients)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < inputGradients.Length; index++)
        {
            int x = index % shape.Width, y = index / shape.Width % shape.Height, plane = index / shape.Width / shape.Height;
            inputGradients[index] = InputGradient(
                shape, gradients, weights, plane / shape.InputChannels, plane % shape.InputChannels, y, x, inputGradients[index]);
        }

        for (int first = 0; first < shape.Batch; first += shape.ImagesPerPart)
        {
            int end = Math.Min(shape.Batch, first + shape.ImagesPerPart);
            for (int channel = 0; channel < shape.OutputChannels; channel++)
            {
                for (int tap = 0; tap < shape.Taps && !weightGradients.IsEmpty; tap++)
                {
                    T part = T.Zero;
                    for (int image = first; image < end; image++)
                    {
                        part += WeightGradient(shape, gradients, input, image, channel, tap);
                    }

                    weightGradients[(channel * shape.Taps) + tap] += part;
                }

                T biasPart = T.Zero;
                for (int image = first; image < end; image++)
                {
                    biasPart += BiasGradient(shape, gradients, image, channel);
                }

                if (!biasGradients.IsEmpty)
                {
                    biasGradients[channel] += biasPart;
                }
            }
        }
    }

    private static T InputOf<T>(in ConvolutionShape shape, ReadOnlySpan<T> input, int image, int tap, int y, int x)
        where T : IFloatingPointIeee754<T>
    {
        int area = shape.KernelHeight * shape.KernelWidth, channel = tap / area;
        int row = (y * shape.Stride) + (tap % area / shape.KernelWidth) - shape.Padding;
        int column = (x * shape.Stride) + (tap % shape.KernelWidth) - shape.Padding;
        return row < 0 || row >= shape.Height || column < 0 || column >= shape.Width
            ? T.Zero
            : input[(((((image * shape.InputChannels) + channel) * shape.Height) + row) * shape.Width) + column];
    }

    private static T InputGradient<T>(
        in ConvolutionShape shape, ReadOnlySpan<T> gradients, ReadOnlySpan<T> weights, int image, int channel, int row, int column, T start)
        where T : IFloatingPointIeee754<T>
    {
        T sum = start;
        for (int output = 0; output < shape.OutputChannels; output++)
        {
            for (int tap = 0; tap < shape.KernelHeight * shape.KernelWidth; tap++)
            {
                int fromRow = row + shape.Padding - (tap / shape.KernelWidth), fromColumn = column + shape.Padding - (tap % shape.KernelWidth);
                if (fromRow % shape.Stride != 0 || fromColumn % shape.Stride != 0)
                {
                    continue;
                }

                int y = fromRow / shape.Stride, x = fromColumn / shape.Stride;
                T gradient = fromRow < 0 || fromColumn < 0 || y >= shape.OutputHeight || x >= shape.OutputWidth
                    ? T.Zero
                    : gradients[(((((image * shape.OutputChannels) + output) * shape.OutputHeight) + y) * shape.OutputWidth) + x];
                T weight = weights[(((output * shape.InputChannels) + channel) * shape.KernelHeight * shape.KernelWidth) + tap];
                sum = T.FusedMultiplyAdd(weight, gradient, sum);
            }
        }

        return sum;
    }

    private static T WeightGradient<T>(in ConvolutionShape shape, ReadOnlySpan<T> gradients, ReadOnlySpan<T> input, int image, int channel, int tap)
        where T : IFloatingPointIeee754<T>
    {
        Span<T> lanes = new T[8];
        int place = ((image * shape.OutputChannels) + channel) * shape.OutputHeight * shape.OutputWidth;
        for (int y = 0; y < shape.OutputHeight; y++)
        {
            for (int x = 0; x < shape.OutputWidth; x++)
            {
                lanes[x % 8] = T.FusedMultiplyAdd(gradients[place++], InputOf(shape, input, image, tap, y, x), lanes[x % 8]);
            }
        }

        return SumLanes(lanes);
    }

    private static T BiasGradient<T>(in ConvolutionShape shape, ReadOnlySpan<T> gradients, int image, int channel)
        where T : IFloatingPointIeee754<T>
    {
        Span<T> lanes = new T[8];
        int place = ((image * shape.OutputChannels) + channel) * shape.OutputHeight * shape.OutputWidth;
        for (int y = 0; y < shape.OutputHeight; y++)
        {
            for (int x = 0; x < shape.OutputWidth; x++)
            {
                lanes[x % 8] += gradients[place++];
            }
        }

        return SumLanes(lanes);
    }
}
