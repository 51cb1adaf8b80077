using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// e^x over the sum of e^x along the last axis: shares that add up to 1. Under a cross-entropy loss leave it out: the
/// loss contains it.
/// </summary>
public sealed class Softmax : Module<Tensor>
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return SoftmaxOperation.Forward(input);
    }
}

internal sealed class SoftmaxOperation : Operation
{
    private Tensor _input = null!;

    public static Tensor Forward(Tensor input)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient);
        SoftmaxKernels.Softmax(input.PaddedValues, output.PaddedValues, Rows(input.Shape), input.Shape.Last);
        if (output.RequiresGradient)
        {
            tape.Remember<SoftmaxOperation>(output)._input = input;
        }

        return output;
    }

    public override void Backward()
    {
        Span<float> target = _input.GradientToWrite(out bool accumulate);
        SoftmaxKernels.SoftmaxBackward(Output.PaddedValues, Output.PaddedGradient, target, Rows(_input.Shape), _input.Shape.Last, accumulate);
    }

    private static int Rows(Shape shape) => shape.Rank == 1 ? 1 : shape.Rows;
}
