using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class ForestTests
{
    private const int Seeds = 14;

    public static TheoryData<int, int> Recorded
    {
        get
        {
            TheoryData<int, int> data = [];
            for (int group = 0; group < 3; group++)
            {
                for (int learner = 0; learner < 4; learner++)
                {
                    data.Add(group, learner);
                }
            }

            return data;
        }
    }

    // Margins: means over 14 and 40 seeds of 100 trees differ by chance alone by up to 0.01 in accuracy (360 or 400 test
    // rows); log loss of fully grown trees has rare rows that no tree votes for, hence its wider margin.
    [Theory, MemberData(nameof(Recorded))]
    public void Mean_accuracy_log_loss_and_importances_are_those_of_scikit_learn(int group, int learner)
    {
        JsonElement golden = Golden.Root.GetProperty("forests")[group];
        JsonElement expected = golden.GetProperty("learners")[learner];
        Matrix features = golden.Matrix("features");
        int[] labels = golden.Labels();
        int train = golden.GetProperty("train").GetInt32();
        Matrix trainRows = features.SelectRows([.. Enumerable.Range(0, train)]);
        Matrix testRows = features.SelectRows([.. Enumerable.Range(train, labels.Length - train)]);
        double accuracy = 0, logLoss = 0;
        double[] importances = new double[features.Columns];
        for (int seed = 0; seed < Seeds; seed++)
        {
            Forest model = Create(expected, (ulong)seed);
            model.Fit(trainRows, labels.AsSpan(0, train));
            Matrix probabilities = model.PredictProbabilities(testRows);
            accuracy += PermutationImportance.Accuracy(labels[train..], probabilities) / Seeds;
            for (int row = 0; row < testRows.Rows; row++)
            {
                logLoss -= Math.Log(Math.Max(1e-15, probabilities[row, labels[train + row]])) / testRows.Rows / Seeds;
            }

            importances = [.. importances.Zip(model.FeatureImportances, (sum, value) => sum + (value / Seeds))];
        }

        double expectedAccuracy = expected.GetProperty("accuracy").GetDouble();
        double expectedLoss = expected.GetProperty("logLoss").GetDouble();
        Assert.InRange(accuracy, expectedAccuracy - 0.015, expectedAccuracy + 0.015);
        Assert.InRange(logLoss, expectedLoss * 0.95, expectedLoss * 1.05);
        Golden.AssertClose(
            new Matrix(1, importances.Length, expected.Numbers("importances")), new Matrix(1, importances.Length, importances), 0.02);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_single_tree_on_all_rows_knows_every_one_of_them(bool extra)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(900, 4, 3, seed: 2);
        IClassifier model = extra ? new ExtraTrees(1, 1) : new RandomForest(1, 1, bootstrap: false);
        // Up to 256 different values per column nothing is lost in bins.
        features = features.SelectRows([.. Enumerable.Range(0, 256)]);
        model.Fit(features, labels.AsSpan(0, 256));
        Assert.Equal(labels[..256], model.Predict(features));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_informative_feature_is_the_important_one(bool extra)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(400, 5, 2, seed: 2);
        Forest model = extra ? new ExtraTrees(1, 50) : new RandomForest(1, 50);
        model.Fit(features, labels);
        Assert.Equal(1, model.FeatureImportances.Sum(), 12);
        Assert.True(model.FeatureImportances[0] > 2 * model.FeatureImportances[1..].Max());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_shuffled_labels_new_rows_are_guessed_by_chance(bool extra)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(2000, 5, 2, seed: 2);
        new RandomStream(9).Shuffle(labels.AsSpan());
        IClassifier model = extra ? new ExtraTrees(1, 30) : new RandomForest(1, 30);
        model.Fit(features.SelectRows([.. Enumerable.Range(0, 1000)]), labels.AsSpan(0, 1000));
        int[] predicted = model.Predict(features.SelectRows([.. Enumerable.Range(1000, 1000)]));
        Assert.InRange(predicted.Zip(labels[1000..]).Count(pair => pair.First == pair.Second), 440, 560);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_tree_has_a_stream_of_its_own_so_that_a_small_forest_opens_a_large_one(bool extra)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(100, 4, 2, seed: 2);
        IClassifier one = Make(1, 1), two = Make(1, 2), other = Make(2, 2);
        (Matrix others, _) = MadeUpRows.Blobs(100, 4, 2, seed: 3);
        double[] first = one.PredictProbabilities(others).Column(1);
        double[] both = two.PredictProbabilities(others).Column(1);
        Assert.All(both.Zip(first), pair => Assert.Contains((2 * pair.First) - pair.Second, new[] { 0.0, 1.0 }));
        Assert.NotEqual(both, other.PredictProbabilities(others).Column(1));

        IClassifier Make(ulong seed, int trees)
        {
            IClassifier model = extra ? new ExtraTrees(seed, trees) : new RandomForest(seed, trees);
            model.Fit(features, labels);
            return model;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Depth_and_leaf_size_are_kept(bool extra)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(100, 4, 2, seed: 2);
        IClassifier stump = extra ? new ExtraTrees(1, 1, maximumDepth: 1) : new RandomForest(1, 1, maximumDepth: 1);
        stump.Fit(features, labels);
        Assert.Equal(2, stump.PredictPositive(features).Distinct().Count());
        IClassifier whole = extra ? new ExtraTrees(1, 1, minimumLeafSize: 51) : new RandomForest(1, 1, minimumLeafSize: 51, bootstrap: false);
        whole.Fit(features, labels);
        Assert.All(whole.PredictPositive(features), value => Assert.Equal(0.5, value));
        IClassifier halves = extra ? new ExtraTrees(1, 1, minimumLeafSize: 20) : new RandomForest(1, 1, minimumLeafSize: 20, bootstrap: false);
        halves.Fit(features, labels);
        Assert.All(halves.PredictPositive(features).GroupBy(value => value), leaf => Assert.InRange(leaf.Count(), 20, 100));
    }

    [Fact]
    public void Out_of_bag_accuracy_is_near_that_on_new_rows_and_fits_the_same_forest()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(1000, 4, 2, seed: 2);
        Matrix train = features.SelectRows([.. Enumerable.Range(0, 500)]), test = features.SelectRows([.. Enumerable.Range(500, 500)]);
        RandomForest model = new(1, 60), plain = new(1, 60);
        Matrix outOfBag = model.FitAndPredictOutOfBag(train, labels.AsSpan(0, 500));
        plain.Fit(train, labels.AsSpan(0, 500));
        Assert.Equal(plain.PredictProbabilities(test).Values, model.PredictProbabilities(test).Values);
        double estimate = PermutationImportance.Accuracy(labels[..500], outOfBag);
        double reached = PermutationImportance.Accuracy(labels[500..], model.PredictProbabilities(test));
        Assert.InRange(estimate, reached - 0.05, reached + 0.05);
        Assert.Equal(1, PermutationImportance.Accuracy(labels[..500], model.PredictProbabilities(train)), 2);
    }

    [Fact]
    public void An_out_of_bag_estimate_without_rows_out_of_bag_is_refused()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(50, 4, 2, seed: 2);
        Assert.Contains("bootstrap", Assert.Throws<InvalidOperationException>(() => new ExtraTrees(1).FitAndPredictOutOfBag(features, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("more trees", Assert.Throws<InvalidOperationException>(() => new RandomForest(1, 1).FitAndPredictOutOfBag(features, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_many_values_fall_into_256_bins_that_keep_their_order()
    {
        RandomStream random = new(4);
        Matrix features = new(5000, 2);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] = random.NextGaussian();
            features[row, 1] = random.NextInt32(200);
        }

        FeatureBins bins = new(features);
        for (int column = 0; column < 2; column++)
        {
            double[] values = features.Column(column);
            byte[] cut = bins.Bins[column];
            int[] order = [.. Enumerable.Range(0, 5000).OrderBy(row => values[row])];
            Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(cut[pair.First] <= cut[pair.Second]));
            Assert.Equal(column == 0 ? 256 : 200, cut.Distinct().Count());
        }

        Assert.All(bins.Bins[0].GroupBy(bin => bin), bin => Assert.InRange(bin.Count(), 19, 20));
        Assert.All(Enumerable.Range(0, 199), bin => Assert.Equal(bin + 0.5, bins.ThresholdBetween(1, bin, bin + 1)));
    }

    private static Forest Create(JsonElement settings, ulong seed)
    {
        int leaf = settings.GetProperty("minimumLeafSize").GetInt32();
        JsonElement tried = settings.GetProperty("featuresPerSplit");
        int? features = tried.ValueKind == JsonValueKind.Null ? null : tried.GetInt32();
        int trees = Golden.Root.GetProperty("trees").GetInt32();
        return settings.GetProperty("learner").GetString() == "extraTrees"
            ? new ExtraTrees(seed, trees, features, leaf)
            : new RandomForest(seed, trees, features, leaf);
    }
}
