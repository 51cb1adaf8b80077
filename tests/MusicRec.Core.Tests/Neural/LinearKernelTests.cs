using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>A linear layer there and back in pieces gives the bits of the plain loops one after the other.</summary>
[Collection(nameof(WorkerPool))]
public sealed class LinearKernelTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 7)]
    [InlineData(40, 8, 128)]
    [InlineData(40, 128, 18)]
    [InlineData(33, 20, 64)]
    [InlineData(9, 70, 37)]
    [InlineData(3, 16, 160)]
    public void It_equals_the_plain_loops_however_it_is_cut(int rows, int inputs, int outputs)
    {
        foreach (Activation activation in new[] { Activation.None, Activation.Relu, Activation.Sigmoid, Activation.Tanh })
        {
            foreach (bool adds in new[] { false, true })
            {
                Check(rows, inputs, outputs, activation, adds);
                using TinyPieces pieces = new();
                Check(rows, inputs, outputs, activation, adds);
            }
        }
    }

    [Fact]
    public void What_is_not_wanted_is_not_touched()
    {
        foreach (bool tiny in new[] { false, true })
        {
            using TinyPieces? pieces = tiny ? new TinyPieces() : null;
            Span<float> input = SameBits.Padded([1, 2]), weight = SameBits.Padded([3, 4]), output = SameBits.Padded([5]), gradient = SameBits.Padded([2]);
            Span<float> wanted = SameBits.Padded([9, 9]);
            LinearBackward back = new() { Input = input, Weight = weight, Output = output, Gradient = gradient, InputGradient = wanted, Rows = 1, InputCount = 2, OutputCount = 1 };
            back.Run();
            Assert.Equal([6f, 8f], wanted[..2].ToArray());
        }
    }

    private static void Check(int rows, int inputs, int outputs, Activation activation, bool adds)
    {
        RandomStream random = new((ulong)((rows * 10_000) + (inputs * 100) + outputs));
        float[] input = SameBits.Random(random, rows * inputs), weight = SameBits.Random(random, outputs * inputs), bias = SameBits.Random(random, outputs);
        float[] expected = new float[rows * outputs];
        MatrixProductReference.Multiply<float>(input, inputs, 1, weight, 1, inputs, bias, 0, expected, outputs, rows, outputs, inputs);
        Reference.Activate<float>(activation, expected);
        Span<float> output = SameBits.Padded([.. expected.Select(_ => 55f)]), fastInput = SameBits.Padded(input), fastWeight = SameBits.Padded(weight);
        LinearForward forward = new()
        {
            Input = fastInput,
            Weight = fastWeight,
            Bias = SameBits.Padded(bias),
            Output = output,
            Activation = activation,
            Rows = rows,
            InputCount = inputs,
            OutputCount = outputs,
        };
        forward.Run();
        SameBits.Assert(expected, output);

        float[] gradient = SameBits.Random(random, rows * outputs);
        float[] biasGradient = SameBits.Random(random, outputs), weightGradient = SameBits.Random(random, weight.Length), inputGradient = SameBits.Random(random, input.Length);
        Span<float> fastGradient = SameBits.Padded(gradient), fastBias = SameBits.Padded(biasGradient);
        Span<float> fastWeightGradient = SameBits.Padded(weightGradient), fastInputGradient = SameBits.Padded(inputGradient);
        LinearBackward back = new()
        {
            Input = fastInput,
            Weight = fastWeight,
            Output = output,
            Gradient = fastGradient,
            BiasGradient = fastBias,
            WeightGradient = fastWeightGradient,
            InputGradient = fastInputGradient,
            AddsToBias = adds,
            AddsToWeight = adds,
            AddsToInput = adds,
            Activation = activation,
            Rows = rows,
            InputCount = inputs,
            OutputCount = outputs,
        };
        back.Run();
        Reference.ActivateBackward<float>(activation, expected, gradient);
        MatrixProductReference.SumColumns<float>(gradient, adds ? biasGradient : [], biasGradient, rows, outputs);
        MatrixProductReference.Multiply<float>(gradient, 1, outputs, input, inputs, 1, adds ? weightGradient : [], inputs, weightGradient, inputs, outputs, inputs, rows);
        MatrixProductReference.Multiply<float>(gradient, outputs, 1, weight, inputs, 1, adds ? inputGradient : [], inputs, inputGradient, inputs, rows, inputs, outputs);
        SameBits.Assert(biasGradient, fastBias);
        SameBits.Assert(weightGradient, fastWeightGradient);
        SameBits.Assert(inputGradient, fastInputGradient);
    }
}
