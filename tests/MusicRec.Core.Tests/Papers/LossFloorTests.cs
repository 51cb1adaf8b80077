using FsCheck;
using FsCheck.Fluent;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LossFloorTests
{
    [Fact]
    public void Half_to_the_truth_in_every_wrong_row_and_all_of_it_in_every_right_one_costs_just_the_floor()
    {
        // Three of five rows right.
        double half = Math.Log(2);
        Assert.Equal(2 * half / 5, LossFloor.BinaryCrossEntropy(0.6), 12);
        Assert.Equal(2 * half / 5, LossFloor.CrossEntropy(0.6), 12);
        Assert.Equal(2 * 0.25 / 5, LossFloor.SquaredError(0.6), 12);

        // Two shares of a half cost ln 2 each, of four classes.
        Assert.Equal(2 * (2 * half) / (5 * 4), LossFloor.SoftmaxBinaryCrossEntropy(0.6, 4), 12);
        Assert.Equal(0, LossFloor.SoftmaxBinaryCrossEntropy(1, 4));
    }

    [Fact]
    public void No_shares_cost_less_than_their_accuracy_allows() =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ToArbitrary(),
            seed =>
            {
                RandomStream random = new((ulong)seed);
                int rows = 1 + random.NextInt32(6), classes = 2 + random.NextInt32(4), right = 0;
                double binary = 0, cross = 0, yesNo = 0, squares = 0;
                int yesNoRight = 0;
                for (int row = 0; row < rows; row++)
                {
                    // Sharp and flat shares in turn; the first class is the truth.
                    double[] shares = [.. Enumerable.Range(0, classes).Select(_ => Math.Pow(random.NextDouble(), 1 + random.NextInt32(9)))];
                    double sum = shares.Sum();
                    shares = [.. shares.Select(share => Math.Clamp(share / sum, 1e-9, 1 - 1e-9))];
                    right += shares.Max() == shares[0] ? 1 : 0;
                    binary -= Math.Log(shares[0]) + shares.Skip(1).Sum(share => Math.Log(1 - share));
                    cross -= Math.Log(shares[0]);
                    yesNo -= Math.Log(shares[0]);
                    squares += (1 - shares[0]) * (1 - shares[0]);
                    yesNoRight += shares[0] > 0.5 ? 1 : 0;
                }

                double accuracy = right / (double)rows, yesNoAccuracy = yesNoRight / (double)rows;
                Assert.True(binary / (rows * classes) >= LossFloor.SoftmaxBinaryCrossEntropy(accuracy, classes) - 1e-7);
                Assert.True(cross / rows >= LossFloor.CrossEntropy(accuracy) - 1e-7);
                Assert.True(yesNo / rows >= LossFloor.BinaryCrossEntropy(yesNoAccuracy) - 1e-7);
                Assert.True(squares / rows >= LossFloor.SquaredError(yesNoAccuracy) - 1e-7);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(18)]
    [InlineData(70_000)]
    public void Equal_shares_cost_what_the_formula_says(int classes)
    {
        double share = 1.0 / classes;
        double expected = -(Math.Log(share) + ((classes - 1) * Math.Log(1 - share))) / classes;
        Assert.Equal(expected, LossFloor.UniformSoftmaxBinaryCrossEntropy(classes), 10);
        Assert.Equal(classes, LossFloor.MostClassesOfSoftmaxBinaryCrossEntropy(LossFloor.UniformSoftmaxBinaryCrossEntropy(classes) * (1 - 1e-9)));
        Assert.Equal(classes - 1, LossFloor.MostClassesOfSoftmaxBinaryCrossEntropy(LossFloor.UniformSoftmaxBinaryCrossEntropy(classes) * (1 + 1e-9)));
    }

    [Fact]
    public void The_papers_losses_are_held_against_its_accuracies()
    {
        string table = TrackEmbeddingClaims.LossTable().ToText();
        Assert.Contains("at most 8 artists", table, StringComparison.Ordinal);
        string[] lines = table.Split('\n');
        Assert.Contains("no: too small", Line("genre network", "cross-entropy  "), StringComparison.Ordinal);
        Assert.Contains("yes", Line("genre network", "12 genres"), StringComparison.Ordinal);
        Assert.Contains("no: too small", Line("artist network", "sum over artists"), StringComparison.Ordinal);
        Assert.Contains("no: equal shares cost 0.0002", Line("artist network", "mean over 70,000"), StringComparison.Ordinal);
        Assert.Contains("hardly", Line("recommender", "binary cross-entropy"), StringComparison.Ordinal);
        Assert.Contains("yes", Line("recommender", "squared error"), StringComparison.Ordinal);

        string Line(string name, string reading) => lines.Single(line => line.Contains(name, StringComparison.Ordinal) && line.Contains(reading, StringComparison.Ordinal) && !line.Contains("binary cross-entropy  " + reading, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_share_number_or_loss_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LossFloor.CrossEntropy(1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossFloor.SquaredError(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossFloor.SoftmaxBinaryCrossEntropy(0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossFloor.MostClassesOfSoftmaxBinaryCrossEntropy(0));
        Assert.Equal(1, LossFloor.MostClassesOfSoftmaxBinaryCrossEntropy(0.8));
    }
}
