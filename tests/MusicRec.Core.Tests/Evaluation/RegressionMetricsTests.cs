using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Evaluation;
using static MusicRec.Core.Tests.Evaluation.EvaluationGolden;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RegressionMetricsTests
{
    private delegate double Metric(ReadOnlySpan<double> targets, ReadOnlySpan<double> predicted);

    private static readonly (string Name, Metric Metric)[] s_metrics =
    [
        ("rSquared", RegressionMetrics.RSquared), ("explainedVariance", RegressionMetrics.ExplainedVariance),
        ("meanSquaredError", RegressionMetrics.MeanSquaredError), ("rootMeanSquaredError", RegressionMetrics.RootMeanSquaredError),
        ("meanAbsoluteError", RegressionMetrics.MeanAbsoluteError), ("medianAbsoluteError", RegressionMetrics.MedianAbsoluteError),
    ];

    [Fact]
    public void Every_figure_is_that_of_scikit_learn()
    {
        foreach (JsonElement golden in Cases("regression"))
        {
            foreach ((string name, Metric metric) in s_metrics)
            {
                Near(golden.Number(name), metric(golden.Numbers("targets"), golden.Numbers("predicted")), $"{name} of '{golden.Text("name")}'");
            }
        }
    }

    [Fact]
    public void Figures_worked_by_hand_come_out()
    {
        // Errors 1, 1 and 2 about targets 0, 2 and 4, whose mean is 2: squares 6 of 8.
        double[] targets = [0, 2, 4], predicted = [1, 1, 6];
        Assert.Equal(1 - (6.0 / 8), RegressionMetrics.RSquared(targets, predicted), 15);
        Assert.Equal(2, RegressionMetrics.MeanSquaredError(targets, predicted), 15);
        Assert.Equal(Math.Sqrt(2), RegressionMetrics.RootMeanSquaredError(targets, predicted), 15);
        Assert.Equal(4.0 / 3, RegressionMetrics.MeanAbsoluteError(targets, predicted), 15);
        Assert.Equal(1, RegressionMetrics.MedianAbsoluteError(targets, predicted));

        // The targets' own mean explains nothing.
        Assert.Equal(0, RegressionMetrics.RSquared(targets, [2, 2, 2]), 15);
    }

    [Fact]
    public void Targets_that_do_not_vary_have_errors_but_no_share_of_variance()
    {
        double[] targets = [0.1, 0.1, 0.1], predicted = [0.1, 0.2, 0.3];
        Assert.Equal(0.1, RegressionMetrics.MeanAbsoluteError(targets, predicted), 15);
        foreach (Metric metric in (Metric[])[RegressionMetrics.RSquared, RegressionMetrics.ExplainedVariance])
        {
            Assert.Contains("All 3 targets are 0.1", Assert.Throws<ArgumentException>(() => metric(targets, predicted)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => metric([3], [3]));
            Assert.ThrowsAny<ArgumentException>(() => metric([0, double.Epsilon], [0, 0]));
        }
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        foreach ((_, Metric metric) in s_metrics)
        {
            Assert.Contains("is empty", Assert.Throws<ArgumentException>(() => metric([], [])).Message, StringComparison.Ordinal);
            Assert.Contains("equal length", Assert.Throws<ArgumentException>(() => metric([1, 2], [1])).Message, StringComparison.Ordinal);
            Assert.Contains("targets[1] is NaN", Assert.Throws<ArgumentException>(() => metric([1, double.NaN], [1, 2])).Message, StringComparison.Ordinal);
            Assert.Contains("predicted[0] is", Assert.Throws<ArgumentException>(() => metric([1, 2], [double.PositiveInfinity, 2])).Message, StringComparison.Ordinal);
            Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => metric([-1e308, 1e308], [1e308, -1e308])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_the_numbers_errors_keep_their_order_and_bounds() =>
        Prop.ForAll(
            Gen.Choose(-50, 50).SelectMany(target => Gen.Choose(-50, 50).Select(predicted => (target, predicted))).NonEmptyListOf().ToArbitrary(),
            rows =>
            {
                double[] targets = [.. rows.Select(row => row.target / 3.0)], predicted = [.. rows.Select(row => row.predicted / 3.0)];
                double root = RegressionMetrics.RootMeanSquaredError(targets, predicted), absolute = RegressionMetrics.MeanAbsoluteError(targets, predicted);
                double largest = targets.Zip(predicted, (target, own) => Math.Abs(target - own)).Max();
                Assert.InRange(absolute, 0, root + 1e-12);
                Assert.InRange(root, 0, largest + 1e-12);
                Assert.InRange(RegressionMetrics.MedianAbsoluteError(targets, predicted), 0, largest);
                Assert.Equal(0, RegressionMetrics.MeanSquaredError(targets, targets));
                if (targets.Distinct().Count() > 1)
                {
                    double rSquared = RegressionMetrics.RSquared(targets, predicted);
                    Assert.InRange(rSquared, double.MinValue, 1);
                    Assert.InRange(RegressionMetrics.ExplainedVariance(targets, predicted), rSquared - 1e-9, 1);
                    Assert.Equal(1, RegressionMetrics.RSquared(targets, targets));
                }
            }).QuickCheckThrowOnFailure();
}
