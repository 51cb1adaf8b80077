using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class DistanceKernelsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(8, 6, 5)]
    [InlineData(21, 5, 9)]
    [InlineData(64, 1, 3)]
    public void Kernels_give_the_bits_of_the_plain_loops(int count, int columns, int pointCount)
    {
        Matrix rows = Random(count, columns, seed: 1), points = Random(pointCount, columns, seed: 2);
        double[] shift = Random(1, columns, seed: 3).Values, point = points.Row(0).ToArray();
        RowTiles tiles = new(rows, shift);
        int[] nearest = new int[tiles.TileCount * RowTiles.Height];
        double[] distances = new double[nearest.Length], closest = new double[nearest.Length], closer = new double[nearest.Length];
        DistanceKernels.Nearest(tiles, 0, tiles.TileCount, points.Values, nearest, distances);
        Array.Fill(closest, 1.5);
        double sumOfCloser = DistanceKernels.Closer(tiles, 0, tiles.TileCount, point, closest, closer);
        double[] row = new double[columns], plain = new double[count], roots = new double[count];
        for (int index = 0; index < count; index++)
        {
            tiles.CopyRow(index, row);
            for (int column = 0; column < columns; column++)
            {
                Assert.Equal(rows[index, column] - shift[column], row[column]);
            }

            Assert.Equal(DistanceReference.Nearest(row, points), (nearest[index], distances[index]));
            plain[index] = Math.Min(1.5, DistanceReference.Squared(row, point));
            roots[index] = Math.Sqrt(DistanceReference.Squared(row, point));
            Assert.Equal(plain[index], closer[index]);
        }

        Assert.Equal(DistanceReference.Sum(plain), sumOfCloser);
        Assert.Equal(DistanceReference.Sum(roots), DistanceKernels.SumOfDistances(tiles, 0, count, point));
        Assert.All(closer[count..], value => Assert.Equal(0, value));
        Assert.Equal(DistanceReference.Sum(plain), DistanceKernels.Sum(plain));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(27)]
    public void Sums_follow_the_rows_that_change_their_point(int count)
    {
        RowTiles tiles = new(new Matrix(count + 8, 2, [.. Enumerable.Range(0, 2 * (count + 8)).Select(number => (double)number)]), [0, 0]);
        int places = (count + 7) / 8 * 8;
        int[] labels = [.. Enumerable.Repeat(-1, places)], counts = new int[3];
        double[] sums = new double[6];
        RandomStream random = new(3);
        for (int round = 0; round < 4; round++)
        {
            int[] nearest = [.. Enumerable.Range(0, places).Select(row => round == 0 || row % 5 == 1 ? random.NextInt32(3) : Math.Max(0, labels[row]))];
            bool isOther = !nearest.AsSpan(0, count).SequenceEqual(labels.AsSpan(0, count));
            Assert.Equal(isOther, DistanceKernels.MoveRows(tiles, 1, count, nearest, labels, sums, counts));
            Assert.False(DistanceKernels.MoveRows(tiles, 1, count, nearest, labels, sums, counts));
            Assert.Equal(nearest[..count], labels[..count]);
            for (int point = 0; point < 3; point++)
            {
                int[] rows = [.. Enumerable.Range(0, count).Where(row => nearest[row] == point)];
                Assert.Equal(rows.Length, counts[point]);
                Assert.Equal([rows.Sum(row => 2.0 * (row + 8)), rows.Sum(row => (2.0 * (row + 8)) + 1)], sums[(2 * point)..((2 * point) + 2)]);
            }
        }
    }

    [Fact]
    public void Part_of_the_tiles_is_answered_alone_and_rows_may_stand_in_another_order()
    {
        Matrix rows = Random(40, 3, seed: 1), points = Random(4, 3, seed: 2);
        int[] order = [.. Enumerable.Range(0, 40).Reverse()];
        RowTiles tiles = new(rows, new double[3], order);
        int[] all = new int[40], part = new int[16];
        double[] distances = new double[40];
        DistanceKernels.Nearest(tiles, 0, 5, points.Values, all, distances);
        DistanceKernels.Nearest(tiles, 2, 2, points.Values, part, distances);
        Assert.Equal(all[16..32], part);
        Assert.Equal(DistanceReference.Nearest(rows.Row(0), points).Nearest, all[39]);
        double[] roots = [.. Enumerable.Range(16, 11).Select(index => Math.Sqrt(DistanceReference.Squared(rows.Row(39 - index), points.Row(1))))];
        Assert.Equal(DistanceReference.Sum(roots), DistanceKernels.SumOfDistances(tiles, 2, 11, points.Row(1)));
    }

    [Fact]
    public void Of_equally_near_points_the_first_is_named()
    {
        RowTiles tiles = new(new Matrix(3, 1, [0, 1, -1]), [0]);
        int[] nearest = new int[8];
        DistanceKernels.Nearest(tiles, 0, 1, [1, -1, 1], nearest, new double[8]);
        Assert.Equal([0, 0, 1], nearest[..3]);
    }

    [Fact]
    public void Too_little_memory_is_refused()
    {
        RowTiles tiles = new(new Matrix(9, 2), [0, 0]);
        Assert.Throws<ArgumentException>(() => DistanceKernels.Nearest(tiles, 0, 2, [0, 0], new int[15], new double[16]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.Nearest(tiles, 0, 2, [0, 0], new int[16], new double[15]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.Nearest(tiles, 1, 2, [0, 0], new int[16], new double[16]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.Nearest(tiles, -1, 2, [0, 0], new int[16], new double[16]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.Closer(tiles, 0, 2, [0], new double[16], new double[16]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.Closer(tiles, 0, 2, [0, 0], new double[15], new double[16]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.Closer(tiles, 0, 2, [0, 0], new double[16], new double[9]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.MoveRows(tiles, 0, 9, new int[9], new int[16], new double[2], new int[1]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.MoveRows(tiles, 0, 9, new int[16], new int[9], new double[2], new int[1]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.MoveRows(tiles, 0, 9, new int[16], new int[16], new double[1], new int[1]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.SumOfDistances(tiles, 0, 17, [0, 0]));
        Assert.Throws<ArgumentException>(() => DistanceKernels.SumOfDistances(tiles, 0, 9, [0]));
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed);
        return new Matrix(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian())]);
    }
}
