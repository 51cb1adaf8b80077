using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class HistogramKernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public void Sums_of_one_column_or_two_equal_the_plain_loops_to_the_bit(int count)
    {
        RandomStream random = new((ulong)count);
        const int all = 900;
        int[] rows = [.. random.Permutation(all).Take(count).Order()];
        float[] statistics = SameBits.Random(random, all * HistogramKernel.Lanes), ordered = new float[count * HistogramKernel.Lanes];
        byte[] first = Draw(256), second = Draw(3);
        HistogramKernel.Gather(rows, statistics, ordered);
        Assert.Equal(rows.SelectMany(row => statistics.Skip(row * HistogramKernel.Lanes).Take(HistogramKernel.Lanes)), ordered);

        double[] sums = [.. Enumerable.Range(0, 2 * HistogramKernel.Size).Select(_ => random.NextGaussian())];
        double[] one = sums[..HistogramKernel.Size], plainFirst = [.. one], plainSecond = sums[HistogramKernel.Size..];
        HistogramReference.Add(rows, ordered, first, plainFirst);
        HistogramReference.Add(rows, ordered, second, plainSecond);
        HistogramKernel.Add(rows, ordered, first, first, one);
        HistogramKernel.Add(rows, ordered, first, second, sums);
        Assert.Equal(plainFirst, one);
        Assert.Equal([.. plainFirst, .. plainSecond], sums);

        HistogramKernel.Subtract(sums, [.. plainFirst, .. plainFirst]);
        Assert.Equal(plainSecond.Zip(plainFirst, (whole, part) => whole - part), sums[HistogramKernel.Size..]);
        Assert.All(sums[..HistogramKernel.Size], sum => Assert.Equal(0, sum));

        byte[] Draw(int bins) => [.. Enumerable.Range(0, all).Select(_ => (byte)random.NextInt32(bins))];
    }

    [Fact]
    public void Spans_that_are_too_short_and_rows_beyond_the_columns_are_refused()
    {
        double[] sums = new double[HistogramKernel.Size];
        byte[] first = new byte[5], second = new byte[5];
        Assert.Throws<ArgumentException>(() => HistogramKernel.Add([0, 1], new float[7], first, first, sums));
        Assert.Throws<ArgumentException>(() => HistogramKernel.Add([0, 1], new float[8], first, second, sums));
        Assert.Throws<ArgumentException>(() => HistogramKernel.Add([0, 5], new float[8], first, first, sums));
        Assert.Throws<ArgumentException>(() => HistogramKernel.Add([-1, 2], new float[8], first, first, sums));
        Assert.Throws<ArgumentException>(() => HistogramKernel.Gather([0, 1], new float[8], new float[7]));
        Assert.Throws<ArgumentException>(() => HistogramKernel.Gather([0, 2], new float[8], new float[8]));
        Assert.Throws<ArgumentException>(() => HistogramKernel.Subtract(sums, new double[3]));
    }
}
