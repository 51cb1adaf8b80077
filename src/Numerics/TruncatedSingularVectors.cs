namespace MusicRec.Numerics;

/// <summary>
/// The largest singular values of a sparse matrix and their left vectors, by random projection and subspace iteration (Halko, Martinsson
/// and Tropp 2011, algorithms 4.4 and 5.1). Sums have a fixed order: the same bits with any number of threads.
/// </summary>
internal static class TruncatedSingularVectors
{
    // Vectors beyond those wanted, and rounds, as scikit-learn's randomized_svd has them for many vectors.
    private const int Oversampling = 20;
    private const int Rounds = 4;

    // What is left of a column beside its length when it is nothing but rounding.
    private const double Negligible = 1e-12;

    /// <summary>The left vectors as columns, [rows, rank], and the values, largest first.</summary>
    /// <param name="matrix">Rows and columns as many as <paramref name="rank"/> or more.</param>
    /// <param name="rank">How many, 1 or more.</param>
    /// <param name="random">What the projection is drawn from.</param>
    public static (Matrix Left, double[] Values) Of(SparseMatrix matrix, int rank, RandomStream random)
    {
        Throw.IfOutside(rank, 1, Math.Min(matrix.Rows, matrix.Columns));
        int size = Math.Min(rank + Oversampling, Math.Min(matrix.Rows, matrix.Columns));
        SparseMatrix transposed = matrix.Transpose();
        Matrix start = new(matrix.Columns, size);
        foreach (ref double value in start.Values.AsSpan())
        {
            value = random.NextGaussian();
        }

        Matrix range = Orthonormal(Multiply(matrix, start), twice: false, out _);
        for (int round = 0; round < Rounds; round++)
        {
            Matrix other = Orthonormal(Multiply(transposed, range), twice: false, out _);
            range = Orthonormal(Multiply(matrix, other), twice: round == Rounds - 1, out _);
        }

        // matrix ≈ range · (matrixᵀ · range)ᵀ; the triangle of the latter has its singular values.
        _ = Orthonormal(Multiply(transposed, range), twice: true, out Matrix triangle);
        (double[] values, Matrix vectors) = RightSingularVectors.Of(triangle);
        Matrix left = new(matrix.Rows, rank);
        ParallelLoop.For(matrix.Rows, row =>
        {
            Span<double> to = left.Row(row);
            for (int vector = 0; vector < to.Length; vector++)
            {
                to[vector] = OrderedSums.Dot(range.Row(row), vectors.Row(vector));
            }
        });
        return (left, values[..rank]);
    }

    private static Matrix Multiply(SparseMatrix left, Matrix right)
    {
        Matrix product = new(left.Rows, right.Columns);
        SparseDoubleProduct.Multiply(left, right.Values, [], product.Values, right.Columns);
        return product;
    }

    // The modified method of Gram and Schmidt; a column of which nothing is left becomes zeros.
    private static Matrix Orthonormal(Matrix matrix, bool twice, out Matrix triangle)
    {
        int size = matrix.Columns;
        Matrix columns = Transpose(matrix), upper = new(size, size);
        for (int column = 0; column < size; column++)
        {
            upper[column, column] = 1;
        }

        for (int time = 0; time < (twice ? 2 : 1); time++)
        {
            Matrix step = new(size, size);
            double[] lengths = [.. Enumerable.Range(0, size).Select(column => Length(columns.Row(column)))];
            for (int column = 0; column < size; column++)
            {
                int done = column;
                double length = Length(columns.Row(column));
                length = length > Negligible * lengths[column] ? length : 0;
                step[column, column] = length;
                foreach (ref double value in columns.Row(column))
                {
                    value = length > 0 ? value / length : 0;
                }

                ParallelLoop.For(size - column - 1, piece =>
                {
                    int other = done + 1 + piece;
                    double dot = DoubleVectors.Dot(columns.Row(done), columns.Row(other));
                    step[done, other] = dot;
                    DoubleVectors.AddScaled(columns.Row(other), -dot, columns.Row(done));
                });
            }

            upper = Product(step, upper);
        }

        triangle = upper;
        return Transpose(columns);
    }

    private static double Length(ReadOnlySpan<double> values) => Math.Sqrt(DoubleVectors.Dot(values, values));

    private static Matrix Product(Matrix left, Matrix right)
    {
        Matrix product = new(left.Rows, right.Columns), columns = Transpose(right);
        for (int row = 0; row < left.Rows; row++)
        {
            for (int column = 0; column < right.Columns; column++)
            {
                product[row, column] = OrderedSums.Dot(left.Row(row), columns.Row(column));
            }
        }

        return product;
    }

    private static Matrix Transpose(Matrix matrix)
    {
        Matrix transposed = new(matrix.Columns, matrix.Rows);
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                transposed.Values[(column * matrix.Rows) + row] = matrix.Values[(row * matrix.Columns) + column];
            }
        }

        return transposed;
    }
}
