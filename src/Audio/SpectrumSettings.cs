namespace MusicRec.Audio;

/// <summary>The shape that weights the samples of a frame; periodic, as scipy's get_window makes them.</summary>
public enum WindowShape
{
    /// <summary>½ − ½ cos: librosa's default.</summary>
    Hann,

    /// <summary>0.54 − 0.46 cos.</summary>
    Hamming,

    /// <summary>Every sample counts the same.</summary>
    Rectangular,
}

/// <summary>What stands before the first sample and behind the last where frames are centred.</summary>
public enum FramePadding
{
    /// <summary>Silence: "constant", librosa's default since 0.10.</summary>
    Zeros,

    /// <summary>The sound turned round at its end, the last sample not repeated: "reflect", librosa's default before.</summary>
    Reflect,

    /// <summary>The last sample, again and again: "edge".</summary>
    Edge,
}

/// <summary>How sound is cut into frames and each turned into a spectrum; names and defaults as librosa's stft.</summary>
public sealed record SpectrumSettings
{
    /// <summary>n_fft: samples of a frame, a power of 2 from 2 to 1,048,576.</summary>
    public int FrameLength { get; init; } = 2048;

    /// <summary>hop_length: samples from one frame to the next, 1 or more.</summary>
    public int HopLength { get; init; } = 512;

    /// <summary>win_length: samples that the window covers, in the middle of the frame, 1 to <see cref="FrameLength"/>; null for all.</summary>
    public int? WindowLength { get; init; }

    /// <summary>window.</summary>
    public WindowShape Window { get; init; } = WindowShape.Hann;

    /// <summary>center: whether frame i has sample i · hop in its middle, the sound being padded by half a frame at both ends; else it starts there.</summary>
    public bool Centered { get; init; } = true;

    /// <summary>pad_mode.</summary>
    public FramePadding Padding { get; init; } = FramePadding.Zeros;

    /// <summary>Numbers of a spectrum: half the frame's length and one.</summary>
    public int Bins => (FrameLength / 2) + 1;

    /// <summary>The frequency of each bin, Hz.</summary>
    /// <param name="sampleRate">Samples per second, 1 or more.</param>
    public double[] Frequencies(int sampleRate)
    {
        Throw.IfBelow(sampleRate, 1);
        return [.. Enumerable.Range(0, Bins).Select(bin => (double)bin * sampleRate / FrameLength)];
    }

    /// <summary>Frames of a sound of <paramref name="samples"/> samples.</summary>
    /// <exception cref="ArgumentException">The sound is too short for one.</exception>
    public int FrameCount(int samples)
    {
        Check();
        int least = Centered ? Padding == FramePadding.Reflect ? (FrameLength / 2) + 1 : 1 : FrameLength;
        if (samples < least)
        {
            throw new ArgumentException($"The sound has {samples} samples; a frame of {FrameLength}{(Centered ? $", padded by {Padding}," : "")} needs {least} or more.", nameof(samples));
        }

        return 1 + (Centered ? samples / HopLength : (samples - FrameLength) / HopLength);
    }

    internal void Check()
    {
        Throw.IfOutside(FrameLength, 2, Numerics.FourierPlan.LongestLength);
        if ((FrameLength & (FrameLength - 1)) != 0)
        {
            Throw.OutOfRange(nameof(FrameLength), FrameLength, $"a power of 2 from 2 to {Numerics.FourierPlan.LongestLength}");
        }

        Throw.IfBelow(HopLength, 1);
        Throw.IfOutside(WindowLength ?? FrameLength, 1, FrameLength, nameof(WindowLength));
        Throw.IfUndefined(Window);
        Throw.IfUndefined(Padding);
    }
}
