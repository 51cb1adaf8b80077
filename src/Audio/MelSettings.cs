namespace MusicRec.Audio;

/// <summary>A scale on which equal steps sound equally far apart.</summary>
public enum MelScale
{
    /// <summary>Slaney's Auditory Toolbox: linear below 1,000 Hz, logarithmic above; librosa's default.</summary>
    Slaney,

    /// <summary>HTK: 2,595 · log10(1 + f / 700).</summary>
    Htk,
}

/// <summary>How the triangles of a mel filter bank are scaled.</summary>
public enum MelNorm
{
    /// <summary>Each divided by half its width in Hz, so that all have about the same area; librosa's default.</summary>
    Slaney,

    /// <summary>Each 1 at its peak.</summary>
    None,
}

/// <summary>A mel filter bank; names and defaults as librosa's filters.mel.</summary>
public sealed record MelSettings
{
    /// <summary>n_mels: triangles, 1 or more.</summary>
    public int Bands { get; init; } = 128;

    /// <summary>fmin: where the lowest starts, Hz, 0 or more.</summary>
    public double LowestFrequency { get; init; }

    /// <summary>fmax: where the highest ends, Hz, above <see cref="LowestFrequency"/>, at most half the sampling rate; null for that.</summary>
    public double? HighestFrequency { get; init; }

    /// <summary>htk.</summary>
    public MelScale Scale { get; init; } = MelScale.Slaney;

    /// <summary>norm.</summary>
    public MelNorm Norm { get; init; } = MelNorm.Slaney;
}
