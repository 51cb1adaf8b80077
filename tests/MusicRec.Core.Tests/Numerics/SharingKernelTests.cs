using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class SharingKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(64)]
    public void Shares_and_slopes_equal_the_plain_loops_to_the_bit(int count)
    {
        RandomStream random = new((ulong)count);
        double[] left = Draw(), right = Draw(), slopes = Draw(), shares = new double[count], plainShares = new double[count];
        double[] sums = Draw(), target = Draw(), plainSums = [.. sums], plainTarget = [.. target];
        SharingKernel.Share(left, right, 3, shares, sums);
        SharingReference.Share(left, right, 3, plainShares, plainSums);
        SharingKernel.AddCentered(shares, slopes, 3, target);
        SharingReference.AddCentered(shares, slopes, 3, plainTarget);
        Assert.Equal(plainShares, shares);
        Assert.Equal(plainSums, sums);
        Assert.Equal(plainTarget, target);
        Assert.Equal(3, shares.Sum(), 1e-14);

        double[] Draw() => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() + 0.01)];
    }

    [Fact]
    public void Slopes_that_are_all_equal_change_nothing()
    {
        double[] target = [5, 6, 7, 8, 9];
        SharingKernel.AddCentered([1, 1, 1, 1, 1], [2, 2, 2, 2, 2], 5, target);
        Assert.Equal([5, 6, 7, 8, 9], target);
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SharingKernel.Share(new double[3], new double[4], 1, new double[4], new double[4]));
        Assert.Throws<ArgumentException>(() => SharingKernel.Share(new double[4], new double[4], 1, new double[4], new double[3]));
        Assert.Throws<ArgumentException>(() => SharingKernel.AddCentered(new double[4], new double[3], 1, new double[4]));
    }
}
