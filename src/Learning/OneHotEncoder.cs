using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Makes rows with categories and gaps fit for models that can do with neither: a category becomes a column of its own with 1 where it is
/// and 0 elsewhere, a missing number (NaN) the mean of its column. Categories that no training row has, and missing ones, are 0 in all of
/// their columns, as scikit-learn's OneHotEncoder has it with handle_unknown="ignore".
/// </summary>
/// <remarks>Columns that are no categories come first, in their order; then the categories of each column that is, ascending.</remarks>
public sealed class OneHotEncoder : ITransformer
{
    private readonly int[] _columns;
    private Fitted? _fitted;

    /// <summary>An encoder that has learnt nothing yet.</summary>
    /// <param name="columns">The columns that hold categories, from 0, each once; may be none.</param>
    /// <exception cref="ArgumentException">A column is below 0 or named twice.</exception>
    public OneHotEncoder(params int[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        for (int place = 0; place < columns.Length; place++)
        {
            Throw.IfBelow(columns[place], 0, $"{nameof(columns)}[{place}]");
        }

        if (columns.Distinct().Count() < columns.Length)
        {
            throw new ArgumentException($"{nameof(columns)} names a column twice: {string.Join(", ", columns)}.", nameof(columns));
        }
    }

    /// <summary>Columns that come out of <see cref="Transform"/>.</summary>
    /// <exception cref="InvalidOperationException">The encoder has not been fitted.</exception>
    public int ColumnCount
    {
        get
        {
            Throw.IfNotFitted(_fitted, nameof(OneHotEncoder));
            return _fitted.ColumnCount;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no rows, a number is infinite, or a column of categories is not there.</exception>
    public void Fit(Matrix features)
    {
        LearningInput.CheckFiniteOrMissing(features);
        Throw.IfEmpty(features.Rows, nameof(features));
        foreach (int column in _columns)
        {
            Throw.IfOutside(column, 0, features.Columns - 1);
        }

        int[] plain = [.. Enumerable.Range(0, features.Columns).Except(_columns)];
        double[] means = Array.ConvertAll(plain, column => Mean(features.Column(column)));
        double[][] categories = Array.ConvertAll(_columns, column => (double[])[.. features.Column(column).Where(value => !double.IsNaN(value)).Distinct().Order()]);
        _fitted = new Fitted(features.Columns, plain, means, categories);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The number of columns is not that of <see cref="Fit"/>, or a number is infinite.</exception>
    public Matrix Transform(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(OneHotEncoder));
        LearningInput.CheckPredictionWithMissing(features, _fitted.FeatureCount);
        Matrix result = new(features.Rows, _fitted.ColumnCount);
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<double> from = features.Row(row);
            Span<double> to = result.Row(row);
            for (int place = 0; place < _fitted.Plain.Length; place++)
            {
                double value = from[_fitted.Plain[place]];
                to[place] = double.IsNaN(value) ? _fitted.Means[place] : value;
            }

            int offset = _fitted.Plain.Length;
            for (int place = 0; place < _columns.Length; place++)
            {
                int category = Array.BinarySearch(_fitted.Categories[place], from[_columns[place]]);
                if (category >= 0)
                {
                    to[offset + category] = 1;
                }

                offset += _fitted.Categories[place].Length;
            }
        }

        return result;
    }

    // A column without a number is 0 everywhere.
    private static double Mean(double[] values)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private sealed record Fitted(int FeatureCount, int[] Plain, double[] Means, double[][] Categories)
    {
        public int ColumnCount { get; } = Plain.Length + Categories.Sum(values => values.Length);
    }
}
