using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class TargetEncoderTests
{
    [Fact]
    public void New_rows_get_means_drawn_towards_that_of_all()
    {
        Matrix features = new(6, 2, [7, 1, 7, 2, 7, 3, 2, 4, 2, 5, double.NaN, 6]);
        TargetEncoder encoder = new(1, [0], smoothing: 2);
        _ = encoder.FitTransform(features, [1, 1, 0, 0, 0, 1]);
        Matrix encoded = encoder.Transform(new Matrix(4, 2, [7, 10, 2, 11, double.NaN, 12, 99, 13]));
        Assert.Equal([(2 + (2 * 0.5)) / 5, (0 + (2 * 0.5)) / 4, (1 + (2 * 0.5)) / 3, 0.5], encoded.Column(0), (left, right) => Math.Abs(left - right) < 1e-15);
        Assert.Equal([10.0, 11, 12, 13], encoded.Column(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3.5)]
    public void A_training_row_is_encoded_by_the_other_folds(double smoothing)
    {
        (Matrix features, double[] targets) = RegressorContract.Rows(50, 2, seed: 4);
        Matrix encoded = new TargetEncoder(9, [0], smoothing, folds: 4).FitTransform(features, targets);
        foreach (Split split in Splits.KFold(50, 4, 9))
        {
            double mean = split.Train.Average(row => targets[row]);
            foreach (int row in split.Test)
            {
                int[] alike = [.. split.Train.Where(other => features[other, 0] == features[row, 0])];
                double expected = (alike.Sum(other => targets[other]) + (smoothing * mean)) / (alike.Length + smoothing);
                Assert.Equal(expected, encoded[row, 0], 1e-12);
            }
        }

        Assert.Equal(features.Column(1), encoded.Column(1));
    }

    [Fact]
    public void A_row_does_not_see_its_own_target()
    {
        (Matrix features, double[] targets) = RegressorContract.Rows(40, 3, seed: 4);
        Matrix before = new TargetEncoder(1, [0, 2]).FitTransform(features, targets);
        for (int row = 0; row < 40; row++)
        {
            double[] changed = [.. targets];
            changed[row] = 1e6;
            Matrix after = new TargetEncoder(1, [0, 2]).FitTransform(features, changed);
            Assert.Equal(before.Row(row).ToArray(), after.Row(row).ToArray());
            Assert.NotEqual(before.Values, after.Values);
        }
    }

    [Fact]
    public void Identifiers_that_mean_nothing_give_a_model_nothing_to_learn_by_heart()
    {
        // Every identifier stands for two rows, targets are chance: what is encoded must not tell them apart.
        RandomStream random = new(6);
        Matrix features = new(2000, 1, [.. Enumerable.Range(0, 2000).Select(row => (double)(row / 2))]);
        int[] labels = [.. Enumerable.Range(0, 2000).Select(_ => random.NextInt32(2))];
        TargetEncodedClassifier model = new(new RandomForest(1, 40, minimumLeafSize: 5), new TargetEncoder(1, [0], smoothing: 1));
        model.Fit(features, labels);
        Matrix unseen = new(1000, 1, [.. Enumerable.Range(0, 1000).Select(row => (double)(row + 5000))]);
        Assert.Equal(2, model.ClassCount);
        Assert.All(model.PredictPositive(unseen), share => Assert.InRange(share, 0.2, 0.8));
        Matrix encoded = new TargetEncoder(1, [0], smoothing: 1).FitTransform(features, [.. labels.Select(label => (double)label)]);
        double difference = labels.Select((label, row) => (label == 1 ? 1 : -1) * encoded[row, 0]).Sum() / 1000;
        Assert.InRange(difference, -0.1, 0.1);
    }

    [Fact]
    public void What_is_not_allowed_is_named()
    {
        (Matrix features, double[] targets) = RegressorContract.Rows(10, 2, seed: 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetEncoder(1, [0], smoothing: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetEncoder(1, [0], folds: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetEncoder(1, [2]).FitTransform(features, targets));
        Assert.Throws<InvalidOperationException>(() => new TargetEncoder(1, [0]).Transform(features));
        TargetEncodedClassifier model = new(new MajorityClassifier(), new TargetEncoder(1, [0]));
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => model.Fit(features, [0, 1, 2, 0, 1, 2, 0, 1, 2, 0])).Message, StringComparison.Ordinal);
    }
}
