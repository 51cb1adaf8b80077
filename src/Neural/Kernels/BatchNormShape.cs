using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>[batch, channels, places], and how the channels are shared out to threads.</summary>
internal readonly record struct BatchNormShape(int Batch, int Channels, int Places)
{
    private const long NumbersPerPiece = 32768;

    /// <summary>Pieces of work, some channels each.</summary>
    public int Pieces => (Channels + ChannelsPerPiece - 1) / ChannelsPerPiece;

    private int ChannelsPerPiece => (int)Math.Clamp(NumbersPerPiece / Math.Max(1L, (long)Batch * Places), 1, Channels);

    /// <summary>The channels of a piece, from the first to before the end.</summary>
    public (int First, int End) ChannelsOf(int piece) => (piece * ChannelsPerPiece, Math.Min(Channels, (piece + 1) * ChannelsPerPiece));

    /// <summary>Where the places of one image's channel start.</summary>
    public nint PlaneAt(int image, int channel) => (((nint)image * Channels) + channel) * Places;

    /// <summary>Throws when memory is too short for sixteen lanes at the end of the last plane.</summary>
    public void Guard(ReadOnlySpan<float> numbers)
    {
        long planes = (long)Batch * Channels;
        KernelGuard.Holds(numbers, planes == 0 ? 0 : ((planes - 1) * Places) + ((Places + 15L) / 16 * 16));
    }
}
