using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Audio;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>
/// The mel spectrogram in decibels of a clip of 30 s, at librosa's defaults, against numpy computing it as librosa 0.10 does, or in single precision
/// throughout, which is faster there. Again and again, as the clips of a data set are taken, so that waking a thread does not count much; the result
/// is a new array every time, on both sides. The check is its mean.
/// </summary>
internal sealed class LogMelComparison : IComparison
{
    private const int Rate = 22_050;
    private const int Repeats = 20;
    private readonly SpectrumSettings spectrum = new();
    private readonly MelSettings mel = new();
    private readonly float[] samples = new float[30 * Rate];
    private readonly MelSpectrogram plan;
    private readonly string path = Path.Combine(Path.GetTempPath(), $"log-mel-{Guid.NewGuid():N}.bin");

    private readonly bool isPeerSingle;

    public LogMelComparison(bool isPeerSingle)
    {
        this.isPeerSingle = isPeerSingle;
        plan = new MelSpectrogram(Rate, spectrum, mel);
        RandomStream random = new(1);
        for (int index = 0; index < samples.Length; index++)
        {
            samples[index] = (float)((0.05 * random.NextGaussian()) + (0.4 * Elementary.SinCos(index * 0.05 * (1 + (0.3 * index / samples.Length))).Sine));
        }

        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<float>(samples));
    }

    public string Name => isPeerSingle ? "log-mel-single" : "log-mel";

    public string Workload => "mel spectrogram in dB of 30 s at 22,050 Hz (128 bands, frames of 2,048, hop 512), twenty times" + (isPeerSingle ? ", peer in single precision" : "");

    public string PeerScript => "log_mel_numpy.py";

    public IReadOnlyList<string> PeerArguments =>
    [
        path, .. new[] { Rate, spectrum.FrameLength, spectrum.HopLength, mel.Bands, Repeats, isPeerSingle ? 1 : 0 }.Select(size => size.ToString(CultureInfo.InvariantCulture)),
        Path.Combine(BenchmarkFolders.Benchmarks, "..", "MusicRec.Core.Tests", "Audio", "golden"),
    ];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = "1" },
        new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = "2" },
    ];

    public double SpeedUpToReach => isPeerSingle ? 1 : 6;

    public double CheckTolerance => 1e-5;

    public (double Seconds, double Check) Run()
    {
        Spectrogram decibels = null!;
        Stopwatch clock = Stopwatch.StartNew();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            decibels = plan.Decibels(samples);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        return (seconds, decibels.Values.Average(value => (double)value));
    }

    public void Dispose() => File.Delete(path);
}
