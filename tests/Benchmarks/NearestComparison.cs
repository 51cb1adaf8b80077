using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>The ten of a million vectors with the greatest scalar product, for one query at a time or for a hundred at once; the check is which they are.</summary>
internal sealed class NearestComparison : IComparison
{
    private const int Rows = 1_000_000;
    private const int Dimension = 64;
    private const int Found = 10;
    private readonly int queryCount;
    private readonly int repeats;
    private readonly float[] queries;
    private readonly NearestNeighbors neighbors;
    private readonly string path = Path.Combine(Path.GetTempPath(), $"nearest-{Guid.NewGuid():N}.bin");

    public NearestComparison(string name, int queryCount, int repeats, double speedUpToReach)
    {
        (Name, this.queryCount, this.repeats, SpeedUpToReach) = (name, queryCount, repeats, speedUpToReach);
        float[] vectors = new float[Rows * Dimension];
        queries = new float[queryCount * repeats * Dimension];
        new RandomStream(1).FillGaussian(vectors);
        new RandomStream(2).FillGaussian(queries);
        neighbors = new NearestNeighbors(vectors, Dimension, VectorSimilarity.DotProduct);
        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<float>(vectors));
        file.Write(MemoryMarshal.AsBytes<float>(queries));
    }

    public string Name { get; }

    public string Workload => queryCount == 1
        ? $"top 10 of 1,000,000 × 64 for one query, {repeats} times"
        : $"top 10 of 1,000,000 × 64 for {queryCount} queries at once";

    public string PeerScript => "nearest_numpy.py";

    public IReadOnlyList<string> PeerArguments =>
        [path, .. new[] { Rows, Dimension, Found, queryCount, repeats }.Select(size => size.ToString(CultureInfo.InvariantCulture))];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = "2" },
    ];

    public double SpeedUpToReach { get; }

    public (double Seconds, double Check) Run()
    {
        long sum = 0;
        Stopwatch clock = Stopwatch.StartNew();
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            ReadOnlySpan<float> own = queries.AsSpan(repeat * queryCount * Dimension, queryCount * Dimension);
            foreach (NearRow[] found in queryCount == 1 ? [neighbors.Find(own, Found)] : neighbors.FindBatch(own, Found))
            {
                for (int place = 0; place < found.Length; place++)
                {
                    sum += (place + 1L) * found[place].Row;
                }
            }
        }

        return (clock.Elapsed.TotalSeconds, sum);
    }

    public void Dispose() => File.Delete(path);
}
