using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Ridge regression of many targets at once on rows that are mostly zeros, without an intercept: the W that minimises
/// ‖features·W − targets‖² + λ‖W‖², by conjugate gradients on the normal equations, every target for itself. The matrix of features
/// × features, which would not fit into memory for many, is never made.
/// </summary>
internal static class SparseRidge
{
    private const double Tolerance = 1e-10;

    /// <summary>The weights, [features, targets].</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="targets">Finite, [rows, targets].</param>
    /// <param name="regularization">λ, above 0.</param>
    /// <param name="steps">Steps at most; it ends before when every residual is 10⁻¹⁰ of what it was.</param>
    public static Matrix Solve(SparseMatrix features, Matrix targets, double regularization, int steps = 200)
    {
        Throw.IfLengthsDiffer(features.Rows, "the features (rows)", targets.Rows, "the targets (rows)");
        Throw.IfNotPositive(regularization);
        int columns = targets.Columns;
        SparseMatrix turned = features.Transpose();
        Matrix weights = new(features.Columns, columns), image = new(features.Rows, columns), product = new(features.Columns, columns);
        double[] residual = new double[weights.Values.Length];
        SparseDoubleProduct.Multiply(turned, targets.Values, [], residual, columns);
        double[] direction = [.. residual], squares = ColumnDots(residual, residual, columns);
        double[] smallest = Array.ConvertAll(squares, square => square * Tolerance * Tolerance);
        for (int step = 0; step < steps && squares.Where((square, column) => square > smallest[column]).Any(); step++)
        {
            SparseDoubleProduct.Multiply(features, direction, [], image.Values, columns);
            SparseDoubleProduct.Multiply(turned, image.Values, [], product.Values, columns);
            AddScaled(product.Values, direction, regularization);
            double[] curvatures = ColumnDots(direction, product.Values, columns);

            // A target that has come to its end stays as it is.
            double[] lengths = [.. squares.Select((square, column) => square > smallest[column] ? square / curvatures[column] : 0)];
            double[] before = squares;
            Move(weights.Values, direction, lengths, 1);
            Move(residual, product.Values, lengths, -1);
            squares = ColumnDots(residual, residual, columns);
            double[] mixing = [.. squares.Select((square, column) => before[column] > 0 ? square / before[column] : 0)];
            for (int place = 0; place < direction.Length; place++)
            {
                direction[place] = residual[place] + (mixing[place % columns] * direction[place]);
            }
        }

        return weights;
    }

    private static double[] ColumnDots(double[] first, double[] second, int columns)
    {
        double[] sums = new double[columns];
        for (int start = 0; start < first.Length; start += columns)
        {
            for (int column = 0; column < columns; column++)
            {
                sums[column] += first[start + column] * second[start + column];
            }
        }

        return sums;
    }

    private static void AddScaled(double[] target, double[] values, double factor)
    {
        for (int place = 0; place < target.Length; place++)
        {
            target[place] += factor * values[place];
        }
    }

    private static void Move(double[] target, double[] values, double[] lengths, double sign)
    {
        for (int start = 0; start < target.Length; start += lengths.Length)
        {
            for (int column = 0; column < lengths.Length; column++)
            {
                target[start + column] += sign * lengths[column] * values[start + column];
            }
        }
    }
}
