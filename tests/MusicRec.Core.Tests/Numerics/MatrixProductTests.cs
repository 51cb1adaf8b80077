using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

/// <summary>The fast matrix product gives the bits of the plain one: whatever the strides, the blocks and the number of pieces.</summary>
[Collection(nameof(WorkerPool))]
public sealed class MatrixProductTests
{
    private enum From
    {
        Zeros,
        Bias,
        Matrix,
        Result,
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 16, 16)]
    [InlineData(1, 100, 3)]
    [InlineData(2, 33, 9)]
    [InlineData(3, 5, 7)]
    [InlineData(4, 16, 1)]
    [InlineData(5, 17, 33)]
    [InlineData(6, 16, 40)]
    [InlineData(7, 48, 5)]
    [InlineData(8, 13, 32)]
    [InlineData(9, 64, 12)]
    [InlineData(13, 31, 8)]
    [InlineData(32, 64, 13)]
    [InlineData(31, 1, 16)]
    [InlineData(2, 40, 0)]
    [InlineData(0, 4, 4)]
    [InlineData(4, 0, 4)]
    [InlineData(14, 1100, 21)]
    [InlineData(300, 20, 70)]
    [InlineData(40, 8, 50)]
    [InlineData(67, 5, 33)]
    [InlineData(530, 3, 11)]
    [InlineData(7, 81, 19)]
    [InlineData(50, 37, 1030)]
    public void It_equals_the_plain_loops(int m, int n, int k)
    {
        foreach (long smallest in new[] { long.MaxValue, 1 })
        {
            long before = WorkerPool.SmallestPiece;
            try
            {
                WorkerPool.SmallestPiece = smallest;
                foreach (From from in Enum.GetValues<From>())
                {
                    foreach (bool aTransposed in new[] { false, true })
                    {
                        foreach (bool bTransposed in new[] { false, true })
                        {
                            Check(from, aTransposed, bTransposed, gap: 0, packed: false, m, n, k);
                        }
                    }

                    Check(from, aTransposed: false, bTransposed: false, gap: 5, packed: false, m, n, k);
                    Check(from, aTransposed: true, bTransposed: false, gap: 3, packed: true, m, n, k);
                    Check(from, aTransposed: false, bTransposed: true, gap: 0, packed: true, m, n, k);
                }
            }
            finally
            {
                WorkerPool.SmallestPiece = before;
            }
        }
    }

    // No span has slack behind it, and everything in the result that is not the product must keep its value.
    private static void Check(From from, bool aTransposed, bool bTransposed, int gap, bool packed, int m, int n, int k)
    {
        RandomStream random = new((ulong)((m * 10_000) + (n * 100) + k));
        (int aRow, int aColumn) = aTransposed ? (1, m + gap) : (k + gap, 1);
        (int bRow, int bColumn) = bTransposed ? (1, k + gap) : (n + gap, 1);
        float[] a = SameBits.Random(random, Length(m, aRow, k, aColumn)), b = SameBits.Random(random, Length(k, bRow, n, bColumn));
        int stride = n + gap;
        float[] result = SameBits.Random(random, Length(m, stride, n, 1)), expected = [.. result];
        float[] start = from is From.Zeros ? [] : from is From.Bias ? SameBits.Random(random, n) : from is From.Matrix ? SameBits.Random(random, m * n) : result;
        int startRow = from is From.Bias ? 0 : from is From.Matrix ? n : stride;
        MatrixProductReference.Multiply<float>(
            a, aRow, aColumn, b, bRow, bColumn, from is From.Result ? expected : start, startRow, expected, stride, m, n, k);
        MatrixOperand right = new(b, bRow, bColumn), first = start.Length == 0 ? default : new MatrixOperand(start, startRow);
        if (packed)
        {
            float[] panels = new float[MatrixProduct.PackedLength(n, k)];
            MatrixProduct.Pack(right, panels, n, k);
            MatrixProduct.MultiplyPacked(new MatrixOperand(a, aRow, aColumn), panels, first, result, stride, m, n, k);
        }
        else
        {
            MatrixProduct.Multiply(new MatrixOperand(a, aRow, aColumn), right, first, result, stride, m, n, k);
        }

        SameBits.Assert(expected, result);
    }

    [Fact]
    public void A_start_may_have_any_strides()
    {
        float[] a = [1, 2, 3, 4], start = [10, 20, 30, 40], result = new float[4];
        MatrixProduct.Multiply(new MatrixOperand(a, 2), new MatrixOperand([1, 0, 0, 1], 2), new MatrixOperand(start, 2).Transposed, result, 2, 2, 2, 2);
        Assert.Equal([11, 32, 23, 44], result);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(8, 16)]
    [InlineData(33, 17)]
    [InlineData(300, 100)]
    [InlineData(4, 300)]
    [InlineData(300, 2100)]
    [InlineData(0, 40)]
    public void Column_sums_equal_the_plain_loops(int rows, int columns)
    {
        RandomStream random = new(2);
        float[] values = SameBits.Random(random, rows * columns), start = SameBits.Random(random, columns), expected = new float[columns];
        AlignedBuffer result = new(columns);
        MatrixProductReference.SumColumns<float>(values, [], expected, rows, columns);
        MatrixProduct.SumColumns(SameBits.Padded(values), [], result.Span, rows, columns);
        SameBits.Assert(expected, result.Span);
        MatrixProductReference.SumColumns<float>(values, start, expected, rows, columns);
        MatrixProduct.SumColumns(SameBits.Padded(values), SameBits.Padded(start), result.Span, rows, columns);
        SameBits.Assert(expected, result.Span);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(8, 16)]
    [InlineData(33, 17)]
    public void Transposes_move_every_number(int rows, int columns)
    {
        float[] values = SameBits.Random(new RandomStream(3), rows * columns), result = new float[rows * columns];
        MatrixProduct.Transpose(values, result, rows, columns);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Assert.Equal(values[(row * columns) + column], result[(column * rows) + row]);
            }
        }

        Assert.Throws<ArgumentException>(() => MatrixProduct.Transpose(new float[5], new float[6], 2, 3));
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Multiply(3, 4, 4, 2));
        Assert.Throws<ArgumentException>(() => Multiply(4, 3, 4, 2));
        Assert.Throws<ArgumentException>(() => Multiply(4, 4, 3, 2));
        Assert.Throws<ArgumentException>(() => Multiply(4, 4, 4, 1));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new(new float[4], 2), new(new float[4], 2), new(new float[3], 2), new float[4], 2, 2, 2, 2));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new(new float[4], -1), new(new float[4], 2), default, new float[4], 2, 2, 2, 2));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Pack(new(new float[4], 2), new float[31], 2, 2));
        Assert.Throws<ArgumentException>(() => MatrixProduct.MultiplyPacked(new(new float[4], 2), new float[31], default, new float[4], 2, 2, 2, 2));
        Assert.Throws<OverflowException>(() => MatrixProduct.PackedLength(100_000, 100_000));
        Multiply(4, 4, 4, 2);
    }

    private static void Multiply(int aLength, int bLength, int resultLength, int resultRowStride) =>
        MatrixProduct.Multiply(new(new float[aLength], 2), new(new float[bLength], 2), default, new float[resultLength], resultRowStride, 2, 2, 2);

    private static int Length(int rows, int rowStride, int columns, int columnStride) =>
        rows == 0 || columns == 0 ? 0 : ((rows - 1) * rowStride) + ((columns - 1) * columnStride) + 1;
}
