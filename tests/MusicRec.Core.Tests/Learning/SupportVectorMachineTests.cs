using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class SupportVectorMachineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Weights_intercepts_and_decisions_equal_scikit_learn(int index)
    {
        JsonElement golden = Golden.Classifiers.GetProperty("linearSupportVectorMachine")[index];
        LinearSupportVectorMachine model = new(golden.GetProperty("inverseRegularization").GetDouble());
        SparseMatrix features = SparseMatrix.From(golden.Matrix("features"));
        model.Fit(features, golden.Labels());
        Golden.AssertClose(golden.Matrix("weights"), model.Weights, 1e-6);
        double[] intercepts = golden.Numbers("intercepts");
        Golden.AssertClose(new Matrix(1, intercepts.Length, intercepts), new Matrix(1, intercepts.Length, model.Intercepts), 1e-6);
        Golden.AssertClose(golden.Matrix("decisions"), model.DecisionValues(features), 1e-6);
        int[] predicted = [.. golden.GetProperty("predicted").EnumerateArray().Select(value => value.GetInt32())];
        Assert.Equal(predicted, model.Predict(features));
    }

    [Fact]
    public void At_the_solution_the_gradient_vanishes()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(600, 700, 5, words: 30, seed: 5);
        LinearSupportVectorMachine model = new(2);
        model.Fit(features, labels);
        Matrix decisions = model.DecisionValues(features), weights = model.Weights;
        double square = 0;
        for (int label = 0; label < 5; label++)
        {
            double[] slopes = [.. weights.Row(label), model.Intercepts[label]];
            for (int row = 0; row < labels.Length; row++)
            {
                double side = labels[row] == label ? 1 : -1, missing = Math.Max(0, 1 - (side * decisions[row, label]));
                slopes[^1] -= 4 * side * missing;
                foreach ((int column, float value) in features.RowColumns(row).ToArray().Zip(features.RowValues(row).ToArray()))
                {
                    slopes[column] -= 4 * side * missing * value;
                }
            }

            square += slopes.Sum(slope => slope * slope);
        }

        Assert.InRange(Math.Sqrt(square), 0, 1e-6);
    }

    [Fact]
    public void Labels_that_leave_classes_out_are_predicted_as_they_are()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(60, 20, 2, words: 20, seed: 5);
        LinearSupportVectorMachine model = new(100);
        model.Fit(features, [.. labels.Select(label => 1 + (2 * label))]);
        Assert.Equal(4, model.ClassCount);
        Assert.Equal([1, 3], model.Predict(features).Distinct().Order());
        model.Fit(features, [.. labels.Select(_ => 2)]);
        Assert.All(model.Predict(features), label => Assert.Equal(2, label));
    }

    [Fact]
    public void Bad_settings_and_use_before_fitting_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearSupportVectorMachine(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearSupportVectorMachine(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CalibratedSupportVectorMachine(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CalibratedSupportVectorMachine(1, folds: 1));
        LinearSupportVectorMachine model = new();
        Assert.Equal(0, model.ClassCount);
        Assert.Throws<InvalidOperationException>(() => model.Weights);
        Assert.Throws<InvalidOperationException>(() => model.Predict(SparseMatrix.From(new Matrix(1, 1))));
        Assert.Contains(
            "a class with 2 rows",
            Assert.Throws<ArgumentException>(() => new CalibratedSupportVectorMachine(1).Fit(SparseMatrix.From(new Matrix(3, 1)), [0, 1, 2])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_sigmoid_equals_scikit_learn(int index)
    {
        JsonElement golden = Golden.Classifiers.GetProperty("sigmoids")[index];
        double[] decisions = golden.Numbers("decisions");
        PlattScaling scaling = PlattScaling.Fit(decisions, [.. golden.Labels().Select(label => label == 1)]);
        double[] expected = golden.Numbers("probabilities");
        Golden.AssertClose(
            new Matrix(1, expected.Length, expected), new Matrix(1, expected.Length, [.. decisions.Select(scaling.Probability)]), 1e-5);
    }

    [Theory]
    [InlineData(600, 60, 2, 1, 0.05)]
    [InlineData(600, 60, 4, 1, 0.08)]
    [InlineData(200, 800, 2, 100, 0.1)]
    public void Probabilities_are_about_as_often_right_as_they_say_even_where_training_rows_are_learnt_by_heart(
        int rows, int columns, int classes, double inverseRegularization, double tolerance)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(rows, columns, classes, words: 12, seed: 5);
        (SparseMatrix others, int[] otherLabels) = MadeUpRows.Documents(2000, columns, classes, words: 12, seed: 6);
        CalibratedSupportVectorMachine model = new(3, inverseRegularization);
        model.Fit(features, labels);
        Matrix probabilities = model.PredictProbabilities(others);
        int[] predicted = model.Predict(others);
        double said = Enumerable.Range(0, 2000).Average(row => probabilities[row, predicted[row]]);
        double right = predicted.Zip(otherLabels, (one, other) => one == other ? 1.0 : 0).Average();
        Assert.InRange(said - right, -tolerance, tolerance);
    }

    [Fact]
    public void A_class_of_one_row_is_missing_from_a_fold_and_still_gets_a_probability()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(41, 20, 2, words: 12, seed: 5);
        labels[40] = 2;
        CalibratedSupportVectorMachine model = new(3);
        model.Fit(features, labels);
        Assert.All(model.PredictProbabilities(features).Column(2), share => Assert.InRange(share, 1e-6, 0.5));
    }
}
