using System.Diagnostics;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>The artist network of paper 002, whose last layer is nearly all of the work. Warm steps count: memory is there.</summary>
internal sealed class ArtistNetComparison : TrainingComparison
{
    private const int BatchSize = 256;
    private const int Features = 8;
    private const int Hidden = 512;
    private const int Artists = 70_000;
    private const int Steps = 2;
    private readonly Tensor features;
    private readonly IndexTensor artists;
    private readonly Sequential network;
    private readonly Adam optimizer;
    private readonly Loss<IndexTensor> loss = Loss.CrossEntropy();
    private readonly Tape tape = new();
    private readonly float[][] start;

    public ArtistNetComparison()
    {
        RandomStream random = new(1);
        float[] numbers = [.. Enumerable.Range(0, BatchSize * Features).Select(_ => (float)random.NextGaussian())];
        int[] labels = [.. Enumerable.Range(0, BatchSize).Select(_ => random.NextInt32(Artists))];
        (features, artists) = (Tensor.From(numbers, BatchSize, Features), IndexTensor.From(labels, BatchSize));
        network = new Sequential(new Linear(Features, Hidden, random), new Relu(), new Linear(Hidden, Artists, random));
        optimizer = new Adam(network.Parameters);
        start = [.. network.Parameters.Select(parameter => parameter.Values.ToArray())];
        Write<float>(numbers);
        Write<int>(labels);
        WriteParameters(network);
    }

    public override string Name => "artist-net";

    public override string Workload => "network 8→512→70,000, batch 256, 2 warm steps of cross-entropy and Adam";

    public override string PeerScript => "artist_net_torch.py";

    public override double SpeedUpToReach => 1.7;

    protected override IReadOnlyList<int> Sizes => [BatchSize, Features, Hidden, Artists, Steps];

    protected override (double Seconds, double Check) Train()
    {
        for (int index = 0; index < start.Length; index++)
        {
            start[index].CopyTo(network.Parameters[index].Values);
        }

        foreach ((_, _, AlignedBuffer values) in optimizer.StateBuffers)
        {
            values.Span.Clear();
        }

        double[] numbers = optimizer.StateNumbers;
        numbers.AsSpan(1).Fill(1);
        optimizer.StateNumbers = numbers;
        float last = Step();
        Stopwatch clock = Stopwatch.StartNew();
        for (int step = 0; step < Steps; step++)
        {
            last = Step();
        }

        return (clock.Elapsed.TotalSeconds, 1000 * last);
    }

    private float Step()
    {
        using (tape.Record())
        {
            Tensor result = loss.Of(network.Forward(features), artists);
            optimizer.ClearGradients();
            result.Backward();
            optimizer.Step();
            return result.Item;
        }
    }
}
