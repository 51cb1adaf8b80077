using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Principal component analysis: the directions along which rows vary most, at right angles to each other, and where rows stand along
/// them. Columns are centred, not scaled: put a <see cref="StandardScaler"/> before it where their units differ.
/// Definitions and signs as in scikit-learn 1.2's PCA: the row furthest out along a component stands on its positive side.
/// </summary>
public sealed class PrincipalComponents : ITransformer
{
    // A component whose singular value is this small beside the largest is nothing but rounding; its rows cannot decide its sign.
    private const double Negligible = 1e-12;

    private readonly int? _componentCount;
    private Matrix? _components;
    private double[] _mean = [];
    private double[] _variances = [];
    private double[] _shares = [];

    /// <summary>The first <paramref name="componentCount"/> components.</summary>
    /// <param name="componentCount">1 to the smaller of rows and columns; null: that many.</param>
    public PrincipalComponents(int? componentCount = null)
    {
        if (componentCount is int count)
        {
            Throw.IfBelow(count, 1, nameof(componentCount));
        }

        _componentCount = componentCount;
    }

    /// <summary>
    /// The loadings, [components, features]: how much of each feature goes into a component, −1 to 1, each row of length 1
    /// (scikit-learn's components_).
    /// </summary>
    /// <exception cref="InvalidOperationException">The transformer has not been fitted.</exception>
    public Matrix Loadings => new(Fitted.Rows, Fitted.Columns, [.. Fitted.Values]);

    /// <summary>The variance along each component (divisor: rows − 1), largest first.</summary>
    /// <exception cref="InvalidOperationException">The transformer has not been fitted.</exception>
    public double[] ExplainedVariances => [.. _variances.AsSpan(0, Fitted.Rows)];

    /// <summary>The share of the features' total variance that lies along each component, 0 to 1; all 0 where nothing varies.</summary>
    /// <exception cref="InvalidOperationException">The transformer has not been fitted.</exception>
    public double[] ExplainedVarianceShares => [.. _shares.AsSpan(0, Fitted.Rows)];

    private Matrix Fitted
    {
        get
        {
            Throw.IfNotFitted(_components, nameof(PrincipalComponents));
            return _components;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer than two rows, no features, fewer of either than components, or a number is not finite or its square is not.</exception>
    public void Fit(Matrix features)
    {
        LearningInput.CheckFinite(features);
        if (features.Rows < 2)
        {
            throw new ArgumentException($"features has {features.Rows} rows; variance needs two or more.", nameof(features));
        }

        Throw.IfEmpty(features.Columns, "features (columns)");
        int most = Math.Min(features.Rows, features.Columns), count = _componentCount ?? most;
        Throw.IfOutside(count, 1, most, "componentCount");
        double[] mean = ColumnMeans.Of(features);
        Throw.IfNotFinite(mean, "the mean of a column of features");
        double[] ones = new double[mean.Length];
        Array.Fill(ones, 1);
        Matrix centered = StandardScaler.ShiftAndScale(features, mean, ones);
        _ = LearningInput.CheckDistances(centered.Values, nameof(features));
        (double[] values, Matrix vectors) = RightSingularVectors.Of(centered);
        double total = 0;
        foreach (double value in values)
        {
            total += value * value;
        }

        Matrix components = vectors.SelectRows([.. Enumerable.Range(0, count)]);
        for (int component = 0; component < count; component++)
        {
            Span<double> loadings = components.Row(component);
            double[] deciding = values[component] > Negligible * values[0] ? Scores(centered, loadings) : loadings.ToArray();
            if (OfLargestSize(deciding) < 0)
            {
                for (int column = 0; column < loadings.Length; column++)
                {
                    loadings[column] = -loadings[column];
                }
            }
        }

        _variances = [.. values.Select(value => value * value / (features.Rows - 1))];
        _shares = [.. values.Select(value => total == 0 ? 0 : value * value / total)];
        (_components, _mean) = (components, mean);
    }

    /// <inheritdoc/>
    /// <returns>Where each row stands along each component, [rows, components].</returns>
    /// <exception cref="ArgumentException">The number of columns is not that of <see cref="Fit"/>, or a number is not finite.</exception>
    public Matrix Transform(Matrix features)
    {
        Matrix components = Fitted;
        LearningInput.CheckPrediction(features, _mean.Length);
        Matrix result = new(features.Rows, components.Rows);
        double[] centered = new double[_mean.Length];
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<double> values = features.Row(row);
            for (int column = 0; column < centered.Length; column++)
            {
                centered[column] = values[column] - _mean[column];
            }

            for (int component = 0; component < components.Rows; component++)
            {
                result[row, component] = OrderedSums.Dot(centered, components.Row(component));
            }
        }

        return result;
    }

    private static double[] Scores(Matrix centered, ReadOnlySpan<double> loadings)
    {
        double[] scores = new double[centered.Rows];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = OrderedSums.Dot(centered.Row(row), loadings);
        }

        return scores;
    }

    // The first of those furthest from 0, with its sign.
    private static double OfLargestSize(double[] values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Abs(value) > Math.Abs(largest) ? value : largest;
        }

        return largest;
    }
}
