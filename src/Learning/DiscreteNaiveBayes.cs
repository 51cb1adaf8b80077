using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// What <see cref="MultinomialNaiveBayes"/> and <see cref="ComplementNaiveBayes"/> have in common: a weight for every class
/// and feature from how much of the feature each class holds. Definitions as in scikit-learn 1.2.
/// </summary>
public abstract class DiscreteNaiveBayes : IClassifier<SparseMatrix>
{
    private readonly double _smoothing;
    private Fitted? _fitted;

    private protected DiscreteNaiveBayes(double smoothing)
    {
        Throw.IfOutside(smoothing, 1e-10, 1e10);
        _smoothing = smoothing;
    }

    /// <inheritdoc/>
    public int ClassCount => _fitted?.ClassCount ?? 0;

    /// <summary>What each feature says for each class, scikit-learn's feature_log_prob_: [classes seen in training, features].</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public Matrix Weights
    {
        get
        {
            Throw.IfNotFitted(_fitted, GetType().Name);
            Matrix weights = new(_fitted.Classes.Length, _fitted.Weights.Rows);
            for (int index = 0; index < weights.Rows; index++)
            {
                _fitted.Weights.Column(index).CopyTo(weights.Row(index));
            }

            return weights;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A class below the largest that has no training row gets probability 0.</remarks>
    /// <exception cref="ArgumentException">Rows and labels do not fit together, or a number is below 0.</exception>
    public void Fit(SparseMatrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        CheckNotNegative(features);
        int[] classes = [.. new SortedSet<int>(labels.ToArray())];
        double[] rows = new double[classes.Length];

        // How much of each feature every class holds, [features, classes].
        Matrix amounts = new(features.Columns, classes.Length);
        for (int row = 0; row < labels.Length; row++)
        {
            int place = Array.BinarySearch(classes, labels[row]);
            rows[place]++;
            ReadOnlySpan<int> columns = features.RowColumns(row);
            ReadOnlySpan<float> values = features.RowValues(row);
            for (int entry = 0; entry < columns.Length; entry++)
            {
                amounts[columns[entry], place] += values[entry];
            }
        }

        double[] starts = new double[classes.Length];
        AmountsToWeights(amounts, _smoothing);
        for (int index = 0; index < starts.Length && UsesClassSizes; index++)
        {
            starts[index] = Elementary.Log(rows[index]) - Elementary.Log(labels.Length);
        }

        _fitted = new Fitted(amounts, starts, classes, classCount);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A number is below 0, or the number of columns is not that of training.</exception>
    public Matrix PredictProbabilities(SparseMatrix features)
    {
        Throw.IfNotFitted(_fitted, GetType().Name);
        LearningInput.CheckPrediction(features, _fitted.Weights.Rows);
        CheckNotNegative(features);
        Matrix scores = new(features.Rows, _fitted.Classes.Length), probabilities = new(features.Rows, _fitted.ClassCount);
        SparseDoubleProduct.Multiply(features, _fitted.Weights.Values, _fitted.Starts, scores.Values, scores.Columns);
        double[] shares = new double[scores.Columns];
        for (int row = 0; row < scores.Rows; row++)
        {
            LogisticObjective.Softmax(scores.Row(row), shares);
            for (int index = 0; index < shares.Length; index++)
            {
                probabilities[row, _fitted.Classes[index]] = shares[index];
            }
        }

        return probabilities;
    }

    /// <summary>Whether a class with more training rows is the likelier one to begin with.</summary>
    private protected abstract bool UsesClassSizes { get; }

    /// <summary>Replaces amounts, [features, classes], by weights.</summary>
    private protected abstract void AmountsToWeights(Matrix amounts, double smoothing);

    private static void CheckNotNegative(SparseMatrix features)
    {
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<float> values = features.RowValues(row);
            int entry = values.IndexOfAnyInRange(float.NegativeInfinity, -float.Epsilon);
            if (entry >= 0)
            {
                Throw.OutOfRange($"features[{row}, {features.RowColumns(row)[entry]}]", values[entry], "0 or more, as amounts are");
            }
        }
    }

    private sealed record Fitted(Matrix Weights, double[] Starts, int[] Classes, int ClassCount);
}
