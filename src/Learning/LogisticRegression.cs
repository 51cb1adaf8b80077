using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Logistic regression with an L2 penalty on the weights, none on the intercept: the objective of scikit-learn's
/// LogisticRegression (½‖w‖² + C · summed log loss), with one set of weights for two classes and one per class
/// (softmax) for more. Solved by Newton's method down to rounding.
/// </summary>
public sealed class LogisticRegression : IClassifier
{
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

    /// <inheritdoc/>
    public int ClassCount { get; private set; }

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

        int outputs = classes.Length == 2 ? 1 : classes.Length;
        double[] parameters = classes.Length == 1
            ? new double[features.Columns + 1]
            : NewtonConjugateGradient.Minimize(new LogisticObjective(features, targets, outputs, _inverseRegularization));
        (_parameters, _classes, _columns, ClassCount) = (parameters, classes, features.Columns, classCount);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_parameters, nameof(LogisticRegression));
        LearningInput.CheckPrediction(features, _columns);
        Matrix probabilities = new(features.Rows, ClassCount);
        int outputs = _parameters.Length / (_columns + 1);
        double[] scores = new double[outputs];
        double[] shares = new double[_classes.Length];
        for (int row = 0; row < features.Rows; row++)
        {
            LogisticObjective.Score(features.Row(row), _parameters, scores);
            if (_classes.Length == 2)
            {
                shares[0] = Elementary.Sigmoid(-scores[0]);
                shares[1] = Elementary.Sigmoid(scores[0]);
            }
            else
            {
                LogisticObjective.Softmax(scores, shares);
            }

            for (int index = 0; index < shares.Length; index++)
            {
                probabilities[row, _classes[index]] = shares[index];
            }
        }

        return probabilities;
    }
}
