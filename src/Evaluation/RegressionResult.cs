using MusicRec.Data;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>What a regressor reached on the test rows of one fold.</summary>
/// <param name="TestRows">The rows judged, in the order of the predictions.</param>
/// <param name="Predicted">The number predicted for each.</param>
/// <param name="RSquared">Coefficient of determination; null when the fold's targets are all the same.</param>
/// <param name="MeanSquaredError">In squared units of the targets.</param>
/// <param name="MeanAbsoluteError">In units of the targets.</param>
public sealed record RegressionFold(int[] TestRows, double[] Predicted, double? RSquared, double MeanSquaredError, double MeanAbsoluteError);

/// <summary>What a regressor reached in cross-validation, fold by fold and together.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class RegressionResult : IRenderable
{
    private readonly double[] _targets;
    private readonly double _testToTrainRatio;

    internal RegressionResult(string name, double[] targets, IReadOnlyList<Split> folds, RegressionFold[] results)
    {
        (Name, Folds, _targets) = (name, results, targets);
        _testToTrainRatio = FoldRows.TestToTrainRatio(folds);
        double[] rSquared = [.. results.Select(fold => fold.RSquared).OfType<double>()];
        RSquared = rSquared.Length == 0 ? null : FoldFigure.Of(rSquared, _testToTrainRatio);
        MeanSquaredError = FoldFigure.Of([.. results.Select(fold => fold.MeanSquaredError)], _testToTrainRatio);
        RootMeanSquaredError = FoldFigure.Of([.. results.Select(fold => Math.Sqrt(fold.MeanSquaredError))], _testToTrainRatio);
        MeanAbsoluteError = FoldFigure.Of([.. results.Select(fold => fold.MeanAbsoluteError)], _testToTrainRatio);
    }

    /// <summary>What the model is called.</summary>
    public string Name { get; }

    /// <summary>The folds' results, in the order of the folds.</summary>
    public IReadOnlyList<RegressionFold> Folds { get; }

    /// <summary>Coefficient of determination over the folds that have one; null when none has.</summary>
    public FoldFigure? RSquared { get; }

    /// <summary>Mean squared error over folds.</summary>
    public FoldFigure MeanSquaredError { get; }

    /// <summary>Root of the mean squared error of each fold, over folds.</summary>
    public FoldFigure RootMeanSquaredError { get; }

    /// <summary>Mean absolute error over folds.</summary>
    public FoldFigure MeanAbsoluteError { get; }

    /// <summary>The true number of every row of the data.</summary>
    public IReadOnlyList<double> Targets => _targets;

    /// <summary>
    /// For every row the mean of the numbers predicted for it as a test row: once per round of cross-validation, by a model that had not
    /// seen it. With several rounds this is the mean of as many models, which is nearer than one of them alone; to judge one model take
    /// <see cref="PredictionsInRound"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Some row is in no fold's test side.</exception>
    public double[] OutOfFoldPredictions()
    {
        double[] sums = new double[_targets.Length];
        int[] times = new int[_targets.Length];
        foreach (RegressionFold fold in Folds)
        {
            for (int place = 0; place < fold.TestRows.Length; place++)
            {
                times[fold.TestRows[place]]++;
                sums[fold.TestRows[place]] += fold.Predicted[place];
            }
        }

        FoldRows.RefuseUntested(times);
        for (int row = 0; row < sums.Length; row++)
        {
            sums[row] /= times[row];
        }

        return sums;
    }

    /// <summary>The number predicted for every row in one round of cross-validation, each by the one model that had not seen the row.</summary>
    /// <param name="round">Which round, counted from 0; with five folds, round 1 is folds 5 to 9.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such complete round.</exception>
    public double[] PredictionsInRound(int round)
    {
        (int first, int end) = FoldRows.OfRound(TestRows, _targets.Length, round);
        double[] predicted = new double[_targets.Length];
        for (int fold = first; fold < end; fold++)
        {
            for (int place = 0; place < Folds[fold].TestRows.Length; place++)
            {
                predicted[Folds[fold].TestRows[place]] = Folds[fold].Predicted[place];
            }
        }

        return predicted;
    }

    /// <summary>Is this model's R² different from another's on the same folds? Positive means this one is better.</summary>
    /// <exception cref="ArgumentException">The other result comes from other folds, a fold has no R², or there is one fold only.</exception>
    public ResampledTTest CompareRSquared(RegressionResult other)
    {
        ArgumentNullException.ThrowIfNull(other);
        FoldRows.MustBeSame(Name, TestRows, other.Name, other.TestRows);
        return CompareRSquared(other.RSquared?.PerFold ?? []);
    }

    /// <summary>Is this model's R² different from a reference's per-fold R² on the same folds? Positive means this one is better.</summary>
    /// <exception cref="ArgumentException">There are not as many references as folds, a fold has no R², or there is one fold only.</exception>
    public ResampledTTest CompareRSquared(ReadOnlySpan<double> reference)
    {
        double[] own = RSquared?.PerFold ?? [];
        if (own.Length != Folds.Count)
        {
            throw new ArgumentException($"The targets of {Folds.Count - own.Length} of {Folds.Count} folds of '{Name}' are all the same and have no R²; compare squared errors.");
        }

        return ResampledTTest.Of(FoldRows.Differences(own, reference), _testToTrainRatio);
    }

    /// <summary>Is this model's mean squared error different from another's on the same folds? Negative means this one is better.</summary>
    /// <exception cref="ArgumentException">The other result comes from other folds, or there is one fold only.</exception>
    public ResampledTTest CompareSquaredError(RegressionResult other)
    {
        ArgumentNullException.ThrowIfNull(other);
        FoldRows.MustBeSame(Name, TestRows, other.Name, other.TestRows);
        double[] own = MeanSquaredError.PerFold, others = other.MeanSquaredError.PerFold;
        return ResampledTTest.Of(FoldRows.Differences(own, others, Math.Max(own.Max(), others.Max())), _testToTrainRatio);
    }

    /// <inheritdoc/>
    public string ToHtml() => RegressionCrossValidation.Table(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => RegressionCrossValidation.Table(this).ToText();

    /// <summary>The result as text.</summary>
    public override string ToString() => ToText();

    private int[][] TestRows => [.. Folds.Select(fold => fold.TestRows)];
}
