using MusicRec.Core.Tests.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class SoftmaxTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 1, 9 }, { 3, 7 }, { 4, 8 }, { 5, 17 }, { 2, 100 }, { 700, 33 }, { 3, 20_000 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_and_their_gradients_equal_the_plain_loops(int rows, int columns)
    {
        RandomStream random = new((ulong)((rows * 1000) + columns));
        float[] values = [.. SameBits.Random(random, rows * columns).Select(value => value * 10)], gradients = SameBits.Random(random, rows * columns);
        float[] expected = new float[rows * columns], slopes = SameBits.Random(random, rows * columns);
        foreach (bool logarithm in new[] { false, true })
        {
            foreach (bool accumulate in new[] { false, true })
            {
                float[] start = [.. slopes];
                Span<float> result = SameBits.Padded(values, float.NaN), target = SameBits.Padded(slopes, float.NaN);
                if (logarithm)
                {
                    SoftmaxReference.LogSoftmax<float>(values, expected, rows, columns);
                    SoftmaxKernels.LogSoftmax(result, result, rows, columns);
                    SoftmaxReference.LogSoftmaxBackward<float>(expected, gradients, start, rows, columns, accumulate);
                    SoftmaxKernels.LogSoftmaxBackward(result, SameBits.Padded(gradients, float.NaN), target, rows, columns, accumulate);
                }
                else
                {
                    SoftmaxReference.Softmax<float>(values, expected, rows, columns);
                    SoftmaxKernels.Softmax(result, result, rows, columns);
                    SoftmaxReference.SoftmaxBackward<float>(expected, gradients, start, rows, columns, accumulate);
                    SoftmaxKernels.SoftmaxBackward(result, SameBits.Padded(gradients, float.NaN), target, rows, columns, accumulate);
                }

                SameBits.Assert(expected, result);
                SameBits.Assert(start, target);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Each_probability_keeps_the_stated_bound(int columns)
    {
        RandomStream random = new(3);
        for (int draw = 0; draw < 100; draw++)
        {
            float[] values = [.. SameBits.Random(random, columns).Select(value => value * 20)];
            Span<float> result = SameBits.Padded(values);
            SoftmaxKernels.Softmax(result, result, 1, columns);
            double[] exact = new double[columns];
            SoftmaxReference.Softmax<double>([.. values.Select(value => (double)value)], exact, 1, columns);
            for (int column = 0; column < columns; column++)
            {
                double units = 4 + Math.Abs(values[column] - values.Max()) + (columns / 8.0);
                Assert.InRange(result[column], (exact[column] * (1 - (units * 1.2e-7))) - 1e-44, (exact[column] * (1 + (units * 1.2e-7))) + 1e-44);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 7)]
    [InlineData(2, 17)]
    public void Gradients_are_slopes(int rows, int columns)
    {
        RandomStream random = new(4);
        double[] values = Draw(), weights = Draw(), outputs = new double[rows * columns];
        foreach (bool logarithm in new[] { false, true })
        {
            double[] slopes = new double[rows * columns];
            Loss();
            if (logarithm)
            {
                SoftmaxReference.LogSoftmaxBackward<double>(outputs, weights, slopes, rows, columns, accumulate: false);
            }
            else
            {
                SoftmaxReference.SoftmaxBackward<double>(outputs, weights, slopes, rows, columns, accumulate: false);
            }

            FiniteDifferences.AssertSlopes(logarithm ? "log-softmax" : "softmax", Loss, values, slopes);

            double Loss()
            {
                if (logarithm)
                {
                    SoftmaxReference.LogSoftmax<double>(values, outputs, rows, columns);
                }
                else
                {
                    SoftmaxReference.Softmax<double>(values, outputs, rows, columns);
                }

                return outputs.Zip(weights, (output, weight) => output * weight).Sum();
            }
        }

        double[] Draw() => [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void Nothing_that_is_no_number_is_hidden()
    {
        float[] values = [1, float.NaN, 2, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, 1000, -1000, float.NegativeInfinity];
        Span<float> result = SameBits.Padded(values);
        SoftmaxKernels.Softmax(result, result, 3, 3);
        Assert.All(result[..6].ToArray(), value => Assert.Equal(float.NaN, value));
        Assert.Equal([1, 0, 0], result[6..9].ToArray());
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused() =>
        Assert.Throws<ArgumentException>(() => SoftmaxKernels.Softmax(new float[9], new float[9], 3, 3));
}
