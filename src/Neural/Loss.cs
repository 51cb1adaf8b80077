using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>What training makes small: the mean over all predictions of a batch.</summary>
public abstract class Loss
{
    private protected Loss(string name) => Name = name;

    /// <summary>
    /// Binary cross-entropy of a logit against a target in [0, 1] (1 = yes), the sigmoid included, without overflow.
    /// As PyTorch's BCEWithLogitsLoss. Its accuracy counts a logit above 0 as yes, a target of 0.5 and more as yes.
    /// </summary>
    public static Loss BinaryCrossEntropyWithLogits { get; } = new BinaryCrossEntropyWithLogitsLoss();

    /// <summary>The mean of squared differences. As PyTorch's MSELoss. It has no accuracy.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredErrorLoss();

    /// <summary>The loss's name.</summary>
    public string Name { get; }

    /// <summary>Whether the share of right answers makes sense for this loss.</summary>
    public abstract bool HasAccuracy { get; }

    /// <summary>The loss of <paramref name="predictions"/>, a tensor of one number, inside an open tape scope.</summary>
    /// <param name="predictions">Any shape with at least one number.</param>
    /// <param name="targets">The same shape; its gradient is not worked out.</param>
    /// <exception cref="ArgumentException">The shapes differ or are empty, or a target is not allowed.</exception>
    public Tensor Of(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (predictions.Shape != targets.Shape)
        {
            Throw.WrongShape(Name, "targets", targets.Shape.ToString(), $"{predictions.Shape}, as the predictions");
        }

        Throw.IfEmpty(predictions.Shape.Count, nameof(predictions));
        CheckTargets(targets.Values);
        return LossOperation.Forward(this, predictions, targets);
    }

    /// <summary>How many predictions are right; 0 where accuracy makes no sense.</summary>
    internal abstract int CountCorrect(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets);

    /// <summary>The mean loss; its gradient goes to <paramref name="gradients"/>. Spans carry slack.</summary>
    internal abstract float Compute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count);

    private protected abstract void CheckTargets(ReadOnlySpan<float> targets);
}

internal sealed class BinaryCrossEntropyWithLogitsLoss() : Loss("binary cross-entropy with logits")
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

    internal override float Compute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count) =>
        LossKernels.BinaryCrossEntropyWithLogits(predictions, targets, gradients, count);

    private protected override void CheckTargets(ReadOnlySpan<float> targets)
    {
        for (int index = 0; index < targets.Length; index++)
        {
            if (!(targets[index] is >= 0f and <= 1f))
            {
                Throw.OutOfRange($"targets[{index}]", targets[index], "0 to 1");
            }
        }
    }
}

internal sealed class MeanSquaredErrorLoss() : Loss("mean squared error")
{
    public override bool HasAccuracy => false;

    internal override int CountCorrect(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) => 0;

    internal override float Compute(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count) =>
        LossKernels.MeanSquaredError(predictions, targets, gradients, count);

    private protected override void CheckTargets(ReadOnlySpan<float> targets)
    {
    }
}

/// <summary>A loss works out its gradient on the way forward; the way back only hands it on.</summary>
internal sealed class LossOperation : Operation
{
    // Kept, because code that is not yet optimised allocates to read a constant list of sizes.
    private static readonly Shape _oneNumber = new(1);
    private Tensor _predictions = null!;
    private Tensor _gradients = null!;

    public static Tensor Forward(Loss loss, Tensor predictions, Tensor targets)
    {
        Tape tape = Tape.Current;
        Tensor gradients = tape.NewTensor(predictions.Shape, requiresGradient: false);
        Tensor output = tape.NewTensor(_oneNumber, predictions.RequiresGradient);
        output.Values[0] = loss.Compute(predictions.PaddedValues, targets.PaddedValues, gradients.PaddedValues, predictions.Shape.Count);
        if (output.RequiresGradient)
        {
            LossOperation operation = tape.Remember<LossOperation>(output);
            operation._predictions = predictions;
            operation._gradients = gradients;
        }

        return output;
    }

    public override void Backward() =>
        ElementKernels.Scale(
            Output.Gradient[0], _gradients.PaddedValues, _predictions.GradientToWrite(out bool accumulate), _predictions.Shape.Count, accumulate);
}
