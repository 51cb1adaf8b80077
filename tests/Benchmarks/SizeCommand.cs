using System.Diagnostics;
using System.Globalization;
using MusicRec.Data;
using MusicRec.Data.Sample;
using MusicRec.Papers;

namespace MusicRec.Benchmarks;

/// <summary>
/// <c>size [rows]</c>: what Kaggle's complete file takes, on made-up rows of its form: reading, the songs, ten epochs of paper 000's network;
/// at most ten minutes and 3 GiB.
/// </summary>
internal static class SizeCommand
{
    private const int CompleteRows = 1_159_764;
    private const double MostSeconds = 600;
    private const double MostGibibytes = 3;

    public static int Run(string[] args)
    {
        int rows = CompleteRows;
        if (args.Length > 1 || (args is [string text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rows)))
        {
            Console.Error.WriteLine("Usage: size [<rows>]");
            return 2;
        }

        string folder = Path.Combine(Path.GetTempPath(), $"spotify-1m-{Guid.NewGuid():N}");
        try
        {
            Stopwatch clock = Stopwatch.StartNew();
            SampleWorld.WriteSpotify1M(folder, rows);
            Say("made-up rows written (not counted)", clock.Elapsed.TotalSeconds);
            return Measure(folder);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static int Measure(string folder)
    {
        Stopwatch all = Stopwatch.StartNew(), clock = Stopwatch.StartNew();
        Frame tracks = MusicData.Open(folder).Spotify1M();
        Say($"read, {tracks.RowCount} rows", clock.Elapsed.TotalSeconds);
        clock.Restart();
        PopularitySongs songs = PopularitySongs.FromSpotify1M(tracks);
        Say("songs", clock.Elapsed.TotalSeconds);
        clock.Restart();
        PopularityNetwork network = new(1);
        network.Fit(songs, [.. Enumerable.Range(0, songs.Count)]);
        Say($"{network.Settings.Epochs} epochs, batches of {network.Settings.BatchSize}", clock.Elapsed.TotalSeconds);
        double seconds = all.Elapsed.TotalSeconds, gibibytes = Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1L << 30);
        Say($"together; allowed {MostSeconds:0} s", seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak working set {gibibytes:0.00} GiB; allowed {MostGibibytes:0} GiB"));
        return seconds <= MostSeconds && gibibytes <= MostGibibytes ? 0 : 1;
    }

    private static void Say(string what, double seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {seconds:0.0} s"));
}
