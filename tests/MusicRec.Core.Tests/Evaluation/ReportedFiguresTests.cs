using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class ReportedFiguresTests
{
    private static readonly ReportedFigures _paper = Of(95.56, 93.91, 97.34, 95.59);

    [Fact]
    public void The_figures_of_paper_000_are_those_of_a_test_set_with_49_and_a_half_per_cent_positives()
    {
        // By hand: errors 0.0444; 1/0.9391 - 1 = 0.064849 false and 1/0.9734 - 1 = 0.027327 missed per true positive.
        Assert.True(_paper.IsConsistent);
        Assert.Equal(0.494849, _paper.BaseRate.Estimate, 6);
        Assert.Equal(0.481686, _paper.TruePositives.Estimate, 6);
        Assert.Equal(0.0444 * 0.064849 / 0.092176, _paper.FalsePositives.Estimate, 6);
        Assert.Equal(0.0444 * 0.027327 / 0.092176, _paper.FalseNegatives.Estimate, 6);
        Assert.Equal(1, _paper.TruePositives.Estimate + _paper.FalsePositives.Estimate + _paper.FalseNegatives.Estimate + _paper.TrueNegatives.Estimate, 12);
        Assert.Equal(_paper.TruePositives.Estimate + _paper.FalsePositives.Estimate, _paper.CalledPositive.Estimate, 12);
        Assert.InRange(_paper.BaseRate.Low, 0.49370, 0.49380);
        Assert.InRange(_paper.BaseRate.High, 0.49550, 0.49553);
        Assert.Contains("49.48", _paper.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ends_are_those_that_trying_every_rounding_finds()
    {
        // Without F1 the corners of the other three; with it, the extremes of a dense grid that keeps what prints as 95.59.
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        const int steps = 60;
        for (int a = 0; a <= steps; a++)
        {
            for (int p = 0; p <= steps; p++)
            {
                for (int r = 0; r <= steps; r++)
                {
                    double accuracy = At(95.56, a), precision = At(93.91, p), recall = At(97.34, r);
                    if (Math.Abs((200 * precision * recall / (precision + recall)) - 95.59) <= 0.005)
                    {
                        double share = (1 - accuracy) / (1 - (2 * recall) + (recall / precision));
                        (least, most) = (Math.Min(least, share), Math.Max(most, share));
                    }
                }
            }
        }

        Assert.Equal(least, _paper.BaseRate.Low, 5);
        Assert.Equal(most, _paper.BaseRate.High, 5);
        Assert.True(_paper.BaseRate.Low <= least + 1e-12 && _paper.BaseRate.High >= most - 1e-12);

        static double At(double percent, int step) => (percent + (0.01 * (((double)step / steps) - 0.5))) / 100;
    }

    [Fact]
    public void Whatever_the_test_set_was_the_ranges_hold_its_shares()
    {
        RandomStream random = new(5);
        for (int trial = 0; trial < 2_000; trial++)
        {
            (int hits, int wrong, int missed, int refused) = (1 + random.NextInt32(400), random.NextInt32(200), 1 + random.NextInt32(200), random.NextInt32(500));
            int total = hits + wrong + missed + refused;
            int decimals = random.NextInt32(3);
            if ((int)Math.Pow(10, decimals) * 200 * hits <= hits + wrong + missed)
            {
                continue;
            }

            ReportedFigures figures = new(
                Print(hits + refused, total), Print(hits, hits + wrong), Print(hits, hits + missed), Print(2 * hits, (2 * hits) + wrong + missed));
            Assert.True(figures.IsConsistent);
            Holds(figures.BaseRate, hits + missed);
            Holds(figures.CalledPositive, hits + wrong);
            Holds(figures.TruePositives, hits);
            Holds(figures.FalsePositives, wrong);
            Holds(figures.FalseNegatives, missed);
            Holds(figures.TrueNegatives, refused);

            ReportedPercentage Print(int part, int whole) => new(Math.Round(100.0 * part / whole, decimals), decimals);
            void Holds(ReportedRange range, int part) => Assert.InRange((double)part / total, range.Low - 1e-12, range.High + 1e-12);
        }
    }

    [Fact]
    public void An_F1_that_does_not_belong_is_said_not_to()
    {
        ReportedFigures figures = Of(95.56, 93.91, 97.34, 94.59);
        Assert.False(figures.HasRightF1);
        Assert.False(figures.IsConsistent);
        Assert.Equal(0.494849, figures.BaseRate.Estimate, 6);
        Assert.Contains("does not agree", figures.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_no_test_set_are_said_to_be_so()
    {
        // 10 errors in 100 with a tenth of an error per hit: that would be 90 hits, all the rows there are; with less, more than there are.
        ReportedFigures figures = Of(90, 95.2, 95.2, 95.2);
        Assert.True(figures.TrueNegatives.Estimate < 0);
        Assert.True(figures.HasRightF1);
        Assert.False(figures.IsConsistent);
        Assert.Contains("No test set", figures.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_smallest_test_set_is_the_first_that_prints_so()
    {
        Assert.Equal(1440, _paper.SmallestTestSet());
        Assert.Equal([(694, 45, 19, 682)], _paper.Counts(1440));
        Assert.Null(_paper.SmallestTestSet(1439));

        // All tables of 30 rows by brute force.
        ReportedFigures few = new(new(83, 0), new(80, 0), new(86, 0), new(83, 0));
        List<(int, int, int, int)> found = [];
        for (int hits = 1; hits <= 30; hits++)
        {
            for (int wrong = 0; hits + wrong <= 30; wrong++)
            {
                for (int missed = 0; hits + wrong + missed <= 30; missed++)
                {
                    int refused = 30 - hits - wrong - missed;
                    if (few.Accuracy.CanBe(hits + refused, 30) && few.Precision.CanBe(hits, hits + wrong) && few.Recall.CanBe(hits, hits + missed) && few.F1.CanBe(2 * hits, (2 * hits) + wrong + missed))
                    {
                        found.Add((hits, wrong, missed, refused));
                    }
                }
            }
        }

        Assert.NotEmpty(found);
        Assert.Equal(found.Order(), few.Counts(30).Order());
    }

    [Fact]
    public void Macro_averages_are_told_from_figures_of_one_class()
    {
        // The macro averages of 60 hits, 10 wrong, 5 missed, 25 refused.
        double precision = 50 * ((60.0 / 70) + (25.0 / 30)), recall = 50 * ((60.0 / 65) + (25.0 / 35)), f1 = 50 * ((120.0 / 135) + (50.0 / 65));
        Assert.True(new ReportedFigures(new(85, 2), new(Math.Round(precision, 2), 2), new(Math.Round(recall, 2), 2), new(Math.Round(f1, 2), 2)).DistanceOfMacroAverages() < 0.02);
        Assert.Equal(0.30685068, _paper.DistanceOfMacroAverages(), 5); // scipy 1.10.1, differential_evolution over the three shares
    }

    [Fact]
    public void The_distance_is_the_largest_difference_in_points()
    {
        Assert.Equal(0, _paper.Distance(0.9556, 0.9391, 0.9734, 0.9559), 9);
        Assert.Equal(2.66, _paper.Distance(0.95, 0.94, 1, 0.96), 9);
        Assert.Equal(93.91, _paper.Distance(0.9556, 0, 0.97, 0.9559), 9);
    }

    [Fact]
    public void Figures_that_leave_the_base_rate_open_are_refused()
    {
        Assert.Contains("perfect score", Assert.Throws<ArgumentException>(() => Of(100, 100, 100, 100)).Message, StringComparison.Ordinal);
        Assert.Contains("can be 0", Assert.Throws<ArgumentException>(() => Of(95.6, 0, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _paper.Counts(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _paper.Distance(95.56, 0.9, 0.9, 0.9));
    }

    private static ReportedFigures Of(double accuracy, double precision, double recall, double f1) =>
        new(new(accuracy, 2), new(precision, 2), new(recall, 2), new(f1, 2));
}
