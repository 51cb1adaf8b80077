using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class CrossValidationTests
{
    private static readonly (Matrix Features, int[] Labels) s_data = Blobs(90, 1);
    private static readonly Split[] s_folds = [.. Folds(90, 3, 1), .. Folds(90, 3, 2)];

    [Fact]
    public void Every_fold_is_judged_by_a_model_of_its_training_rows()
    {
        CrossValidationResult result = CrossValidation.Run(s_folds, s_data.Features, s_data.Labels, _ => new NearestMean(), name: "nearest mean");
        Assert.Equal(6, result.Folds.Count);
        for (int fold = 0; fold < 6; fold++)
        {
            NearestMean model = new();
            model.Fit(s_data.Features.SelectRows(s_folds[fold].Train), [.. s_folds[fold].Train.Select(row => s_data.Labels[row])]);
            int[] labels = [.. s_folds[fold].Test.Select(row => s_data.Labels[row])];
            Matrix probabilities = model.PredictProbabilities(s_data.Features.SelectRows(s_folds[fold].Test));
            Assert.Equal(probabilities.Values, result.Folds[fold].Probabilities.Values);
            Assert.Equal(ClassificationMetrics.LogLoss(labels, probabilities), result.Folds[fold].LogLoss);
            Assert.Equal(ClassificationMetrics.AreaUnderRocCurve(labels, probabilities.Column(1)), result.Folds[fold].AreaUnderRocCurve);
        }

        Assert.Equal(result.Folds.Average(fold => fold.Accuracy), result.Accuracy.Mean, 12);
        Assert.InRange(result.Accuracy.Mean, 0.8, 1);
        Assert.True(result.Accuracy.Interval!.Contains(result.Accuracy.Mean));
        Assert.Contains("nearest mean", result.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sparse_rows_are_judged_by_models_of_their_training_rows()
    {
        SparseMatrix features = SparseMatrix.From(s_data.Features);
        CrossValidationResult result = CrossValidation.Run(s_folds, features, s_data.Labels, _ => new LogisticRegression(2));
        LogisticRegression model = new(2);
        model.Fit(features.SelectRows(s_folds[4].Train), [.. s_folds[4].Train.Select(row => s_data.Labels[row])]);
        Assert.Equal(model.PredictProbabilities(features.SelectRows(s_folds[4].Test)).Values, result.Folds[4].Probabilities.Values);
        Assert.InRange(result.Accuracy.Mean, 0.8, 1);
    }

    [Fact]
    public void Out_of_fold_predictions_are_the_mean_over_rounds_and_one_round_covers_every_row()
    {
        CrossValidationResult result = CrossValidation.Run(s_folds, s_data.Features, s_data.Labels, _ => new NearestMean());
        Matrix together = result.OutOfFoldProbabilities();
        FoldResult[] holding = [.. result.Folds.Where(fold => fold.TestRows.Contains(17))];
        Assert.Equal(2, holding.Length);
        Assert.Equal(holding.Average(fold => fold.Probabilities[Array.IndexOf(fold.TestRows, 17), 1]), together[17, 1], 12);
        double accuracyOfRound = ClassificationMetrics.Accuracy(s_data.Labels, result.PredictedInRound(1));
        Assert.Equal(result.Folds.Skip(3).Average(fold => fold.Accuracy), accuracyOfRound, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => result.PredictedInRound(2));
        Matrix second = result.ProbabilitiesInRound(1);
        Assert.Equal(holding[1].Probabilities[Array.IndexOf(holding[1].TestRows, 17), 1], second[17, 1]);
        Assert.NotEqual(result.ProbabilitiesInRound(0).Values, second.Values);
        for (int index = 0; index < second.Values.Length; index++)
        {
            Assert.Equal(together.Values[index], (result.ProbabilitiesInRound(0).Values[index] + second.Values[index]) / 2, 12);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => result.ProbabilitiesInRound(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => result.ProbabilitiesInRound(-1));
    }

    // The rule of honest evaluation: whatever stands in the held-out rows, the fitted state does not move.
    [Fact]
    public void Poisoned_test_rows_leave_what_was_fitted_unchanged()
    {
        Poison(() => new NearestMean());
        Poison(() => new Pipeline(new LogisticRegression(), new StandardScaler()));
        Poison(() => new Pipeline(new KNearestNeighbors(5), new MinMaxScaler()));
        Poison(() => new NestedSelection(1, [new Candidate("forest", seed => new RandomForest(seed, 5)), new Candidate("mean", _ => new NearestMean())], folds: 3));
    }

    private static void Poison(Func<IClassifier> create)
    {
        Split fold = s_folds[0];
        Matrix poisoned = new(s_data.Features.Rows, s_data.Features.Columns, [.. s_data.Features.Values]);
        int[] poisonedLabels = [.. s_data.Labels];
        foreach (int row in fold.Test)
        {
            poisoned.Row(row).Fill(1e9);
            poisonedLabels[row] = 1 - poisonedLabels[row];
        }

        Assert.Equal(FittedState(s_data.Features, s_data.Labels), FittedState(poisoned, poisonedLabels));

        // The check itself can fail: a poisoned training row does move the state.
        Matrix spoilt = new(poisoned.Rows, poisoned.Columns, [.. s_data.Features.Values]);
        spoilt.Row(fold.Train[0]).Fill(1e9);
        Assert.NotEqual(FittedState(s_data.Features, s_data.Labels), FittedState(spoilt, s_data.Labels));

        // The answers on rows that stay as they are show all that was learnt: means, scales and weights.
        double[] FittedState(Matrix features, int[] labels)
        {
            IClassifier? fitted = null;
            _ = CrossValidation.Run([fold], features, labels, _ => fitted = create());
            return fitted!.PredictProbabilities(s_data.Features).Values;
        }
    }

    [Fact]
    public void Each_fold_gets_a_seed_of_its_own_that_repeats_with_the_run()
    {
        List<ulong> Seeds(ulong seed)
        {
            List<ulong> seen = [];
            _ = CrossValidation.Run(s_folds, s_data.Features, s_data.Labels, given =>
            {
                lock (seen)
                {
                    seen.Add(given);
                }

                return new NearestMean();
            }, seed);
            seen.Sort();
            return seen;
        }

        Assert.Equal(6, Seeds(4).Distinct().Count());
        Assert.Equal(Seeds(4), Seeds(4));
        Assert.NotEqual(Seeds(4), Seeds(5));
    }

    [Fact]
    public void A_class_that_training_lacks_gets_probability_zero_and_a_fold_of_one_class_has_no_area()
    {
        Matrix features = new(6, 1, [0, 1, 2, 10, 11, 30]);
        CrossValidationResult result = CrossValidation.Run([new Split([0, 1, 2, 3, 4], [5])], features, [0, 0, 0, 1, 1, 2], _ => new NearestMean());
        Assert.Equal(3, result.Folds[0].Probabilities.Columns);
        Assert.Equal(0, result.Accuracy.Mean);
        Assert.InRange(result.LogLoss.Mean, 36, 37);
        Assert.Null(result.AreaUnderRocCurve);
        Assert.Null(result.Accuracy.Interval);
        Assert.Throws<InvalidOperationException>(result.OutOfFoldProbabilities);
        Assert.DoesNotContain("NaN", result.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_on_the_same_folds_are_compared_fold_by_fold_and_others_are_not()
    {
        CrossValidationResult good = CrossValidation.Run(s_folds, s_data.Features, s_data.Labels, _ => new NearestMean(), name: "nearest mean");
        CrossValidationResult blind = CrossValidation.Run(s_folds, s_data.Features, s_data.Labels, _ => new Blind(), name: "blind");
        ResampledTTest test = good.CompareAccuracy(blind);
        Assert.True(test.Mean > 0.2 && test.PValue < 0.01, $"difference {test.Mean}, p {test.PValue}");
        Assert.Equal(test, good.CompareAccuracy(blind.Accuracy.PerFold));
        ResampledTTest rounded = good.CompareAccuracy([.. good.Accuracy.PerFold.Select(accuracy => Math.Round(accuracy, 10))]);
        Assert.Equal((0.0, 1.0), (rounded.Mean, rounded.PValue));
        Table table = CrossValidation.Table(blind, good);
        Assert.Contains("accuracy − blind", table.ToText(), StringComparison.Ordinal);
        CrossValidationResult elsewhere = CrossValidation.Run([.. Folds(90, 3, 9)], s_data.Features, s_data.Labels, _ => new Blind());
        Assert.Throws<ArgumentException>(() => good.CompareAccuracy(elsewhere));
    }

    [Fact]
    public void Folds_that_leak_or_point_nowhere_are_refused()
    {
        void Refused(Split split) => Assert.ThrowsAny<ArgumentException>(() => CrossValidation.Run([split], s_data.Features, s_data.Labels, _ => new NearestMean()));
        Refused(new Split([0, 1], [1, 2]));
        Refused(new Split([0, 1], [90]));
        Refused(new Split([], [1]));
        Refused(new Split([1], []));
        Assert.ThrowsAny<ArgumentException>(() => CrossValidation.Run([], s_data.Features, s_data.Labels, _ => new NearestMean()));
        Assert.ThrowsAny<ArgumentException>(() => CrossValidation.Run(s_folds, s_data.Features, [1], _ => new NearestMean()));
    }

    private static (Matrix Features, int[] Labels) Blobs(int rows, ulong seed)
    {
        RandomStream random = new(seed);
        Matrix features = new(rows, 2);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = row % 2;
            features[row, 0] = random.NextGaussian() + (2.5 * labels[row]);
            features[row, 1] = random.NextGaussian();
        }

        return (features, labels);
    }

    private static IEnumerable<Split> Folds(int rows, int count, ulong seed)
    {
        int[] order = new RandomStream(seed).Permutation(rows);
        return Enumerable.Range(0, count).Select(fold => new Split(
            [.. order.Where((_, place) => place % count != fold).Order()], [.. order.Where((_, place) => place % count == fold).Order()]));
    }

    /// <summary>Probability falls with the distance to a class's mean: enough of a learner to be judged.</summary>
    private sealed class NearestMean : IClassifier
    {
        private Matrix _means = new(0, 0);

        public int ClassCount => _means.Rows;

        public void Fit(Matrix features, ReadOnlySpan<int> labels)
        {
            int[] counts = new int[1 + labels.ToArray().Max()];
            _means = new Matrix(counts.Length, features.Columns);
            for (int row = 0; row < labels.Length; row++)
            {
                counts[labels[row]]++;
                for (int column = 0; column < features.Columns; column++)
                {
                    _means[labels[row], column] += (features[row, column] - _means[labels[row], column]) / counts[labels[row]];
                }
            }
        }

        public Matrix PredictProbabilities(Matrix features)
        {
            Matrix result = new(features.Rows, ClassCount);
            for (int row = 0; row < features.Rows; row++)
            {
                double sum = 0;
                for (int label = 0; label < ClassCount; label++)
                {
                    double distance = 0;
                    for (int column = 0; column < features.Columns; column++)
                    {
                        distance += Math.Abs(features[row, column] - _means[label, column]);
                    }

                    result[row, label] = 1 / (1 + distance);
                    sum += result[row, label];
                }

                foreach (ref double value in result.Row(row))
                {
                    value /= sum;
                }
            }

            return result;
        }
    }

    private sealed class Blind : IClassifier
    {
        public int ClassCount => 2;

        public void Fit(Matrix features, ReadOnlySpan<int> labels)
        {
        }

        public Matrix PredictProbabilities(Matrix features) => new(features.Rows, 2, [.. Enumerable.Repeat(0.5, 2 * features.Rows)]);
    }
}
