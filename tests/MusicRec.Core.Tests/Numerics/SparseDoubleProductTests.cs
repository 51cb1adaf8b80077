using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class SparseDoubleProductTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(5, 9, 3, 0.5)]
    [InlineData(4, 9, 8, 0.3)]
    [InlineData(7, 30, 13, 0.2)]
    [InlineData(5, 5, 4, 0)]
    [InlineData(0, 3, 4, 0.5)]
    [InlineData(90, 200, 23, 0.3)]
    public void Products_equal_the_plain_loops_bit_by_bit(int rows, int inner, int n, double share)
    {
        RandomStream random = new((ulong)((rows * 1000) + n));
        SparseMatrix a = SparseMatrix.From(SparseMatrixTests.Draw(rows, inner, share, random));
        double[] b = Draw(inner * n), bias = Draw(n), expected = new double[rows * n], result = new double[rows * n];
        double[] values = [.. a.Values.ToArray().Select(value => (double)value)];
        using TinyPieces tiny = new();
        foreach (double[] start in new[] { [], bias })
        {
            SparseProductReference.Multiply<double>(a.RowStarts, a.ColumnIndices, values, b, start, expected, n);
            SparseDoubleProduct.Multiply(a, b, start, result, n);
            Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), result.Select(BitConverter.DoubleToInt64Bits));
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused()
    {
        SparseMatrix a = new(1, 2, [0, 1], [1], [1f]);
        Assert.Throws<ArgumentException>(() => SparseDoubleProduct.Multiply(a, new double[15], [], new double[8], 8));
        Assert.Throws<ArgumentException>(() => SparseDoubleProduct.Multiply(a, new double[16], new double[7], new double[8], 8));
        Assert.Throws<ArgumentException>(() => SparseDoubleProduct.Multiply(a, new double[16], [], new double[7], 8));
        Assert.Throws<ArgumentException>(() => SparseDoubleProduct.Multiply(a, [], [], [], -1));
    }
}
