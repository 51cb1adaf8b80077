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
        _testToTrainRatio = folds.Sum(fold => (double)fold.Test.Length) / folds.Sum(fold => (double)fold.Train.Length);
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

        for (int row = 0; row < times.Length; row++)
        {
            if (times[row] == 0)
            {
                throw new InvalidOperationException($"Row {row} is in no fold's test side, so there is no out-of-fold prediction for it.");
            }

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
        for (int fold = 0; fold < Math.Max(Folds.Count, other.Folds.Count); fold++)
        {
            if (fold >= Math.Min(Folds.Count, other.Folds.Count) || !Folds[fold].TestRows.AsSpan().SequenceEqual(other.Folds[fold].TestRows))
            {
                throw new ArgumentException($"'{Name}' and '{other.Name}' were judged on different folds (first at fold {fold}); a paired test needs the same.", nameof(other));
            }
        }

        return CompareAccuracy(other.Accuracy.PerFold);
    }

    /// <summary>Is this model's accuracy different from a reference's per-fold accuracies on the same folds? Positive means this one is better.</summary>
    /// <exception cref="ArgumentException">There are not as many accuracies as folds, or there is one fold only.</exception>
    public ResampledTTest CompareAccuracy(ReadOnlySpan<double> reference)
    {
        Throw.IfLengthsDiffer(Folds.Count, "the folds", reference.Length, nameof(reference));
        double[] differences = new double[reference.Length];
        for (int fold = 0; fold < differences.Length; fold++)
        {
            // Accuracies are whole rows by whole rows: a smaller difference is rounding, as of a reference written with
            // twelve digits, and must not become a significant one.
            double difference = Accuracy.PerFold[fold] - reference[fold];
            differences[fold] = Math.Abs(difference) < 1e-9 ? 0 : difference;
        }

        return ResampledTTest.Of(differences, _testToTrainRatio);
    }

    /// <inheritdoc/>
    public string ToHtml() => CrossValidation.Table(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => CrossValidation.Table(this).ToText();

    /// <summary>The result as text.</summary>
    public override string ToString() => ToText();

    // A round ends where every row has been tested; a row tested twice before that is taken from its last fold.
    private List<(FoldResult Fold, int Place)> RowsOfRound(int round)
    {
        Throw.IfBelow(round, 0);
        bool[] tested = new bool[_labels.Length];
        List<(FoldResult, int)> rows = [];
        int filled = 0, current = 0;
        foreach (FoldResult fold in Folds)
        {
            for (int place = 0; place < fold.TestRows.Length; place++)
            {
                filled += tested[fold.TestRows[place]] ? 0 : 1;
                tested[fold.TestRows[place]] = true;
                rows.Add((fold, place));
            }

            if (filled == tested.Length)
            {
                if (current == round)
                {
                    return rows;
                }

                (current, filled) = (current + 1, 0);
                Array.Clear(tested);
                rows.Clear();
            }
        }

        Throw.OutOfRange(nameof(round), round, current == 0 ? "none: the folds do not cover all rows" : $"0 to {current - 1}");
        return rows;
    }
}
