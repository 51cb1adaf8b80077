using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>
/// The linear model of paper 001's rows beside scikit-learn's, at the latter's default solver and tolerance; the check is the
/// objective reached.
/// </summary>
internal sealed class LyricsLogisticComparison : IComparison
{
    private const int Rows = 3680;
    private const double InverseRegularization = 10;
    private readonly SparseMatrix songs;
    private readonly int[] labels;
    private readonly string path = Path.Combine(Path.GetTempPath(), $"lyrics-logistic-{Guid.NewGuid():N}.bin");

    public LyricsLogisticComparison()
    {
        (SparseMatrix all, int[] topics) = LyricsFfnnComparison.MakeData();
        songs = all.SelectRows([.. Enumerable.Range(0, Rows)]);
        labels = topics[..Rows];
        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(songs.RowStarts));
        file.Write(MemoryMarshal.AsBytes(songs.ColumnIndices));
        file.Write(MemoryMarshal.AsBytes<int>(labels));
        file.Write(MemoryMarshal.AsBytes(songs.Values));
    }

    public string Name => "lyrics-logistic";

    public string Workload => "logistic regression, 3,680 TF-IDF rows × 5,000, 8 classes, C = 10, one fit";

    public string PeerScript => "lyrics_logistic_sklearn.py";

    public IReadOnlyList<string> PeerArguments =>
        [path, .. new[] { songs.Rows, songs.Columns, songs.Count }.Select(size => size.ToString(CultureInfo.InvariantCulture))];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "2", ["OMP_WAIT_POLICY"] = "PASSIVE" },
    ];

    public double SpeedUpToReach => 3;

    // The peer stops at a gradient of 10⁻⁴, a little above the minimum.
    public double CheckTolerance => 1e-6;

    public (double Seconds, double Check) Run()
    {
        LogisticRegression model = new(InverseRegularization);
        Stopwatch clock = Stopwatch.StartNew();
        model.Fit(songs, labels);
        double seconds = clock.Elapsed.TotalSeconds;
        Matrix probabilities = model.PredictProbabilities(songs);
        double loss = labels.Select((label, row) => -Math.Log(probabilities[row, label])).Sum();
        return (seconds, (InverseRegularization * loss) + (0.5 * model.Weights.Values.Sum(weight => weight * weight)));
    }

    public void Dispose() => File.Delete(path);
}
