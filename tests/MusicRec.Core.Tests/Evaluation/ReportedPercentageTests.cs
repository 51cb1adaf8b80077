using MusicRec.Evaluation;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class ReportedPercentageTests
{
    [Fact]
    public void The_figures_of_paper_002_come_from_few_counts()
    {
        Assert.Equal([(69, 70), (138, 140)], new ReportedPercentage(98.57, 2).Fractions(1, 195));
        Assert.Empty(new ReportedPercentage(80.01, 2).Fractions(1, 195));
        Assert.Equal((1069, 1336), new ReportedPercentage(80.01, 2).Fractions(1, 2000)[0]);
    }

    [Fact]
    public void Every_fraction_prints_as_the_figure_and_no_other_does()
    {
        ReportedPercentage reported = new(33.3, 1);
        HashSet<(int, int)> found = [.. reported.Fractions(1, 60)];
        for (int total = 1; total <= 60; total++)
        {
            for (int correct = 0; correct <= total; correct++)
            {
                decimal exact = 100m * correct / total;
                Assert.Equal(Math.Abs(exact - 33.3m) <= 0.05m, found.Contains((correct, total)));
            }
        }
    }

    [Fact]
    public void A_percentage_above_100_is_refused() =>
        Assert.Contains("101; allowed: 0 to 100", Assert.Throws<ArgumentOutOfRangeException>(() => new ReportedPercentage(101, 2)).Message, StringComparison.Ordinal);
}
