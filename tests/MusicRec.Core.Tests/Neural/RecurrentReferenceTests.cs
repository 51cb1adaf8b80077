using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Recurrent layers against their plain version: the same bits in float, the slopes of the loss in double.</summary>
public sealed class RecurrentReferenceTests
{
    /// <summary>Batch, time, inputs, hidden, lengths.</summary>
    public static TheoryData<int, int, int, int, int[]> Sizes => new()
    {
        { 1, 1, 1, 1, [1] },
        { 1, 1, 2, 3, [0] },
        { 2, 3, 1, 8, [3, 3] },
        { 3, 4, 5, 7, [0, 4, 2] },
        { 4, 2, 3, 9, [1, 2, 0, 1] },
        { 5, 6, 2, 3, [6, 1, 6, 0, 3] },
    };

    /// <summary>As above, some with so many rows that the work is done in several pieces.</summary>
    public static TheoryData<int, int, int, int, int[]> LargerSizes => new()
    {
        { 1, 9, 13, 16, [9] },
        { 7, 1, 3, 17, [1, 1, 1, 1, 1, 1, 1] },
        { 2, 5, 1, 33, [0, 0] },
        { 0, 3, 2, 4, [] },
        { 3, 0, 2, 4, [0, 0, 0] },
        { 70, 4, 3, 5, [.. Enumerable.Range(0, 70).Select(row => row * 7 % 5)] },
        { 101, 3, 17, 24, [.. Enumerable.Repeat(3, 101)] },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_gradient_is_the_slope_of_the_loss(int batch, int time, int inputs, int hidden, int[] lengths)
    {
        foreach (RecurrentCell cell in Enum.GetValues<RecurrentCell>())
        {
            RandomStream random = new((ulong)(batch + (10 * hidden)));
            Reference.RecurrentLayer<double> layer = new(cell, batch, time, inputs, hidden, lengths);
            foreach (double[] values in (double[][])[layer.Input, .. layer.Weights])
            {
                Fill(values, random);
            }

            // The loss: a sum of all outputs and last states with weights of their own.
            double[] outputWeights = new double[layer.Outputs.Length], lastWeights = new double[layer.Last.Length];
            Fill(outputWeights, random);
            Fill(lastWeights, random);
            Loss();
            layer.Backward(outputWeights, lastWeights);
            FiniteDifferences.AssertSlopes($"{cell} input", Loss, layer.Input, layer.InputGradients);
            for (int index = 0; index < 4; index++)
            {
                FiniteDifferences.AssertSlopes($"{cell} weights {index}", Loss, layer.Weights[index], layer.WeightGradients[index]);
            }

            double Loss()
            {
                layer.Forward();
                return layer.Outputs.Zip(outputWeights, (value, weight) => value * weight).Sum()
                    + layer.Last.Zip(lastWeights, (value, weight) => value * weight).Sum();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(LargerSizes))]
    public void Layers_equal_the_plain_loops(int batch, int time, int inputs, int hidden, int[] lengths)
    {
        using TinyPieces tinyPieces = new();
        foreach (RecurrentCell cell in Enum.GetValues<RecurrentCell>())
        {
            foreach (bool withLast in (bool[])[true, false])
            {
                RandomStream random = new((ulong)(batch + (10 * hidden)));
                RecurrentModule module = Make(cell, inputs, hidden, random);
                Reference.RecurrentLayer<float> layer = new(cell, batch, time, inputs, hidden, lengths);
                Tensor input = Tensor.Parameter(new Shape(batch, time, inputs));
                SameBits.Random(random, input.Shape.Count).CopyTo(input.Values);
                input.Values.CopyTo(layer.Input);
                for (int index = 0; index < 4; index++)
                {
                    module.Parameters[index].Values.CopyTo(layer.Weights[index]);
                }

                float[] outputGradients = SameBits.Random(random, layer.Outputs.Length), lastGradients = SameBits.Random(random, layer.Last.Length);
                layer.Forward();
                layer.Backward(withLast ? [] : outputGradients, withLast ? lastGradients : []);
                Tape tape = new();
                using (tape.Record())
                {
                    // Memory that comes back must not be taken for zeros.
                    for (int size = 16; size <= 1 << 17; size *= 2)
                    {
                        for (int copy = 0; copy < (size > 4096 ? 3 : 20); copy++)
                        {
                            tape.NewTensor(new Shape(size), false).PaddedValues.Fill(float.NaN);
                        }
                    }
                }

                using (tape.Record())
                {
                    RecurrentOutput result = module.Forward(input, IndexTensor.From(lengths, batch));
                    SameBits.Assert(layer.Outputs, result.Outputs.Values);
                    SameBits.Assert(layer.Last, result.LastHidden.Values);
                    (withLast ? lastGradients : outputGradients).CopyTo((withLast ? result.LastHidden : result.Outputs).GradientToWrite(out _));
                    Tensor none = tape.NewTensor(new Shape(1), true);
                    none.Backward();
                }

                SameBits.Assert(layer.InputGradients, input.Gradient);
                for (int index = 0; index < 4; index++)
                {
                    SameBits.Assert(layer.WeightGradients[index], module.Parameters[index].Gradient);
                }
            }
        }
    }

    private static RecurrentModule Make(RecurrentCell cell, int inputs, int hidden, RandomStream random) => cell switch
    {
        RecurrentCell.Lstm => new Lstm(inputs, hidden, random),
        RecurrentCell.Gru => new Gru(inputs, hidden, random),
        _ => new Rnn(inputs, hidden, random, activation: cell == RecurrentCell.Tanh ? Activation.Tanh : Activation.Relu),
    };

    private static void Fill(double[] values, RandomStream random)
    {
        foreach (ref double value in values.AsSpan())
        {
            value = random.NextGaussian();
        }
    }
}
