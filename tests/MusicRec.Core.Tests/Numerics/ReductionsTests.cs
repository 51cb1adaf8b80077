using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class ReductionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(5000)]
    [InlineData(200_003)]
    [InlineData(2_100_001)]
    public void Sums_equal_the_plain_loops_and_come_close_to_the_exact_ones(int count)
    {
        float[] left = new float[count], right = new float[count];
        RandomStream random = new((ulong)count);
        for (int index = 0; index < count; index++)
        {
            (left[index], right[index]) = (random.NextSingle() - 0.4f, random.NextSingle() - 0.4f);
        }

        double sum = Reductions.Sum(left), dot = Reductions.Dot(left, right), squares = Reductions.SumOfSquares(left);
        Assert.Equal(ReductionsReference.Sum<float>(left), sum);
        Assert.Equal(ReductionsReference.Dot<float>(left, right), dot);
        Assert.Equal(left.Sum(value => (double)value), sum, 1e-6 * Math.Max(1, count));
        Assert.Equal(left.Zip(right, (one, other) => (double)one * other).Sum(), dot, 1e-6 * Math.Max(1, count));
        Assert.Equal(left.Sum(value => (double)value * value), squares, 1e-6 * Math.Max(1, squares));
    }

    [Fact]
    public void The_mean_is_the_sum_by_the_count_and_lengths_must_agree()
    {
        Assert.Equal(2.5, Reductions.Mean([1, 2, 3, 4]));
        Assert.Throws<ArgumentException>(() => Reductions.Dot(new float[3], new float[4]));
    }
}
