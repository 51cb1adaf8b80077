using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>whole · a + part · b, where the part's numbers count for every row of the whole.</summary>
internal sealed class AddOperation : Operation
{
    private Tensor _whole = null!;
    private Tensor _part = null!;
    private float _wholeFactor;
    private float _partFactor;

    public static Tensor Forward(string name, Tensor left, float leftFactor, Tensor right, float rightFactor)
    {
        Broadcast.Order(name, ref left, ref right, out bool swapped);
        (float wholeFactor, float partFactor) = swapped ? (rightFactor, leftFactor) : (leftFactor, rightFactor);
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(left.Shape, left.RequiresGradient || right.RequiresGradient);
        TensorKernels.Add(
            wholeFactor, left.PaddedValues, partFactor, right.PaddedValues, output.PaddedValues, Broadcast.Rows(left, right), right.Shape.Count);
        if (output.RequiresGradient)
        {
            AddOperation operation = tape.Remember<AddOperation>(output);
            (operation._whole, operation._part) = (left, right);
            (operation._wholeFactor, operation._partFactor) = (wholeFactor, partFactor);
        }

        return output;
    }

    public override void Backward()
    {
        int count = Output.Shape.Count, rows = Broadcast.Rows(_whole, _part);
        if (_part.RequiresGradient && rows == 1)
        {
            ElementKernels.Scale(_partFactor, Output.PaddedGradient, _part.GradientToWrite(out bool accumulate), count, accumulate);
        }
        else if (_part.RequiresGradient)
        {
            TensorKernels.SumColumns(
                _partFactor, Output.PaddedGradient, _part.GradientToWrite(out bool accumulate), rows, _part.Shape.Count, accumulate);
        }

        if (_whole.RequiresGradient && !(_wholeFactor == 1f && Output.TryMoveGradient(_whole)))
        {
            ElementKernels.Scale(_wholeFactor, Output.PaddedGradient, _whole.GradientToWrite(out bool accumulate), count, accumulate);
        }
    }
}

/// <summary>whole · part, number by number, where the part's numbers count for every row of the whole.</summary>
internal sealed class MultiplyOperation : Operation
{
    private Tensor _whole = null!;
    private Tensor _part = null!;

    public static Tensor Forward(Tensor left, Tensor right)
    {
        Broadcast.Order("*", ref left, ref right, out _);
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(left.Shape, left.RequiresGradient || right.RequiresGradient);
        TensorKernels.Multiply(
            left.PaddedValues, right.PaddedValues, output.PaddedValues, Broadcast.Rows(left, right), right.Shape.Count, accumulate: false);
        if (output.RequiresGradient)
        {
            MultiplyOperation operation = tape.Remember<MultiplyOperation>(output);
            (operation._whole, operation._part) = (left, right);
        }

        return output;
    }

    public override void Backward()
    {
        int count = Output.Shape.Count, rows = Broadcast.Rows(_whole, _part), columns = _part.Shape.Count;
        Span<float> gradient = Output.PaddedGradient;
        if (_part.RequiresGradient && rows == 1)
        {
            ElementKernels.Multiply(gradient, _whole.PaddedValues, _part.GradientToWrite(out bool accumulate), count, accumulate);
        }
        else if (_part.RequiresGradient)
        {
            TensorKernels.SumColumnsOfProduct(
                gradient, _whole.PaddedValues, _part.GradientToWrite(out bool accumulate), rows, columns, accumulate);
        }

        if (_whole.RequiresGradient)
        {
            TensorKernels.Multiply(gradient, _part.PaddedValues, _whole.GradientToWrite(out bool accumulate), rows, columns, accumulate);
        }
    }
}

/// <summary>input · factor.</summary>
internal sealed class ScaleOperation : Operation
{
    private Tensor _input = null!;
    private float _factor;

    public static Tensor Forward(Tensor input, float factor)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient);
        ElementKernels.Scale(factor, input.PaddedValues, output.PaddedValues, output.Shape.Count, accumulate: false);
        if (output.RequiresGradient)
        {
            ScaleOperation operation = tape.Remember<ScaleOperation>(output);
            operation._input = input;
            operation._factor = factor;
        }

        return output;
    }

    public override void Backward() =>
        ElementKernels.Scale(
            _factor, Output.PaddedGradient, _input.GradientToWrite(out bool accumulate), Output.Shape.Count, accumulate);
}

/// <summary>e to the power of the input.</summary>
internal sealed class ExpOperation : Operation
{
    private Tensor _input = null!;

    public static Tensor Forward(Tensor input)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient);
        TensorKernels.Exp(input.PaddedValues, output.PaddedValues, output.Shape.Count);
        if (output.RequiresGradient)
        {
            tape.Remember<ExpOperation>(output)._input = input;
        }

        return output;
    }

    public override void Backward() =>
        ElementKernels.Multiply(
            Output.PaddedGradient, Output.PaddedValues, _input.GradientToWrite(out bool accumulate), Output.Shape.Count, accumulate);
}

/// <summary>Which of two shapes is repeated to go with the other.</summary>
internal static class Broadcast
{
    /// <summary>Puts the tensor with more numbers on the left, and checks that the other's shape is the end of its shape.</summary>
    public static void Order(string name, ref Tensor left, ref Tensor right, out bool swapped)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        swapped = right.Shape.Rank > left.Shape.Rank;
        if (swapped)
        {
            (left, right) = (right, left);
        }

        int outer = left.Shape.Rank - right.Shape.Rank;
        for (int axis = 0; axis < right.Shape.Rank; axis++)
        {
            if (left.Shape[outer + axis] != right.Shape[axis])
            {
                Throw.WrongShape(name, "tensors", $"{left.Shape} and {right.Shape}", "equal shapes, or one that is the end of the other, such as [batch, features] and [features]");
            }
        }
    }

    /// <summary>How often the part goes into the whole; 1 for equal shapes.</summary>
    public static int Rows(Tensor whole, Tensor part) => part.Shape.Count == 0 ? 1 : whole.Shape.Count / part.Shape.Count;
}
