using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Logistic regression with an L2 penalty on the weights, none on the intercept: the objective of scikit-learn's
/// LogisticRegression (½‖w‖² + C · summed log loss), with one set of weights for two classes and one per class
/// (softmax) for more. Solved by Newton's method: down to rounding on dense rows, to weights within 10⁻⁷ or so on sparse ones.
/// </summary>
public sealed class LogisticRegression : IClassifier, IClassifier<SparseMatrix>
{
    // The last step on sparse rows is at most √this long in all weights together, and leaves about a thousandth of itself undone.
    private const double SmallestDecrease = 1e-9;
    private readonly double _inverseRegularization;
    private double[]? _parameters;
    private int[] _classes = [];
    private int _columns;

    /// <summary>A model with the given strength of the penalty.</summary>
    /// <param name="inverseRegularization">scikit-learn's C: above 0, finite; smaller means smaller weights.</param>
    public LogisticRegression(double inverseRegularization = 1.0)
    {
        Throw.IfNotPositive(inverseRegularization);
        _inverseRegularization = inverseRegularization;
    }

    /// <inheritdoc cref="IClassifier{TFeatures}.ClassCount"/>
    public int ClassCount { get; private set; }

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
            Throw.IfNotFitted(_parameters, nameof(LogisticRegression));
            Matrix weights = new(_parameters.Length / (_columns + 1), _columns);
            for (int output = 0; output < weights.Rows; output++)
            {
                _parameters.AsSpan(output * (_columns + 1), _columns).CopyTo(weights.Row(output));
            }

            return weights;
        }
    }

    /// <summary>The intercepts, one per row of <see cref="Weights"/>.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double[] Intercepts
    {
        get
        {
            Throw.IfNotFitted(_parameters, nameof(LogisticRegression));
            return new Matrix(_parameters.Length / (_columns + 1), _columns + 1, _parameters).Column(_columns);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A class below the largest that has no training row gets probability 0.</remarks>
    /// <exception cref="ArgumentException">Rows, labels or the model to start from do not fit together.</exception>
    /// <exception cref="InvalidOperationException">The solver met features too badly scaled to reach the minimum.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        int[] classes = [.. new SortedSet<int>(labels.ToArray())];
        int[] targets = new int[labels.Length];
        for (int row = 0; row < targets.Length; row++)
        {
            targets[row] = Array.BinarySearch(classes, labels[row]);
        }

        int outputs = Outputs(classes);
        double[]? start = Start(classes, features.Columns);
        double[] parameters = classes.Length == 1
            ? new double[features.Columns + 1]
            : NewtonConjugateGradient.Minimize(new LogisticObjective(features, targets, outputs, _inverseRegularization), start);
        (_parameters, _classes, _columns, ClassCount) = (parameters, classes, features.Columns, classCount);
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
        Throw.IfNotFitted(_parameters, nameof(LogisticRegression));
        LearningInput.CheckPrediction(features, _columns);
        Matrix probabilities = new(features.Rows, ClassCount);
        double[] scores = new double[Outputs(_classes)];
        double[] shares = new double[_classes.Length];
        for (int row = 0; row < features.Rows; row++)
        {
            LogisticObjective.Score(features.Row(row), _parameters, scores);
            Spread(scores, shares, probabilities.Row(row));
        }

        return probabilities;
    }

    /// <inheritdoc cref="PredictProbabilities(Matrix)"/>
    public Matrix PredictProbabilities(SparseMatrix features)
    {
        Throw.IfNotFitted(_parameters, nameof(LogisticRegression));
        LearningInput.CheckPrediction(features, _columns);
        Matrix probabilities = new(features.Rows, ClassCount);
        int outputs = Outputs(_classes);
        double[] scores = new double[features.Rows * outputs];
        SparseLogisticObjective.Score(features, Transpose(_parameters, outputs), scores, outputs);
        double[] shares = new double[_classes.Length];
        for (int row = 0; row < features.Rows; row++)
        {
            Spread(scores.AsSpan(row * outputs, outputs), shares, probabilities.Row(row));
        }

        return probabilities;
    }

    private static int Outputs(int[] classes) => classes.Length <= 2 ? 1 : classes.Length;

    // From one block per output to one per column, or back with the number of columns (and 1 for the intercept).
    private static double[] Transpose(double[] parameters, int blocks)
    {
        int length = parameters.Length / blocks;
        double[] result = new double[parameters.Length];
        for (int block = 0; block < blocks; block++)
        {
            for (int place = 0; place < length; place++)
            {
                result[(place * blocks) + block] = parameters[(block * length) + place];
            }
        }

        return result;
    }

    private void FitShares(SparseMatrix features, Matrix shares)
    {
        int[] classes = [.. Enumerable.Range(0, shares.Columns).Where(label => shares.Column(label).Any(share => share > 0))];
        int outputs = Outputs(classes), columns = features.Columns;
        double[]? start = Start(classes, columns);
        double[] parameters = new double[columns + 1];
        if (classes.Length > 1)
        {
            double[] targets = shares.SelectColumns(outputs == 1 ? classes.AsSpan(1) : classes).Values;
            SparseLogisticObjective objective = new(features, targets, outputs, _inverseRegularization);
            parameters = NewtonConjugateGradient.Minimize(objective, start is null ? null : Transpose(start, outputs), SmallestDecrease);
            parameters = Transpose(parameters, columns + 1);
        }

        (_parameters, _classes, _columns, ClassCount) = (parameters, classes, columns, shares.Columns);
    }

    private double[]? Start(int[] classes, int columns)
    {
        if (WarmStart is null)
        {
            return null;
        }

        Throw.IfNotFitted(WarmStart._parameters, $"{nameof(WarmStart)} of {nameof(LogisticRegression)}");
        if (WarmStart._columns != columns || !WarmStart._classes.SequenceEqual(classes))
        {
            throw new ArgumentException(
                $"{nameof(WarmStart)} was fitted on {WarmStart._columns} columns and classes {string.Join(", ", WarmStart._classes)}; the rows have {columns} columns and classes {string.Join(", ", classes)}.");
        }

        return WarmStart._parameters;
    }

    // From scores to the probabilities of all classes; those that training lacked keep their 0.
    private void Spread(ReadOnlySpan<double> scores, double[] shares, Span<double> probabilities)
    {
        if (_classes.Length == 2)
        {
            shares[0] = Elementary.Sigmoid(-scores[0]);
            shares[1] = Elementary.Sigmoid(scores[0]);
        }
        else if (_classes.Length == 1)
        {
            shares[0] = 1;
        }
        else
        {
            LogisticObjective.Softmax(scores, shares);
        }

        for (int index = 0; index < shares.Length; index++)
        {
            probabilities[_classes[index]] = shares[index];
        }
    }
}
