using MusicRec.Core.Tests.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class SparseProductTests
{
    public static TheoryData<int, int, int, double> Shapes => new()
    {
        { 1, 1, 1, 1 }, { 1, 5, 7, 0.5 }, { 4, 9, 64, 0.3 }, { 7, 30, 72, 0.2 }, { 3, 8, 129, 0.4 }, { 5, 5, 16, 0 }, { 0, 3, 4, 0.5 }, { 90, 200, 130, 0.3 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_and_their_gradients_equal_the_plain_loops(int rows, int inner, int n, double share)
    {
        RandomStream random = new((ulong)((rows * 1000) + n));
        SparseMatrix a = SparseMatrix.From(SparseMatrixTests.Draw(rows, inner, share, random));
        float[] b = SameBits.Random(random, inner * n), bias = SameBits.Random(random, n), expected = new float[rows * n];
        AlignedBuffer result = new(rows * n);
        foreach (float[] start in new[] { [], bias })
        {
            SparseProductReference.Multiply<float>(a.RowStarts, a.ColumnIndices, a.Values, b, start, expected, n);
            SparseProduct.Multiply(
                a.RowStarts, a.ColumnIndices, a.Values, SameBits.Padded(b, float.NaN), inner, start.Length == 0 ? [] : SameBits.Padded(start, float.NaN), result.Span, n);
            SameBits.Assert(expected, result.Span);
        }

        // The gradient by b; every other row stands for zeros at first, the rest for a sum that is added to.
        float[] gradients = SameBits.Random(random, rows * n), sums = SameBits.Random(random, inner * n), stored = [.. sums];
        bool[] touched = [.. Enumerable.Range(0, inner).Select(row => row % 2 == 0)];
        for (int row = 1; row < inner; row += 2)
        {
            sums.AsSpan(row * n, n).Clear();
            stored.AsSpan(row * n, n).Fill(float.NaN);
        }

        SparseMatrix columns = a.Transpose();
        int[] held = [.. Enumerable.Range(0, inner).Where(column => columns.RowColumns(column).Length > 0)];
        SparseMatrix chosen = columns.SelectRows(held);
        Span<float> target = SameBits.Padded(stored);
        SparseProductReference.AddTransposed<float>(a.RowStarts, a.ColumnIndices, a.Values, gradients, sums, n);
        SparseProduct.MultiplyIntoRows(
            held, chosen.RowStarts, chosen.ColumnIndices, chosen.Values, SameBits.Padded(gradients, float.NaN), rows, target, touched, n);
        for (int row = 0; row < inner; row++)
        {
            Assert.Equal(row % 2 == 0 || held.Contains(row), touched[row]);
            if (touched[row])
            {
                SameBits.Assert(sums.AsSpan(row * n, n), target.Slice(row * n, n));
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 6, 3, 0)]
    [InlineData(5, 7, 3, 0.4)]
    public void The_gradient_of_the_dense_factor_is_the_slope(int rows, int inner, int n, double share)
    {
        RandomStream random = new(6);
        SparseMatrix a = SparseMatrix.From(SparseMatrixTests.Draw(rows, inner, share, random));
        double[] values = [.. a.Values.ToArray().Select(value => (double)value)];
        double[] b = Draw(inner * n), weights = Draw(rows * n), result = new double[rows * n], slopes = new double[inner * n];
        SparseProductReference.AddTransposed<double>(a.RowStarts, a.ColumnIndices, values, weights, slopes, n);
        FiniteDifferences.AssertSlopes("dense factor", Loss, b, slopes);

        double Loss()
        {
            SparseProductReference.Multiply<double>(a.RowStarts, a.ColumnIndices, values, b, [], result, n);
            return result.Zip(weights, (one, other) => one * other).Sum();
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SparseProduct.Multiply([0, 1], [1], [1f], new float[17], 2, [], new float[16], 16));
        Assert.Throws<ArgumentException>(() => SparseProduct.Multiply([0, 1], [1], [1f], new float[32], 2, [], new float[15], 16));
        Assert.Throws<ArgumentException>(() => SparseProduct.Multiply([0, 2], [1], [1f], new float[32], 2, [], new float[16], 16));
        Assert.Throws<ArgumentException>(() => SparseProduct.MultiplyIntoRows([2], [0, 1], [0], [1f], new float[16], 1, new float[32], new bool[2], 16));
    }
}
