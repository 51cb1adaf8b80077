using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A <see cref="LinearSupportVectorMachine"/> with probabilities: decision values of training rows by machines that did not
/// see them (stratified folds) are turned into probabilities by one sigmoid per class, as scikit-learn's
/// CalibratedClassifierCV(LinearSVC(), ensemble=False) does, and scaled to sum to 1. The most probable class may therefore
/// be another than the machine's own answer.
/// </summary>
public sealed class CalibratedSupportVectorMachine : IClassifier<SparseMatrix>
{
    private readonly ulong _seed;
    private readonly double _inverseRegularization;
    private readonly int _folds;
    private LinearModel? _model;
    private PlattScaling[] _scalings = [];

    /// <summary>A model with the given strength of the penalty.</summary>
    /// <param name="seed">Decides which training rows stand in one fold.</param>
    /// <param name="inverseRegularization">scikit-learn's C: above 0, finite; smaller means smaller weights.</param>
    /// <param name="folds">Folds for the sigmoids, 2 or more; where no class has so many rows, as many as the largest has.</param>
    public CalibratedSupportVectorMachine(ulong seed, double inverseRegularization = 1.0, int folds = 5)
    {
        Throw.IfNotPositive(inverseRegularization);
        Throw.IfBelow(folds, 2);
        (_seed, _inverseRegularization, _folds) = (seed, inverseRegularization, folds);
    }

    /// <inheritdoc/>
    public int ClassCount => _model?.ClassCount ?? 0;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows and labels do not fit together, or there are several classes of one row each.</exception>
    /// <exception cref="InvalidOperationException">The solver met features too badly scaled to reach the minimum.</exception>
    public void Fit(SparseMatrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        int[] all = labels.ToArray();
        int[] classes = [.. new SortedSet<int>(all)];
        PlattScaling[] scalings = classes.Length == 1 ? [] : Calibrate(features, all, classes, classCount);
        _model = LinearSupportVectorMachine.Solve(features, labels, classes, classCount, _inverseRegularization);
        _scalings = scalings;
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(SparseMatrix features)
    {
        Throw.IfNotFitted(_model, nameof(CalibratedSupportVectorMachine));
        Matrix scores = _model.Score(features), probabilities = new(features.Rows, _model.ClassCount);
        int[] classes = _model.Classes;
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<double> shares = probabilities.Row(row);
            if (classes.Length == 1)
            {
                shares[classes[0]] = 1;
            }
            else if (classes.Length == 2)
            {
                shares[classes[1]] = _scalings[0].Probability(scores[row, 0]);
                shares[classes[0]] = 1 - shares[classes[1]];
            }
            else
            {
                Normalize(scores.Row(row), classes, shares);
            }
        }

        return probabilities;
    }

    private void Normalize(ReadOnlySpan<double> scores, int[] classes, Span<double> shares)
    {
        double sum = 0;
        for (int output = 0; output < scores.Length; output++)
        {
            double share = _scalings[output].Probability(scores[output]);
            shares[classes[output]] = share;
            sum += share;
        }

        foreach (int label in classes)
        {
            // As scikit-learn: where every sigmoid says 0, nothing is known.
            shares[label] = sum > 0 ? shares[label] / sum : 1.0 / classes.Length;
        }
    }

    private PlattScaling[] Calibrate(SparseMatrix features, int[] labels, int[] classes, int classCount)
    {
        int largest = labels.CountBy(label => label).Max(pair => pair.Value);
        if (largest < 2)
        {
            throw new ArgumentException($"labels names {classes.Length} classes of one row each; probabilities need a class with 2 rows.", nameof(labels));
        }

        Split[] folds = Splits.StratifiedKFold(labels, Math.Min(_folds, largest), _seed);
        Matrix decisions = new(labels.Length, LinearModel.OutputsOf(classes));
        ParallelLoop.For(folds.Length, fold =>
        {
            int[] train = folds[fold].Train, test = folds[fold].Test, own = [.. train.Select(row => labels[row])];
            LinearModel model = LinearSupportVectorMachine.Solve(features.SelectRows(train), own, classes, classCount, _inverseRegularization);
            Matrix scores = model.Score(features.SelectRows(test));
            for (int row = 0; row < test.Length; row++)
            {
                scores.Row(row).CopyTo(decisions.Row(test[row]));
            }
        });
        return [.. Enumerable.Range(0, decisions.Columns).Select(output =>
        {
            int positive = classes.Length == 2 ? classes[1] : classes[output];
            return PlattScaling.Fit(decisions.Column(output), [.. labels.Select(label => label == positive)]);
        })];
    }
}
