using System.Diagnostics;
using MusicRec.Data;

namespace MusicRec.Benchmarks;

/// <summary>A CSV file of 114,000 tracks to typed columns, against read_csv of pandas, types found by both.</summary>
internal sealed class CsvComparison : IComparison
{
    private readonly string path = BenchmarkFolders.Data("spotify-114k/tracks.csv");

    public string Name => "csv";

    public string Workload => "CSV, 114,000 rows × 20 columns (19 MB), types inferred";

    public string PeerScript => "csv_pandas.py";

    public IReadOnlyList<string> PeerArguments => [path];

    public double SpeedUpToReach => 1 / 1.5;

    public (double Seconds, double Check) Run()
    {
        // What earlier rounds left behind is not this round's work; the peer frees its table outside the clock too.
        GC.Collect();
        Stopwatch clock = Stopwatch.StartNew();
        Frame frame = Csv.Read(path);
        double seconds = clock.Elapsed.TotalSeconds;
        return (seconds, frame.RowCount + frame.Numbers("tempo").Sum() + frame.Texts("track_name").Sum(text => (double)(text?.EnumerateRunes().Count() ?? 0)));
    }

    public void Dispose()
    {
    }
}
