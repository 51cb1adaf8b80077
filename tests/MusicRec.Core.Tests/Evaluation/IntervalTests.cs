using System.Text.Json;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Evaluation.EvaluationGolden;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class IntervalTests
{
    [Fact]
    public void Wilson_intervals_are_those_of_scipy()
    {
        foreach (JsonElement golden in Cases("wilson"))
        {
            ConfidenceInterval interval = Intervals.Wilson(golden.Integer("successes"), golden.Integer("trials"), golden.Number("confidence"));
            Near(golden.Number("low"), interval.Low, golden.ToString());
            Near(golden.Number("high"), interval.High, golden.ToString());
        }
    }

    [Fact]
    public void Thirty_nine_songs_leave_an_accuracy_of_80_percent_open_by_more_than_12_points()
    {
        Assert.Equal(0.126, Intervals.Normal(0.8001, 39).HalfWidth, 3);
        Assert.Equal(0.124, Intervals.Wilson(31, 39).HalfWidth, 3);
        Assert.Equal("0.795 [0.645, 0.892]", Intervals.Wilson(31, 39).ToString());
        Assert.Equal((1.0, 1.0), (Intervals.Normal(1, 39).Low, Intervals.Normal(1, 39).High));
    }

    [Fact]
    public void A_bootstrap_interval_of_a_mean_agrees_with_theory_on_many_values()
    {
        RandomStream random = new(3);
        double[] values = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextGaussian())];
        ConfidenceInterval interval = Intervals.Bootstrap(values, seed: 1, resamples: 4_000);
        Assert.Equal(values.Sum() / values.Length, interval.Estimate, 12);
        Assert.InRange(interval.HalfWidth, 0.95 * 1.96 / Math.Sqrt(2_000), 1.05 * 1.96 / Math.Sqrt(2_000));
        Assert.True(interval.Contains(interval.Estimate));
    }

    [Fact]
    public void Nineteen_of_twenty_bootstrap_intervals_hold_the_true_mean()
    {
        int held = 0;
        for (int trial = 0; trial < 1_000; trial++)
        {
            RandomStream random = new RandomStream(11).Split((ulong)trial);
            double[] values = [.. Enumerable.Range(0, 60).Select(_ => random.NextGaussian())];
            held += Intervals.Bootstrap(values, (ulong)trial, resamples: 400).Contains(0) ? 1 : 0;
        }

        // With 60 values the percentile interval holds the mean about 94 % of the time; four standard errors are 3 points.
        Assert.InRange(held, 910, 975);
    }

    [Fact]
    public void A_bootstrap_repeats_with_its_seed_and_moves_with_another()
    {
        double[] values = [1, 4, 2, 8, 5, 7];
        Assert.Equal(Intervals.Bootstrap(values, 1), Intervals.Bootstrap(values, 1));
        Assert.NotEqual(Intervals.Bootstrap(values, 1, 200), Intervals.Bootstrap(values, 2, 200));
        Assert.Equal(new ConfidenceInterval(3, 3, 3, 0.9), Intervals.Bootstrap([3, 3, 3], 1, 100, 0.9));
        ConfidenceInterval largest = Intervals.Bootstrap(values.Length, rows => rows.Max(row => values[row]), 1, 500);
        Assert.Equal((8.0, 8.0), (largest.Estimate, largest.High));
    }

    [Fact]
    public void What_has_no_interval_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(1, 2, double.NaN));
        Assert.Throws<ArgumentException>(() => Intervals.Bootstrap([], 1));
        Assert.Throws<ArgumentException>(() => Intervals.Bootstrap([1, double.NaN], 1));
        Assert.Throws<ArgumentException>(() => Intervals.Bootstrap(3, _ => double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Bootstrap([1, 2], 1, resamples: 5));
    }
}
