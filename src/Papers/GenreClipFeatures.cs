using MusicRec.Audio;

namespace MusicRec.Papers;

/// <summary>
/// A clip's sound in 130 numbers, all of librosa's standard kinds: means and standard deviations over frames of 20 cepstral coefficients, the deviations of their
/// first and second changes, and means and deviations of six spectral figures, seven contrasts and twelve notes.
/// </summary>
public static class GenreClipFeatures
{
    private const int Coefficients = 20;

    /// <summary>What each number is, such as "mfcc 3, mean".</summary>
    public static IReadOnlyList<string> Names { get; } = MakeNames();

    /// <summary>The numbers of a clip, as many as <see cref="Names"/>.</summary>
    /// <param name="samples">One channel, finite numbers; at least 9 frames, which are 4,096 samples.</param>
    /// <param name="sampleRate">Samples per second, above 12,800, so that all seven contrasts exist.</param>
    public static double[] Of(float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Throw.IfBelow(samples.Length, 4096, "the number of samples");
        Throw.IfOutside(sampleRate, 12_801, Waveform.HighestSampleRate);
        SpectrumSettings settings = new();
        Spectrogram power = ShortTimeFourier.Power(samples, settings);
        Spectrogram coefficients = CepstralCoefficients.Of(Decibels.FromPower(new MelFilterBank(sampleRate, settings.FrameLength).Apply(power)), Coefficients);
        Spectrogram chroma = new ChromaFilterBank(sampleRate, settings.FrameLength).Apply(power);
        Spectrogram magnitude = ShortTimeFourier.Roots(power);
        List<double> numbers = [];
        Add(coefficients, withMean: true);
        Add(CepstralCoefficients.Delta(coefficients), withMean: false);
        Add(CepstralCoefficients.Delta(coefficients, order: 2), withMean: false);
        double[][] figures =
        [
            SpectralFeatures.Centroid(magnitude, sampleRate), SpectralFeatures.Bandwidth(magnitude, sampleRate), SpectralFeatures.Rolloff(magnitude, sampleRate),
            SpectralFeatures.Flatness(magnitude), SpectralFeatures.ZeroCrossings(samples), SpectralFeatures.RootMeanSquare(samples),
        ];
        Array.ForEach(figures, figure => AddBoth(figure, withMean: true));
        Add(SpectralFeatures.Contrast(magnitude, sampleRate), withMean: true);
        Add(chroma, withMean: true);
        return [.. numbers];

        void Add(Spectrogram values, bool withMean)
        {
            for (int bin = 0; bin < values.Bins; bin++)
            {
                AddBoth(Array.ConvertAll(values.Bin(bin), value => (double)value), withMean);
            }
        }

        void AddBoth(double[] values, bool withMean)
        {
            double mean = 0, squares = 0;
            foreach (double value in values)
            {
                mean += value / values.Length;
            }

            foreach (double value in values)
            {
                squares += (value - mean) * (value - mean) / values.Length;
            }

            if (withMean)
            {
                numbers.Add(mean);
            }

            numbers.Add(Math.Sqrt(squares));
        }
    }

    private static string[] MakeNames()
    {
        string[] notes = ["C", "C sharp", "D", "D sharp", "E", "F", "F sharp", "G", "G sharp", "A", "A sharp", "B"];
        IEnumerable<string> both = [.. Enumerable.Range(0, Coefficients).Select(place => $"mfcc {place}")];
        IEnumerable<string> deviations = [.. both.Select(name => $"{name} change, deviation"), .. both.Select(name => $"{name} second change, deviation")];
        IEnumerable<string> rest = ["centroid", "bandwidth", "roll-off", "flatness", "zero crossings", "loudness"];
        rest = [.. rest, .. Enumerable.Range(0, 7).Select(place => $"contrast {place}"), .. notes.Select(note => $"note {note}")];
        return [.. both.SelectMany(MeanAndDeviation), .. deviations, .. rest.SelectMany(MeanAndDeviation)];
    }

    private static IEnumerable<string> MeanAndDeviation(string name) => [$"{name}, mean", $"{name}, deviation"];
}
