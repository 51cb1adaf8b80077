using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class ImbalanceTests
{
    private static readonly JsonElement s_golden = Golden.Read("selection.json");
    private static readonly (Matrix Features, int[] Labels) s_rare = Rare(600, 4);

    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn_and_sum_to_the_number_of_rows()
    {
        foreach (JsonElement golden in s_golden.GetProperty("balanced").EnumerateArray())
        {
            int[] labels = golden.Labels();
            double[] weights = ClassWeights.Balanced(labels), expected = golden.Numbers("weights");
            Assert.Equal(labels.Length, ClassWeights.PerRow(labels, weights).Sum(), 10);
            JsonElement classes = golden.GetProperty("classes");
            Assert.Equal(classes.GetArrayLength(), weights.Count(weight => weight > 0));
            for (int index = 0; index < expected.Length; index++)
            {
                Assert.Equal(expected[index], weights[classes[index].GetInt32()], 12);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ClassWeights.PerRow([0, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => ClassWeights.Balanced([]));
    }

    [Fact]
    public void Weighted_logistic_regressions_are_those_of_scikit_learn()
    {
        foreach (JsonElement golden in s_golden.GetProperty("logistic").EnumerateArray())
        {
            int[] labels = golden.Labels();
            bool balanced = golden.GetProperty("rowWeights").ValueKind == JsonValueKind.Null;
            double[] weights = balanced ? ClassWeights.PerRow(labels, ClassWeights.Balanced(labels)) : golden.Numbers("rowWeights");
            Matrix features = golden.Matrix("features");
            LogisticRegression model = new(golden.GetProperty("inverseRegularization").GetDouble());
            model.Fit(features, labels, weights);
            Golden.AssertClose(golden.Matrix("weights"), model.Weights, 1e-6);
            double[] intercepts = golden.Numbers("intercepts");
            Golden.AssertClose(new Matrix(1, intercepts.Length, intercepts), new Matrix(1, intercepts.Length, model.Intercepts), 1e-6);
            Golden.AssertClose(golden.Matrix("probabilities"), model.PredictProbabilities(features), 1e-6);
            if (balanced)
            {
                BalancedWeightsClassifier wrapped = new(new LogisticRegression(golden.GetProperty("inverseRegularization").GetDouble()));
                wrapped.Fit(features, labels);
                Assert.Equal(model.PredictProbabilities(features).Values, wrapped.PredictProbabilities(features).Values);
            }
        }
    }

    [Fact]
    public void A_whole_weight_counts_like_so_many_rows_and_no_weight_like_no_row()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(40, 2, 2, seed: 2);
        double[] weights = [.. Enumerable.Range(0, 40).Select(row => (double)(row % 4))];
        int[] repeated = [.. Enumerable.Range(0, 40).SelectMany(row => Enumerable.Repeat(row, row % 4))];
        LogisticRegression weighted = new(), copied = new();
        weighted.Fit(features, labels, weights);
        copied.Fit(features.SelectRows(repeated), [.. repeated.Select(row => labels[row])]);
        Golden.AssertClose(copied.Weights, weighted.Weights, 1e-9);

        // A class of which no row counts is one without rows.
        weighted.Fit(features, labels, [.. labels.Select(label => label == 0 ? 1.0 : 0.0)]);
        Assert.All(weighted.PredictProbabilities(features).Column(1), share => Assert.Equal(0, share));
        Assert.Throws<ArgumentOutOfRangeException>(() => weighted.Fit(features, labels, new double[40]));
        Assert.Throws<ArgumentException>(() => weighted.Fit(features, labels, [1]));
    }

    [Fact]
    public void Over_sampling_repeats_rows_of_rarer_classes_evenly_and_keeps_all_others()
    {
        Recorder recorder = new();
        (Matrix features, int[] labels) = Numbered([0, 1, 0, 0, 2, 0, 2, 0, 0]);
        new OverSampledClassifier(1, recorder).Fit(features, labels);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], recorder.Rows[..9]);
        Assert.Equal([6, 6, 6], ClassesOf(recorder, labels));
        Assert.Equal(6, recorder.Rows.Count(row => row == 1));
        Assert.Equal([3, 3], new[] { 4, 6 }.Select(seen => recorder.Rows.Count(row => row == seen)));
        new OverSampledClassifier(1, recorder, 0.5).Fit(features, labels);
        Assert.Equal([6, 3, 3], ClassesOf(recorder, labels));
        new OverSampledClassifier(1, recorder, 0.1).Fit(features, labels);
        Assert.Equal([6, 1, 2], ClassesOf(recorder, labels));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OverSampledClassifier(1, recorder, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OverSampledClassifier(1, recorder, 1.1));
    }

    [Fact]
    public void Under_sampling_keeps_part_of_commoner_classes_each_row_once()
    {
        Recorder recorder = new();
        (Matrix features, int[] labels) = Numbered([0, 1, 0, 0, 2, 0, 2, 0, 1]);
        new UnderSampledClassifier(1, recorder).Fit(features, labels);
        Assert.Equal([2, 2, 2], ClassesOf(recorder, labels));
        Assert.Equal(recorder.Rows.Distinct().Order(), recorder.Rows);
        new UnderSampledClassifier(1, recorder, 0.5).Fit(features, labels);
        Assert.Equal([4, 2, 2], ClassesOf(recorder, labels));
        new UnderSampledClassifier(1, recorder, 0.01).Fit(features, labels);
        Assert.Equal(Enumerable.Range(0, 9), recorder.Rows);
        HashSet<string> kept = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            new UnderSampledClassifier(seed, recorder).Fit(features, labels);
            kept.Add(string.Join(' ', recorder.Rows));
        }

        Assert.True(kept.Count > 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnderSampledClassifier(1, recorder, double.NaN));
    }

    [Fact]
    public void Resampled_probabilities_are_of_a_balanced_world_until_base_rates_are_restored()
    {
        int[] none = [.. s_rare.Labels];
        Assert.InRange(MeanOf(new OverSampledClassifier(1, new LogisticRegression())), 0.3, 0.7);
        Assert.InRange(MeanOf(new UnderSampledClassifier(1, new LogisticRegression())), 0.3, 0.7);
        double share = none.Average();
        Assert.Equal(share, MeanOf(new OverSampledClassifier(1, new LogisticRegression()) { RestoreBaseRates = true }), 0.02);
        Assert.Equal(share, MeanOf(new UnderSampledClassifier(1, new LogisticRegression()) { RestoreBaseRates = true }), 0.04);

        // By Elkan's rule: the odds are divided by how much more often class 1 was shown.
        OverSampledClassifier plain = new(1, new LogisticRegression()), restored = new(1, new LogisticRegression()) { RestoreBaseRates = true };
        plain.Fit(s_rare.Features, s_rare.Labels);
        restored.Fit(s_rare.Features, s_rare.Labels);
        double odds = plain.PredictPositive(s_rare.Features)[5], own = restored.PredictPositive(s_rare.Features)[5];
        double factor = none.Count(label => label == 0) / (double)none.Sum();
        Assert.Equal(odds / (1 - odds) / factor, own / (1 - own), 10);

        double MeanOf(IClassifier model)
        {
            model.Fit(s_rare.Features, s_rare.Labels);
            return model.PredictPositive(s_rare.Features).Average();
        }
    }

    [Fact]
    public void A_threshold_decides_and_leaves_the_order()
    {
        LogisticRegression alone = new();
        alone.Fit(s_rare.Features, s_rare.Labels);
        double[] own = alone.PredictPositive(s_rare.Features);
        double threshold = own.Order().ElementAt(500);
        ThresholdClassifier model = new(new LogisticRegression(), threshold);
        model.Fit(s_rare.Features, s_rare.Labels);
        Assert.Equal(own.Select(share => share > threshold ? 1 : 0), model.Predict(s_rare.Features));
        double[] shifted = model.PredictPositive(s_rare.Features);
        Assert.Equal(RocCurve.Of(s_rare.Labels, own).Area, RocCurve.Of(s_rare.Labels, shifted).Area, 12);
        Assert.Equal(own[3] / (1 - own[3]) * (1 - threshold) / threshold, shifted[3] / (1 - shifted[3]), 10);
        Assert.Equal(own, model.Classifier.PredictPositive(s_rare.Features));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThresholdClassifier(alone, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThresholdClassifier(alone, double.NaN));
    }

    [Fact]
    public void Rounding_never_decides_otherwise_than_the_threshold()
    {
        foreach (double threshold in (double[])[1e-300, 1e-9, 0.1, 0.3, 0.5, 0.7, 1 - 1e-9])
        {
            double[] shares = [threshold, Math.BitIncrement(threshold), Math.BitDecrement(threshold), 0, 1];
            ThresholdClassifier model = new(new Answer(shares), threshold);
            Assert.Equal([0, 1, 0, 0, 1], model.Predict(new Matrix(5, 1)));
            Assert.All(model.PredictProbabilities(new Matrix(5, 1)).Values, share => Assert.InRange(share, 0, 1));
        }
    }

    [Fact]
    public void Of_equally_good_thresholds_the_one_nearest_to_a_half_is_taken()
    {
        // Calling nothing and calling all are right once each.
        Assert.Equal((0.35, 0.5), TunedThresholdClassifier.Best([0, 1], [0.9, 0.7], ThresholdCriterion.Accuracy));
        Assert.Equal((0.8, 0.5), TunedThresholdClassifier.Best([0, 1], [0.6, 0.1], ThresholdCriterion.Accuracy));
    }

    [Fact]
    public void The_best_threshold_is_found_whatever_the_scores() =>
        Prop.ForAll(
            Gen.Choose(0, 1).SelectMany(label => Gen.Choose(0, 8).Select(score => (label, score: score / 8.0))).NonEmptyListOf().ToArbitrary(),
            rows =>
            {
                int[] labels = [0, 1, .. rows.Select(row => row.label)];
                double[] scores = [0.3, 0.3, .. rows.Select(row => row.score)];
                foreach ((ThresholdCriterion criterion, Func<int[], int[], double> figure) in new (ThresholdCriterion, Func<int[], int[], double>)[]
                {
                    (ThresholdCriterion.F1, (all, called) => ClassificationMetrics.F1(all, called)),
                    (ThresholdCriterion.BalancedAccuracy, (all, called) => ClassificationMetrics.BalancedAccuracy(all, called)),
                    (ThresholdCriterion.Accuracy, (all, called) => ClassificationMetrics.Accuracy(all, called)),
                })
                {
                    (double threshold, double score) = TunedThresholdClassifier.Best(labels, scores, criterion);
                    Assert.InRange(threshold, 0.001, 0.999);
                    Assert.Equal(figure(labels, Called(threshold)), score, 12);
                    for (double other = 1.0 / 32; other < 1; other += 1.0 / 16)
                    {
                        Assert.True(figure(labels, Called(other)) <= score + 1e-12, $"{criterion}: {other} is better than {threshold}");
                    }
                }

                int[] Called(double threshold) => [.. scores.Select(score => score > threshold ? 1 : 0)];
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tuned_threshold_finds_more_of_a_rare_class_on_new_rows()
    {
        (Matrix features, int[] labels) = Rare(2000, 9);
        LogisticRegression plain = new();
        plain.Fit(s_rare.Features, s_rare.Labels);
        foreach ((ThresholdCriterion criterion, Func<int[], int[], double> figure) in new (ThresholdCriterion, Func<int[], int[], double>)[]
        {
            (ThresholdCriterion.F1, (all, called) => ClassificationMetrics.F1(all, called)),
            (ThresholdCriterion.BalancedAccuracy, (all, called) => ClassificationMetrics.BalancedAccuracy(all, called)),
        })
        {
            TunedThresholdClassifier tuned = new(3, _ => new LogisticRegression(), criterion);
            tuned.Fit(s_rare.Features, s_rare.Labels);
            Assert.InRange(tuned.Threshold, 0.01, 0.45);
            Assert.InRange(tuned.InnerScore, 0.2, 1);
            Assert.Equal(plain.PredictPositive(features), tuned.Classifier.PredictPositive(features));
            Assert.True(figure(labels, tuned.Predict(features)) > figure(labels, plain.Predict(features)) + 0.05);
        }
    }

    [Fact]
    public void A_threshold_needs_rows_of_a_class_to_judge_on_and_two_classes()
    {
        TunedThresholdClassifier model = new(1, _ => new LogisticRegression());
        Assert.Throws<InvalidOperationException>(() => model.Threshold);
        Assert.Contains("one row each", Assert.Throws<ArgumentException>(() => model.Fit(new Matrix(2, 1), [0, 1])).Message, StringComparison.Ordinal);
        model.Fit(new Matrix(4, 1, [1, 2, 3, 4]), [1, 1, 1, 1]);
        Assert.Equal((0.5, 0.0), (model.Threshold, model.InnerScore));

        // One row of class 1: some fold learns without it.
        model.Fit(new Matrix(9, 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]), [0, 0, 0, 0, 0, 0, 0, 0, 1]);
        Assert.InRange(model.Threshold, 1e-9, 1 - 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TunedThresholdClassifier(1, _ => new LogisticRegression(), (ThresholdCriterion)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TunedThresholdClassifier(1, _ => new LogisticRegression(), folds: 1));
    }

    [Fact]
    public void A_missing_value_in_a_row_that_only_some_folds_hold_is_named_by_its_own_row()
    {
        (Matrix features, int[] labels) = Rare(60, 2);
        features[41, 0] = double.NaN;
        foreach (IClassifier model in new IClassifier[]
        {
            new TunedThresholdClassifier(1, _ => new LogisticRegression()), new UnderSampledClassifier(1, new LogisticRegression(), 0.15),
            new OverSampledClassifier(1, new LogisticRegression()),
        })
        {
            Assert.Contains("row 41, column 0", Assert.Throws<ArgumentException>(() => model.Fit(features, labels)).Message, StringComparison.Ordinal);
        }
    }

    private static int[] ClassesOf(Recorder recorder, int[] labels) => [.. recorder.Rows.CountBy(row => labels[row]).OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    private static (Matrix Features, int[] Labels) Numbered(int[] labels) => (new Matrix(labels.Length, 1, [.. Enumerable.Range(0, labels.Length).Select(row => (double)row)]), labels);

    private static (Matrix Features, int[] Labels) Rare(int rows, ulong seed)
    {
        RandomStream random = new(seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 10 == 1 ? 1 : 0)];
        return (new Matrix(rows, 2, [.. labels.SelectMany(label => new[] { random.NextGaussian() + (1.3 * label), random.NextGaussian() })]), labels);
    }

    /// <summary>Gives class 1 the same probabilities whatever it is asked.</summary>
    private sealed class Answer(double[] shares) : IClassifier
    {
        public int ClassCount => 2;

        public void Fit(Matrix features, ReadOnlySpan<int> labels)
        {
        }

        public Matrix PredictProbabilities(Matrix features) => new(shares.Length, 2, [.. shares.SelectMany(share => new[] { 1 - share, share })]);
    }

    /// <summary>Keeps which rows it was given, by their first number.</summary>
    private sealed class Recorder : IClassifier
    {
        public int[] Rows { get; private set; } = [];

        public int ClassCount => 3;

        public void Fit(Matrix features, ReadOnlySpan<int> labels) => Rows = [.. features.Column(0).Select(value => (int)value)];

        public Matrix PredictProbabilities(Matrix features) => throw new NotSupportedException();
    }
}
