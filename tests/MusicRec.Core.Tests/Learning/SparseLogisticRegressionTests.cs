using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class SparseLogisticRegressionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Weights_intercepts_and_probabilities_equal_scikit_learn(int index)
    {
        JsonElement golden = Golden.Classifiers.GetProperty("logisticRegression")[index];
        LogisticRegression model = new(golden.GetProperty("inverseRegularization").GetDouble());
        SparseMatrix features = SparseMatrix.From(golden.Matrix("features"));
        if (golden.TryGetProperty("shares", out _))
        {
            model.Fit(features, golden.Matrix("shares"));
        }
        else
        {
            model.Fit(features, golden.Labels());
        }

        Golden.AssertClose(golden.Matrix("weights"), model.Weights, 1e-6);
        double[] intercepts = golden.Numbers("intercepts");
        Golden.AssertClose(new Matrix(1, intercepts.Length, intercepts), new Matrix(1, intercepts.Length, model.Intercepts), 1e-6);
        Golden.AssertClose(golden.Matrix("probabilities"), model.PredictProbabilities(features), 1e-6);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(5, 2)]
    [InlineData(3, 1000)]
    public void Sparse_and_dense_rows_lead_to_one_model(int classes, double inverseRegularization)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(90, 40, classes, words: 12, seed: 3);
        LogisticRegression sparse = new(inverseRegularization), dense = new(inverseRegularization);
        sparse.Fit(features, labels);
        dense.Fit(features.ToMatrix(), labels);
        Golden.AssertClose(dense.Weights, sparse.Weights, 1e-7);
        Golden.AssertClose(dense.PredictProbabilities(features), sparse.PredictProbabilities(features), 1e-7);
        Golden.AssertClose(sparse.PredictProbabilities(features.ToMatrix()), sparse.PredictProbabilities(features), 1e-14);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void At_the_solution_the_gradient_vanishes(double inverseRegularization)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(700, 900, 8, words: 30, seed: 5);
        LogisticRegression model = new(inverseRegularization);
        model.Fit(features, labels);
        Matrix errors = model.PredictProbabilities(features), rows = features.ToMatrix(), weights = model.Weights;
        for (int row = 0; row < labels.Length; row++)
        {
            errors[row, labels[row]] -= 1;
        }

        // As the penalty is ½‖w‖², the minimum is no further off than the gradient is long.
        double square = 0;
        for (int label = 0; label < 8; label++)
        {
            double[] own = errors.Column(label);
            square += Math.Pow(inverseRegularization * own.Sum(), 2);
            for (int column = 0; column < features.Columns; column++)
            {
                double slope = weights[label, column] + (inverseRegularization * rows.Column(column).Zip(own, (value, error) => value * error).Sum());
                square += slope * slope;
            }
        }

        Assert.InRange(Math.Sqrt(square), 0, 1e-6);
    }

    [Fact]
    public void A_share_of_one_says_what_a_label_says()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(60, 30, 4, words: 9, seed: 4);
        Matrix shares = new(60, 4);
        for (int row = 0; row < 60; row++)
        {
            shares[row, labels[row]] = 1;
        }

        LogisticRegression hard = new(), soft = new();
        hard.Fit(features, labels);
        soft.Fit(features, shares);
        Assert.Equal(hard.Weights.Values, soft.Weights.Values);
    }

    [Fact]
    public void A_class_without_any_share_gets_probability_0_and_a_class_alone_1()
    {
        (SparseMatrix features, _) = MadeUpRows.Documents(30, 20, 2, words: 9, seed: 4);
        Matrix shares = new(30, 3);
        LogisticRegression model = new();
        for (int row = 0; row < 30; row++)
        {
            shares[row, 2] = 1;
        }

        model.Fit(features, shares);
        Assert.All(model.PredictProbabilities(features).Column(2), probability => Assert.Equal(1, probability));
        for (int row = 0; row < 30; row++)
        {
            (shares[row, 0], shares[row, 2]) = (0.25, 0.75);
        }

        model.Fit(features, shares);
        Matrix probabilities = model.PredictProbabilities(features);
        Assert.All(probabilities.Column(1), probability => Assert.Equal(0, probability));
        Assert.All(probabilities.Column(2), probability => Assert.Equal(0.75, probability, 1e-6));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 1000)]
    [InlineData(2, 1)]
    public void A_start_elsewhere_leads_to_the_same_minimum(int classes, double inverseRegularization)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(80, 40, classes, words: 9, seed: 4);
        LogisticRegression start = new(0.01), cold = new(inverseRegularization);
        start.Fit(features, labels);
        cold.Fit(features, labels);
        LogisticRegression warm = new(inverseRegularization) { WarmStart = start };
        warm.Fit(features, labels);
        Golden.AssertClose(cold.Weights, warm.Weights, 1e-6);
        warm.Fit(features.ToMatrix(), labels);
        Golden.AssertClose(cold.Weights, warm.Weights, 1e-6);
    }

    [Fact]
    public void A_start_that_does_not_fit_is_refused_with_both_shapes()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 4);
        (SparseMatrix others, int[] otherLabels) = MadeUpRows.Documents(20, 11, 3, words: 5, seed: 4);
        LogisticRegression start = new(), model = new() { WarmStart = start };
        Assert.Contains("WarmStart", Assert.Throws<InvalidOperationException>(() => model.Fit(features, labels)).Message, StringComparison.Ordinal);
        start.Fit(others, otherLabels);
        string message = Assert.Throws<ArgumentException>(() => model.Fit(features, labels)).Message;
        Assert.Contains("11 columns and classes 0, 1, 2; the rows have 10 columns and classes 0, 1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 0.6, "sum of shares in row 7")]
    [InlineData(1.5, -0.5, "shares[7, 0] is 1.5")]
    [InlineData(double.NaN, 1, "shares[7, 0] is NaN")]
    public void Shares_that_are_none_are_named_by_their_place(double first, double second, string expected)
    {
        (SparseMatrix features, _) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 4);
        Matrix shares = new(20, 2, [.. Enumerable.Repeat(0.5, 40)]);
        (shares[7, 0], shares[7, 1]) = (first, second);
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => new LogisticRegression().Fit(features, shares)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(features, new Matrix(19, 2)));
        Assert.ThrowsAny<ArgumentException>(() => new LogisticRegression().Fit(features, new Matrix(20, 0)));
    }

    [Fact]
    public void Numbers_near_the_end_of_float_end_in_a_model_or_in_words()
    {
        SparseMatrix huge = new(4, 2, [0, 1, 2, 3, 4], [0, 1, 0, 1], [float.MaxValue, 1e-30f, -float.MaxValue, 1e-30f]);
        try
        {
            LogisticRegression model = new();
            model.Fit(huge, [0, 1, 2, 1]);
            Assert.All(model.PredictProbabilities(huge).Values, value => Assert.InRange(value, 0, 1));
        }
        catch (InvalidOperationException error)
        {
            Assert.Contains("Scale", error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }
}
