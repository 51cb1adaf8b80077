using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>The input's numbers under another shape, in the same memory.</summary>
internal sealed class ReshapeOperation : Operation
{
    private Tensor _input = null!;

    public static Tensor Forward(Tensor input, Shape shape)
    {
        if (shape.Count != input.Shape.Count)
        {
            Throw.WrongShape("Reshape", "a tensor", input.Shape.ToString(), $"as many numbers as {shape} has");
        }

        Tape tape = Tape.Current;
        Tensor output = tape.NewView(input, shape);
        if (output.RequiresGradient)
        {
            tape.Remember<ReshapeOperation>(output)._input = input;
        }

        return output;
    }

    public override void Backward()
    {
        if (!Output.TryMoveGradient(_input))
        {
            ElementKernels.Scale(1f, Output.PaddedGradient, _input.GradientToWrite(out bool accumulate), Output.Shape.Count, accumulate);
        }
    }
}

/// <summary>The inputs side by side along the last axis.</summary>
internal sealed class ConcatenateOperation : Operation
{
    private readonly List<Tensor> _inputs = [];

    public static Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Throw.IfEmpty(inputs.Length, "tensors");
        int columns = 0;
        bool requiresGradient = false;
        foreach (Tensor input in inputs)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.Shape.WithLast(1) != inputs[0].Shape.WithLast(1))
            {
                Throw.WrongShape("Concatenate", "tensors", $"{inputs[0].Shape} and {input.Shape}", "shapes that differ in the last size only");
            }

            columns = checked(columns + input.Shape.Last);
            requiresGradient |= input.RequiresGradient;
        }

        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(inputs[0].Shape.WithLast(columns), requiresGradient);
        int start = 0;
        foreach (Tensor input in inputs)
        {
            TensorKernels.CopyColumns(input.Values, input.Shape.Last, 0, output.Values, columns, start, input.Shape.Last, input.Shape.Rows, accumulate: false);
            start += input.Shape.Last;
        }

        if (output.RequiresGradient)
        {
            ConcatenateOperation operation = tape.Remember<ConcatenateOperation>(output);
            operation._inputs.Clear();
            operation._inputs.AddRange(inputs);
        }

        return output;
    }

    public override void Backward()
    {
        int start = 0;
        foreach (Tensor input in _inputs)
        {
            int columns = input.Shape.Last;
            if (input.RequiresGradient)
            {
                Span<float> target = input.GradientToWrite(out bool accumulate);
                TensorKernels.CopyColumns(Output.Gradient, Output.Shape.Last, start, target, columns, 0, columns, input.Shape.Rows, accumulate);
            }

            start += columns;
        }
    }
}

/// <summary>A stretch of the input's last axis.</summary>
internal sealed class SliceOperation : Operation
{
    private Tensor _input = null!;
    private int _start;

    public static Tensor Forward(Tensor input, int start, int length)
    {
        Throw.IfOutside(start, 0, input.Shape.Last - 1);
        Throw.IfOutside(length, 1, input.Shape.Last - start);
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape.WithLast(length), input.RequiresGradient);
        TensorKernels.CopyColumns(input.Values, input.Shape.Last, start, output.Values, length, 0, length, input.Shape.Rows, accumulate: false);
        if (output.RequiresGradient)
        {
            SliceOperation operation = tape.Remember<SliceOperation>(output);
            operation._input = input;
            operation._start = start;
        }

        return output;
    }

    public override void Backward()
    {
        int length = Output.Shape.Last;
        Span<float> target = _input.GradientToWrite(out bool accumulate);
        if (!accumulate)
        {
            target.Clear();
        }

        TensorKernels.CopyColumns(Output.Gradient, length, 0, target, _input.Shape.Last, _start, length, _input.Shape.Rows, accumulate: true);
    }
}
