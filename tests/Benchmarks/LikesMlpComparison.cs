using System.Diagnostics;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>The likes network, small enough that most of PyTorch's time goes into finding out what to do.</summary>
internal sealed class LikesMlpComparison : TrainingComparison
{
    private const int Rows = 2000;
    private const int Epochs = 100;
    private const int BatchSize = 32;
    private const ulong Seed = 3;
    private static readonly int[] _layers = [13, 64, 32, 16, 1];
    private readonly TensorDataset data = MakeData();

    public LikesMlpComparison()
    {
        Write<float>(data.Inputs.Values);
        Write<float>(data.Targets.Values);
        RandomStream seed = new(Seed);
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            // The order in which the trainer goes through the rows.
            Write<int>(seed.Split((ulong)epoch).Permutation(Rows));
        }

        WriteParameters(MakeNetwork());
    }

    public override string Name => "likes-mlp";

    public override string Workload => "network 13→64→32→16→1, 2,000 rows, batch 32, 100 epochs of Adam";

    public override string PeerScript => "likes_mlp_torch.py";

    public override double SpeedUpToReach => 25;

    protected override IReadOnlyList<int> Sizes => [Rows, Epochs, BatchSize, .. _layers];

    protected override (double Seconds, double Check) Train()
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
        for (int layer = 0; layer + 1 < _layers.Length; layer++)
        {
            modules.Add(new Linear(_layers[layer], _layers[layer + 1], random));
            if (layer + 2 < _layers.Length)
            {
                modules.Add(new Relu());
            }
        }

        return new Sequential([.. modules]);
    }

    private static TensorDataset MakeData()
    {
        RandomStream random = new(1);
        Matrix features = new(Rows, _layers[0]);
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
