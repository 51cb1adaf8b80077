using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Batch normalisation: the fast kernel against the plain one, and the plain one against slopes.</summary>
public sealed class BatchNormTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 2 },
        { 2, 3, 1 },
        { 1, 5, 7 },
        { 3, 2, 8 },
        { 2, 4, 15 },
        { 4, 3, 16 },
        { 2, 2, 33 },
        { 7, 9, 40 },
        { 3, 5, 20000 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_fast_kernel_gives_the_bits_of_the_plain_one(int batch, int channels, int places)
    {
        BatchNormShape shape = new(batch, channels, places);
        RandomStream random = new((ulong)((batch * 100) + channels));
        int count = batch * channels * places;
        float[] values = [.. SameBits.Random(random, count).Select(value => (3 * value) + 5)], gradients = SameBits.Random(random, count);
        float[] weight = SameBits.Random(random, channels), bias = SameBits.Random(random, channels);
        float[] mean = SameBits.Random(random, channels), variance = SameBits.Random(random, channels), statistics = new float[2 * channels];
        Span<float> fastValues = SameBits.Padded(values, float.NaN), fastGradients = SameBits.Padded(gradients, float.NaN);
        float[] fastMean = [.. mean], fastVariance = [.. variance], fastStatistics = new float[2 * channels], images = new float[2 * batch * channels];
        BatchNormKernel.Measure(shape, fastValues, images, fastMean, fastVariance, 0.2, 1e-5, fastStatistics);
        Reference.BatchNormMeasure<float>(shape, values, mean, variance, 0.2, 1e-5, statistics);
        SameBits.Assert(statistics, fastStatistics);
        SameBits.Assert(mean, fastMean);
        SameBits.Assert(variance, fastVariance);
        foreach (bool rectify in new[] { false, true })
        {
            float[] result = new float[count];
            Span<float> fastResult = SameBits.Padded(result);
            BatchNormKernel.Apply(shape, fastValues, statistics, weight, bias, rectify, fastResult);
            Reference.BatchNormApply<float>(shape, values, statistics, weight, bias, rectify, result);
            SameBits.Assert(result, fastResult);
            foreach ((bool measured, bool accumulate) in new[] { (false, false), (true, false), (true, true) })
            {
                float[] inputGradients = accumulate ? SameBits.Random(random, count) : new float[count], sums = new float[2 * channels], fastSums = new float[2 * channels];
                Span<float> fastInputs = SameBits.Padded(accumulate ? inputGradients : [.. values.Select(_ => float.NaN)]);
                BatchNormKernel.Backward(
                    shape, fastValues, statistics, weight, bias, rectify, measured, fastGradients, fastInputs, accumulate, fastSums);
                Reference.BatchNormBackward<float>(shape, values, statistics, weight, bias, rectify, measured, gradients, inputGradients, sums);
                SameBits.Assert(sums, fastSums);
                SameBits.Assert(inputGradients, fastInputs);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 2, 5)]
    [InlineData(1, 2, 17)]
    public void Every_gradient_is_the_slope_of_a_loss(int batch, int channels, int places)
    {
        foreach ((bool measured, bool rectified) in new[] { (false, false), (true, false), (true, true) })
        {
            BatchNormShape shape = new(batch, channels, places);
            RandomStream random = new(11);
            int count = batch * channels * places;
            double[] values = Draw(count), weight = Draw(channels), bias = Draw(channels), targets = Draw(count);
            double[] running = new double[channels], statistics = [.. Draw(2 * channels).Select(Math.Abs)];
            double[] result = new double[count], gradients = new double[count], inputGradients = new double[count], sums = new double[2 * channels];
            Loss();
            Reference.BatchNormBackward<double>(shape, values, statistics, weight, bias, rectified, measured, gradients, inputGradients, sums);
            FiniteDifferences.AssertSlopes("values", Loss, values, inputGradients);
            FiniteDifferences.AssertSlopes("weight", Loss, weight, [.. Enumerable.Range(0, channels).Select(channel => sums[2 * channel])]);
            FiniteDifferences.AssertSlopes("bias", Loss, bias, [.. Enumerable.Range(0, channels).Select(channel => sums[(2 * channel) + 1])]);

            double Loss()
            {
                if (measured)
                {
                    Reference.BatchNormMeasure<double>(shape, values, running, running, 0, 0.1, statistics);
                }

                Reference.BatchNormApply<double>(shape, values, statistics, weight, bias, rectified, result);
                return Reference.MeanSquaredError<double>(result, targets, gradients);
            }

            double[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextGaussian())];
        }
    }

    [Fact]
    public void A_fused_rectifier_gives_the_bits_of_one_of_its_own()
    {
        RandomStream random = new(4);
        BatchNorm2d layer = new(3);
        Relu relu = new();
        Tensor input = Tensor.From(SameBits.Random(random, 2 * 3 * 5 * 7), 2, 3, 5, 7), targets = Tensor.From(SameBits.Random(random, 2 * 3 * 5 * 7), 2, 3, 5, 7);
        Assert.Equal(Gradients(() => relu.Forward(layer.Forward(input))), Gradients(() => new Sequential(layer, relu).Forward(input)));

        float[] Gradients(Func<Tensor> forward)
        {
            layer.Weight.ClearGradient();
            layer.Bias.ClearGradient();
            using (new Tape().Record())
            {
                Loss.MeanSquaredError.Of(forward(), targets).Backward();
            }

            return [.. layer.Weight.Gradient, .. layer.Bias.Gradient];
        }
    }

    [Fact]
    public void A_large_mean_does_not_drown_a_small_variance()
    {
        RandomStream random = new(9);
        BatchNorm1d layer = new(1);
        float[] values = [.. Enumerable.Range(0, 4096).Select(_ => 1000 + ((float)random.NextGaussian() / 16))];
        using (new Tape().Record())
        {
            _ = layer.Forward(Tensor.From(values, 4096, 1));
        }

        double mean = values.Average(value => (double)value), variance = values.Sum(value => (value - mean) * (value - mean)) / 4095;
        Assert.Equal(0.1 * mean, layer.RunningMean.Item, 1e-4);
        Assert.Equal(0.9 + (0.1 * variance), layer.RunningVariance.Item, 1e-6);
    }

    [Fact]
    public void Errors_name_what_was_given_and_what_is_needed()
    {
        AssertMessage<ArgumentOutOfRangeException>("channels is 0", () => _ = new BatchNorm2d(0));
        AssertMessage<ArgumentOutOfRangeException>("momentum is 1.5", () => _ = new BatchNorm1d(2, 1.5));
        AssertMessage<ArgumentOutOfRangeException>("epsilon is -1", () => _ = new BatchNorm1d(2, 0.1, -1));
        AssertMessage<ArgumentOutOfRangeException>("epsilon is 1E-50", () => _ = new BatchNorm1d(2, 0.1, 1e-50));
        using (new Tape().Record())
        {
            AssertMessage<ArgumentException>("BatchNorm2d was given input of shape [2, 4]; it needs [batch, 4, height, width]", () => new BatchNorm2d(4).Forward(Tensor.From(new float[8], 2, 4)));
            AssertMessage<ArgumentException>("[2, 4]; it needs [batch, 3] or [batch, 3, time]", () => new BatchNorm1d(3).Forward(Tensor.From(new float[8], 2, 4)));
            AssertMessage<ArgumentException>("[1, 4]; it needs more than one number for each channel", () => new BatchNorm1d(4).Forward(Tensor.From(new float[4], 1, 4)));
            BatchNorm1d trained = new(4);
            trained.SetTraining(false);
            Assert.Equal([1, 4], [trained.Forward(Tensor.From(new float[4], 1, 4)).Shape[0], trained.Weight.Shape[0]]);
        }
    }

    private static void AssertMessage<T>(string part, Action action)
        where T : Exception =>
        Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
