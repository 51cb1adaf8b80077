using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>Mel spectrograms of sound of one sampling rate, as librosa's feature.melspectrogram. Immutable; one serves many clips and threads.</summary>
public sealed class MelSpectrogram
{
    private const double Smallest = 1e-10;
    private readonly FrameSpectrum _frames;

    /// <summary>Plans for sound of one sampling rate.</summary>
    /// <param name="sampleRate">Samples per second, 1 or more.</param>
    /// <param name="spectrum">Frames; null for librosa's defaults.</param>
    /// <param name="mel">Bands; null for librosa's defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MelSpectrogram(int sampleRate, SpectrumSettings? spectrum = null, MelSettings? mel = null)
    {
        spectrum ??= new SpectrumSettings();
        _frames = new FrameSpectrum(spectrum);
        Filters = new MelFilterBank(sampleRate, spectrum.FrameLength, mel);
        SampleRate = sampleRate;
    }

    /// <summary>Samples per second.</summary>
    public int SampleRate { get; }

    /// <summary>The bands.</summary>
    public MelFilterBank Filters { get; }

    /// <summary>The power in each band, [frames, bands].</summary>
    /// <param name="samples">Finite numbers, long enough for one frame.</param>
    public Spectrogram Power(float[] samples) => Bands(samples, inDecibels: false, out _);

    /// <summary>The power in each band in decibels, [frames, bands]: power_to_db of librosa's melspectrogram.</summary>
    /// <param name="samples">Finite numbers, long enough for one frame.</param>
    /// <param name="range">As in <see cref="Audio.Decibels.FromPower"/>.</param>
    public Spectrogram Decibels(float[] samples, double? range = 80)
    {
        Audio.Decibels.CheckSettings(1, Smallest, range);
        Spectrogram result = Bands(samples, inDecibels: true, out float[] largest);
        if (range is double below)
        {
            float floor = largest.Max() - (float)below;
            Framing.ForBlocks(result.Frames, (first, end) => SpectrumKernels.RaiseTo(floor, result.Values.AsSpan(first * result.Bins, (end - first) * result.Bins)));
        }

        return result;
    }

    /// <summary>The bands of all frames, and the largest number of some frames each where they are in decibels.</summary>
    private Spectrogram Bands(float[] samples, bool inDecibels, out float[] largest)
    {
        int bands = Filters.Bands;
        Spectrogram result = null!;
        float[] most = [];
        _ = !_frames.TakesLanes
            ? _frames.ForFrames(samples, frames =>
            {
                Begin(frames);
                return (frame, real, imaginary) =>
                {
                    SpectrumKernels.Power(real, imaginary, real);
                    Filters.Sum(real, result.Frame(frame));
                    Finish(frame, result.Frame(frame));
                };
            })
            : MatrixKernel.IsWide ? ForLanes<SixteenLanes>() : ForLanes<EightLanes>();
        largest = most;
        return result;

        int ForLanes<TLanes>()
            where TLanes : struct, ILanes<TLanes> => _frames.ForPowers<TLanes>(samples, frames =>
            {
                Begin(frames);
                return (first, count, powers) =>
                {
                    Span<float> own = result.Values.AsSpan(first * bands, count * bands);
                    if (count == TLanes.Count)
                    {
                        Filters.SumLanes<TLanes>(powers, own);
                    }
                    else
                    {
                        float[] all = new float[TLanes.Count * bands];
                        Filters.SumLanes<TLanes>(powers, all);
                        all.AsSpan(0, own.Length).CopyTo(own);
                    }

                    Finish(first, own);
                };
            });

        void Begin(int frames)
        {
            // Every number is written.
            result = new Spectrogram(frames, bands, GC.AllocateUninitializedArray<float>(checked(frames * bands)));
            Array.Fill(most = new float[frames], float.NegativeInfinity);
        }

        void Finish(int first, Span<float> own)
        {
            if (inDecibels)
            {
                most[first] = SpectrumKernels.Decibels(own, (float)Smallest, 0, own);
            }
        }
    }
}
