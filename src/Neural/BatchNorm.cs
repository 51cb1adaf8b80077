using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015), as in PyTorch: (x − mean) / √(variance + ε) · weight + bias for each
/// channel. While training, mean and variance are the batch's, and the running ones move towards them; afterwards the
/// running ones are used.
/// </summary>
public abstract class BatchNorm : Module<Tensor>
{
    private readonly double _momentum;
    private readonly double _epsilon;

    private protected BatchNorm(int channels, double momentum, double epsilon)
    {
        Throw.IfBelow(channels, 1);
        Throw.IfOutside(momentum, 0, 1);
        Throw.IfNotPositiveFloat(epsilon);
        (_momentum, _epsilon) = (momentum, epsilon);
        Weight = AddParameter("weight", new Shape(channels));
        Weight.Values.Fill(1f);
        Bias = AddParameter("bias", new Shape(channels));
        RunningMean = AddBuffer("running_mean", new Shape(channels));
        RunningVariance = AddBuffer("running_var", new Shape(channels));
        RunningVariance.Values.Fill(1f);
    }

    /// <summary>The factors, [channels].</summary>
    public Tensor Weight { get; }

    /// <summary>What is added, [channels].</summary>
    public Tensor Bias { get; }

    /// <summary>The means used after training, [channels].</summary>
    public Tensor RunningMean { get; }

    /// <summary>The variances used after training, [channels].</summary>
    public Tensor RunningVariance { get; }

    private protected abstract string Needed { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, rectify: false);

    /// <summary>The layer, and max(0, x) after it when <paramref name="rectify"/>, as one operation.</summary>
    internal Tensor Forward(Tensor input, bool rectify)
    {
        ArgumentNullException.ThrowIfNull(input);
        int channels = Weight.Shape[0];
        if (!HasRank(input.Shape.Rank) || input.Shape[1] != channels)
        {
            Throw.WrongShape(GetType().Name, nameof(input), input.Shape.ToString(), Needed);
        }

        if (IsTrainingStep && input.Shape.Count <= channels)
        {
            Throw.WrongShape(GetType().Name, nameof(input), input.Shape.ToString(), "more than one number for each channel while training; DropLast of the Trainer leaves out a last batch of one row");
        }

        return BatchNormOperation.Forward(this, input, rectify);
    }

    /// <summary>Mean and 1 / √(variance + ε) to normalise <paramref name="values"/> with, [channels, 2].</summary>
    internal Tensor Statistics(in BatchNormShape shape, ReadOnlySpan<float> values)
    {
        Tape tape = Tape.Current;
        Tensor statistics = tape.NewTensor(new Shape(shape.Channels, 2), requiresGradient: false);
        if (IsTrainingStep)
        {
            Tensor images = tape.NewTensor(new Shape(shape.Channels, shape.Batch, 2), requiresGradient: false);
            BatchNormKernel.Measure(
                shape, values, images.Values, RunningMean.Values, RunningVariance.Values, _momentum, _epsilon, statistics.Values);
        }
        else
        {
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                statistics.Values[2 * channel] = RunningMean.Values[channel];
                statistics.Values[(2 * channel) + 1] = (float)(1 / Math.Sqrt(RunningVariance.Values[channel] + _epsilon));
            }
        }

        return statistics;
    }

    private protected abstract bool HasRank(int rank);
}

/// <summary>Batch normalisation of rows [batch, features] or sequences [batch, features, time], as PyTorch's BatchNorm1d.</summary>
public sealed class BatchNorm1d : BatchNorm
{
    /// <summary>A layer with weights of 1 and a bias of 0.</summary>
    /// <param name="features">Size of the second axis, 1 or more.</param>
    /// <param name="momentum">The share of the batch's statistics in the new running ones, 0 to 1.</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public BatchNorm1d(int features, double momentum = 0.1, double epsilon = 1e-5)
        : base(features, momentum, epsilon)
    {
    }

    private protected override string Needed => $"[batch, {Weight.Shape[0]}] or [batch, {Weight.Shape[0]}, time]";

    private protected override bool HasRank(int rank) => rank is 2 or 3;
}

/// <summary>Batch normalisation of images [batch, channels, height, width], as PyTorch's BatchNorm2d.</summary>
public sealed class BatchNorm2d : BatchNorm
{
    /// <summary>A layer with weights of 1 and a bias of 0.</summary>
    /// <param name="channels">Size of the second axis, 1 or more.</param>
    /// <param name="momentum">The share of the batch's statistics in the new running ones, 0 to 1.</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public BatchNorm2d(int channels, double momentum = 0.1, double epsilon = 1e-5)
        : base(channels, momentum, epsilon)
    {
    }

    private protected override string Needed => $"[batch, {Weight.Shape[0]}, height, width]";

    private protected override bool HasRank(int rank) => rank == 4;
}
