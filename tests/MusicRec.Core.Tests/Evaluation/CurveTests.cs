using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Evaluation;
using static MusicRec.Core.Tests.Evaluation.EvaluationGolden;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class CurveTests
{
    [Fact]
    public void Roc_points_and_area_are_those_of_scikit_learn()
    {
        foreach (JsonElement golden in Cases("probabilities"))
        {
            RocCurve curve = RocCurve.Of(golden.Integers("labels"), golden.Numbers("scores"));
            Near(golden.Number("area"), curve.Area, golden.Text("name"));
            Near(golden.Numbers("falseRates"), curve.FalsePositiveRates, golden.Text("name"));
            Near(golden.Numbers("trueRates"), curve.TruePositiveRates, golden.Text("name"));
            Near(golden.Numbers("thresholds"), curve.Thresholds, golden.Text("name"));
        }
    }

    [Fact]
    public void Calibration_bins_are_those_of_scikit_learn()
    {
        foreach (JsonElement golden in Cases("probabilities"))
        {
            int[] labels = golden.Integers("labels");
            double[] scores = golden.Numbers("scores");
            foreach (JsonElement expected in golden.GetProperty("calibration").EnumerateArray())
            {
                CalibrationBins kind = expected.Text("kind") == "uniform" ? CalibrationBins.Uniform : CalibrationBins.Quantile;
                string what = $"{golden.Text("name")}, {expected.Integer("bins")} {kind} bins";
                CalibrationCurve curve = CalibrationCurve.Of(labels, scores, expected.Integer("bins"), kind);
                Near(expected.Numbers("observed"), curve.Bins.Select(bin => bin.ShareObserved), what);
                Near(expected.Numbers("predicted"), curve.Bins.Select(bin => bin.MeanPredicted), what);
                Near(expected.Number("error"), curve.ExpectedError, what);
            }
        }
    }

    [Fact]
    public void A_calibration_worked_by_hand_comes_out()
    {
        // Two bins: 0.1 and 0.3 hold one of two (mean 0.2 against 0.5), 0.8 and 1.0 hold two of two (mean 0.9 against 1).
        CalibrationCurve curve = CalibrationCurve.Of([0, 1, 1, 1], [0.1, 0.3, 0.8, 1.0], bins: 2);
        Assert.Equal([new CalibrationBin(0.2, 0.5, 2), new CalibrationBin(0.9, 1, 2)], curve.Bins);
        Assert.Equal((0.5 * 0.3) + (0.5 * 0.1), curve.ExpectedError, 15);
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationCurve.Of([0], [0.5], bins: 0));
    }

    [Fact]
    public void Equal_scores_count_half_whatever_the_order_of_rows()
    {
        Assert.Equal(0.5, RocCurve.Of([0, 1], [3, 3]).Area);
        Assert.Equal(RocCurve.Of([0, 1, 1, 0, 1], [1, 1, 2, 2, 3]).Area, RocCurve.Of([1, 0, 1, 1, 0], [3, 2, 2, 1, 1]).Area);
    }

    [Fact]
    public void Precision_recall_points_and_average_precision_are_those_of_scikit_learn()
    {
        foreach (JsonElement golden in Cases("probabilities"))
        {
            JsonElement expected = golden.GetProperty("precisionRecall");
            PrecisionRecallCurve curve = PrecisionRecallCurve.Of(golden.Integers("labels"), golden.Numbers("scores"));
            Near(expected.Number("averagePrecision"), curve.AveragePrecision, golden.Text("name"));
            Near(expected.Numbers("precisions"), curve.Precisions, golden.Text("name"));
            Near(expected.Numbers("recalls"), curve.Recalls, golden.Text("name"));
            Near(expected.Numbers("thresholds"), curve.Thresholds, golden.Text("name"));
            Assert.Equal(curve.AveragePrecision, ClassificationMetrics.AveragePrecision(golden.Integers("labels"), golden.Numbers("scores")));
        }
    }

    [Fact]
    public void An_average_precision_worked_by_hand_comes_out()
    {
        // Ranked 0.8 (1), 0.4 (0), 0.35 (1), 0.1 (0): precision 1 at the first of class 1, 2/3 at the second.
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
        Assert.Equal((1 + (2.0 / 3)) / 2, curve.AveragePrecision, 15);
        Assert.Equal([0.5, 2.0 / 3, 0.5, 1, 1], curve.Precisions);
        Assert.Equal([1, 1, 0.5, 0.5, 0], curve.Recalls);
        Assert.Equal([0.1, 0.35, 0.4, 0.8], curve.Thresholds);
        Assert.Equal(0.5, curve.BaseRate);
    }

    [Fact]
    public void Average_precision_needs_a_row_of_class_1_and_equal_scores_reach_the_base_rate()
    {
        Assert.Equal(0.25, PrecisionRecallCurve.Of([0, 1, 0, 0], [2, 2, 2, 2]).AveragePrecision);
        Assert.Equal(1, PrecisionRecallCurve.Of([1, 1, 1], [3, 1, 2]).AveragePrecision);
        Assert.Contains("All 2 labels are 0", Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.Of([0, 0], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.Of([], []));
        Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.Of([1, 0], [double.NaN, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrecisionRecallCurve.Of([1, 2], [1, 0]));
    }

    [Fact]
    public void Whatever_the_scores_average_precision_stays_within_its_bounds() =>
        Prop.ForAll(
            Gen.Choose(0, 1).SelectMany(label => Gen.Choose(0, 6).Select(score => (label, score: score / 6.0))).NonEmptyListOf().ToArbitrary(),
            rows =>
            {
                int[] labels = [1, .. rows.Select(row => row.label)];
                double[] scores = [0.4, .. rows.Select(row => row.score)];
                PrecisionRecallCurve curve = PrecisionRecallCurve.Of(labels, scores);
                Assert.InRange(curve.AveragePrecision, double.Epsilon, 1);
                Assert.All(curve.Precisions.Concat(curve.Recalls), share => Assert.InRange(share, 0, 1));
                Assert.Equal(curve.Recalls.OrderDescending(), curve.Recalls);
                Assert.Equal(curve.Thresholds.Order(), curve.Thresholds);
                Assert.Equal(curve.BaseRate, curve.Precisions[0], 12);

                // A perfect ranking reaches exactly 1, and the order of rows does not matter.
                Assert.Equal(1, PrecisionRecallCurve.Of(labels, [.. labels.Select(label => (double)label)]).AveragePrecision);
                Assert.Equal(curve.AveragePrecision, PrecisionRecallCurve.Of([.. labels.Reverse()], [.. scores.Reverse()]).AveragePrecision);
            }).QuickCheckThrowOnFailure();
}
