using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>Functions applied to each number of a layer's output.</summary>
public enum Activation
{
    /// <summary>The number itself.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>A module that applies an <see cref="Neural.Activation"/>.</summary>
public abstract class ActivationModule : Module<Tensor>
{
    private protected ActivationModule(Activation activation) => Activation = activation;

    /// <summary>The function.</summary>
    public Activation Activation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ActivationOperation.Forward(input, Activation);
    }
}

/// <summary>max(0, x).</summary>
public sealed class Relu() : ActivationModule(Activation.Relu);

/// <summary>1 / (1 + e⁻ˣ). Under a loss "with logits" leave it out: the loss contains it.</summary>
public sealed class Sigmoid() : ActivationModule(Activation.Sigmoid);

/// <summary>The hyperbolic tangent.</summary>
public sealed class Tanh() : ActivationModule(Activation.Tanh);

internal sealed class ActivationOperation : Operation
{
    private Tensor _input = null!;
    private Activation _activation;

    public static Tensor Forward(Tensor input, Activation activation)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient);
        input.Values.CopyTo(output.Values);
        ElementKernels.Activate(activation, output.PaddedValues, output.Shape.Count);
        if (output.RequiresGradient)
        {
            ActivationOperation operation = tape.Remember<ActivationOperation>(output);
            operation._input = input;
            operation._activation = activation;
        }

        return output;
    }

    public override void Backward()
    {
        int count = Output.Shape.Count;
        ElementKernels.ActivateBackward(_activation, Output.PaddedValues, Output.PaddedGradient, count);
        ElementKernels.Scale(1f, Output.PaddedGradient, _input.GradientToWrite(out bool accumulate), count, accumulate);
    }
}
