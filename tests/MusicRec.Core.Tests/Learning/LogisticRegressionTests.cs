using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class LogisticRegressionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Weights_intercepts_and_probabilities_equal_scikit_learn(int index)
    {
        JsonElement golden = Golden.Root.GetProperty("logisticRegression")[index];
        LogisticRegression model = new(golden.GetProperty("inverseRegularization").GetDouble());
        Matrix features = golden.Matrix("features");
        model.Fit(features, golden.Labels());
        Golden.AssertClose(golden.Matrix("weights"), model.Weights, 1e-7);
        double[] intercepts = golden.Numbers("intercepts");
        Golden.AssertClose(new Matrix(1, intercepts.Length, intercepts), new Matrix(1, intercepts.Length, model.Intercepts), 1e-7);
        Golden.AssertClose(golden.Matrix("probabilities"), model.PredictProbabilities(features), 1e-8);
    }

    [Fact]
    public void At_the_solution_the_gradient_vanishes_even_on_columns_of_very_different_size()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(200, 4, 2, seed: 3);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] *= 1e-3;
            features[row, 1] = (features[row, 1] * 3e4) + 2e5;
        }

        LogisticRegression model = new(0.5);
        model.Fit(features, labels);
        double[] errors = [.. model.PredictPositive(features).Zip(labels, (probability, label) => probability - label)];
        for (int column = 0; column < 4; column++)
        {
            double gradient = model.Weights[0, column], size = 0;
            for (int row = 0; row < features.Rows; row++)
            {
                gradient += 0.5 * errors[row] * features[row, column];
                size += Math.Abs(features[row, column]);
            }

            Assert.InRange(Math.Abs(gradient), 0, 1e-12 * Math.Max(1, size));
        }

        Assert.InRange(Math.Abs(errors.Sum()), 0, 1e-10);
    }

    [Fact]
    public void Classes_that_a_line_parts_get_large_but_finite_weights()
    {
        LogisticRegression model = new(1e8);
        model.Fit(new Matrix(4, 1, [-2, -1, 1, 2]), [0, 0, 1, 1]);
        Assert.InRange(model.Weights[0, 0], 5, 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_strength_that_is_not_positive_is_refused(double bad) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression(bad));
}
