using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Neural.Kernels;

/// <summary>Lays out images, output gradients and weights as the kernels of a convolution read them; see <see cref="ConvolutionShape"/>.</summary>
internal static unsafe class ConvolutionPlanes
{
    /// <summary>Copies one image [channels, height, width] into its planes, zeros around it.</summary>
    public static void CopyImage(in ConvolutionShape shape, float* image, float* planes)
    {
        int stride = shape.Stride, padding = shape.Padding, planeWidth = shape.InputPlaneWidth;
        for (int channel = 0; channel < shape.InputChannels; channel++)
        {
            for (int phase = 0; phase < shape.PhasesDown * shape.PhasesAcross; phase++)
            {
                int down = phase / shape.PhasesAcross, across = phase % shape.PhasesAcross;

                // Columns of the plane that hold numbers: column · stride + across − padding lies in the image.
                int first = Math.Min(planeWidth, Math.Max(0, (padding - across + stride - 1) / stride));
                int end = Math.Clamp(((shape.Width + padding - across - 1) / stride) + 1, first, planeWidth);
                if (shape.Width + padding - across <= 0)
                {
                    end = first;
                }

                for (int row = 0; row < shape.InputPlaneHeight; row++, planes += planeWidth)
                {
                    Span<float> target = new(planes, planeWidth);
                    int y = (row * stride) + down - padding;
                    if (y < 0 || y >= shape.Height || first == end)
                    {
                        target.Clear();
                        continue;
                    }

                    target[..first].Clear();
                    target[end..].Clear();
                    float* source = image + ((((nint)channel * shape.Height) + y) * shape.Width) + (first * stride) + across - padding;
                    CopyRow(source, stride, target[first..end]);
                }
            }
        }
    }

    /// <summary>
    /// Copies the gradients of one image's outputs into their planes, zeros around them; where <paramref name="rectified"/>
    /// outputs are given and not above 0, the gradient is 0.
    /// </summary>
    public static void CopyGradients(in ConvolutionShape shape, float* gradients, float* rectified, float* planes)
    {
        int width = shape.OutputWidth, planeWidth = shape.GradientPlaneWidth, left = shape.ReachAcross;
        for (int channel = 0; channel < shape.OutputChannels; channel++)
        {
            for (int row = 0; row < shape.GradientPlaneHeight; row++, planes += planeWidth)
            {
                Span<float> target = new(planes, planeWidth);
                int y = row - shape.ReachDown;
                if (y < 0 || y >= shape.OutputHeight)
                {
                    target.Clear();
                    continue;
                }

                target[..left].Clear();
                target[(left + width)..].Clear();
                nint place = (((nint)channel * shape.OutputHeight) + y) * width;
                new ReadOnlySpan<float>(gradients + place, width).CopyTo(target.Slice(left, width));
                if (rectified != null)
                {
                    Rectify(rectified + place, planes + left, width);
                }
            }
        }
    }

    /// <summary>Where each tap (channel, kernel row, kernel column) stands in an image's planes, from the place of an output on.</summary>
    public static void InputOffsets(in ConvolutionShape shape, Span<int> offsets)
    {
        int index = 0;
        for (int channel = 0; channel < shape.InputChannels; channel++)
        {
            for (int y = 0; y < shape.KernelHeight; y++)
            {
                for (int x = 0; x < shape.KernelWidth; x++)
                {
                    int plane = (((channel * shape.PhasesDown) + (y % shape.Stride)) * shape.PhasesAcross) + (x % shape.Stride);
                    offsets[index++] = (plane * shape.InputPlane) + (y / shape.Stride * shape.InputPlaneWidth) + (x / shape.Stride);
                }
            }
        }
    }

    /// <summary>Packs weights [outputs, taps] as [outputs / 4 rounded up, taps, 4], zeros for outputs that do not exist.</summary>
    public static void PackWeights(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed)
    {
        int taps = shape.Taps, index = 0;
        for (int channel = 0; channel < shape.OutputChannels; channel += 4)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                for (int lane = channel; lane < channel + 4; lane++)
                {
                    packed[index++] = lane < shape.OutputChannels ? weights[(lane * taps) + tap] : 0f;
                }
            }
        }
    }

    /// <summary>
    /// For the inputs whose padded row and column leave the remainders <paramref name="down"/> and <paramref name="across"/>:
    /// the weights that meet them, as [inputs / 4 rounded up, taps, 4] with a tap for each output channel, kernel row and
    /// kernel column, and where the gradient of each tap stands in the gradient planes.
    /// </summary>
    /// <returns>How many taps there are.</returns>
    public static int PackForInputs(
        in ConvolutionShape shape, int down, int across, ReadOnlySpan<float> weights, Span<float> packed, Span<int> offsets)
    {
        int taps = 0, index = 0, area = shape.KernelHeight * shape.KernelWidth;
        for (int output = 0; output < shape.OutputChannels; output++)
        {
            for (int y = down; y < shape.KernelHeight; y += shape.Stride)
            {
                for (int x = across; x < shape.KernelWidth; x += shape.Stride)
                {
                    int row = shape.ReachDown - (y / shape.Stride), column = shape.ReachAcross - (x / shape.Stride);
                    offsets[taps++] = (output * shape.GradientPlane) + (row * shape.GradientPlaneWidth) + column;
                }
            }
        }

        for (int channel = 0; channel < shape.InputChannels; channel += 4)
        {
            for (int output = 0; output < shape.OutputChannels; output++)
            {
                for (int y = down; y < shape.KernelHeight; y += shape.Stride)
                {
                    for (int x = across; x < shape.KernelWidth; x += shape.Stride)
                    {
                        for (int lane = channel; lane < channel + 4; lane++)
                        {
                            packed[index++] = lane < shape.InputChannels
                                ? weights[(((output * shape.InputChannels) + lane) * area) + (y * shape.KernelWidth) + x]
                                : 0f;
                        }
                    }
                }
            }
        }

        return taps;
    }

    private static void CopyRow(float* source, int stride, Span<float> target)
    {
        if (stride == 1)
        {
            new ReadOnlySpan<float>(source, target.Length).CopyTo(target);
            return;
        }

        for (int index = 0; index < target.Length; index++)
        {
            target[index] = source[index * stride];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rectify(float* rectified, float* gradients, int count)
    {
        int index = 0;
        for (; index <= count - 8; index += 8)
        {
            Vector256<float> passes = Vector256.GreaterThan(Vector256.Load(rectified + index), Vector256<float>.Zero);
            (passes & Vector256.Load(gradients + index)).Store(gradients + index);
        }

        for (; index < count; index++)
        {
            gradients[index] = rectified[index] > 0f ? gradients[index] : 0f;
        }
    }
}
