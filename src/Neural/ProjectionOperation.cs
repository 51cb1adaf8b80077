using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>input [batch, time, inputs] · (some rows of a weight [rows, inputs])ᵀ + bias, as attention's projections need it.</summary>
internal sealed class ProjectionOperation : Operation
{
    private Tensor _input = null!;
    private Tensor _weight = null!;
    private Tensor _bias = null!;
    private int _firstRow;

    /// <param name="input">[batch, time, inputs].</param>
    /// <param name="weight">[rows, inputs].</param>
    /// <param name="bias">[rows].</param>
    /// <param name="firstRow">The first row used.</param>
    /// <param name="rows">How many are used; the gradient of the others is 0.</param>
    /// <returns>[batch, time, rows used].</returns>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor bias, int firstRow, int rows)
    {
        int batch = input.Shape[0], time = input.Shape[1], inputs = weight.Shape[1];
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(
            new Shape(batch, time, rows), input.RequiresGradient || weight.RequiresGradient || bias.RequiresGradient);
        MatrixProduct.Multiply(
            new MatrixOperand(input.PaddedValues, inputs), new MatrixOperand(weight.PaddedValues[(firstRow * inputs)..], inputs).Transposed,
            new MatrixOperand(bias.PaddedValues[firstRow..], 0), output.Values, rows, batch * time, rows, inputs);
        if (output.RequiresGradient)
        {
            ProjectionOperation operation = tape.Remember<ProjectionOperation>(output);
            operation._input = input;
            operation._weight = weight;
            operation._bias = bias;
            operation._firstRow = firstRow;
        }

        return output;
    }

    public override void Backward()
    {
        int count = Output.Shape[0] * Output.Shape[1], rows = Output.Shape[2], inputs = _weight.Shape[1], start = _firstRow * inputs;
        Span<float> gradient = Output.PaddedGradient;
        if (_bias.RequiresGradient)
        {
            TensorKernels.SumColumns(1f, gradient, PartToWrite(_bias, _firstRow, rows), count, rows, accumulate: true);
        }

        if (_weight.RequiresGradient)
        {
            Span<float> target = PartToWrite(_weight, start, rows * inputs);
            MatrixProduct.Multiply(
                new MatrixOperand(gradient, rows).Transposed, new MatrixOperand(_input.PaddedValues, inputs), new MatrixOperand(target, inputs),
                target, inputs, rows, inputs, count);
        }

        if (_input.RequiresGradient)
        {
            Span<float> target = _input.GradientToWrite(out bool accumulate);
            MatrixProduct.Multiply(
                new MatrixOperand(gradient, rows), new MatrixOperand(_weight.PaddedValues[start..], inputs),
                accumulate ? new MatrixOperand(target, inputs) : default, target, inputs, count, inputs, rows);
        }
    }

    /// <summary>Part of a gradient that then holds a sum to add to: zeros where there was none before.</summary>
    private static Span<float> PartToWrite(Tensor tensor, int start, int count)
    {
        Span<float> gradient = tensor.GradientToWrite(out bool accumulate);
        if (!accumulate)
        {
            gradient[..tensor.Shape.Count].Clear();
        }

        return gradient.Slice(start, count + AlignedBuffer.Slack);
    }
}
