using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>The mean of a sequence's positions: one row for each sequence, zeros for an empty one.</summary>
public sealed class MeanOverTime : Module<Tensor>
{
    /// <summary>The mean over all positions.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <returns>[batch, size].</returns>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>The mean over the positions that are there.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <param name="lengths">Positions that are there, 0 to time, [batch]; null when all are.</param>
    /// <returns>[batch, size].</returns>
    /// <exception cref="ArgumentException">A shape or a length does not fit.</exception>
    public Tensor Forward(Tensor input, IndexTensor? lengths)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 3)
        {
            Throw.WrongShape(nameof(MeanOverTime), nameof(input), input.Shape.ToString(), "[batch, time, size]");
        }

        SequenceLengths.Check(lengths, nameof(MeanOverTime), input.Shape[0], input.Shape[1]);
        return MeanOverTimeOperation.Forward(input, lengths);
    }
}

internal sealed class MeanOverTimeOperation : Operation
{
    private Tensor _input = null!;
    private IndexTensor? _lengths;

    public static Tensor Forward(Tensor input, IndexTensor? lengths)
    {
        Tape tape = Tape.Current;
        int batch = input.Shape[0], time = input.Shape[1], size = input.Shape[2];
        Tensor output = tape.NewTensor(new Shape(batch, size), input.RequiresGradient);
        for (int row = 0; row < batch; row++)
        {
            SequenceKernels.Mean(
                input.PaddedValues[(row * time * size)..], output.PaddedValues[(row * size)..], lengths is null ? time : lengths.Values[row], size);
        }

        if (output.RequiresGradient)
        {
            MeanOverTimeOperation operation = tape.Remember<MeanOverTimeOperation>(output);
            operation._input = input;
            operation._lengths = lengths;
        }

        return output;
    }

    public override void Backward()
    {
        int time = _input.Shape[1], size = _input.Shape[2];
        Span<float> target = _input.GradientToWrite(out bool accumulate), gradient = Output.PaddedGradient;
        for (int row = 0; row < _input.Shape[0]; row++)
        {
            int length = _lengths is null ? time : _lengths.Values[row];
            Span<float> rows = target[(row * time * size)..];
            SequenceKernels.MeanBackward(gradient[(row * size)..], rows, length, size, accumulate);
            if (!accumulate)
            {
                rows[(length * size)..(time * size)].Clear();
            }
        }
    }
}
