using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>A convolutional network on patches of mel spectrograms, as genre and mood taggers use them.</summary>
internal sealed class MelCnnComparison : TrainingComparison
{
    private const int BatchSize = 32;
    private const int PatchSize = 128;
    private const int Classes = 10;
    private const int Steps = 3;
    private static readonly int[] _channels = [1, 16, 32, 64];
    private readonly Tape tape = new();
    private readonly Tensor inputs;
    private readonly IndexTensor targets;

    public MelCnnComparison()
    {
        RandomStream random = new(1);
        float[] patches = new float[BatchSize * PatchSize * PatchSize];
        int[] classes = new int[BatchSize];
        for (int row = 0; row < BatchSize; row++)
        {
            classes[row] = row % Classes;
        }

        for (int index = 0; index < patches.Length; index++)
        {
            // Each class is louder in another band.
            int band = index / PatchSize % PatchSize * Classes / PatchSize;
            patches[index] = (float)(random.NextGaussian() + (band == classes[index / (PatchSize * PatchSize)] ? 1 : 0));
        }

        inputs = Tensor.From(patches, BatchSize, 1, PatchSize, PatchSize);
        targets = IndexTensor.From(classes, BatchSize);
        Write<float>(inputs.Values);
        Write<int>(targets.Values);
        WriteParameters(MakeNetwork());
    }

    public override string Name => "mel-cnn";

    public override string Workload => "CNN 16/32/64 (3 × 3, batch norm, ReLU, max pool) on 128 × 128 mel patches, batch 32, one step of Adam";

    public override string PeerScript => "mel_cnn_torch.py";

    public override double SpeedUpToReach => 1.3;

    protected override IReadOnlyList<int> Sizes => [BatchSize, PatchSize, Classes, Steps];

    protected override (double Seconds, double Check) Train()
    {
        Sequential network = MakeNetwork();
        Adam adam = new(network.Parameters);
        Loss<IndexTensor> criterion = Loss.CrossEntropy();
        (double seconds, double check) = Repeat(Steps, tape, adam, () => criterion.Of(network.Forward(inputs), targets));
        return (seconds / Steps, check);
    }

    private static Sequential MakeNetwork()
    {
        RandomStream random = new(2);
        List<Module<Tensor>> modules = [];
        for (int layer = 1; layer < _channels.Length; layer++)
        {
            modules.Add(new Conv2d(_channels[layer - 1], _channels[layer], 3, random, padding: 1, bias: false));
            modules.Add(new BatchNorm2d(_channels[layer]));
            modules.Add(new Relu());
            modules.Add(new MaxPool2d(2));
        }

        modules.Add(new GlobalAveragePool2d());
        modules.Add(new Linear(_channels[^1], Classes, random));
        return new Sequential([.. modules]);
    }
}
