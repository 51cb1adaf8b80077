using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Linear regression with a penalty on the squares of the weights, none on the intercept: the minimum of
/// ‖y − X·w − b‖² + α·‖w‖², as scikit-learn's Ridge. Bring columns to one scale first: the penalty treats them alike.
/// </summary>
public sealed class RidgeRegression : IRegressor
{
    private const int SmallestBlock = 4096;
    private const int MostBlocks = 64;
    private readonly double _regularization;
    private double[]? _weights;

    /// <summary>A model with the given strength of the penalty.</summary>
    /// <param name="regularization">scikit-learn's alpha: 0 or more, finite; larger means smaller weights.</param>
    public RidgeRegression(double regularization = 1.0)
    {
        Throw.IfOutside(regularization, 0, double.MaxValue);
        _regularization = regularization;
    }

    /// <summary>The weight of each column.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double[] Weights
    {
        get
        {
            Throw.IfNotFitted(_weights, nameof(RidgeRegression));
            return [.. _weights];
        }
    }

    /// <summary>What is predicted where all columns are 0; 0 before <see cref="Fit"/>.</summary>
    public double Intercept { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows or targets are not finite, or do not fit together.</exception>
    /// <exception cref="InvalidOperationException">Without a penalty, columns that follow from one another have no weights of their own.</exception>
    public void Fit(Matrix features, ReadOnlySpan<double> targets)
    {
        LearningInput.CheckFinite(features);
        LearningInput.CheckTargets(features.Rows, targets);
        int columns = features.Columns;
        double[] means = ColumnMeans.Of(features), numbers = targets.ToArray();
        double mean = ColumnMeans.Of(new Matrix(numbers.Length, 1, numbers))[0];
        double[] products = Products(features, means, numbers, mean);
        double[] smallest = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            // What is left of a column may be what rounding left of it.
            ref double own = ref products[(column * (columns + 1)) + column];
            own += _regularization;
            double error = 1e-13 * means[column];
            smallest[column] = (1e-12 * own) + (features.Rows * error * error);
        }

        double[] weights = Solve(products, columns, smallest);
        (_weights, Intercept) = (weights, mean - OrderedSums.Dot(weights, means));
    }

    /// <inheritdoc/>
    public double[] Predict(Matrix features)
    {
        Throw.IfNotFitted(_weights, nameof(RidgeRegression));
        LearningInput.CheckPrediction(features, _weights.Length);
        double[] predictions = new double[features.Rows];
        for (int row = 0; row < predictions.Length; row++)
        {
            predictions[row] = Intercept + OrderedSums.Dot(_weights, features.Row(row));
        }

        return predictions;
    }

    // Products of centred columns with one another, and behind them with the centred targets: [columns, columns + 1], of which the
    // lower triangle and the last column are written. Blocks of rows depend on the number of rows alone.
    private static double[] Products(Matrix features, double[] means, double[] targets, double mean)
    {
        int columns = features.Columns, width = columns + 1;
        int size = Math.Max(SmallestBlock, (features.Rows + MostBlocks - 1) / MostBlocks), blocks = (features.Rows + size - 1) / size;
        double[][] parts = new double[blocks][];
        ParallelLoop.For(blocks, block =>
        {
            double[] sums = new double[columns * width], centered = new double[columns];
            for (int row = block * size; row < Math.Min(features.Rows, (block + 1) * size); row++)
            {
                ReadOnlySpan<double> values = features.Row(row);
                for (int column = 0; column < columns; column++)
                {
                    double value = centered[column] = values[column] - means[column];
                    Span<double> to = sums.AsSpan(column * width, width);
                    for (int other = 0; other <= column; other++)
                    {
                        to[other] += value * centered[other];
                    }

                    to[columns] += value * (targets[row] - mean);
                }
            }

            parts[block] = sums;
        });
        double[] products = parts[0];
        foreach (double[] part in parts.AsSpan(1))
        {
            for (int index = 0; index < products.Length; index++)
            {
                products[index] += part[index];
            }
        }

        return products;
    }

    // By Cholesky's factor in double, in place; the last column becomes the solution.
    private static double[] Solve(double[] products, int columns, double[] smallest)
    {
        int width = columns + 1;
        double[] solution = new double[columns];
        for (int row = 0; row < columns; row++)
        {
            Span<double> own = products.AsSpan(row * width, width);
            for (int column = 0; column < row; column++)
            {
                ReadOnlySpan<double> other = products.AsSpan(column * width, column);
                own[column] = (own[column] - OrderedSums.Dot(other, own)) / products[(column * width) + column];
            }

            double pivot = own[row] - OrderedSums.Dot(own[..row], own);
            if (!(pivot > smallest[row]))
            {
                throw new InvalidOperationException(
                    $"Column {row} is constant or follows from the columns before it, so that its weight is not determined; take it out, or use a larger penalty.");
            }

            own[row] = Math.Sqrt(pivot);
            solution[row] = (own[columns] - OrderedSums.Dot(own[..row], solution)) / own[row];
        }

        for (int row = columns - 1; row >= 0; row--)
        {
            for (int below = row + 1; below < columns; below++)
            {
                solution[row] -= products[(below * width) + row] * solution[below];
            }

            solution[row] /= products[(row * width) + row];
        }

        return solution;
    }
}
