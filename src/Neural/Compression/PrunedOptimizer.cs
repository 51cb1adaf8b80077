using MusicRec.Numerics;

namespace MusicRec.Neural.Compression;

/// <summary>Steps with another optimiser, then sets pruned weights to 0 again.</summary>
internal sealed class PrunedOptimizer(MagnitudePruning pruning, Optimizer inner) : Optimizer(inner.Parameters, inner.LearningRate)
{
    internal override IEnumerable<(string Name, Shape Shape, AlignedBuffer Values)> StateBuffers => inner.StateBuffers;

    internal override double[] StateNumbers
    {
        get
        {
            inner.LearningRate = LearningRate;
            return inner.StateNumbers;
        }

        set
        {
            inner.StateNumbers = value;
            LearningRate = inner.LearningRate;
        }
    }

    internal override IEnumerable<(string Name, object Value)> Settings => inner.Settings;

    internal override bool Accepts(double[] numbers) => inner.Accepts(numbers);

    public override void Step()
    {
        inner.LearningRate = LearningRate;
        inner.Step();
        pruning.Apply();
    }
}
