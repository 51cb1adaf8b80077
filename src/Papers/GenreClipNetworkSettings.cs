namespace MusicRec.Papers;

/// <summary>Sizes and training of a <see cref="GenreClipNetwork"/>.</summary>
public sealed record GenreClipNetworkSettings
{
    /// <summary>Frames that the network sees at once, a multiple of 8, 8 or more.</summary>
    public int WindowFrames { get; init; } = 64;

    /// <summary>Channels of the three convolutions, 1 or more each; the last is the size of the embedding.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [16, 32, 64];

    /// <summary>Passes over the training clips, 1 or more. In each, a clip gives as many windows, at random places, as it has room for side by side.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Windows per step, 2 or more.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Step size at the start, above 0; it falls to 0 along a cosine.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>AdamW's decay of weights, 0 or more.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Share of the embedding that is left out in each step, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>The widest mask in frames (SpecAugment, Park et al. 2019), 0 for none: so many frames or fewer in a row are set to the mean.</summary>
    public int LargestTimeMask { get; init; } = 16;

    /// <summary>The widest mask in bands, 0 for none.</summary>
    public int LargestBandMask { get; init; } = 12;

    internal void Check()
    {
        Throw.IfBelow(WindowFrames, 8);
        if (WindowFrames % 8 != 0)
        {
            Throw.OutOfRange(nameof(WindowFrames), WindowFrames, "a multiple of 8");
        }

        ArgumentNullException.ThrowIfNull(Channels);
        Throw.IfOutside(Channels.Count, 3, 3, "the number of Channels");
        for (int layer = 0; layer < Channels.Count; layer++)
        {
            Throw.IfBelow(Channels[layer], 1, $"{nameof(Channels)}[{layer}]");
        }

        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(BatchSize, 2);
        Throw.IfNotPositive(LearningRate);
        Throw.IfOutside(WeightDecay, 0, float.MaxValue);
        Throw.IfOutside(Dropout, 0, Math.BitDecrement(1.0));
        Throw.IfOutside(LargestTimeMask, 0, WindowFrames);
        Throw.IfBelow(LargestBandMask, 0);
    }
}
