using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class EnsembleAndImportanceTests
{
    [Fact]
    public void The_majority_classifier_gives_the_shares_of_the_classes()
    {
        MajorityClassifier model = new();
        model.Fit(new Matrix(8, 1), [1, 1, 1, 2, 1, 0, 2, 1]);
        Assert.Equal([0.125, 0.625, 0.25], model.PredictProbabilities(new Matrix(1, 1)).Values);
        Assert.Equal([1], model.Predict(new Matrix(1, 1)));
    }

    [Fact]
    public void A_vote_is_the_weighted_mean_of_the_members()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 3, 2, seed: 5);
        KNearestNeighbors neighbors = new(7);
        LogisticRegression logistic = new();
        VotingEnsemble equal = new([neighbors, logistic]), weighted = new([new KNearestNeighbors(7), new LogisticRegression()], [3, 1]);
        equal.Fit(features, labels);
        weighted.Fit(features, labels);
        double[] first = neighbors.PredictPositive(features), second = logistic.PredictPositive(features);
        Assert.All(equal.PredictPositive(features).Select((value, row) => value - ((first[row] + second[row]) / 2)), rest => Assert.Equal(0, rest, 14));
        Assert.All(weighted.PredictPositive(features).Select((value, row) => value - ((0.75 * first[row]) + (0.25 * second[row]))), rest => Assert.Equal(0, rest, 14));
    }

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new double[] { 0 })]
    [InlineData(new double[] { -1 })]
    [InlineData(new[] { double.NaN })]
    [InlineData(new double[] { 1, 1 })]
    public void Weights_of_a_vote_must_fit_its_members(double[] weights) =>
        Assert.ThrowsAny<ArgumentException>(() => new VotingEnsemble([new MajorityClassifier()], weights));

    [Fact]
    public void A_vote_needs_members() => Assert.Throws<ArgumentException>(() => new VotingEnsemble([]));

    [Fact]
    public void Permutation_importance_finds_the_feature_that_matters_and_leaves_rows_alone()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(300, 4, 2, seed: 5);
        double[] before = [.. features.Values];
        RandomForest model = new(1, 50);
        model.Fit(features.SelectRows([.. Enumerable.Range(0, 200)]), labels.AsSpan(0, 200));
        Matrix others = features.SelectRows([.. Enumerable.Range(200, 100)]);
        PermutationImportance importance = PermutationImportance.Measure(model, others, labels[200..], seed: 3, repeats: 20);
        Assert.Equal(before, features.Values);
        Assert.InRange(importance.Baseline, 0.75, 1);
        Assert.InRange(importance.Means[0], 0.2, 0.5);
        Assert.All(importance.Means[1..], mean => Assert.InRange(mean, -0.06, 0.06));
        Assert.All(importance.StandardDeviations, deviation => Assert.InRange(deviation, 0, 0.1));
        Assert.Equal((4, 20), (importance.Decreases.Rows, importance.Decreases.Columns));
        Assert.Equal(importance.Decreases.Values, PermutationImportance.Measure(model, others, labels[200..], seed: 3, repeats: 20).Decreases.Values);
        Assert.NotEqual(importance.Decreases.Values, PermutationImportance.Measure(model, others, labels[200..], seed: 4, repeats: 20).Decreases.Values);
    }

    [Fact]
    public void Permutation_importance_takes_any_score_and_refuses_one_that_is_not_a_number()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(100, 2, 2, seed: 5);
        LogisticRegression model = new();
        model.Fit(features, labels);
        PermutationImportance importance = PermutationImportance.Measure(
            model, features, labels, (classes, probabilities) => classes.Select((label, row) => probabilities[row, label]).Average(), seed: 1);
        Assert.True(importance.Means[0] > 0.1);
        Assert.Contains("NaN", Assert.Throws<InvalidOperationException>(
            () => PermutationImportance.Measure(model, features, labels, (_, _) => double.NaN, seed: 1)).Message, StringComparison.Ordinal);
    }
}
