using System.Text.Json;
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
}
