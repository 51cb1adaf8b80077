using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class BoostingTests
{
    [Fact]
    public void Any_number_of_threads_gives_the_same_digits()
    {
        (Matrix features, double[] targets) = Waves(40_000, seed: 3);
        int[] labels = [.. targets.Select(target => target > 0.3 ? 2 : target > -0.3 ? 1 : 0)];
        GradientBoostingSettings settings = new() { Iterations = 4, CategoricalFeatures = [3], EarlyStopping = new EarlyStoppingSettings() };
        double[] many = Predictions();
        bool wasSerial = WorkerPool.IsSerial;
        try
        {
            WorkerPool.IsSerial = true;
            Assert.Equal(many, Predictions());
        }
        finally
        {
            WorkerPool.IsSerial = wasSerial;
        }

        double[] Predictions()
        {
            GradientBoostingRegressor regressor = new(5, settings);
            regressor.Fit(features, targets);
            GradientBoostingClassifier classifier = new(5, settings);
            classifier.Fit(features, labels);
            return [.. regressor.Predict(features), .. regressor.Losses, .. classifier.PredictProbabilities(features).Values, .. classifier.Losses];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70_000)]
    public void Leaves_are_the_means_of_their_rows_however_many_there_are(int copies)
    {
        // Four groups of rows told apart by two columns; with so few leaves and no shrinking, one tree must find them.
        const int groups = 4;
        int rows = groups * Math.Max(1, copies / groups) * 5;
        Matrix features = new(rows, 2);
        double[] targets = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            int group = row * 7 % groups;
            (features[row, 0], features[row, 1]) = (group & 1, group >> 1);
            targets[row] = (group * group) + (row % 5 - 2);
        }

        GradientBoostingRegressor model = new(1, new GradientBoostingSettings { Iterations = 1, LearningRate = 1, MaximumLeaves = 4, MinimumLeafSize = 1 });
        model.Fit(features, targets);
        Matrix questions = new(4, 2, [0, 0, 1, 0, 0, 1, 1, 1]);
        double[] means = [.. Enumerable.Range(0, groups).Select(group => Enumerable.Range(0, rows).Where(row => row * 7 % groups == group).Average(row => targets[row]))];
        Golden.AssertClose(new Matrix(1, 4, means), new Matrix(1, 4, model.Predict(questions)), 1e-6);
    }

    [Fact]
    public void Rows_without_a_value_go_where_it_helps()
    {
        Matrix features = new(200, 1);
        int[] labels = new int[200];
        for (int row = 0; row < 200; row++)
        {
            labels[row] = row % 4 == 0 || row % 100 < 30 ? 1 : 0;
            features[row, 0] = row % 4 == 0 ? double.NaN : row % 100;
        }

        GradientBoostingClassifier model = new(1, new GradientBoostingSettings { Iterations = 60 });
        model.Fit(features, labels);
        Assert.Equal(labels, model.Predict(features));
    }

    [Fact]
    public void One_cut_divides_categories_in_no_order_and_a_new_one_is_a_missing_value()
    {
        Matrix features = new(400, 1);
        double[] targets = new double[400];
        for (int row = 0; row < 400; row++)
        {
            features[row, 0] = row % 10 == 9 ? double.NaN : row % 10;
            targets[row] = row % 10 is 1 or 4 or 8 or 9 ? 5 : -5;
        }

        GradientBoostingSettings settings = new() { Iterations = 1, LearningRate = 1, MaximumLeaves = 2, CategoricalFeatures = [0] };
        GradientBoostingRegressor model = new(1, settings), ordered = new(1, settings with { CategoricalFeatures = [] });
        model.Fit(features, targets);
        ordered.Fit(features, targets);
        Golden.AssertClose(new Matrix(1, 400, targets), new Matrix(1, 400, model.Predict(features)), 1e-6);
        Assert.True(ordered.Predict(features).Zip(targets).Count(pair => Math.Abs(pair.First - pair.Second) > 1) > 100);
        Golden.AssertClose(new Matrix(1, 4, [5, 5, 5, 5]), new Matrix(1, 4, model.Predict(new Matrix(4, 1, [77, 300, -1, 2.5]))), 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Early_stopping_ends_a_fit_on_noise_and_not_one_that_still_learns(bool isNoise)
    {
        (Matrix features, double[] targets) = Waves(1500, seed: 8);
        if (isNoise)
        {
            new RandomStream(2).Shuffle(targets.AsSpan());
        }

        GradientBoostingSettings settings = new() { Iterations = 40, EarlyStopping = new EarlyStoppingSettings { Patience = 4 } };
        GradientBoostingRegressor model = new(1, settings), other = new(2, settings);
        model.Fit(features, targets);
        other.Fit(features, targets);
        Assert.Equal(model.IterationCount + 1, model.Losses.Count);
        Assert.NotEqual(model.Losses, other.Losses);
        if (isNoise)
        {
            Assert.InRange(model.IterationCount, 4, 20);
            Assert.True(model.Losses.TakeLast(4).Min() >= model.Losses[^5]);
        }
        else
        {
            Assert.Equal(40, model.IterationCount);
            Assert.True(model.Losses[^1] < 0.3 * model.Losses[0]);
        }
    }

    [Fact]
    public void Without_early_stopping_all_iterations_are_done_and_no_losses_kept()
    {
        (Matrix features, double[] targets) = Waves(100, seed: 8);
        GradientBoostingRegressor model = new(1, new GradientBoostingSettings { Iterations = 7 });
        model.Fit(features, targets);
        Assert.Equal(7, model.IterationCount);
        Assert.Empty(model.Losses);
    }

    [Fact]
    public void Rows_of_weight_0_do_not_move_leaves()
    {
        (Matrix features, double[] targets) = Waves(600, seed: 8);
        double[] weights = [.. Enumerable.Range(0, 600).Select(row => row % 3 == 0 ? 0.0 : 1.0)];
        GradientBoostingRegressor model = new(1, new GradientBoostingSettings { Iterations = 5 }), changed = new(1, new GradientBoostingSettings { Iterations = 5 });
        model.Fit(features, targets, weights);
        changed.Fit(features, [.. targets.Select((target, row) => row % 3 == 0 ? 50 : target)], weights);
        Assert.Equal(model.Predict(features), changed.Predict(features));
    }

    [Fact]
    public void What_is_not_allowed_is_named()
    {
        (Matrix features, double[] targets) = Waves(50, seed: 1);
        GradientBoostingRegressor model = new(1), categorical = new(1, new GradientBoostingSettings { CategoricalFeatures = [0] });
        Assert.Contains("has not been fitted", Assert.Throws<InvalidOperationException>(() => model.Predict(features)).Message, StringComparison.Ordinal);
        Assert.Contains("features[0, 0]", Assert.Throws<ArgumentOutOfRangeException>(() => categorical.Fit(features, targets)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Fit(features, targets.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => model.Fit(new Matrix(0, 4), []));
        Assert.Contains("weights[3]", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(features, targets, [1, 1, 1, -1, .. new double[46]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Fit(features, targets, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(features, targets, new double[50]));
        targets[9] = double.NaN;
        Assert.Contains("[9]", Assert.Throws<ArgumentException>(() => model.Fit(features, targets)).Message, StringComparison.Ordinal);
        targets[9] = 0;
        features[7, 2] = double.NegativeInfinity;
        Assert.Contains("row 7, column 2", Assert.Throws<ArgumentException>(() => model.Fit(features, targets)).Message, StringComparison.Ordinal);
        features[7, 2] = 1;
        model.Fit(features, targets);
        Assert.Contains("fitted on 4", Assert.Throws<ArgumentException>(() => model.Predict(new Matrix(1, 3))).Message, StringComparison.Ordinal);
        Assert.Empty(model.Predict(new Matrix(0, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingRegressor(1, new GradientBoostingSettings { CategoricalFeatures = [4] }).Fit(features, targets));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        GradientBoostingSettings[] wrong =
        [
            new() { Iterations = 0 }, new() { LearningRate = 0 }, new() { MaximumLeaves = 1 }, new() { MaximumDepth = 0 }, new() { MinimumLeafSize = 0 },
            new() { L2Regularization = -1 }, new() { L2Regularization = double.NaN }, new() { MaximumBins = 256 }, new() { MaximumBins = 1 },
            new() { EarlyStopping = new() { Patience = 0 } }, new() { EarlyStopping = new() { ValidationShare = 1 } },
            new() { EarlyStopping = new() { ValidationShare = double.NaN } }, new() { EarlyStopping = new() { Tolerance = -1 } },
        ];
        Assert.All(wrong, settings => Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingClassifier(1, settings)));
    }

    // Three columns that matter and one of categories that does too; noise on top.
    private static (Matrix Features, double[] Targets) Waves(int rows, ulong seed)
    {
        RandomStream random = new(seed);
        Matrix features = new(rows, 4);
        double[] targets = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                features[row, column] = random.NextGaussian();
            }

            features[row, 3] = random.NextInt32(30);
            targets[row] = Math.Abs(features[row, 0]) + (features[row, 1] > 0 ? features[row, 2] : 0) + (features[row, 3] % 3) + (0.2 * random.NextGaussian());
        }

        return (features, targets);
    }
}
