using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>
/// Training a network of the size that tells liked songs from others, against PyTorch: the same rows, the same starting
/// weights and the same batches on both sides.
/// </summary>
internal sealed class LikesMlpComparison : IComparison
{
    private const int Rows = 2000;
    private const int Epochs = 100;
    private const int BatchSize = 32;
    private const ulong Seed = 3;
    private static readonly int[] _sizes = [13, 64, 32, 16, 1];
    private readonly string path = Path.Combine(Path.GetTempPath(), $"likes-mlp-{Guid.NewGuid():N}.bin");
    private readonly TensorDataset data = MakeData();
    private bool isWarm;

    public LikesMlpComparison()
    {
        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(data.Inputs.Values));
        file.Write(MemoryMarshal.AsBytes(data.Targets.Values));
        RandomStream seed = new(Seed);
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            // The order in which the trainer goes through the rows.
            file.Write(MemoryMarshal.AsBytes(seed.Split((ulong)epoch).Permutation(Rows).AsSpan()));
        }

        foreach (Tensor parameter in MakeNetwork().Parameters)
        {
            file.Write(MemoryMarshal.AsBytes(parameter.Values));
        }
    }

    public string Name => "likes-mlp";

    public string Workload => "network 13→64→32→16→1, 2,000 rows, batch 32, 100 epochs of Adam";

    public string PeerScript => "likes_mlp_torch.py";

    public IReadOnlyList<string> PeerArguments =>
        [path, .. new[] { Rows, Epochs, BatchSize }.Concat(_sizes).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    // Two threads in the default, busily waiting mode would be slower still; quoting that would flatter us.
    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "2" },
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "2", ["OMP_WAIT_POLICY"] = "PASSIVE" },
    ];

    public double SpeedUpToReach => 25;

    public double CheckTolerance => 0.02;

    /// <summary>The check is the loss of the last epoch, in thousandths.</summary>
    public (double Seconds, double Check) Run()
    {
        // The runtime compiles what is hot once more in the background; until then the library is half as fast.
        for (Stopwatch warming = Stopwatch.StartNew(); !isWarm; isWarm = warming.Elapsed.TotalSeconds > 4)
        {
            _ = Train();
        }

        return Train();
    }

    public void Dispose() => File.Delete(path);

    private (double Seconds, double Check) Train()
    {
        Sequential network = MakeNetwork();
        Trainer trainer = new(network, new Adam(network.Parameters), Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Seed = Seed,
        };
        Stopwatch clock = Stopwatch.StartNew();
        History history = trainer.Fit(data);
        return (clock.Elapsed.TotalSeconds, 1000 * history.Losses[^1]);
    }

    private static Sequential MakeNetwork()
    {
        RandomStream random = new(2);
        List<Module<Tensor>> modules = [];
        for (int layer = 0; layer + 1 < _sizes.Length; layer++)
        {
            modules.Add(new Linear(_sizes[layer], _sizes[layer + 1], random));
            if (layer + 2 < _sizes.Length)
            {
                modules.Add(new Relu());
            }
        }

        return new Sequential([.. modules]);
    }

    private static TensorDataset MakeData()
    {
        RandomStream random = new(1);
        Matrix features = new(Rows, _sizes[0]);
        int[] labels = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<double> values = features.Row(row);
            foreach (ref double value in values)
            {
                value = random.NextDouble();
            }

            double liking = (4 * values[0] * values[1]) + (2 * values[2]) - 2 + random.NextGaussian();
            labels[row] = liking > 0 ? 1 : 0;
        }

        return TensorDataset.From(features, labels);
    }
}
