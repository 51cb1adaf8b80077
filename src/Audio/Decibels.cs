using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>Powers and sizes in decibels, as librosa's power_to_db and amplitude_to_db.</summary>
public static class Decibels
{
    /// <summary>10 · log10(power / reference), in a new spectrogram.</summary>
    /// <param name="power">Numbers of 0 or more.</param>
    /// <param name="reference">ref: the power that is 0 dB, 0 or more; librosa's ref=np.max is power.Values.Max().</param>
    /// <param name="smallest">amin: smaller powers, the reference too, count as this, above 0.</param>
    /// <param name="range">top_db: whatever lies further below the loudest number is raised to that, 0 or more; null for no such floor.</param>
    /// <exception cref="ArgumentException">A number is negative or not finite, or a setting is outside its range.</exception>
    public static Spectrogram FromPower(Spectrogram power, double reference = 1, double smallest = 1e-10, double? range = 80)
    {
        ArgumentNullException.ThrowIfNull(power);
        CheckSettings(reference, smallest, range);
        power.RequirePowers(nameof(power));
        Spectrogram result = new(power.Frames, power.Bins);
        float largest = SpectrumKernels.Decibels(power.Values, (float)smallest, Shift(reference, smallest), result.Values);
        if (range is double below)
        {
            SpectrumKernels.RaiseTo(largest - (float)below, result.Values);
        }

        return result;
    }

    /// <summary>20 · log10(magnitude / reference), in a new spectrogram; everything else as in <see cref="FromPower"/>.</summary>
    /// <param name="magnitude">Numbers of 0 or more.</param>
    /// <param name="reference">The size that is 0 dB.</param>
    /// <param name="smallest">Smaller sizes count as this, above 0.</param>
    /// <param name="range">As in <see cref="FromPower"/>.</param>
    public static Spectrogram FromMagnitude(Spectrogram magnitude, double reference = 1, double smallest = 1e-5, double? range = 80)
    {
        ArgumentNullException.ThrowIfNull(magnitude);
        return FromPower(new Spectrogram(magnitude.Frames, magnitude.Bins, Array.ConvertAll(magnitude.Values, value => value * value)), reference * reference, smallest * smallest, range);
    }

    internal static void CheckSettings(double reference, double smallest, double? range)
    {
        Throw.IfOutside(reference, 0, float.MaxValue);
        Throw.IfNotPositiveFloat(smallest);
        Throw.IfOutside(range ?? 0, 0, float.MaxValue, nameof(range));
    }

    internal static float Shift(double reference, double smallest) => (float)(10 * Elementary.Log(Math.Max(smallest, reference)) / Elementary.Log(10));
}
