using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// The gradients of a convolution. An input's is one chain over output channels, kernel rows and kernel columns. A weight's
/// is summed over one image in eight lanes, output column x in lane x mod 8, then over the images of a part and at last over
/// the parts, all in order.
/// Plain version: <see cref="Reference.ConvolutionBackward"/>.
/// </summary>
internal static unsafe class ConvolutionBackward
{
    // A strip of rows of four channels' gradients stays in the nearest cache while all taps pass over it.
    private const int StripLength = 1536;

    /// <summary>Numbers of one part's sums: weights, then bias.</summary>
    public static int PartLength(in ConvolutionShape shape) => BiasPart(shape) + RoundUp(shape.OutputChannels);

    /// <summary>Where the sums of the bias stand in a part.</summary>
    public static int BiasPart(in ConvolutionShape shape) => RoundUp(checked(shape.OutputChannels * shape.Taps));

    /// <summary>Scratch for each thread.</summary>
    public static int SlotLength(in ConvolutionShape shape) => checked(RoundUp(shape.GradientPlanes) + (4 * 8 * ((shape.Taps + 2) / 3 * 3)));

    /// <summary>Scratch for the weights as the gradient of the input reads them.</summary>
    public static int PackedLength(in ConvolutionShape shape) =>
        ConvolutionShape.PackedLength(shape.InputChannels, shape.OutputChannels * shape.KernelHeight * shape.KernelWidth);

    /// <summary>Works out gradients from those of the output.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="gradients">[batch, outputs, output height, output width].</param>
    /// <param name="rectified">The output when it was rectified, else empty.</param>
    /// <param name="weights">[outputs, inputs, kernel height, kernel width].</param>
    /// <param name="planes">The images, as the way forward left them.</param>
    /// <param name="offsets">Where the taps stand in them, [taps].</param>
    /// <param name="inputGradients">Gets the gradient of the input; empty when nobody needs it.</param>
    /// <param name="accumulate">Whether it is added to what stands there.</param>
    /// <param name="parts">Gets the sums over the images of each part, [parts, <see cref="PartLength"/>]; empty when nobody needs them.</param>
    /// <param name="packed">Scratch of <see cref="PackedLength"/>.</param>
    /// <param name="inputOffsets">Scratch of outputs · kernel height · kernel width.</param>
    /// <param name="scratch">[slots, <see cref="SlotLength"/>].</param>
    /// <param name="taken">[slots], see <see cref="ScratchSlots"/>.</param>
    public static void Run(
        in ConvolutionShape shape, ReadOnlySpan<float> gradients, ReadOnlySpan<float> rectified, ReadOnlySpan<float> weights,
        ReadOnlySpan<float> planes, ReadOnlySpan<int> offsets, Span<float> inputGradients, bool accumulate, Span<float> parts,
        Span<float> packed, Span<int> inputOffsets, Span<float> scratch, Span<int> taken)
    {
        KernelGuard.Holds(gradients, (long)shape.Batch * shape.OutputImage);
        KernelGuard.Holds(rectified, rectified.IsEmpty ? 0 : (long)shape.Batch * shape.OutputImage);
        KernelGuard.Holds(weights, (long)shape.OutputChannels * shape.Taps);
        KernelGuard.Holds(planes, (long)shape.Batch * shape.InputPlanes);
        KernelGuard.Holds(inputGradients, inputGradients.IsEmpty ? 0 : (long)shape.Batch * shape.InputImage);
        KernelGuard.Holds(parts, parts.IsEmpty ? 0 : (long)shape.Parts * PartLength(shape));
        KernelGuard.Holds(packed, inputGradients.IsEmpty ? 0 : PackedLength(shape));
        KernelGuard.Holds(scratch, (long)taken.Length * SlotLength(shape));
        taken.Clear();
        if (!inputGradients.IsEmpty)
        {
            PackForInputs(shape, weights, packed, inputOffsets);
        }

        fixed (float* gradient = gradients, output = rectified, plane = planes, to = inputGradients, part = parts, weight = packed, memory = scratch)
        {
            fixed (int* offset = offsets[..shape.Taps], inputOffset = inputOffsets, flags = taken)
            {
                Pieces pieces = new()
                {
                    Shape = shape,
                    Gradients = gradient,
                    Rectified = output,
                    Planes = plane,
                    Offsets = offset,
                    InputGradients = to,
                    Accumulate = accumulate,
                    Parts = part,
                    Packed = weight,
                    InputOffsets = inputOffset,
                    Slots = new ScratchSlots(memory, SlotLength(shape), flags, taken.Length),
                };
                WorkerPool.For(shape.Parts, ref pieces);
            }
        }
    }

    private static int RoundUp(int count) => checked(count + 7) / 8 * 8;

    private static void PackForInputs(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, Span<int> offsets)
    {
        for (int down = 0; down < shape.PhasesDown; down++)
        {
            for (int across = 0; across < shape.PhasesAcross; across++)
            {
                int taps = ConvolutionPlanes.PackForInputs(shape, down, across, weights, packed, offsets);
                packed = packed[ConvolutionShape.PackedLength(shape.InputChannels, taps)..];
                offsets = offsets[taps..];
            }
        }
    }

    private struct Pieces : IPieces
    {
        public ConvolutionShape Shape;
        public float* Gradients, Rectified, Planes, InputGradients, Parts, Packed;
        public int* Offsets, InputOffsets;
        public bool Accumulate;
        public ScratchSlots Slots;

        public readonly void Run(int piece)
        {
            int first = piece * Shape.ImagesPerPart, end = Math.Min(Shape.Batch, first + Shape.ImagesPerPart);
            int slot = Slots.Take();
            float* planes = Slots[slot];
            float* lanes = planes + RoundUp(Shape.GradientPlanes);
            float* part = Parts == null ? null : Parts + ((nint)piece * PartLength(Shape));
            if (part != null)
            {
                new Span<float>(part, PartLength(Shape)).Clear();
            }

            // Whole vectors of gradients as they are will do for the weights; the input needs zeros around them.
            bool copies = InputGradients != null || Rectified != null || Shape.OutputWidth % 8 != 0;
            for (int image = first; image < end; image++)
            {
                float* gradients = Gradients + ((nint)image * Shape.OutputImage);
                int row = Shape.OutputWidth, plane = Shape.OutputHeight * Shape.OutputWidth;
                if (copies)
                {
                    ConvolutionPlanes.CopyGradients(Shape, gradients, Rectified == null ? null : Rectified + ((nint)image * Shape.OutputImage), planes);
                    (row, plane) = (Shape.GradientPlaneWidth, Shape.GradientPlane);
                    gradients = planes + (Shape.ReachDown * row) + Shape.ReachAcross;
                }

                if (part != null)
                {
                    AddWeights(gradients, row, plane, Planes + ((nint)image * Shape.InputPlanes), lanes, part);
                    AddBias(gradients, row, plane, part + BiasPart(Shape));
                }

                if (InputGradients != null)
                {
                    Inputs(planes, InputGradients + ((nint)image * Shape.InputImage));
                }
            }

            Slots.Return(slot);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void AddWeights(float* gradients, int gradientRow, int gradientPlane, float* planes, float* lanes, float* part)
        {
            int taps = Shape.Taps, channels = Shape.OutputChannels, inputRow = Shape.InputPlaneWidth, height = Shape.OutputHeight;
            int width = 8 * Shape.RowVectors, strip = Math.Max(1, StripLength / gradientRow);
            for (int channel = 0; channel < channels; channel += 4)
            {
                // Past the last channel or tap the last one is worked out again and not used.
                int live = Math.Min(4, channels - channel);
                float* gradients0 = gradients + ((nint)channel * gradientPlane);
                float* gradients1 = gradients0 + (Math.Min(1, live - 1) * (nint)gradientPlane);
                float* gradients2 = gradients0 + (Math.Min(2, live - 1) * (nint)gradientPlane);
                float* gradients3 = gradients0 + (Math.Min(3, live - 1) * (nint)gradientPlane);
                new Span<float>(lanes, 32 * ((taps + 2) / 3 * 3)).Clear();
                for (int top = 0; top < height; top += strip)
                {
                    int rows = Math.Min(strip, height - top);
                    nint down = (nint)top * gradientRow;
                    float* input = planes + ((nint)top * inputRow);
                    for (int tap = 0; tap < taps; tap += 3)
                    {
                        ConvolutionTiles.Weights(
                            gradients0 + down, gradients1 + down, gradients2 + down, gradients3 + down, gradientRow,
                            input + Offsets[tap], input + Offsets[Math.Min(tap + 1, taps - 1)], input + Offsets[Math.Min(tap + 2, taps - 1)], inputRow,
                            rows, width, lanes + (32 * tap));
                    }
                }

                for (int index = 0; index < live; index++)
                {
                    float* sums = part + ((nint)(channel + index) * taps);
                    for (int tap = 0; tap < taps; tap++)
                    {
                        sums[tap] += VectorMath.SumLanes(Vector256.Load(lanes + (96 * (tap / 3)) + (24 * index) + (8 * (tap % 3))));
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void AddBias(float* gradients, int gradientRow, int gradientPlane, float* part)
        {
            int width = 8 * Shape.RowVectors;
            for (int channel = 0; channel < Shape.OutputChannels; channel++)
            {
                float* next = gradients + ((nint)channel * gradientPlane);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int row = 0; row < Shape.OutputHeight; row++)
                {
                    for (int column = 0; column < width; column += 8)
                    {
                        sum += Vector256.Load(next + column);
                    }

                    next += gradientRow;
                }

                part[channel] += VectorMath.SumLanes(sum);
            }
        }

        private readonly void Inputs(float* planes, float* target)
        {
            float* packed = Packed;
            int* offsets = InputOffsets;
            int stride = Shape.Stride, row = Shape.GradientPlaneWidth, channelStride = Shape.Height * Shape.Width;
            for (int down = 0; down < stride; down++)
            {
                for (int across = 0; across < stride; across++)
                {
                    // Where the stride is longer than the kernel, some inputs meet no weight: 0 taps.
                    int taps = Shape.OutputChannels * Shape.KernelInPhase(down, Shape.KernelHeight) * Shape.KernelInPhase(across, Shape.KernelWidth);
                    int firstRow = Shape.FirstInPhase(down), firstColumn = Shape.FirstInPhase(across);
                    nint y = (firstRow * stride) + down - Shape.Padding, x = (firstColumn * stride) + across - Shape.Padding;
                    ConvolutionTiles.Field(
                        packed, planes + ((nint)firstRow * row) + firstColumn, row, offsets, taps, null, Accumulate, rectify: false,
                        target + (y * Shape.Width) + x, (nint)stride * Shape.Width, stride, channelStride, Shape.InputChannels,
                        Shape.CountInPhase(down, Shape.Height), Shape.CountInPhase(across, Shape.Width));
                    packed += ConvolutionShape.PackedLength(Shape.InputChannels, taps);
                    offsets += taps;
                }
            }
        }
    }
}
