using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Pooling: the fast kernels against the plain ones, and the plain ones against slopes.</summary>
public sealed class PoolingTests
{
    /// <summary>Planes, height, width, window height and width, strides down and across, padding.</summary>
    public static TheoryData<int[]> Shapes => new()
    {
        new[] { 1, 1, 1, 1, 1, 1, 1, 0 },
        new[] { 2, 2, 2, 2, 2, 2, 2, 0 },
        new[] { 3, 6, 16, 2, 2, 2, 2, 0 },
        new[] { 2, 7, 19, 2, 2, 2, 2, 0 },
        new[] { 40, 40, 56, 2, 2, 2, 2, 0 },
        new[] { 2, 8, 9, 3, 3, 2, 2, 1 },
        new[] { 2, 5, 7, 3, 3, 1, 1, 0 },
        new[] { 3, 4, 4, 2, 2, 2, 2, 1 },
        new[] { 2, 5, 3, 5, 3, 5, 3, 0 },
        new[] { 0, 4, 4, 2, 2, 2, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_fast_kernel_for_the_largest_gives_the_bits_of_the_plain_one(int[] sizes)
    {
        PoolShape shape = ShapeOf(sizes);
        RandomStream random = new((ulong)sizes[2]);

        // Few different values, so that there are ties, and some that are not numbers.
        float[] values = [.. SameBits.Random(random, shape.Planes * shape.Plane).Select((value, index) => index % 29 == 7 ? float.NaN : MathF.Round(value))];
        float[] expected = new float[shape.Planes * shape.OutputPlane], result = new float[expected.Length], gradients = SameBits.Random(random, expected.Length);
        int[] expectedPlaces = new int[expected.Length], places = new int[shape.IsHalving ? 0 : expected.Length];
        Reference.MaxPool<float>(shape, values, expected, expectedPlaces);
        MaxPoolKernel.Forward(shape, values, result, places);
        SameBits.Assert(expected, result);
        Assert.Equal(shape.IsHalving ? [] : expectedPlaces, places);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] inputGradients = accumulate ? SameBits.Random(random, values.Length) : new float[values.Length];
            float[] fast = accumulate ? [.. inputGradients] : [.. values.Select(_ => float.NaN)];
            Reference.MaxPoolBackward<float>(shape, expectedPlaces, gradients, inputGradients);
            MaxPoolKernel.Backward(shape, values, places, gradients, fast, accumulate);
            SameBits.Assert(inputGradients, fast);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(2, 16)]
    [InlineData(5, 21)]
    public void The_fast_kernel_for_the_mean_gives_the_bits_of_the_plain_one(int planes, int places)
    {
        RandomStream random = new((ulong)places);
        float[] values = SameBits.Random(random, planes * places), expected = new float[planes], result = new float[planes], gradients = SameBits.Random(random, planes);
        Reference.AveragePool<float>(values, expected, planes, places);
        AveragePoolKernel.Forward(SameBits.Padded(values, float.NaN), result, planes, places);
        SameBits.Assert(expected, result);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] inputGradients = accumulate ? SameBits.Random(random, values.Length) : new float[values.Length];
            float[] fast = accumulate ? [.. inputGradients] : [.. values.Select(_ => float.NaN)];
            Reference.AveragePoolBackward<float>(gradients, inputGradients, planes, places);
            AveragePoolKernel.Backward(gradients, fast, accumulate, planes, places);
            SameBits.Assert(inputGradients, fast);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_gradient_is_the_slope_of_a_loss(int[] sizes)
    {
        PoolShape shape = ShapeOf([.. sizes.Select((size, index) => index == 0 ? Math.Min(size, 2) : Math.Min(size, 9))]);
        RandomStream random = new(3);
        double[] values = Draw(shape.Planes * shape.Plane), targets = Draw(shape.Planes * shape.OutputPlane), means = Draw(shape.Planes);
        double[] result = new double[targets.Length], gradients = new double[targets.Length], inputGradients = new double[values.Length];
        double[] mean = new double[means.Length], meanGradients = new double[means.Length], ofMean = new double[values.Length];
        int[] places = new int[targets.Length];
        Largest();
        Reference.MaxPoolBackward<double>(shape, places, gradients, inputGradients);
        FiniteDifferences.AssertSlopes("largest", Largest, values, inputGradients);
        Mean();
        Reference.AveragePoolBackward<double>(meanGradients, ofMean, shape.Planes, shape.Plane);
        FiniteDifferences.AssertSlopes("mean", Mean, values, ofMean);

        double Largest()
        {
            Reference.MaxPool<double>(shape, values, result, places);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }

        double Mean()
        {
            Reference.AveragePool<double>(values, mean, shape.Planes, shape.Plane);
            return Reference.MeanSquaredError<double>(mean, means, meanGradients);
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void Errors_name_what_was_given_and_what_is_needed()
    {
        AssertMessage<ArgumentOutOfRangeException>("kernelSize is 0", () => _ = new MaxPool2d(0));
        AssertMessage<ArgumentOutOfRangeException>("stride is 0", () => _ = new MaxPool2d(2, 0));
        AssertMessage<ArgumentOutOfRangeException>("padding is 2; allowed: 0 to 1", () => _ = new MaxPool2d(3, padding: 2));
        using (new Tape().Record())
        {
            Tensor flat = Tensor.From(new float[8], 2, 4), small = Tensor.From(new float[8], 2, 2, 1, 2), empty = Tensor.From([], 1, 2, 0, 3);
            AssertMessage<ArgumentException>("MaxPool2d was given input of shape [2, 4]", () => new MaxPool2d(2).Forward(flat));
            AssertMessage<ArgumentException>("not smaller than the window's 2 × 2", () => new MaxPool2d(2).Forward(small));
            AssertMessage<ArgumentException>("GlobalAveragePool2d was given input of shape [2, 4]", () => new GlobalAveragePool2d().Forward(flat));
            AssertMessage<ArgumentException>("height and width 1 or more", () => new GlobalMaxPool2d().Forward(empty));
        }
    }

    private static PoolShape ShapeOf(int[] sizes) => new(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6], sizes[7]);

    private static void AssertMessage<T>(string part, Action action)
        where T : Exception =>
        Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
