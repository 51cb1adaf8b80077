namespace MusicRec.Neural.Kernels;

/// <summary>
/// The sizes of a convolution, and how its kernels lay out what they read. An image is first copied into planes with
/// zeros around it. With a stride s there is one plane for each of the s × s remainders of row and column, so that
/// whatever the stride, neighbouring outputs read neighbouring numbers.
/// </summary>
internal readonly record struct ConvolutionShape(
    int Batch, int InputChannels, int Height, int Width, int OutputChannels, int KernelHeight, int KernelWidth, int Stride, int Padding)
{
    private const int MaximumParts = 32;
    private const long SmallestPart = 250_000;

    public int OutputHeight => ((Height + (2 * Padding) - KernelHeight) / Stride) + 1;

    public int OutputWidth => ((Width + (2 * Padding) - KernelWidth) / Stride) + 1;

    public int InputImage => InputChannels * Height * Width;

    public int OutputImage => OutputChannels * OutputHeight * OutputWidth;

    /// <summary>Weights for one output channel: numbers that each output is summed from.</summary>
    public int Taps => InputChannels * KernelHeight * KernelWidth;

    /// <summary>Vectors of eight that hold one row of outputs.</summary>
    public int RowVectors => (OutputWidth + 7) / 8;

    /// <summary>Images that one piece of work goes through, one after another; part of the definition of a sum over images.</summary>
    public int ImagesPerPart
    {
        get
        {
            long work = Math.Max(1L, (long)OutputImage * Taps);
            return (int)Math.Min(Math.Max(1, Batch), Math.Max((Batch + MaximumParts - 1) / MaximumParts, (SmallestPart + work - 1) / work));
        }
    }

    public int Parts => (Batch + ImagesPerPart - 1) / ImagesPerPart;

    /// <summary>Planes per input channel, down: one for each remainder of a row by the stride that a kernel row has.</summary>
    public int PhasesDown => Math.Min(Stride, KernelHeight);

    public int PhasesAcross => Math.Min(Stride, KernelWidth);

    /// <summary>How far above or left of an output's place in its plane its numbers reach.</summary>
    public int ReachDown => (KernelHeight - 1) / Stride;

    public int ReachAcross => (KernelWidth - 1) / Stride;

    public int InputPlaneHeight => OutputHeight + ReachDown;

    /// <summary>The distance of a plane's rows: whole vectors of outputs find all they read within the row.</summary>
    public int InputPlaneWidth => (8 * RowVectors) + ReachAcross;

    public int InputPlane => InputPlaneHeight * InputPlaneWidth;

    /// <summary>Numbers in the planes of one image.</summary>
    public int InputPlanes => checked(InputChannels * PhasesDown * PhasesAcross * InputPlane);

    /// <summary>Rows of a plane of output gradients: <see cref="ReachDown"/> rows of zeros, the gradients, and zeros as far as any input reads.</summary>
    public int GradientPlaneHeight => ReachDown + Math.Max(OutputHeight, ((Height - 1 + Padding) / Stride) + 1);

    /// <summary>The distance of the rows of a plane of output gradients, so that whole vectors find all they read within the row.</summary>
    public int GradientPlaneWidth
    {
        get
        {
            int end = 8 * RowVectors;
            for (int phase = 0; phase < Stride; phase++)
            {
                int first = FirstInPhase(phase);
                end = Math.Max(end, first + ((CountInPhase(phase, Width) + 7) / 8 * 8));
            }

            return ReachAcross + end;
        }
    }

    public int GradientPlane => GradientPlaneHeight * GradientPlaneWidth;

    /// <summary>Numbers in the planes of one image's output gradients.</summary>
    public int GradientPlanes => checked(OutputChannels * GradientPlane);

    /// <summary>Weights packed for the kernels that read <paramref name="channels"/> of them together: four channels at a time.</summary>
    public static int PackedLength(int channels, int taps) => checked((channels + 3) / 4 * 4 * taps);

    /// <summary>The first place, counted in strides, of a row or column of the input whose padded number leaves the remainder <paramref name="phase"/>.</summary>
    public int FirstInPhase(int phase) => Math.Max(0, (Padding - phase + Stride - 1) / Stride);

    /// <summary>How many of the input's <paramref name="size"/> rows or columns leave the remainder <paramref name="phase"/>.</summary>
    public int CountInPhase(int phase, int size)
    {
        int last = size - 1 + Padding - phase;
        return last < 0 ? 0 : Math.Max(0, (last / Stride) - FirstInPhase(phase) + 1);
    }

    /// <summary>Weights of one row or column of the kernel that meet the remainder <paramref name="phase"/>.</summary>
    public int KernelInPhase(int phase, int size) => phase >= size ? 0 : ((size - 1 - phase) / Stride) + 1;
}
