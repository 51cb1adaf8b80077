using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Layer normalisation: the fast kernel against the plain one, and the plain one against slopes.</summary>
public sealed class LayerNormTests
{
    public static TheoryData<int, int> Sizes => new()
    {
        { 0, 3 },
        { 1, 1 },
        { 1, 8 },
        { 2, 7 },
        { 3, 9 },
        { 5, 16 },
        { 7, 33 },
        { 4, 5000 },
        { 9, 5461 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_fast_kernel_gives_the_bits_of_the_plain_one(int rows, int features)
    {
        RandomStream random = new((ulong)((rows * 100) + features));
        float[] values = SameBits.Random(random, rows * features), weight = SameBits.Random(random, features), bias = SameBits.Random(random, features);
        float[] gradients = SameBits.Random(random, rows * features), result = new float[values.Length], statistics = new float[2 * rows];
        float[] inputGradients = SameBits.Random(random, rows * features), weightGradients = SameBits.Random(random, features);
        float[] biasGradients = SameBits.Random(random, features);
        Span<float> fastResult = SameBits.Padded(new float[values.Length]), fastStatistics = SameBits.Padded(new float[2 * rows]);
        Span<float> fastInputs = SameBits.Padded(inputGradients), fastWeight = SameBits.Padded(weightGradients), fastBias = SameBits.Padded(biasGradients);
        Span<float> fastValues = SameBits.Padded(values, float.NaN), parts = SameBits.Padded(new float[LayerNormKernel.PartCount(rows, features)], float.NaN);

        Reference.LayerNorm<float>(values, weight, bias, result, statistics, rows, features, 1e-5f);
        LayerNormKernel.Forward(
            fastValues, SameBits.Padded(weight, float.NaN), SameBits.Padded(bias, float.NaN), fastResult, fastStatistics, rows, features, 1e-5f);
        SameBits.Assert(result, fastResult);
        SameBits.Assert(statistics, fastStatistics);

        Reference.LayerNormBackward<float>(values, weight, statistics, gradients, inputGradients, weightGradients, biasGradients, rows, features);
        LayerNormKernel.Backward(
            fastValues, SameBits.Padded(weight, float.NaN), fastStatistics, SameBits.Padded(gradients, float.NaN), fastInputs, true, parts, rows, features);
        LayerNormKernel.SumParts(parts, ofBias: false, fastWeight, true, rows, features);
        LayerNormKernel.SumParts(parts, ofBias: true, fastBias, true, rows, features);
        SameBits.Assert(inputGradients, fastInputs);
        SameBits.Assert(weightGradients, fastWeight);
        SameBits.Assert(biasGradients, fastBias);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 8)]
    [InlineData(5, 11)]
    public void Every_gradient_is_the_slope_of_a_loss(int rows, int features)
    {
        RandomStream random = new(5);
        double[] values = Draw(rows * features), weight = Draw(features), bias = Draw(features), targets = Draw(rows * features);
        double[] result = new double[values.Length], statistics = new double[2 * rows], gradients = new double[values.Length];
        double[] inputGradients = new double[values.Length], weightGradients = new double[features], biasGradients = new double[features];
        Loss();
        Reference.LayerNormBackward<double>(values, weight, statistics, gradients, inputGradients, weightGradients, biasGradients, rows, features);
        FiniteDifferences.AssertSlopes("values", Loss, values, inputGradients);
        FiniteDifferences.AssertSlopes("weight", Loss, weight, weightGradients);
        FiniteDifferences.AssertSlopes("bias", Loss, bias, biasGradients);

        double Loss()
        {
            Reference.LayerNorm<double>(values, weight, bias, result, statistics, rows, features, 1e-2);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void A_frozen_layer_passes_the_gradient_on_and_gets_none_itself()
    {
        LayerNorm layer = new(4);
        layer.Freeze();
        Tensor input = Tensor.Parameter(new Shape(2, 4));
        input.Values[1] = 3;
        Tape tape = new();
        using (tape.Record())
        {
            Loss.MeanSquaredError.Of(layer.Forward(input), Tensor.From([1, 2, 3, 4, 5, 6, 7, 8], 2, 4)).Backward();
        }

        Assert.Contains(input.Gradient.ToArray(), value => value != 0);
        Assert.False(layer.Weight.HasGradient);
        Assert.False(layer.Bias.HasGradient);
    }

    [Fact]
    public void Errors_name_what_was_given_and_what_is_needed()
    {
        Assert.Contains("features is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(0)).Message, StringComparison.Ordinal);
        Assert.Contains("epsilon is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(2, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("epsilon is 1E-50", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(2, 1e-50)).Message, StringComparison.Ordinal);
        using (new Tape().Record())
        {
            string message = Assert.Throws<ArgumentException>(() => new LayerNorm(3).Forward(Tensor.From(new float[8], 2, 4))).Message;
            Assert.Contains("shape [2, 4]; it needs […, 3]", message, StringComparison.Ordinal);
        }
    }
}
