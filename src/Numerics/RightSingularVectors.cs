namespace MusicRec.Numerics;

/// <summary>
/// Singular values and right singular vectors of a matrix: Householder's triangle (1958), then rotations that make its columns
/// orthogonal (Hestenes 1958, "one-sided Jacobi"), which finds small singular values as exactly as large ones.
/// Time grows with rows × columns² + columns³, and where there are fewer rows than columns with rows² × columns.
/// </summary>
internal static class RightSingularVectors
{
    private const double Tolerance = 1e-15;
    private const double Negligible = 1e-13;
    private const int MaximumSweeps = 60;

    /// <summary>
    /// The singular values, largest first, and the vectors that belong to them, one per row, orthonormal: [size] and [size, columns],
    /// size being the smaller of rows and columns.
    /// </summary>
    public static (double[] Values, Matrix Vectors) Of(Matrix matrix) => matrix.Rows < matrix.Columns ? OfWide(matrix) : OfTall(matrix);

    private static (double[] Values, Matrix Vectors) OfTall(Matrix matrix)
    {
        int size = matrix.Columns;
        Matrix columns = Triangle(matrix);
        Matrix vectors = new(size, size);
        for (int index = 0; index < size; index++)
        {
            vectors[index, index] = 1;
        }

        Orthogonalize(columns, vectors);
        (double[] values, int[] order) = LengthsAndOrder(columns);
        return ([.. order.Select(index => values[index])], vectors.SelectRows(order));
    }

    // Few rows of many columns: rotations make the rows orthogonal, and those are the vectors times the values.
    private static (double[] Values, Matrix Vectors) OfWide(Matrix matrix)
    {
        Matrix rows = new(matrix.Rows, matrix.Columns, [.. matrix.Values]);
        Orthogonalize(rows, new Matrix(matrix.Rows, 0));
        (double[] lengths, int[] order) = LengthsAndOrder(rows);
        Matrix vectors = rows.SelectRows(order);
        double[] values = [.. order.Select(index => lengths[index])];
        double[] taken = new double[matrix.Columns];
        for (int index = 0; index < values.Length; index++)
        {
            Span<double> vector = vectors.Row(index);
            double length = values[index];
            if (length <= Negligible * values[0])
            {
                // Only rounding is left of the row: the axis that the vectors so far have least of takes its place.
                vector.Clear();
                vector[Array.IndexOf(taken, taken.Min())] = 1;
                length = 1;
            }

            for (int column = 0; column < vector.Length; column++)
            {
                vector[column] /= length;
            }

            MakeOrthogonal(vectors, index);
            for (int column = 0; column < vector.Length; column++)
            {
                taken[column] += vector[column] * vector[column];
            }
        }

        return (values, vectors);
    }

    // Twice, as the first time leaves rounding behind where little is left of the vector.
    private static void MakeOrthogonal(Matrix vectors, int index)
    {
        Span<double> vector = vectors.Row(index);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int before = 0; before < index; before++)
            {
                double product = OrderedSums.Dot(vector, vectors.Row(before));
                for (int column = 0; column < vector.Length; column++)
                {
                    vector[column] -= product * vectors[before, column];
                }
            }

            double length = Math.Sqrt(OrderedSums.Dot(vector, vector));
            for (int column = 0; column < vector.Length; column++)
            {
                vector[column] /= length;
            }
        }
    }

    private static void Orthogonalize(Matrix rows, Matrix vectors)
    {
        bool turned = true;
        for (int sweep = 0; turned && sweep < MaximumSweeps; sweep++)
        {
            turned = false;
            for (int left = 0; left < rows.Rows - 1; left++)
            {
                for (int right = left + 1; right < rows.Rows; right++)
                {
                    turned |= Rotate(rows.Row(left), rows.Row(right), vectors.Row(left), vectors.Row(right));
                }
            }
        }
    }

    private static (double[] Lengths, int[] Order) LengthsAndOrder(Matrix rows)
    {
        double[] lengths = [.. Enumerable.Range(0, rows.Rows).Select(index => Math.Sqrt(OrderedSums.Dot(rows.Row(index), rows.Row(index))))];
        return (lengths, [.. Enumerable.Range(0, rows.Rows).OrderByDescending(index => lengths[index])]);
    }

    // The triangle R of the matrix = Q·R, transposed: row j holds column j of R.
    private static Matrix Triangle(Matrix matrix)
    {
        int rows = matrix.Rows, columns = matrix.Columns;
        Matrix work = new(rows, columns, [.. matrix.Values]);
        Matrix triangle = new(columns, columns);
        double[] products = new double[columns];
        for (int step = 0; step < Math.Min(rows, columns); step++)
        {
            double squares = 0;
            for (int row = step; row < rows; row++)
            {
                squares += work.Values[(row * columns) + step] * work.Values[(row * columns) + step];
            }

            // The reflection that turns what is left of the column into one number.
            double pivot = work[step, step], length = pivot > 0 ? -Math.Sqrt(squares) : Math.Sqrt(squares);
            triangle[step, step] = length;
            double scale = squares - (pivot * length);
            if (!(scale > 0))
            {
                Keep(work, triangle, step);
                continue;
            }

            work[step, step] = pivot - length;
            Array.Clear(products);
            for (int row = step; row < rows; row++)
            {
                ReadOnlySpan<double> values = work.Row(row);
                double factor = values[step];
                for (int column = step + 1; column < columns; column++)
                {
                    products[column] += factor * values[column];
                }
            }

            for (int row = step; row < rows; row++)
            {
                Span<double> values = work.Row(row);
                double factor = values[step] / scale;
                for (int column = step + 1; column < columns; column++)
                {
                    values[column] -= factor * products[column];
                }
            }

            Keep(work, triangle, step);
        }

        return triangle;
    }

    private static void Keep(Matrix work, Matrix triangle, int step)
    {
        for (int column = step + 1; column < work.Columns; column++)
        {
            triangle[column, step] = work[step, column];
        }
    }

    // Makes two columns orthogonal; false when they are already, up to rounding.
    private static bool Rotate(Span<double> left, Span<double> right, Span<double> leftVector, Span<double> rightVector)
    {
        double leftSquares = OrderedSums.Dot(left, left), rightSquares = OrderedSums.Dot(right, right), product = OrderedSums.Dot(left, right);
        if (Math.Abs(product) <= Tolerance * Math.Sqrt(leftSquares) * Math.Sqrt(rightSquares))
        {
            return false;
        }

        double ratio = (rightSquares - leftSquares) / (2 * product);
        double tangent = (ratio >= 0 ? 1.0 : -1.0) / (Math.Abs(ratio) + Math.Sqrt(1 + (ratio * ratio)));
        double cosine = 1 / Math.Sqrt(1 + (tangent * tangent)), sine = cosine * tangent;
        Turn(left, right, cosine, sine);
        Turn(leftVector, rightVector, cosine, sine);
        return true;
    }

    private static void Turn(Span<double> left, Span<double> right, double cosine, double sine)
    {
        for (int index = 0; index < left.Length; index++)
        {
            (left[index], right[index]) = ((cosine * left[index]) - (sine * right[index]), (sine * left[index]) + (cosine * right[index]));
        }
    }
}
