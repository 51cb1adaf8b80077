using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class SampleSizeTests
{
    // statsmodels' NormalIndPower and the textbook give (1.959964 + 0.841621)² = 7.848880 at 5 % and 80 %, and 10.507420 at 90 %.
    [Theory]
    [InlineData(0.1, 1, 0.05, 0.8, 785)]
    [InlineData(-0.1, 1, 0.05, 0.8, 785)]
    [InlineData(0.1, 1, 0.05, 0.9, 1051)]
    [InlineData(0.05, 1, 0.05, 0.8, 3140)]
    [InlineData(0.1, 1, 0.05, 0.5, 385)]
    [InlineData(5, 1, 0.05, 0.8, 2)]
    [InlineData(5, 0, 0.05, 0.8, 2)]
    public void The_textbook_s_numbers_come_out(double difference, double variance, double significance, double power, double expected) =>
        Assert.Equal(expected, SampleSize.For(difference, variance, significance, power));

    [Fact]
    public void Two_groups_add_their_variances_and_pairs_take_that_of_the_differences()
    {
        double[] first = [0, 0.5, 1, 0.5], second = [0.1, 0.5, 0.8, 0.2];

        // Variances 1/6 and 0.1, means 0.5 and 0.4; differences −0.1, 0, 0.2, 0.3 of variance 0.1 / 3.
        Assert.Equal(Math.Ceiling(7.848880 * ((1.0 / 6) + 0.1) / 0.01), SampleSize.PerGroup(first, second));
        Assert.Equal(Math.Ceiling(7.848880 * (0.1 / 3) / 0.01), SampleSize.Paired([-0.1, 0, 0.2, 0.3]));
        Assert.Null(SampleSize.PerGroup(first, first));
        Assert.Null(SampleSize.For(1e-300, 1));
    }

    // Experiments with as many listeners as the formula says, drawn from figures as lumpy as NDCG is: four of five are to see the difference.
    [Fact]
    public void So_many_listeners_see_the_difference_as_often_as_the_power_says()
    {
        RandomStream random = new(5);
        double[] first = Figures(0.35), other = Figures(0.5);

        // Seven of ten listeners meet no difference; to the others the second method is now better, now worse, and a little worse on the whole.
        double[] differences = [.. first.Select(_ => random.NextDouble() < 0.3 ? 0.3 * (random.NextDouble() - 0.4) : 0)];
        int paired = (int)SampleSize.Paired(differences)!.Value, group = (int)SampleSize.PerGroup(first, other)!.Value;
        Assert.InRange(paired, 100, 1_000);
        Assert.InRange(group, 100, 1_000);

        const int experiments = 2_000;
        int seenPaired = 0, seenGroups = 0;
        for (int experiment = 0; experiment < experiments; experiment++)
        {
            RandomStream draws = random.Split((ulong)experiment);
            double[] both = Draw(differences, paired, draws), one = Draw(first, group, draws), two = Draw(other, group, draws);
            seenPaired += both.Average() / Math.Sqrt(Variance(both) / paired) > 1.959964 ? 1 : 0;
            seenGroups += (one.Average() - two.Average()) / Math.Sqrt((Variance(one) + Variance(two)) / group) > 1.959964 ? 1 : 0;
        }

        // The standard error of a share of 80 % over 2,000 experiments is 0.9 points; the approximation itself is a little off for skewed figures.
        Assert.InRange(seenPaired / (double)experiments, 0.77, 0.83);
        Assert.InRange(seenGroups / (double)experiments, 0.77, 0.83);

        double[] Figures(double zeros) => [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble() < zeros ? 0 : random.NextDouble())];
    }

    [Fact]
    public void What_is_refused_is_called_by_its_argument_s_name()
    {
        ArgumentException few = Assert.ThrowsAny<ArgumentException>(() => SampleSize.PerGroup([0.1, 0.2], [0.1])), none = Assert.ThrowsAny<ArgumentException>(() => SampleSize.For(double.NaN, 1));
        Assert.Equal(("second", "difference"), (few.ParamName, none.ParamName));
        Assert.Contains("second has 1 figure; allowed: 2 or more", few.Message, StringComparison.Ordinal);
        Assert.Contains("difference is NaN; allowed: a finite number", none.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: a finite number, 0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.For(1, double.PositiveInfinity)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_plan_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.For(0.1, 1, power: 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.For(0.1, 1, power: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.For(0.1, 1, significance: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.For(0.1, -1));
        Assert.Throws<ArgumentException>(() => SampleSize.For(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.Paired([0.1]));
        Assert.Throws<ArgumentException>(() => SampleSize.PerGroup([0.1, double.PositiveInfinity], [0.1, 0.2]));
    }

    private static double[] Draw(double[] figures, int count, RandomStream draws) => [.. Enumerable.Range(0, count).Select(_ => figures[draws.NextInt32(figures.Length)])];

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
