using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Evaluation.EvaluationGolden;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class ClassificationMetricsTests
{
    // Worked by hand: of 4 rows of class 1, 3 are found; of 5 called 1, 3 are right; 7 of 10 rows right.
    private static readonly int[] s_labels = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    private static readonly int[] s_predicted = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0];

    [Fact]
    public void The_worked_example_comes_out()
    {
        Assert.Equal(0.7, ClassificationMetrics.Accuracy(s_labels, s_predicted), 15);
        Assert.Equal(3.0 / 5, ClassificationMetrics.Precision(s_labels, s_predicted), 15);
        Assert.Equal(3.0 / 4, ClassificationMetrics.Recall(s_labels, s_predicted), 15);
        Assert.Equal(2.0 / 3, ClassificationMetrics.F1(s_labels, s_predicted), 15);
        Assert.Equal((0.75 + (4.0 / 6)) / 2, ClassificationMetrics.BalancedAccuracy(s_labels, s_predicted), 15);
        Assert.Equal(Math.Log(2), ClassificationMetrics.LogLoss([0, 1], [0.5, 0.5]), 12);
        Assert.Equal((0.04 + 0.09) / 2, ClassificationMetrics.BrierScore([0, 1], [0.2, 0.7]), 15);
        Assert.Equal(0.75, ClassificationMetrics.AreaUnderRocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 15);
    }

    [Fact]
    public void Class_figures_are_those_of_scikit_learn()
    {
        foreach (JsonElement golden in Cases("classes"))
        {
            int[] labels = golden.Integers("labels"), predicted = golden.Integers("predicted");
            JsonElement expected = golden.GetProperty("expected");
            void Check(string figure, double actual) => Near(expected.Number(figure), actual, $"{golden.Text("name")}, {figure}");
            Check("accuracy", ClassificationMetrics.Accuracy(labels, predicted));
            Check("balancedAccuracy", ClassificationMetrics.BalancedAccuracy(labels, predicted));
            foreach (Averaging averaging in Enum.GetValues<Averaging>())
            {
                string name = averaging.ToString().ToLowerInvariant();
                Check($"precision.{name}", ClassificationMetrics.Precision(labels, predicted, averaging));
                Check($"recall.{name}", ClassificationMetrics.Recall(labels, predicted, averaging));
                Check($"f1.{name}", ClassificationMetrics.F1(labels, predicted, averaging));
            }

            for (int positive = 0; positive < 4; positive++)
            {
                Check($"precision.{positive}", ClassificationMetrics.Precision(labels, predicted, positive));
                Check($"recall.{positive}", ClassificationMetrics.Recall(labels, predicted, positive));
                Check($"f1.{positive}", ClassificationMetrics.F1(labels, predicted, positive));
            }
        }
    }

    [Fact]
    public void Probability_figures_are_those_of_scikit_learn()
    {
        foreach (JsonElement golden in Cases("probabilities"))
        {
            int[] labels = golden.Integers("labels");
            double[] scores = golden.Numbers("scores");
            Near(golden.Number("logLoss"), ClassificationMetrics.LogLoss(labels, scores), golden.Text("name"));
            Near(golden.Number("brier"), ClassificationMetrics.BrierScore(labels, scores), golden.Text("name"));
        }

        foreach (JsonElement golden in Cases("multiclass"))
        {
            int[] labels = golden.Integers("labels");
            Matrix probabilities = new(labels.Length, golden.Integer("classes"), golden.Numbers("probabilities"));
            Near(golden.Number("logLoss"), ClassificationMetrics.LogLoss(labels, probabilities), golden.Text("name"));
        }
    }

    [Fact]
    public void A_report_lists_what_the_metrics_say_and_can_be_shown()
    {
        ClassReport report = ClassReport.Of(s_labels, s_predicted, ["disliked", "liked"]);
        Assert.Equal(new ClassReportLine("liked", 3.0 / 5, 3.0 / 4, 2.0 / 3, 4), report.Classes[1]);
        Assert.Equal(ClassificationMetrics.F1(s_labels, s_predicted, Averaging.Macro), report.Macro.F1);
        Assert.Equal(ClassificationMetrics.Recall(s_labels, s_predicted, Averaging.Weighted), report.Weighted.Recall);
        Assert.Equal(0.7, report.Accuracy, 15);
        Assert.Contains("liked", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("0.6667", report.ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClassReport.Of([0, 1, 2], [0, 1, 2], ["a", "b"]));
    }

    [Fact]
    public void A_confusion_matrix_counts_true_classes_down_and_predictions_across()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(s_labels, s_predicted, ["disliked", "liked"]);
        Assert.Equal((4, 2, 1, 3), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]));
        Assert.Equal(0.7, matrix.Accuracy, 15);
        Assert.Equal(new[,] { { 4, 2 }, { 1, 3 } }, matrix.ToCounts());
        Assert.Equal([4.0 / 6, 2.0 / 6, 0.25, 0.75], matrix.ToMatrix(asShares: true).Values);
        Assert.Contains("10 rows", matrix.ToText(), StringComparison.Ordinal);
        Assert.Equal([0.0, 0, 0, 1], ConfusionMatrix.Of([1], [1]).ToMatrix(asShares: true).Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionMatrix.Of([1_000], [1]));
    }

    [Fact]
    public void The_best_and_the_hardest_class_are_those_of_highest_and_lowest_recall_among_classes_with_rows()
    {
        // Recall: a 2/3, b 1/2, c 1/2; nothing is d. By precision the order would be another: c 1, a 2/3, b 1/3.
        ClassReport report = ClassReport.Of([0, 0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 0, 2, 1], ["a", "b", "c", "d"]);
        Assert.Equal(("a", "b"), (report.Best.Name, report.Hardest.Name));
        Assert.Equal(2.0 / 3, report.Best.Recall, 15);
    }

    [Fact]
    public void Confused_pairs_count_both_directions_most_frequent_first()
    {
        // a→b 1, b→a 2 (together 3 of 6 errors), a→c 2, c→b 1; rows: a 5, b 4, c 3.
        int[] labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2], predicted = [0, 0, 1, 2, 2, 0, 0, 1, 1, 2, 2, 1];
        IReadOnlyList<ConfusedPair> pairs = ConfusionMatrix.Of(labels, predicted, ["a", "b", "c"]).ConfusedPairs();
        Assert.Equal(
            [
                new ConfusedPair("a", "b", 1, 2, 1.0 / 5, 2.0 / 4, 3.0 / 6),
                new ConfusedPair("a", "c", 2, 0, 2.0 / 5, 0, 2.0 / 6),
                new ConfusedPair("b", "c", 0, 1, 0, 1.0 / 3, 1.0 / 6),
            ],
            pairs);
        Assert.Equal(3, pairs[0].Count);
        Assert.Empty(ConfusionMatrix.Of(labels, labels).ConfusedPairs());
        Assert.Single(ConfusionMatrix.Of([1], [0], ["a", "b", "c"]).ConfusedPairs());
    }

    [Fact]
    public void What_cannot_be_judged_is_refused_with_its_place()
    {
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Accuracy([], []));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Accuracy([1], [1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassificationMetrics.F1([-1], [0], Averaging.Macro));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassificationMetrics.F1([int.MaxValue], [0], Averaging.Macro));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassificationMetrics.LogLoss([2], [0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassificationMetrics.BrierScore([0], [1.1]));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.AreaUnderRocCurve([1, 1], [0.1, 0.2]));
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.AreaUnderRocCurve([1, 0], [double.NaN, 0.2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassificationMetrics.LogLoss([0], new Matrix(1, 2, [0.5, 0.4])));
        ArgumentException error = Assert.Throws<ArgumentOutOfRangeException>(() => ClassificationMetrics.LogLoss([0, 1], [0.5, double.NaN]));
        Assert.Contains("positive[1] is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_input_every_figure_stays_within_its_bounds() =>
        Prop.ForAll(
            Gen.Choose(0, 1).SelectMany(label => Gen.Choose(0, 20).Select(score => (label, score: score / 20.0))).NonEmptyListOf().ToArbitrary(),
            rows =>
            {
                int[] labels = [.. rows.Select(row => row.label)], predicted = [.. rows.Select(row => row.score > 0.5 ? 1 : 0)];
                double[] scores = [.. rows.Select(row => row.score)];
                Assert.InRange(ClassificationMetrics.Accuracy(labels, predicted), 0, 1);
                Assert.InRange(ClassificationMetrics.BalancedAccuracy(labels, predicted), 0, 1);
                Assert.InRange(ClassificationMetrics.LogLoss(labels, scores), 0, 36.1);
                Assert.InRange(ClassificationMetrics.BrierScore(labels, scores), 0, 1);
                Assert.InRange(CalibrationCurve.Of(labels, scores).ExpectedError, 0, 1);
                Assert.Equal(rows.Count, CalibrationCurve.Of(labels, scores, 7, CalibrationBins.Quantile).Bins.Sum(bin => bin.Count));
                foreach (Averaging averaging in Enum.GetValues<Averaging>())
                {
                    Assert.InRange(ClassificationMetrics.Precision(labels, predicted, averaging), 0, 1);
                    Assert.InRange(ClassificationMetrics.Recall(labels, predicted, averaging), 0, 1);
                    Assert.InRange(ClassificationMetrics.F1(labels, predicted, averaging), 0, 1);
                }

                if (labels.Distinct().Count() == 2)
                {
                    double area = ClassificationMetrics.AreaUnderRocCurve(labels, scores);
                    Assert.InRange(area, 0, 1);
                    Assert.Equal(1 - area, ClassificationMetrics.AreaUnderRocCurve(labels, [.. scores.Select(score => -score)]), 12);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_oracle_scores_one_and_shuffled_labels_fall_to_chance()
    {
        RandomStream random = new(5);
        int[] labels = [.. Enumerable.Range(0, 4000).Select(_ => random.NextInt32(2))];
        double[] oracle = [.. labels.Select(label => (double)label)];
        Assert.Equal(1, ClassificationMetrics.AreaUnderRocCurve(labels, oracle));
        Assert.Equal(1, ClassificationMetrics.F1(labels, labels, Averaging.Macro));
        random.Shuffle(labels.AsSpan());

        // Four standard errors of a coin's share in 4,000 tosses are 0.032.
        Assert.InRange(ClassificationMetrics.AreaUnderRocCurve(labels, oracle), 0.468, 0.532);
    }
}
