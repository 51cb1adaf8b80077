using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>
/// What each frame sounds like in a number or a few, as librosa's feature module defines them. Spectra are sizes (see
/// <see cref="ShortTimeFourier.Magnitude"/>), [frames, bins], bins from 0 Hz to half the sampling rate.
/// </summary>
public static class SpectralFeatures
{
    /// <summary>spectral_centroid: the mean frequency, weighted by size, Hz; 0 for a silent frame.</summary>
    /// <param name="magnitude">Numbers of 0 or more, [frames, bins].</param>
    /// <param name="sampleRate">Samples per second, 1 or more.</param>
    public static double[] Centroid(Spectrogram magnitude, int sampleRate) =>
        PerFrame(magnitude, sampleRate, (spectrum, step) => Moments(spectrum, step).Centroid);

    /// <summary>spectral_bandwidth: the standard deviation of frequency, weighted by size, Hz; 0 for a silent frame.</summary>
    /// <inheritdoc cref="Centroid"/>
    public static double[] Bandwidth(Spectrogram magnitude, int sampleRate) =>
        PerFrame(magnitude, sampleRate, (spectrum, step) => Moments(spectrum, step).Bandwidth);

    /// <summary>spectral_rolloff: the lowest frequency up to which a share of all size lies, Hz.</summary>
    /// <param name="magnitude">Numbers of 0 or more, [frames, bins].</param>
    /// <param name="sampleRate">Samples per second, 1 or more.</param>
    /// <param name="share">roll_percent: above 0, below 1.</param>
    public static double[] Rolloff(Spectrogram magnitude, int sampleRate, double share = 0.85)
    {
        if (!(share is > 0 and < 1))
        {
            Throw.OutOfRange(nameof(share), share, "above 0 and below 1");
        }

        return PerFrame(magnitude, sampleRate, (spectrum, step) =>
        {
            double threshold = share * Sum(spectrum), sum = 0;
            int bin = 0;
            for (; bin < spectrum.Length - 1; bin++)
            {
                sum += spectrum[bin];
                if (sum >= threshold)
                {
                    break;
                }
            }

            return bin * step;
        });
    }

    /// <summary>spectral_flatness: the geometric mean of the powers by their arithmetic mean, 0 (a tone) to 1 (noise); powers below 10⁻¹⁰ count as that.</summary>
    /// <param name="magnitude">Numbers of 0 or more, [frames, bins].</param>
    public static double[] Flatness(Spectrogram magnitude) => PerFrame(magnitude, 1, (spectrum, _) =>
    {
        double logs = 0, sum = 0;
        foreach (float value in spectrum)
        {
            double power = Math.Max(1e-10, (double)value * value);
            logs += Elementary.Log(power);
            sum += power;
        }

        return Elementary.Exp(logs / spectrum.Length) / (sum / spectrum.Length);
    });

    /// <summary>
    /// spectral_contrast: in octaves from <paramref name="lowest"/> on, below the first and above the last, how far the loudest bins stand above the
    /// quietest, dB, [frames, octaves + 1].
    /// </summary>
    /// <param name="magnitude">Numbers of 0 or more, [frames, bins].</param>
    /// <param name="sampleRate">Samples per second; the last octave's start must lie below half of it.</param>
    /// <param name="lowest">fmin: where the first octave starts, Hz, above 0.</param>
    /// <param name="octaves">n_bands: 1 or more.</param>
    /// <param name="share">quantile: of a band's bins that are called loudest and quietest, above 0, below 1; at least one bin.</param>
    public static Spectrogram Contrast(Spectrogram magnitude, int sampleRate, double lowest = 200, int octaves = 6, double share = 0.02)
    {
        double step = Check(magnitude, sampleRate);
        Throw.IfNotPositive(lowest);
        Throw.IfOutside(octaves, 1, 30);
        if (!(share is > 0 and < 1))
        {
            Throw.OutOfRange(nameof(share), share, "above 0 and below 1");
        }

        (int First, int End, int Count)[] bands = Bands(magnitude.Bins, step, lowest, octaves, share);
        Spectrogram peaks = new(magnitude.Frames, bands.Length), valleys = new(magnitude.Frames, bands.Length);
        Framing.ForBlocks(magnitude.Frames, (first, end) =>
        {
            float[] sorted = new float[magnitude.Bins];
            for (int frame = first; frame < end; frame++)
            {
                for (int band = 0; band < bands.Length; band++)
                {
                    (int from, int to, int count) = bands[band];
                    Span<float> own = sorted.AsSpan(0, to - from);
                    magnitude.Frame(frame)[from..to].CopyTo(own);
                    own.Sort();
                    valleys.Frame(frame)[band] = (float)(Sum(own[..count]) / count);
                    peaks.Frame(frame)[band] = (float)(Sum(own[^count..]) / count);
                }
            }
        });
        Spectrogram high = Decibels.FromPower(peaks), low = Decibels.FromPower(valleys);
        for (int index = 0; index < high.Values.Length; index++)
        {
            high.Values[index] -= low.Values[index];
        }

        return high;
    }

    /// <summary>zero_crossing_rate: the share of a frame's samples at which the sign changes; frames are centred, padded with the outermost sample.</summary>
    /// <param name="samples">Finite numbers, 1 or more.</param>
    /// <param name="frameLength">2 or more.</param>
    /// <param name="hopLength">1 or more.</param>
    public static double[] ZeroCrossings(float[] samples, int frameLength = 2048, int hopLength = 512) =>
        PerFrame(samples, frameLength, hopLength, FramePadding.Edge, frame =>
        {
            int changes = 0;
            for (int index = 1; index < frame.Length; index++)
            {
                changes += (frame[index] < -1e-10f) != (frame[index - 1] < -1e-10f) ? 1 : 0;
            }

            return (double)changes / frame.Length;
        });

    /// <summary>rms: the square root of a frame's mean square; frames are centred, padded with zeros.</summary>
    /// <inheritdoc cref="ZeroCrossings"/>
    public static double[] RootMeanSquare(float[] samples, int frameLength = 2048, int hopLength = 512) =>
        PerFrame(samples, frameLength, hopLength, FramePadding.Zeros, frame =>
        {
            double sum = 0;
            foreach (float sample in frame)
            {
                sum += (double)sample * sample;
            }

            return Math.Sqrt(sum / frame.Length);
        });

    private static (double Centroid, double Bandwidth) Moments(ReadOnlySpan<float> spectrum, double step)
    {
        double sum = 0, first = 0, squares = 0;
        for (int bin = 0; bin < spectrum.Length; bin++)
        {
            sum += spectrum[bin];
            first += bin * (double)spectrum[bin];
        }

        if (sum == 0)
        {
            return (0, 0);
        }

        double mean = first / sum;
        for (int bin = 0; bin < spectrum.Length; bin++)
        {
            squares += (bin - mean) * (bin - mean) * spectrum[bin];
        }

        return (mean * step, Math.Sqrt(squares / sum) * step);
    }

    /// <summary>The bins of each band, and how many of them are called loudest.</summary>
    private static (int First, int End, int Count)[] Bands(int bins, double step, double lowest, int octaves, double share)
    {
        (int, int, int)[] bands = new (int, int, int)[octaves + 1];
        for (int band = 0; band <= octaves; band++)
        {
            double low = band == 0 ? 0 : lowest * (1 << (band - 1)), high = lowest * (1 << band);
            int first = (int)Math.Ceiling(low / step), last = Math.Min(bins - 1, (int)Math.Floor(high / step));
            if (low >= step * (bins - 1) || last < first)
            {
                Throw.OutOfRange(nameof(octaves), octaves, $"so many that every band has a bin; band {band}, from {low} to {high} Hz, has none");
            }

            // As librosa: all but the lowest reach down by one bin, all but the highest lose their last, which counts nevertheless.
            first -= band > 0 ? 1 : 0;
            last = band == octaves ? bins - 1 : last;
            int count = Math.Max(1, (int)Math.Round(share * (last - first + 1), MidpointRounding.ToEven));
            int end = Math.Max(first + 1, last + (band < octaves ? 0 : 1));
            bands[band] = (first, end, Math.Min(count, end - first));
        }

        return bands;
    }

    private static double Check(Spectrogram magnitude, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(magnitude);
        Throw.IfOutside(sampleRate, 1, Waveform.HighestSampleRate);
        Throw.IfBelow(magnitude.Bins, 2, "magnitude.Bins");
        magnitude.RequirePowers(nameof(magnitude));
        return sampleRate / (2.0 * (magnitude.Bins - 1));
    }

    private static double[] PerFrame(Spectrogram magnitude, int sampleRate, SpectrumFigure figure)
    {
        double step = Check(magnitude, sampleRate);
        double[] result = new double[magnitude.Frames];
        Framing.ForBlocks(result.Length, (first, end) =>
        {
            for (int frame = first; frame < end; frame++)
            {
                result[frame] = figure(magnitude.Frame(frame), step);
            }
        });
        return result;
    }

    private static double[] PerFrame(float[] samples, int frameLength, int hopLength, FramePadding padding, Func<ReadOnlySpan<float>, double> figure)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Throw.IfEmpty(samples.Length, nameof(samples));
        Throw.IfNotFinite(samples);
        Throw.IfBelow(frameLength, 2);
        Throw.IfBelow(hopLength, 1);

        // The padding is half a frame at both ends, so an odd length has one frame fewer at times.
        double[] result = new double[1 + ((samples.Length + (frameLength / 2 * 2) - frameLength) / hopLength)];
        Framing.ForBlocks(result.Length, (first, end) =>
        {
            float[] memory = new float[frameLength];
            for (int frame = first; frame < end; frame++)
            {
                result[frame] = figure(Framing.Frame(samples, frame, frameLength, hopLength, centered: true, padding, memory));
            }
        });
        return result;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }

    private delegate double SpectrumFigure(ReadOnlySpan<float> spectrum, double step);
}
