using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>The sum of all numbers divided by a whole number: 1 for the sum, the count for the mean.</summary>
internal sealed class SumOperation : Operation
{
    private Tensor _input = null!;
    private int _divisor;

    public static Tensor Forward(Tensor input, int divisor)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(LossOperation.OneNumber, input.RequiresGradient);
        output.Values[0] = (float)(Reductions.Sum(input.Values) / divisor);
        if (output.RequiresGradient)
        {
            SumOperation operation = tape.Remember<SumOperation>(output);
            operation._input = input;
            operation._divisor = divisor;
        }

        return output;
    }

    public override void Backward()
    {
        float share = Output.Gradient[0] / _divisor;
        Span<float> target = _input.GradientToWrite(out bool accumulate);
        if (accumulate)
        {
            TensorKernels.AddNumber(share, target, _input.Shape.Count);
        }
        else
        {
            target[.._input.Shape.Count].Fill(share);
        }
    }
}

/// <summary>The scalar product of each row of one tensor with the same row of another.</summary>
internal sealed class RowDotOperation : Operation
{
    private Tensor _left = null!;
    private Tensor _right = null!;

    public static Tensor Forward(Tensor left, Tensor right)
    {
        if (left.Shape != right.Shape || left.Shape.Rank < 2)
        {
            Throw.WrongShape("RowDot", "tensors", $"{left.Shape} and {right.Shape}", "two equal shapes of rank 2 or more, such as [batch, size]");
        }

        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(left.Shape.WithoutLast(), left.RequiresGradient || right.RequiresGradient);
        TensorKernels.RowDot(left.PaddedValues, right.PaddedValues, output.PaddedValues, left.Shape.Rows, left.Shape.Last);
        if (output.RequiresGradient)
        {
            RowDotOperation operation = tape.Remember<RowDotOperation>(output);
            (operation._left, operation._right) = (left, right);
        }

        return output;
    }

    public override void Backward()
    {
        int rows = _left.Shape.Rows, columns = _left.Shape.Last;
        if (_left.RequiresGradient)
        {
            TensorKernels.ScaleRows(Output.PaddedGradient, _right.PaddedValues, _left.GradientToWrite(out bool accumulate), rows, columns, accumulate);
        }

        if (_right.RequiresGradient)
        {
            TensorKernels.ScaleRows(Output.PaddedGradient, _left.PaddedValues, _right.GradientToWrite(out bool accumulate), rows, columns, accumulate);
        }
    }
}
