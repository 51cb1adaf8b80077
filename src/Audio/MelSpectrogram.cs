using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>Mel spectrograms of sound of one sampling rate, as librosa's feature.melspectrogram. Immutable; one serves many clips and threads.</summary>
public sealed class MelSpectrogram
{
    private readonly SpectrumSettings _spectrum;
    private readonly FrameSpectrum _frames;

    /// <summary>Plans for sound of one sampling rate.</summary>
    /// <param name="sampleRate">Samples per second, 1 or more.</param>
    /// <param name="spectrum">Frames; null for librosa's defaults.</param>
    /// <param name="mel">Bands; null for librosa's defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MelSpectrogram(int sampleRate, SpectrumSettings? spectrum = null, MelSettings? mel = null)
    {
        _spectrum = spectrum ?? new SpectrumSettings();
        _frames = new FrameSpectrum(_spectrum);
        Filters = new MelFilterBank(sampleRate, _spectrum.FrameLength, mel);
        SampleRate = sampleRate;
    }

    /// <summary>Samples per second.</summary>
    public int SampleRate { get; }

    /// <summary>The bands.</summary>
    public MelFilterBank Filters { get; }

    /// <summary>The power in each band, [frames, bands].</summary>
    /// <param name="samples">Finite numbers, long enough for one frame.</param>
    public Spectrogram Power(float[] samples)
    {
        Spectrogram? result = null;
        _frames.ForFrames(samples, frames => Bands(result = new Spectrogram(frames, Filters.Bands)));
        return result!;
    }

    /// <summary>The power in each band in decibels, [frames, bands]: power_to_db of librosa's melspectrogram.</summary>
    /// <param name="samples">Finite numbers, long enough for one frame.</param>
    /// <param name="range">As in <see cref="Audio.Decibels.FromPower"/>.</param>
    public Spectrogram Decibels(float[] samples, double? range = 80)
    {
        const double Smallest = 1e-10;
        Audio.Decibels.CheckSettings(1, Smallest, range);
        Spectrogram? result = null;
        float[] largest = [];
        _frames.ForFrames(samples, frames =>
        {
            Spectrogram own = result = new Spectrogram(frames, Filters.Bands);
            FrameSpectrum.SpectrumAction bands = Bands(own);
            largest = new float[frames];
            return (frame, real, imaginary) =>
            {
                bands(frame, real, imaginary);
                largest[frame] = SpectrumKernels.Decibels(own.Frame(frame), (float)Smallest, 0, own.Frame(frame));
            };
        });
        if (range is double below)
        {
            float floor = largest.Max() - (float)below;
            Framing.ForBlocks(result!.Frames, (first, end) => SpectrumKernels.RaiseTo(floor, result.Values.AsSpan(first * result.Bins, (end - first) * result.Bins)));
        }

        return result!;
    }

    private FrameSpectrum.SpectrumAction Bands(Spectrogram result) => (frame, real, imaginary) =>
    {
        SpectrumKernels.Power(real, imaginary, real);
        Filters.Sum(real, result.Frame(frame));
    };
}
