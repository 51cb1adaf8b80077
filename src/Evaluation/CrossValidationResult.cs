using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>What a classifier reached on the test rows of one fold.</summary>
/// <param name="TestRows">The rows judged, in the order of the two members below.</param>
/// <param name="Probabilities">Probability of each class, [test rows, classes].</param>
/// <param name="Predicted">The most probable class; of equal ones, the smaller.</param>
/// <param name="Accuracy">Share predicted rightly.</param>
/// <param name="LogLoss">Mean negative log probability of the true class, in nats.</param>
/// <param name="AreaUnderRocCurve">For two classes; null when there are more, or when the fold has rows of one class only.</param>
public sealed record FoldResult(int[] TestRows, Matrix Probabilities, int[] Predicted, double Accuracy, double LogLoss, double? AreaUnderRocCurve);

/// <summary>One figure over folds.</summary>
/// <param name="PerFold">The figure of each fold that has one.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation (divided by folds − 1); 0 for one fold.</param>
/// <param name="Interval">The mean's interval at 95 %, widened because folds share training rows (<see cref="ResampledTTest"/>); null for one fold.</param>
public sealed record FoldFigure(double[] PerFold, double Mean, double StandardDeviation, ConfidenceInterval? Interval)
{
    internal static FoldFigure Of(double[] perFold, double testToTrainRatio)
    {
        (double mean, double deviation) = ResampledTTest.Describe(perFold);
        return new FoldFigure(perFold, mean, deviation, perFold.Length < 2 ? null : ResampledTTest.MeanInterval(perFold, testToTrainRatio));
    }

    internal string? IntervalText() =>
        Interval is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Interval.Low:0.000} to {Interval.High:0.000}");
}

/// <summary>What a classifier reached in cross-validation, fold by fold and together.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class CrossValidationResult : IRenderable
{
    private readonly int[] _labels;
    private readonly int _classCount;
    private readonly double _testToTrainRatio;

    internal CrossValidationResult(string name, int[] labels, int classCount, IReadOnlyList<Split> folds, FoldResult[] results)
    {
        (Name, Folds, _labels, _classCount) = (name, results, labels, classCount);
        _testToTrainRatio = FoldRows.TestToTrainRatio(folds);
        Accuracy = FoldFigure.Of([.. results.Select(fold => fold.Accuracy)], _testToTrainRatio);
        LogLoss = FoldFigure.Of([.. results.Select(fold => fold.LogLoss)], _testToTrainRatio);
        double[] areas = [.. results.Select(fold => fold.AreaUnderRocCurve).OfType<double>()];
        AreaUnderRocCurve = areas.Length == 0 ? null : FoldFigure.Of(areas, _testToTrainRatio);
    }

    /// <summary>What the model is called.</summary>
    public string Name { get; }

    /// <summary>The folds' results, in the order of the folds.</summary>
    public IReadOnlyList<FoldResult> Folds { get; }

    /// <summary>Share predicted rightly, over folds.</summary>
    public FoldFigure Accuracy { get; }

    /// <summary>Mean negative log probability of the true class in nats, over folds.</summary>
    public FoldFigure LogLoss { get; }

    /// <summary>Area under the ROC curve over the folds that have one; null when none has.</summary>
    public FoldFigure? AreaUnderRocCurve { get; }

    /// <summary>
    /// Average precision of class 1 (the area under the precision-recall curve) over the folds that have rows of it: for a rare class the
    /// figure that counts. Null for more than two classes, or when no fold has one.
    /// </summary>
    public FoldFigure? AveragePrecision => _classCount == 2 ? Measure(AveragePrecisionOf) : null;

    /// <summary>The true class of every row of the data.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>
    /// For every row the mean of the probabilities it was given as a test row, [rows, classes]: once per round of
    /// cross-validation, by a model that had not seen it. With several rounds this is a vote of as many models, which ranks
    /// better and is less sure than one of them alone; to judge one model take <see cref="ProbabilitiesInRound"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Some row is in no fold's test side.</exception>
    public Matrix OutOfFoldProbabilities()
    {
        Matrix sums = new(_labels.Length, _classCount);
        int[] times = new int[_labels.Length];
        foreach (FoldResult fold in Folds)
        {
            for (int place = 0; place < fold.TestRows.Length; place++)
            {
                times[fold.TestRows[place]]++;
                Span<double> row = sums.Row(fold.TestRows[place]);
                for (int column = 0; column < _classCount; column++)
                {
                    row[column] += fold.Probabilities[place, column];
                }
            }
        }

        FoldRows.RefuseUntested(times);
        for (int row = 0; row < times.Length; row++)
        {
            foreach (ref double value in sums.Row(row))
            {
                value /= times[row];
            }
        }

        return sums;
    }

    /// <summary>
    /// The probabilities of every row in one round of cross-validation, [rows, classes], each given by the one model that had not
    /// seen the row: what a ROC curve or a calibration curve of the model takes.
    /// </summary>
    /// <param name="round">Which round, counted from 0; with five folds, round 1 is folds 5 to 9.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such complete round.</exception>
    public Matrix ProbabilitiesInRound(int round)
    {
        Matrix probabilities = new(_labels.Length, _classCount);
        foreach ((FoldResult fold, int place) in RowsOfRound(round))
        {
            fold.Probabilities.Row(place).CopyTo(probabilities.Row(fold.TestRows[place]));
        }

        return probabilities;
    }

    /// <summary>The predicted class of every row in one round of cross-validation: what McNemar's test takes.</summary>
    /// <param name="round">Which round, counted from 0; with five folds, round 1 is folds 5 to 9.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such complete round.</exception>
    public int[] PredictedInRound(int round)
    {
        int[] predicted = new int[_labels.Length];
        foreach ((FoldResult fold, int place) in RowsOfRound(round))
        {
            predicted[fold.TestRows[place]] = fold.Predicted[place];
        }

        return predicted;
    }

    /// <summary>Is this model's accuracy different from another's on the same folds? Positive means this one is better.</summary>
    /// <exception cref="ArgumentException">The other result comes from other folds, or there is one fold only.</exception>
    public ResampledTTest CompareAccuracy(CrossValidationResult other)
    {
        ArgumentNullException.ThrowIfNull(other);
        FoldRows.MustBeSame(Name, TestRows, other.Name, other.TestRows);
        return CompareAccuracy(other.Accuracy.PerFold);
    }

    /// <summary>Is this model's accuracy different from a reference's per-fold accuracies on the same folds? Positive means this one is better.</summary>
    /// <exception cref="ArgumentException">There are not as many accuracies as folds, or there is one fold only.</exception>
    public ResampledTTest CompareAccuracy(ReadOnlySpan<double> reference)
    {
        // Accuracies are whole rows by whole rows: a smaller difference is rounding, as of a reference written with twelve digits.
        return ResampledTTest.Of(FoldRows.Differences(Accuracy.PerFold, reference), _testToTrainRatio);
    }

    /// <summary>Any figure of the folds, such as the F1 or the recall at a threshold of one's own.</summary>
    /// <param name="figure">
    /// From the true classes of a fold's test rows and what the model reached there to a finite number, or null where a fold has no such
    /// figure.
    /// </param>
    /// <returns>The figure over the folds that have one; null when none has.</returns>
    /// <exception cref="ArgumentException">A figure is not finite.</exception>
    public FoldFigure? Measure(Func<int[], FoldResult, double?> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        double[] values = [.. Folds.Select(fold => figure(FoldRows.Pick(_labels, fold.TestRows), fold)).OfType<double>()];
        Throw.IfNotFinite(values, nameof(figure));
        return values.Length == 0 ? null : FoldFigure.Of(values, _testToTrainRatio);
    }

    /// <summary>Is any figure of this model different from another's on the same folds? Positive means this one's is larger.</summary>
    /// <param name="other">The other model's result.</param>
    /// <param name="figure">As for <see cref="Measure"/>; every fold must have one.</param>
    /// <exception cref="ArgumentException">The other result comes from other folds, a fold lacks the figure, or there is one fold only.</exception>
    public ResampledTTest Compare(CrossValidationResult other, Func<int[], FoldResult, double?> figure)
    {
        ArgumentNullException.ThrowIfNull(other);
        FoldRows.MustBeSame(Name, TestRows, other.Name, other.TestRows);
        double[] own = Measure(figure)?.PerFold ?? [], others = other.Measure(figure)?.PerFold ?? [];
        if (own.Length != Folds.Count || others.Length != Folds.Count)
        {
            throw new ArgumentException($"{Folds.Count - Math.Min(own.Length, others.Length)} of {Folds.Count} folds lack the figure; a paired test needs it of all.", nameof(figure));
        }

        return ResampledTTest.Of(FoldRows.Differences(own, others), _testToTrainRatio);
    }

    /// <inheritdoc/>
    public string ToHtml() => CrossValidation.Table(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => CrossValidation.Table(this).ToText();

    /// <summary>The result as text.</summary>
    public override string ToString() => ToText();

    private int[][] TestRows => [.. Folds.Select(fold => fold.TestRows)];

    internal static double? AveragePrecisionOf(int[] labels, FoldResult fold) =>
        labels.Contains(1) ? PrecisionRecallCurve.Of(labels, fold.Probabilities.Column(1)).AveragePrecision : null;

    private IEnumerable<(FoldResult Fold, int Place)> RowsOfRound(int round)
    {
        (int first, int end) = FoldRows.OfRound(TestRows, _labels.Length, round);
        return Folds.Skip(first).Take(end - first).SelectMany(fold => Enumerable.Range(0, fold.TestRows.Length).Select(place => (fold, place)));
    }
}
