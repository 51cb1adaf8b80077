using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class RidgeRegressionTests
{
    private static readonly JsonElement _golden = Golden.Read("regression.json").GetProperty("ridge");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Weights_intercept_and_predictions_are_those_of_scikit_learn(int index)
    {
        JsonElement expected = _golden[index];
        Matrix features = expected.Matrix("features");
        RidgeRegression model = new(expected.GetProperty("regularization").GetDouble());
        model.Fit(features, expected.Numbers("targets"));
        AssertClose([.. expected.Numbers("weights"), expected.GetProperty("intercept").GetDouble()], [.. model.Weights, model.Intercept]);
        AssertClose(expected.Numbers("predictions"), model.Predict(features));
    }

    [Fact]
    public void Many_rows_are_added_up_to_the_same_line_for_any_number_of_threads()
    {
        RandomStream random = new(4);
        Matrix features = new(20_000, 2);
        double[] targets = new double[features.Rows];
        for (int row = 0; row < targets.Length; row++)
        {
            (features[row, 0], features[row, 1]) = (random.NextGaussian() + 5, random.NextDouble());
            targets[row] = 3 + (2 * features[row, 0]) - (7 * features[row, 1]);
        }

        RidgeRegression model = new(0), serial = new(0);
        model.Fit(features, targets);
        AssertClose([2, -7, 3], [.. model.Weights, model.Intercept]);
        bool wasSerial = WorkerPool.IsSerial;
        try
        {
            WorkerPool.IsSerial = true;
            serial.Fit(features, targets);
        }
        finally
        {
            WorkerPool.IsSerial = wasSerial;
        }

        Assert.Equal([.. serial.Weights, serial.Intercept], [.. model.Weights, model.Intercept]);
    }

    [Theory]
    [InlineData(2.0, 0.0)]
    [InlineData(0.0, 0.1)]
    public void Without_a_penalty_a_column_that_others_give_or_that_is_constant_is_named(double factor, double constant)
    {
        (Matrix features, double[] targets) = RegressorContract.Rows(30, 3, seed: 2);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 2] = constant + (factor * features[row, 1]);
        }

        Assert.Contains("Column 2", Assert.Throws<InvalidOperationException>(() => new RidgeRegression(0).Fit(features, targets)).Message, StringComparison.Ordinal);
        new RidgeRegression(1e-3).Fit(features, targets);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_penalty_out_of_range_is_refused(double regularization) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RidgeRegression(regularization));

    private static void AssertClose(double[] expected, double[] actual) =>
        Golden.AssertClose(new Matrix(1, expected.Length, expected), new Matrix(1, actual.Length, actual), 1e-8);
}
