using System.Runtime.CompilerServices;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Convolution as in networks (without turning the kernel round): output [batch, outputs, …] = bias + Σ weight · input over
/// channels, kernel rows and kernel columns, each number one chain of fused multiply-adds in that order.
/// Plain version: <see cref="Reference.Convolution"/>.
/// </summary>
internal static unsafe class ConvolutionForward
{
    /// <summary>Works out the outputs of a batch.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="input">[batch, inputs, height, width].</param>
    /// <param name="weights">[outputs, inputs, kernel height, kernel width].</param>
    /// <param name="bias">[outputs] with slack, or empty for 0.</param>
    /// <param name="rectify">Whether max(0, x) is written.</param>
    /// <param name="planes">Gets the images as <see cref="ConvolutionPlanes"/> lays them out, for the way back.</param>
    /// <param name="packed">Scratch of <see cref="ConvolutionShape.PackedLength"/> of the outputs and taps.</param>
    /// <param name="offsets">Gets where the taps stand, [taps], for the way back.</param>
    /// <param name="output">[batch, outputs, output height, output width].</param>
    public static void Run(
        in ConvolutionShape shape, ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, bool rectify,
        Span<float> planes, Span<float> packed, Span<int> offsets, Span<float> output)
    {
        KernelGuard.Holds(input, (long)shape.Batch * shape.InputImage);
        KernelGuard.Holds(weights, (long)shape.OutputChannels * shape.Taps);
        KernelGuard.Holds(bias, bias.IsEmpty ? 0 : (shape.OutputChannels + 3L) / 4 * 4);
        KernelGuard.Holds(planes, (long)shape.Batch * shape.InputPlanes);
        KernelGuard.Holds(packed, ConvolutionShape.PackedLength(shape.OutputChannels, shape.Taps));
        KernelGuard.Holds(output, (long)shape.Batch * shape.OutputImage);
        ConvolutionPlanes.InputOffsets(shape, offsets[..shape.Taps]);
        ConvolutionPlanes.PackWeights(shape, weights, packed);
        fixed (float* from = input, start = bias, plane = planes, weight = packed, to = output)
        {
            fixed (int* offset = offsets)
            {
                Pieces pieces = new()
                {
                    Shape = shape,
                    Input = from,
                    Bias = start,
                    Rectify = rectify,
                    Planes = plane,
                    Packed = weight,
                    Offsets = offset,
                    Output = to,
                };
                WorkerPool.For(shape.Parts, ref pieces);
            }
        }
    }

    private struct Pieces : IPieces
    {
        public ConvolutionShape Shape;
        public float* Input, Bias, Planes, Packed, Output;
        public int* Offsets;
        public bool Rectify;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            int first = piece * Shape.ImagesPerPart, end = Math.Min(Shape.Batch, first + Shape.ImagesPerPart);
            int width = Shape.OutputWidth, channelStride = Shape.OutputHeight * width;
            for (int image = first; image < end; image++)
            {
                float* planes = Planes + ((nint)image * Shape.InputPlanes);
                ConvolutionPlanes.CopyImage(Shape, Input + ((nint)image * Shape.InputImage), planes);
                ConvolutionTiles.Field(
                    Packed, planes, Shape.InputPlaneWidth, Offsets, Shape.Taps, Bias, accumulate: false, Rectify,
                    Output + ((nint)image * Shape.OutputImage), width, 1, channelStride, Shape.OutputChannels, Shape.OutputHeight, width);
            }
        }
    }
}
