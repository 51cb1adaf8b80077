using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// While training, sets each number to 0 with a given probability and divides the rest by the probability of staying
/// (Srivastava et al. 2014, in the inverted form of PyTorch and Keras); afterwards does nothing.
/// </summary>
public sealed class Dropout : Module<Tensor>
{
    private readonly RandomStream _random;

    /// <summary>A dropout layer.</summary>
    /// <param name="probability">Share of numbers dropped, from 0 to below 1.</param>
    /// <param name="random">Decides which; must be used by nothing else afterwards.</param>
    public Dropout(double probability, RandomStream random)
    {
        if (!(probability >= 0 && probability < 1))
        {
            Throw.OutOfRange(nameof(probability), probability, "0 to below 1");
        }

        ArgumentNullException.ThrowIfNull(random);
        Probability = probability;
        _random = AddRandomStream("random", random);
    }

    /// <summary>Share of numbers dropped.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsTrainingStep && Probability > 0 ? DropoutOperation.Forward(input, (float)Probability, _random) : input;
    }

    /// <summary>Drops stored numbers of sparse rows, [batch, features]; what is 0 stays 0.</summary>
    /// <returns>[batch, features], with the same places stored.</returns>
    public SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!IsTrainingStep || Probability == 0)
        {
            return input;
        }

        SparseTensor output = Tape.Current.NewSparseTensor();
        Span<float> values = output.OpenLike(input);
        DropoutKernels.Draw(_random, (float)Probability, values);
        ReadOnlySpan<float> from = input.Values;
        for (int index = 0; index < values.Length; index++)
        {
            values[index] *= from[index];
        }

        return output;
    }
}

internal sealed class DropoutOperation : Operation
{
    private Tensor _input = null!;
    private Tensor _factors = null!;

    public static Tensor Forward(Tensor input, float probability, RandomStream random)
    {
        Tape tape = Tape.Current;
        Tensor factors = tape.NewTensor(input.Shape, requiresGradient: false);
        DropoutKernels.Draw(random, probability, factors.Values);
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient);
        ElementKernels.Multiply(input.PaddedValues, factors.PaddedValues, output.PaddedValues, output.Shape.Count, accumulate: false);
        if (output.RequiresGradient)
        {
            DropoutOperation operation = tape.Remember<DropoutOperation>(output);
            operation._input = input;
            operation._factors = factors;
        }

        return output;
    }

    public override void Backward() =>
        ElementKernels.Multiply(
            Output.PaddedGradient, _factors.PaddedValues, _input.GradientToWrite(out bool accumulate), Output.Shape.Count, accumulate);
}
