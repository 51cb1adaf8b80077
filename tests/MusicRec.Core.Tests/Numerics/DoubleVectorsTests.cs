using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class DoubleVectorsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1039)]
    [InlineData(4097)]
    public void Every_step_equals_the_plain_loop_bit_by_bit(int length)
    {
        RandomStream random = new((ulong)length + 1);
        double[] first = Draw(), second = Draw(), divisors = [.. Draw().Select(value => Math.Abs(value) + 0.01)];
        Same([DoubleVectorsReference.Dot(first, second)], [DoubleVectors.Dot(first, second)]);
        Same([DoubleVectorsReference.DividedSquare(first, divisors)], [DoubleVectors.DividedSquare(first, divisors)]);
        double[] expected = [.. first], actual = [.. first];
        DoubleVectorsReference.AddScaled(expected, 0.3, second);
        DoubleVectors.AddScaled(actual, 0.3, second);
        Same(expected, actual);
        DoubleVectorsReference.MixDirection(expected, 0.7, second, divisors);
        DoubleVectors.MixDirection(actual, 0.7, second, divisors);
        Same(expected, actual);

        double[] Draw() => [.. Enumerable.Range(0, length).Select(_ => random.NextGaussian())];
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(3000)]
    public void Sums_are_what_they_say(int length)
    {
        double[] numbers = [.. Enumerable.Range(1, length).Select(number => (double)number)], ones = [.. Enumerable.Repeat(1.0, length)];
        Assert.Equal(length * (length + 1) / 2.0, DoubleVectors.Dot(numbers, ones));
        Assert.Equal(length * (length + 1) / 2.0, DoubleVectors.DividedSquare(numbers, numbers), 1e-6);
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => DoubleVectors.Dot(new double[5], new double[4]));
        Assert.Throws<ArgumentException>(() => DoubleVectors.DividedSquare(new double[5], new double[4]));
        Assert.Throws<ArgumentException>(() => DoubleVectors.AddScaled(new double[5], 1, new double[4]));
        Assert.Throws<ArgumentException>(() => DoubleVectors.MixDirection(new double[5], 1, new double[5], new double[4]));
    }

    private static void Same(double[] expected, double[] actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
}
