using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>The genre network of paper 002: many rows, small layers.</summary>
internal sealed class GenreMlpComparison : TrainingComparison
{
    private const int Rows = 230_000;
    private const int BatchSize = 256;
    private const int Features = 8;
    private const int Hidden = 128;
    private const int Genres = 18;
    private const ulong Seed = 3;
    private readonly Tensor features;
    private readonly IndexTensor genres;

    public GenreMlpComparison()
    {
        RandomStream random = new(1);
        float[] numbers = new float[Rows * Features];
        int[] labels = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> own = numbers.AsSpan(row * Features, Features);
            foreach (ref float value in own)
            {
                value = (float)random.NextGaussian();
            }

            labels[row] = Math.Clamp((int)(9 + (3 * own[0]) + (2 * own[1] * own[2]) + random.NextGaussian()), 0, Genres - 1);
        }

        (features, genres) = (Tensor.From(numbers, Rows, Features), IndexTensor.From(labels, Rows));
        Write<float>(numbers);
        Write<int>(labels);
        Write<int>(new RandomStream(Seed).Split(1).Permutation(Rows));
        WriteParameters(MakeNetwork());
    }

    public override string Name => "genre-mlp";

    public override string Workload => "network 8→128→18, 230,000 rows, batch 256, 1 epoch of cross-entropy and Adam";

    public override string PeerScript => "genre_mlp_torch.py";

    public override double SpeedUpToReach => 4;

    protected override IReadOnlyList<int> Sizes => [Rows, BatchSize, Features, Hidden, Genres];

    protected override (double Seconds, double Check) Train()
    {
        Sequential network = MakeNetwork();
        Trainer trainer = new(network, new Adam(network.Parameters)) { Epochs = 1, BatchSize = BatchSize, Seed = Seed };
        Objective objective = Objective.Supervised(network, RowSource.Of(features), RowSource.Of(genres), Loss.CrossEntropy());
        return Fit(trainer, objective);
    }

    private static Sequential MakeNetwork()
    {
        RandomStream random = new(2);
        return new Sequential(new Linear(Features, Hidden, random), new Relu(), new Linear(Hidden, Genres, random));
    }
}
