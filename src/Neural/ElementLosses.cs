using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>A loss that is the mean of something over all single numbers.</summary>
internal abstract class ElementLoss(string name) : Loss(name)
{
    /// <summary>The mean loss; its gradient goes to <paramref name="gradients"/>. Spans carry slack.</summary>
    private protected abstract float Compute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count);

    private protected virtual void Check(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
    }

    private protected sealed override Tensor Forward(Tensor predictions, Tensor targets)
    {
        Check(predictions.Values, targets.Values);
        Tensor output = LossOperation.NewOutput(predictions);
        Tensor gradients = Tape.Current.NewTensor(predictions.Shape, requiresGradient: false);
        output.Values[0] = Compute(predictions.PaddedValues, targets.PaddedValues, gradients.PaddedValues, predictions.Shape.Count);
        LossOperation.Remember(output, predictions, gradients);
        return output;
    }

    /// <summary>Throws for a number outside [0, 1], naming its place.</summary>
    private protected static void CheckShares(string name, ReadOnlySpan<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (!(values[index] is >= 0f and <= 1f))
            {
                Throw.OutOfRange($"{name}[{index}]", values[index], "0 to 1");
            }
        }
    }
}

/// <summary><see cref="Loss.BinaryCrossEntropyWithLogits"/>.</summary>
internal sealed class BinaryCrossEntropyWithLogitsLoss() : ElementLoss("binary cross-entropy with logits")
{
    public override bool HasAccuracy => true;

    internal override int CountCorrect(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        int correct = 0;
        for (int index = 0; index < predictions.Length; index++)
        {
            correct += (predictions[index] > 0f) == (targets[index] >= 0.5f) ? 1 : 0;
        }

        return correct;
    }

    private protected override float Compute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count) =>
        LossKernels.BinaryCrossEntropyWithLogits(predictions, targets, gradients, count);

    private protected override void Check(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) => CheckShares(nameof(targets), targets);
}

/// <summary><see cref="Loss.MeanSquaredError"/>.</summary>
internal sealed class MeanSquaredErrorLoss() : ElementLoss("mean squared error")
{
    public override bool HasAccuracy => false;

    private protected override float Compute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count) =>
        LossKernels.MeanSquaredError(predictions, targets, gradients, count);
}

/// <summary><see cref="Loss.BinaryCrossEntropy"/>.</summary>
internal sealed class BinaryCrossEntropyLoss() : ElementLoss("binary cross-entropy")
{
    public override bool HasAccuracy => true;

    internal override int CountCorrect(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        int correct = 0;
        for (int index = 0; index < predictions.Length; index++)
        {
            correct += (predictions[index] > 0.5f) == (targets[index] >= 0.5f) ? 1 : 0;
        }

        return correct;
    }

    private protected override float Compute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count) =>
        LossKernels.BinaryCrossEntropy(predictions, targets, gradients, count);

    private protected override void Check(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        CheckShares(nameof(predictions), predictions);
        CheckShares(nameof(targets), targets);
    }
}
