using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A linear support vector machine: the objective of scikit-learn's LinearSVC (liblinear's squared hinge loss, ½‖w‖² + C ·
/// Σ max(0, 1 − side · score)²), each class against all others, the intercept penalised as the weight of a feature that is
/// always 1. It ranks classes and knows no probabilities; see <see cref="CalibratedSupportVectorMachine"/> for those.
/// </summary>
public sealed class LinearSupportVectorMachine
{
    // See LogisticRegression.
    private const double SmallestDecrease = 1e-9;
    private readonly double _inverseRegularization;
    private LinearModel? _model;

    /// <summary>A model with the given strength of the penalty.</summary>
    /// <param name="inverseRegularization">scikit-learn's C: above 0, finite; smaller means smaller weights.</param>
    public LinearSupportVectorMachine(double inverseRegularization = 1.0)
    {
        Throw.IfNotPositive(inverseRegularization);
        _inverseRegularization = inverseRegularization;
    }

    /// <summary>Number of classes seen by <see cref="Fit"/>; 0 before.</summary>
    public int ClassCount => _model?.ClassCount ?? 0;

    /// <summary>The weights, [1, features] where training had two classes (towards the larger), else [classes seen in training, features].</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public Matrix Weights => Fitted.Weights;

    /// <summary>The intercepts, one per row of <see cref="Weights"/>.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double[] Intercepts => Fitted.Intercepts;

    private LinearModel Fitted
    {
        get
        {
            Throw.IfNotFitted(_model, nameof(LinearSupportVectorMachine));
            return _model;
        }
    }

    /// <summary>Learns from rows whose classes are known, forgetting what was learnt before.</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="labels">One class per row, 0 or more; the number of classes is the largest plus one. A class without a row is never predicted.</param>
    /// <exception cref="ArgumentException">Rows and labels do not fit together.</exception>
    /// <exception cref="InvalidOperationException">The solver met features too badly scaled to reach the minimum.</exception>
    public void Fit(SparseMatrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        int[] classes = [.. new SortedSet<int>(labels.ToArray())];
        _model = Solve(features, labels, classes, classCount, _inverseRegularization);
    }

    /// <summary>scikit-learn's decision function: how far each row lies on the side of each row of <see cref="Weights"/>, [rows, 1 or classes seen in training].</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public Matrix DecisionValues(SparseMatrix features) => Fitted.Score(features);

    /// <summary>The class on whose side each row lies furthest; of equal ones, the smaller.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Predict(SparseMatrix features)
    {
        LinearModel model = Fitted;
        Matrix scores = model.Score(features);
        int[] predicted = new int[scores.Rows];
        for (int row = 0; row < predicted.Length; row++)
        {
            predicted[row] = model.Classes.Length == 2
                ? model.Classes[scores[row, 0] > 0 ? 1 : 0]
                : model.Classes[ClassifierExtensions.MostProbable(scores.Row(row))];
        }

        return predicted;
    }

    /// <summary>The minimum for the given classes, which may be more than the labels name.</summary>
    internal static LinearModel Solve(
        SparseMatrix features, ReadOnlySpan<int> labels, int[] classes, int classCount, double inverseRegularization)
    {
        int outputs = LinearModel.OutputsOf(classes);
        if (classes.Length == 1)
        {
            return new LinearModel(new double[features.Columns + 1], features.Columns, classes, classCount);
        }

        sbyte[] sides = new sbyte[checked(labels.Length * outputs)];
        Array.Fill(sides, (sbyte)-1);
        for (int row = 0; row < labels.Length; row++)
        {
            int place = Array.BinarySearch(classes, labels[row]);
            if (outputs > 1)
            {
                sides[(row * outputs) + place] = 1;
            }
            else if (place == 1)
            {
                sides[row] = 1;
            }
        }

        SquaredHingeObjective objective = new(features, sides, outputs, inverseRegularization);
        double[] parameters = NewtonConjugateGradient.Minimize(objective, smallestDecrease: SmallestDecrease);
        return LinearModel.FromColumns(parameters, features.Columns, classes, classCount);
    }
}
