using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>
/// k-means from ten starts; the check is the inertia reached. Both sides take other random numbers in every round, so the iterations
/// that luck costs one of them even out over the rounds.
/// </summary>
internal sealed class KMeansComparison : IComparison
{
    private const int Rows = 28_000;
    private const int Columns = 6;
    private const int Clusters = 5;
    private readonly Matrix features = new(Rows, Columns);
    private readonly string path = Path.Combine(Path.GetTempPath(), $"k-means-{Guid.NewGuid():N}.bin");
    private ulong round;

    public KMeansComparison()
    {
        // Like six sound features of songs: clusters that overlap, columns that go together, each of mean 0 and variance 1.
        RandomStream random = new(5);
        double[] places = [.. Enumerable.Range(0, Clusters * Columns).Select(_ => 1.3 * random.NextGaussian())];
        for (int row = 0; row < Rows; row++)
        {
            double shared = random.NextGaussian();
            for (int column = 0; column < Columns; column++)
            {
                features[row, column] = places[(row % Clusters * Columns) + column] + (0.5 * shared) + random.NextGaussian();
            }
        }

        StandardScaler scaler = new();
        scaler.Fit(features);
        features = scaler.Transform(features);
        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<double>(features.Values));
    }

    public string Name => "k-means";

    public string Workload => "k-means, 28,000 rows × 6, k = 5, ten k-means++ starts";

    public string PeerScript => "k_means_sklearn.py";

    public IReadOnlyList<string> PeerArguments => [path, .. new[] { Columns, Clusters }.Select(size => size.ToString(CultureInfo.InvariantCulture))];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "2", ["OMP_WAIT_POLICY"] = "PASSIVE" },
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
    ];

    public double SpeedUpToReach => 2;

    // Where the centres stop, within the tolerance of both, moves the inertia's sixth digit.
    public double CheckTolerance => 1e-5;

    public (double Seconds, double Check) Run()
    {
        KMeans model = new(round++, Clusters);
        Stopwatch clock = Stopwatch.StartNew();
        model.Fit(features);
        return (clock.Elapsed.TotalSeconds, model.Inertia);
    }

    public void Dispose() => File.Delete(path);
}
