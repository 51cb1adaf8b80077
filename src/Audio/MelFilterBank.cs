using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>Triangles that overlap by half and stand at equal steps of a mel scale, as librosa's filters.mel: they turn spectra into bands.</summary>
public sealed class MelFilterBank
{
    private const double SlaneyStep = 200.0 / 3;
    private const double SlaneyCorner = 1000;
    private const double SlaneyMels = SlaneyCorner / SlaneyStep;
    private static readonly double SlaneyLog = Elementary.Log(6.4) / 27;
    private readonly int[] _starts;
    private readonly int[] _offsets;
    private readonly float[] _weights;
    private readonly int _bins;

    /// <summary>A bank for spectra of sound of one sampling rate.</summary>
    /// <param name="sampleRate">Samples per second, 1 or more.</param>
    /// <param name="frameLength">Samples of a frame, 2 or more and even.</param>
    /// <param name="settings">Null for librosa's defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MelFilterBank(int sampleRate, int frameLength, MelSettings? settings = null)
    {
        settings ??= new MelSettings();
        Throw.IfOutside(sampleRate, 1, Waveform.HighestSampleRate);
        Throw.IfOutside(frameLength, 2, FourierPlan.LongestLength);
        if (frameLength % 2 != 0)
        {
            Throw.OutOfRange(nameof(frameLength), frameLength, "even numbers");
        }

        Throw.IfOutside(settings.Bands, 1, 65_536, nameof(settings.Bands));
        Throw.IfUndefined(settings.Scale, nameof(settings.Scale));
        Throw.IfUndefined(settings.Norm, nameof(settings.Norm));
        double half = sampleRate / 2.0, highest = settings.HighestFrequency ?? half;
        Throw.IfOutside(settings.LowestFrequency, 0, half, nameof(settings.LowestFrequency));
        if (!(highest > settings.LowestFrequency && highest <= half))
        {
            Throw.OutOfRange(nameof(settings.HighestFrequency), highest, $"above {settings.LowestFrequency} Hz, at most {half} Hz");
        }

        _bins = (frameLength / 2) + 1;
        double[] corners = Corners(settings, highest);
        Weights = Triangles(corners, half, _bins, settings.Norm);
        Centers = corners[1..^1];
        (_starts, _offsets, _weights) = Pack(Weights);
    }

    /// <summary>The weight of each bin in each band, [bands, bins].</summary>
    public Matrix Weights { get; }

    /// <summary>Where the peak of each band stands, Hz.</summary>
    public double[] Centers { get; }

    /// <summary>Bands.</summary>
    public int Bands => Weights.Rows;

    /// <summary>From Hz to mels.</summary>
    /// <param name="frequency">Hz, 0 or more.</param>
    /// <param name="scale">Which mels.</param>
    public static double ToMel(double frequency, MelScale scale = MelScale.Slaney)
    {
        Throw.IfOutside(frequency, 0, double.MaxValue);
        return scale == MelScale.Htk
            ? 2595 * Elementary.Log(1 + (frequency / 700)) / Elementary.Log(10)
            : frequency < SlaneyCorner ? frequency / SlaneyStep : SlaneyMels + (Elementary.Log(frequency / SlaneyCorner) / SlaneyLog);
    }

    /// <summary>From mels to Hz.</summary>
    /// <param name="mel">0 or more.</param>
    /// <param name="scale">Which mels.</param>
    public static double ToFrequency(double mel, MelScale scale = MelScale.Slaney)
    {
        Throw.IfOutside(mel, 0, double.MaxValue);
        return scale == MelScale.Htk
            ? 700 * (Elementary.Exp(mel / 2595 * Elementary.Log(10)) - 1)
            : mel < SlaneyMels ? mel * SlaneyStep : SlaneyCorner * Elementary.Exp(SlaneyLog * (mel - SlaneyMels));
    }

    /// <summary>The bands of spectra, [frames, bands].</summary>
    /// <param name="spectra">Sizes or powers, [frames, bins].</param>
    /// <exception cref="ArgumentException">The spectra have another number of bins.</exception>
    public Spectrogram Apply(Spectrogram spectra)
    {
        ArgumentNullException.ThrowIfNull(spectra);
        Throw.IfLengthsDiffer(spectra.Bins, nameof(spectra) + "' bins", _bins, "the filter bank's");
        spectra.RequirePowers(nameof(spectra));
        Spectrogram result = new(spectra.Frames, Bands);
        float[] padded = new float[_bins + 8];
        for (int frame = 0; frame < spectra.Frames; frame++)
        {
            spectra.Frame(frame).CopyTo(padded);
            Sum(padded, result.Frame(frame));
        }

        return result;
    }

    /// <summary>The bands of one spectrum, which has 8 finite numbers more behind its last bin.</summary>
    internal void Sum(ReadOnlySpan<float> spectrum, Span<float> bands) => SpectrumKernels.BandSums(spectrum, _starts, _offsets, _weights, bands);

    /// <summary>The bands of as many spectra as there are lanes, whose numbers stand side by side, with 8 bins of finite numbers behind the last; the bands of one after those of another.</summary>
    internal void SumLanes<TLanes>(ReadOnlySpan<float> spectra, Span<float> bands)
        where TLanes : struct, ILanes<TLanes> => SpectrumKernels.BandSumsOfLanes<TLanes>(spectra, _starts, _offsets, _weights, bands);

    private static double[] Corners(MelSettings settings, double highest)
    {
        double first = ToMel(settings.LowestFrequency, settings.Scale), last = ToMel(highest, settings.Scale);
        double step = (last - first) / (settings.Bands + 1);
        return [.. Enumerable.Range(0, settings.Bands + 2).Select(place => ToFrequency(place == settings.Bands + 1 ? last : first + (place * step), settings.Scale))];
    }

    private static Matrix Triangles(double[] corners, double half, int bins, MelNorm norm)
    {
        Matrix weights = new(corners.Length - 2, bins);
        for (int band = 0; band < weights.Rows; band++)
        {
            (double left, double peak, double right) = (corners[band], corners[band + 1], corners[band + 2]);
            double scale = norm == MelNorm.Slaney ? 2 / (right - left) : 1;
            for (int bin = 0; bin < bins; bin++)
            {
                double frequency = bin * half / (bins - 1);
                weights[band, bin] = scale * Math.Max(0, Math.Min((frequency - left) / (peak - left), (right - frequency) / (right - peak)));
            }
        }

        return weights;
    }

    /// <summary>The weights that are not 0, band after band, each filled up to whole vectors.</summary>
    private static (int[] Starts, int[] Offsets, float[] Weights) Pack(Matrix weights)
    {
        int[] starts = new int[weights.Rows], offsets = new int[weights.Rows + 1];
        List<float> packed = [];
        for (int band = 0; band < weights.Rows; band++)
        {
            Span<double> row = weights.Row(band);
            int first = row.IndexOfAnyExcept(0.0), last = row.LastIndexOfAnyExcept(0.0);
            starts[band] = Math.Max(0, first);
            for (int bin = first; first >= 0 && bin <= last; bin++)
            {
                packed.Add((float)row[bin]);
            }

            while (packed.Count % 8 != 0)
            {
                packed.Add(0);
            }

            offsets[band + 1] = packed.Count;
        }

        return (starts, offsets, [.. packed]);
    }
}
