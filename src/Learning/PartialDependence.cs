using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// What a fitted model predicts on average when one feature is set to a value in every row and the others are left as they are
/// (Friedman 2001), as scikit-learn's partial_dependence with method "brute". Where features go together, it asks the model about
/// rows that do not occur.
/// </summary>
public sealed class PartialDependence
{
    private const double Tail = 0.05;

    private PartialDependence(double[] grid, Matrix individual)
    {
        Grid = grid;
        Individual = individual;
        Means = ColumnMeans.Of(individual);
    }

    /// <summary>The values that the feature was set to.</summary>
    public double[] Grid { get; }

    /// <summary>The mean prediction at each value.</summary>
    public double[] Means { get; }

    /// <summary>What is predicted for each row at each value (individual conditional expectation), [rows, values].</summary>
    public Matrix Individual { get; }

    /// <summary>Of a regressor's predictions.</summary>
    /// <inheritdoc cref="Measure(IClassifier, Matrix, int, double[], int)"/>
    public static PartialDependence Measure(IRegressor model, Matrix features, int column, double[] grid)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Measure(model.Predict, features, column, grid);
    }

    /// <summary>Of a classifier's probabilities.</summary>
    /// <param name="model">A fitted model; it is asked once for each value.</param>
    /// <param name="features">Rows to average over, [rows, features], at least one.</param>
    /// <param name="column">The feature.</param>
    /// <param name="grid">Values to set it to, at least one; see <see cref="GridOf"/>.</param>
    /// <param name="label">The class whose probability is looked at.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public static PartialDependence Measure(IClassifier model, Matrix features, int column, double[] grid, int label = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Measure(rows => model.PredictProbabilities(rows).Column(label), features, column, grid);
    }

    /// <summary>
    /// Values to look at: all that a feature has, where there are fewer than <paramref name="count"/>; else so many at equal distances
    /// between its quantiles at 5 % and 95 %. Missing values (NaN) are left out.
    /// </summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="column">The feature; not all of its values may be missing.</param>
    /// <param name="count">Number of values, 2 or more.</param>
    public static double[] GridOf(Matrix features, int column, int count = 20)
    {
        ArgumentNullException.ThrowIfNull(features);
        Throw.IfOutside(column, 0, features.Columns - 1);
        Throw.IfBelow(count, 2);
        LearningInput.CheckFiniteOrMissing(features);
        double[] sorted = [.. features.Column(column).Where(value => !double.IsNaN(value)).Order()];
        Throw.IfEmpty(sorted.Length, $"column {column} without its missing values");
        double[] distinct = [.. sorted.Distinct()];
        if (distinct.Length < count)
        {
            return distinct;
        }

        double low = Quantiles.OfSorted(sorted, Tail), high = Quantiles.OfSorted(sorted, 1 - Tail);
        return low == high ? [low] : [.. Enumerable.Range(0, count).Select(index => low + ((high - low) * index / (count - 1)))];
    }

    private static PartialDependence Measure(Func<Matrix, double[]> predict, Matrix features, int column, double[] grid)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(grid);
        Throw.IfEmpty(features.Rows, nameof(features));
        Throw.IfEmpty(grid.Length, nameof(grid));
        Throw.IfOutside(column, 0, features.Columns - 1);
        Matrix changed = new(features.Rows, features.Columns, [.. features.Values]), individual = new(features.Rows, grid.Length);
        for (int index = 0; index < grid.Length; index++)
        {
            for (int row = 0; row < features.Rows; row++)
            {
                changed[row, column] = grid[index];
            }

            double[] predictions = predict(changed);
            for (int row = 0; row < features.Rows; row++)
            {
                individual[row, index] = predictions[row];
            }
        }

        return new PartialDependence([.. grid], individual);
    }
}
