using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Adds to each position of a sequence numbers that are learnt for that position, as BERT and GPT do.</summary>
public sealed class LearnedPositions : Module<Tensor>
{
    /// <summary>Positions with numbers drawn from a normal distribution.</summary>
    /// <param name="time">The longest sequence, 1 or more.</param>
    /// <param name="size">Numbers per position, 1 or more.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="standardDeviation">Of the draws, 0 or more: 1 as PyTorch draws an embedding, 0.02 as BERT draws it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public LearnedPositions(int time, int size, RandomStream random, double standardDeviation = 0.02)
    {
        Throw.IfBelow(time, 1);
        Throw.IfBelow(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        Throw.IfOutside(standardDeviation, 0, float.MaxValue);
        Weight = AddParameter("weight", new Shape(time, size));
        foreach (ref float value in Weight.Values)
        {
            value = (float)(random.NextGaussian() * standardDeviation);
        }
    }

    /// <summary>What is added, [time, size].</summary>
    public Tensor Weight { get; }

    /// <summary>The input with its positions marked.</summary>
    /// <param name="input">[batch, time, size]; the time may be shorter than the longest.</param>
    /// <returns>[batch, time, size].</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 3 || input.Shape[1] > Weight.Shape[0] || input.Shape[2] != Weight.Shape[1])
        {
            Throw.WrongShape(nameof(LearnedPositions), nameof(input), input.Shape.ToString(), $"[batch, at most {Weight.Shape[0]}, {Weight.Shape[1]}]");
        }

        return LearnedPositionsOperation.Forward(input, Weight);
    }
}

internal sealed class LearnedPositionsOperation : Operation
{
    private Tensor _input = null!;
    private Tensor _weight = null!;

    public static Tensor Forward(Tensor input, Tensor weight)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient || weight.RequiresGradient);
        TensorKernels.Add(
            1f, input.PaddedValues, 1f, weight.PaddedValues, output.PaddedValues, input.Shape[0], input.Shape[1] * input.Shape[2]);
        if (output.RequiresGradient)
        {
            LearnedPositionsOperation operation = tape.Remember<LearnedPositionsOperation>(output);
            operation._input = input;
            operation._weight = weight;
        }

        return output;
    }

    public override void Backward()
    {
        int batch = Output.Shape[0], width = Output.Shape[1] * Output.Shape[2];
        if (_weight.RequiresGradient)
        {
            Span<float> target = _weight.GradientToWrite(out bool accumulate);
            TensorKernels.SumColumns(1f, Output.PaddedGradient, target, batch, width, accumulate);
            if (!accumulate)
            {
                target[width.._weight.Shape.Count].Clear();
            }
        }

        if (_input.RequiresGradient && !Output.TryMoveGradient(_input))
        {
            ElementKernels.Scale(1f, Output.PaddedGradient, _input.GradientToWrite(out bool accumulate), Output.Shape.Count, accumulate);
        }
    }
}
