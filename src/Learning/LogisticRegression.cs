using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Logistic regression with an L2 penalty on the weights, none on the intercept: the objective of scikit-learn's
/// LogisticRegression (½‖w‖² + C · summed log loss), with one set of weights for two classes and one per class
/// (softmax) for more. Solved by Newton's method: down to rounding on dense rows, to weights within 10⁻⁷ or so on sparse ones.
/// </summary>
public sealed class LogisticRegression : IWeightedClassifier, IClassifier<SparseMatrix>
{
    // The last step on sparse rows is at most √this long in all weights together, and leaves about a thousandth of itself undone.
    private const double SmallestDecrease = 1e-9;
    private readonly double _inverseRegularization;
    private LinearModel? _model;

    /// <summary>A model with the given strength of the penalty.</summary>
    /// <param name="inverseRegularization">scikit-learn's C: above 0, finite; smaller means smaller weights.</param>
    public LogisticRegression(double inverseRegularization = 1.0)
    {
        Throw.IfNotPositive(inverseRegularization);
        _inverseRegularization = inverseRegularization;
    }

    /// <inheritdoc cref="IClassifier{TFeatures}.ClassCount"/>
    public int ClassCount => _model?.ClassCount ?? 0;

    /// <summary>
    /// A fitted model whose weights the solver starts from, for a path of penalties or rows that change little; null, the
    /// default, starts at zero. It saves steps and leads to the same minimum, not to the same last digits.
    /// </summary>
    public LogisticRegression? WarmStart { get; init; }

    /// <summary>The weights, [1, features] where training had two classes (towards the larger), else [classes seen in training, features].</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public Matrix Weights
    {
        get
        {
            Throw.IfNotFitted(_model, nameof(LogisticRegression));
            return _model.Weights;
        }
    }

    /// <summary>The intercepts, one per row of <see cref="Weights"/>.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double[] Intercepts
    {
        get
        {
            Throw.IfNotFitted(_model, nameof(LogisticRegression));
            return _model.Intercepts;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A class below the largest that has no training row gets probability 0.</remarks>
    /// <exception cref="ArgumentException">Rows, labels or the model to start from do not fit together.</exception>
    /// <exception cref="InvalidOperationException">The solver met features too badly scaled to reach the minimum.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels) => Fit(features, labels, []);

    /// <inheritdoc/>
    /// <remarks>A row's log loss is multiplied by its weight, as in scikit-learn. Classes whose rows all weigh 0 get probability 0.</remarks>
    /// <exception cref="ArgumentException">Rows, labels, weights or the model to start from do not fit together.</exception>
    /// <exception cref="InvalidOperationException">The solver met features too badly scaled to reach the minimum.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        int[] own = labels.ToArray();
        double[]? rowWeights = LearningInput.CheckWeights(features.Rows, weights);
        if (rowWeights is not null && rowWeights.Contains(0))
        {
            int[] counting = [.. Enumerable.Range(0, own.Length).Where(row => rowWeights[row] > 0)];
            (features, own, rowWeights) = (features.SelectRows(counting), Array.ConvertAll(counting, row => own[row]), rowWeights.At(counting));
        }

        int[] classes = [.. new SortedSet<int>(own)];
        int[] targets = Array.ConvertAll(own, label => Array.BinarySearch(classes, label));
        LinearModel? start = Start(classes, features.Columns);
        double[] blocks = classes.Length == 1
            ? new double[features.Columns + 1]
            : NewtonConjugateGradient.Minimize(
                new LogisticObjective(features, targets, LinearModel.OutputsOf(classes), _inverseRegularization, rowWeights), start?.Blocks);
        _model = new LinearModel(blocks, features.Columns, classes, classCount);
    }

    /// <inheritdoc cref="Fit(Matrix, ReadOnlySpan{int})"/>
    public void Fit(SparseMatrix features, ReadOnlySpan<int> labels)
    {
        Matrix shares = new(labels.Length, LearningInput.CheckTraining(features, labels));
        for (int row = 0; row < labels.Length; row++)
        {
            shares[row, labels[row]] = 1;
        }

        FitShares(features, shares);
    }

    /// <summary>
    /// Learns from rows of which only the shares of the classes are known (soft targets): the log loss becomes the cross-entropy
    /// with those shares. A share of 1 says what a label says.
    /// </summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="shares">[rows, classes], numbers from 0 to 1; every row sums to 1 within 10⁻⁶. A class without any share gets probability 0.</param>
    /// <exception cref="ArgumentException">Rows, shares or the model to start from do not fit together.</exception>
    /// <exception cref="InvalidOperationException">The solver met features too badly scaled to reach the minimum.</exception>
    public void Fit(SparseMatrix features, Matrix shares)
    {
        ArgumentNullException.ThrowIfNull(features);
        FitShares(features, LearningInput.CheckShares(features.Rows, shares));
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_model, nameof(LogisticRegression));
        LearningInput.CheckPrediction(features, _model.Columns);
        Matrix scores = new(features.Rows, _model.Outputs);
        for (int row = 0; row < features.Rows; row++)
        {
            LogisticObjective.Score(features.Row(row), _model.Blocks, scores.Row(row));
        }

        return Probabilities(_model, scores);
    }

    /// <inheritdoc cref="PredictProbabilities(Matrix)"/>
    public Matrix PredictProbabilities(SparseMatrix features)
    {
        Throw.IfNotFitted(_model, nameof(LogisticRegression));
        return Probabilities(_model, _model.Score(features));
    }

    // Classes that training lacked keep their 0.
    private static Matrix Probabilities(LinearModel model, Matrix scores)
    {
        Matrix probabilities = new(scores.Rows, model.ClassCount);
        double[] shares = new double[model.Classes.Length];
        for (int row = 0; row < scores.Rows; row++)
        {
            switch (shares.Length)
            {
                case 1:
                    shares[0] = 1;
                    break;
                case 2:
                    (shares[0], shares[1]) = (Elementary.Sigmoid(-scores[row, 0]), Elementary.Sigmoid(scores[row, 0]));
                    break;
                default:
                    LogisticObjective.Softmax(scores.Row(row), shares);
                    break;
            }

            for (int index = 0; index < shares.Length; index++)
            {
                probabilities[row, model.Classes[index]] = shares[index];
            }
        }

        return probabilities;
    }

    private void FitShares(SparseMatrix features, Matrix shares)
    {
        int[] classes = [.. Enumerable.Range(0, shares.Columns).Where(label => shares.Column(label).Any(share => share > 0))];
        int outputs = LinearModel.OutputsOf(classes);
        LinearModel? start = Start(classes, features.Columns);
        double[] parameters = new double[features.Columns + 1];
        if (classes.Length > 1)
        {
            double[] targets = shares.SelectColumns(outputs == 1 ? classes.AsSpan(1) : classes).Values;
            SparseLogisticObjective objective = new(features, targets, outputs, _inverseRegularization);
            parameters = NewtonConjugateGradient.Minimize(objective, start?.ToColumns(), SmallestDecrease);
        }

        _model = LinearModel.FromColumns(parameters, features.Columns, classes, shares.Columns);
    }

    private LinearModel? Start(int[] classes, int columns)
    {
        if (WarmStart is null)
        {
            return null;
        }

        LinearModel? model = WarmStart._model;
        Throw.IfNotFitted(model, $"{nameof(WarmStart)} of {nameof(LogisticRegression)}");
        if (model.Columns != columns || !model.Classes.SequenceEqual(classes))
        {
            throw new ArgumentException(
                $"{nameof(WarmStart)} was fitted on {model.Columns} columns and classes {string.Join(", ", model.Classes)}; the rows have {columns} columns and classes {string.Join(", ", classes)}.");
        }

        return model;
    }
}
