using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class SparseMatrixTests
{
    [Theory]
    [InlineData(0, 4, 0.5)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 0)]
    [InlineData(7, 9, 0.3)]
    [InlineData(20, 31, 0.1)]
    public void Whatever_is_done_to_it_is_what_is_done_to_the_same_table_with_its_zeros(int rows, int columns, double share)
    {
        Matrix dense = Draw(rows, columns, share, new RandomStream(5));
        SparseMatrix sparse = SparseMatrix.From(dense);
        Assert.Equal(dense.Values.Count(value => value != 0), sparse.Count);
        Assert.Equal(dense.Values, sparse.ToMatrix().Values);
        SparseMatrix transposed = sparse.Transpose();
        Assert.Equal((columns, rows), (transposed.Rows, transposed.Columns));
        for (int column = 0; column < columns; column++)
        {
            Assert.Equal(dense.Column(column), transposed.ToMatrix().Row(column).ToArray());
        }

        int[] chosen = rows == 0 ? [] : [rows - 1, 0, rows - 1];
        Assert.Equal(dense.SelectRows(chosen).Values, sparse.SelectRows(chosen).ToMatrix().Values);
        Matrix normal = sparse.NormalizeRows().ToMatrix();
        for (int row = 0; row < rows; row++)
        {
            double length = Math.Sqrt(dense.Row(row).ToArray().Sum(value => value * value));
            Assert.Equal(length > 0 ? dense.Row(row)[0] / length : 0, normal.Row(row)[0], 1e-6);
        }
    }

    [Fact]
    public void It_keeps_what_it_was_given()
    {
        int[] starts = [0, 2, 2, 3], columns = [0, 3, 1];
        float[] values = [1, 2, 3];
        SparseMatrix matrix = new(3, 4, starts, columns, values);
        (starts[1], columns[0], values[0]) = (0, 9, 9);
        Assert.Equal([0, 2, 2, 3], matrix.RowStarts.ToArray());
        Assert.Equal([0, 3], matrix.RowColumns(0).ToArray());
        Assert.Equal([1, 2], matrix.RowValues(0).ToArray());
        Assert.Empty(matrix.RowColumns(1).ToArray());
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 0, 1 }, "rowStarts has 2 entries")]
    [InlineData(new[] { 1, 1, 2 }, new[] { 0, 1 }, "rowStarts goes from 1 to 2")]
    [InlineData(new[] { 0, 1, 3 }, new[] { 0, 1 }, "rowStarts goes from 0 to 3")]
    [InlineData(new[] { 0, 3, 2 }, new[] { 0, 1 }, "rowStarts[2] is 2, below the 3")]
    [InlineData(new[] { 0, -1, 2 }, new[] { 0, 1 }, "rowStarts[1] is -1, below the 0")]
    [InlineData(new[] { 0, 2, 2 }, new[] { 1, 1 }, "columnIndices[1], in row 0, is 1 behind 1")]
    [InlineData(new[] { 0, 2, 2 }, new[] { 2, 1 }, "columnIndices[1], in row 0, is 1 behind 2")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 3 }, "columnIndices[1], in row 1, is 3")]
    [InlineData(new[] { 0, 1, 2 }, new[] { -1, 2 }, "columnIndices[0], in row 0, is -1")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0 }, "columnIndices has 1 entries")]
    public void Arrays_that_make_up_no_matrix_are_refused(int[] starts, int[] columns, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SparseMatrix(2, 3, starts, columns, [1, 2])).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SparseMatrix(1, 1, [0, 1], [0], [float.NaN]));
        Assert.Throws<ArgumentException>(() => SparseMatrix.From(new Matrix(1, 1, [1e300])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparseMatrix(1, 1, [0, 0], [], []).RowColumns(1));
    }

    internal static Matrix Draw(int rows, int columns, double share, RandomStream random)
    {
        Matrix dense = new(rows, columns);
        for (int index = 0; index < dense.Values.Length; index++)
        {
            dense.Values[index] = random.NextDouble() < share ? (float)random.NextGaussian() : 0;
        }

        return dense;
    }
}
