using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>The matrix product [m, k] · [k, n], one thread on both sides; the check is the mean of the result.</summary>
internal sealed class MatrixProductComparison : IComparison
{
    private readonly int m;
    private readonly int k;
    private readonly int n;
    private readonly int repeats;
    private readonly float[] left;
    private readonly float[] right;
    private readonly float[] result;
    private readonly string path = Path.Combine(Path.GetTempPath(), $"matmul-{Guid.NewGuid():N}.bin");

    public MatrixProductComparison(string name, int m, int k, int n, int repeats)
    {
        (Name, this.m, this.k, this.n, this.repeats) = (name, m, k, n, repeats);
        RandomStream random = new(1);
        (left, right, result) = (new float[m * k], new float[k * n], new float[m * n]);
        foreach (float[] factor in new[] { left, right })
        {
            for (int index = 0; index < factor.Length; index++)
            {
                factor[index] = (float)random.NextDouble();
            }
        }

        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<float>(left));
        file.Write(MemoryMarshal.AsBytes<float>(right));
    }

    public string Name { get; }

    public string Workload => string.Create(CultureInfo.InvariantCulture, $"float matrices [{m}, {k}] · [{k}, {n}], {repeats} times, one thread");

    public string PeerScript => "matmul_numpy.py";

    public IReadOnlyList<string> PeerArguments => [path, .. new[] { m, k, n, repeats }.Select(size => size.ToString(CultureInfo.InvariantCulture))];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments => [new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = "1" }];

    public double SpeedUpToReach => 0.85;

    public double CheckTolerance => 1e-5;

    public (double Seconds, double Check) Run()
    {
        bool before = WorkerPool.IsSerial;
        WorkerPool.IsSerial = true;
        Stopwatch clock = Stopwatch.StartNew();
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            MatrixProduct.Multiply(new MatrixOperand(left, k), new MatrixOperand(right, n), default, result, n, m, n, k);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        WorkerPool.IsSerial = before;
        return (seconds, result.Sum(number => (double)number) / result.Length);
    }

    public void Dispose() => File.Delete(path);
}
