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

    /// <summary>x · Φ(x), where Φ is the normal distribution's cumulative function (Hendrycks and Gimpel 2016).</summary>
    Gelu,
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

/// <summary>The Gaussian error linear unit x · Φ(x), exactly, as PyTorch's GELU.</summary>
public sealed class Gelu() : ActivationModule(Activation.Gelu);

/// <summary>An activation at the end of an operation, in place.</summary>
internal static class FusedActivation
{
    /// <summary>Throws for a number that is no activation. Asking the enumeration itself would allocate in every step.</summary>
    public static void Check(Activation activation)
    {
        if (activation is < Activation.None or > Activation.Gelu)
        {
            Throw.IfUndefined(activation);
        }
    }

    /// <summary>Activates what <paramref name="output"/> holds.</summary>
    /// <returns>The slopes, where the way back cannot work them out from the output and will need them; else null.</returns>
    public static Tensor? Apply(Activation activation, Tensor output)
    {
        if (activation != Activation.Gelu)
        {
            ElementKernels.Activate(activation, output.PaddedValues, output.Shape.Count);
            return null;
        }

        Tensor? slopes = output.RequiresGradient ? Tape.Current.NewTensor(output.Shape, requiresGradient: false) : null;
        GeluKernel.Activate(output.PaddedValues, slopes is null ? default : slopes.PaddedValues, output.Shape.Count);
        return slopes;
    }

    /// <summary>Turns the gradient of <paramref name="output"/> into that of what was activated, in place.</summary>
    public static void Backward(Activation activation, Tensor output, Tensor? slopes)
    {
        if (slopes is null)
        {
            ElementKernels.ActivateBackward(activation, output.PaddedValues, output.PaddedGradient, output.Shape.Count);
        }
        else
        {
            ElementKernels.Multiply(output.PaddedGradient, slopes.PaddedValues, output.PaddedGradient, output.Shape.Count, accumulate: false);
        }
    }
}

internal sealed class ActivationOperation : Operation
{
    private Tensor _input = null!;
    private Activation _activation;
    private Tensor? _slopes;

    public static Tensor Forward(Tensor input, Activation activation)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient);
        input.Values.CopyTo(output.Values);
        Tensor? slopes = FusedActivation.Apply(activation, output);
        if (output.RequiresGradient)
        {
            ActivationOperation operation = tape.Remember<ActivationOperation>(output);
            operation._input = input;
            operation._activation = activation;
            operation._slopes = slopes;
        }

        return output;
    }

    public override void Backward()
    {
        FusedActivation.Backward(_activation, Output, _slopes);
        if (!Output.TryMoveGradient(_input))
        {
            ElementKernels.Scale(1f, Output.PaddedGradient, _input.GradientToWrite(out bool accumulate), Output.Shape.Count, accumulate);
        }
    }
}
