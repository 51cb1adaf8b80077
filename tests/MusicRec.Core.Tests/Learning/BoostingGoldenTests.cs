using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

/// <summary>Boosted trees held against scikit-learn's: same bins, same trees, same predictions.</summary>
public sealed class BoostingGoldenTests
{
    private static readonly JsonElement _golden = Golden.Read("boosting.json");

    public static TheoryData<string> Names => [.. _golden.GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Predictions_iterations_and_losses_are_those_of_scikit_learn(string name)
    {
        JsonElement expected = _golden.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        string task = expected.GetProperty("task").GetString()!;
        Matrix features = Features();
        int train = _golden.GetProperty("train").GetInt32(), judged = _golden.GetProperty("judged").GetInt32();
        Matrix trainRows = features.SelectRows([.. Enumerable.Range(0, train)]);
        Matrix judgedRows = features.SelectRows([.. Enumerable.Range(judged, features.Rows - judged)]);
        double[] targets = _golden.GetProperty("targets").Numbers(task)[..train];
        double[] weights = expected.GetProperty("isWeighted").GetBoolean() ? _golden.Numbers("weights")[..train] : [];
        GradientBoostingSettings settings = SettingsOf(expected);
        double[] predictions;
        int iterations;
        IReadOnlyList<double> losses;
        if (task == "numbers")
        {
            GradientBoostingRegressor model = new(1, settings);
            model.Fit(trainRows, targets, weights);
            (predictions, iterations, losses) = (model.Predict(judgedRows), model.IterationCount, model.Losses);
        }
        else
        {
            GradientBoostingClassifier model = new(1, settings);
            model.Fit(trainRows, [.. targets.Select(target => (int)target)], weights);
            (predictions, iterations, losses) = (model.PredictProbabilities(judgedRows).Values, model.IterationCount, model.Losses);
        }

        AssertClose(expected.Numbers("predictions"), predictions, 1e-6);
        Assert.Equal(expected.GetProperty("iterations").GetInt32(), iterations);
        AssertClose(expected.TryGetProperty("losses", out _) ? expected.Numbers("losses") : [], [.. losses], 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Partial_dependence_is_that_of_scikit_learn(int index)
    {
        JsonElement expected = _golden.GetProperty("dependence")[index];
        int train = _golden.GetProperty("train").GetInt32();
        Matrix rows = Features().SelectRows([.. Enumerable.Range(0, train)]);
        GradientBoostingRegressor model = new(1, new GradientBoostingSettings { Iterations = 30 });
        model.Fit(rows, _golden.GetProperty("targets").Numbers("numbers").AsSpan(0, train));
        PartialDependence dependence = PartialDependence.Measure(model, rows, expected.GetProperty("column").GetInt32(), expected.Numbers("grid"));
        AssertClose(expected.Numbers("means"), dependence.Means, 1e-6);
        AssertClose(expected.Numbers("firstRow"), dependence.Individual.Row(0).ToArray(), 1e-6);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance) =>
        Golden.AssertClose(new Matrix(1, expected.Length, expected), new Matrix(1, actual.Length, actual), tolerance);

    private static GradientBoostingSettings SettingsOf(JsonElement expected)
    {
        JsonElement settings = expected.GetProperty("settings");
        bool isStopped = expected.TryGetProperty("patience", out JsonElement patience);
        return new GradientBoostingSettings
        {
            Iterations = settings.GetProperty("Iterations").GetInt32(),
            LearningRate = settings.TryGetProperty("LearningRate", out JsonElement rate) ? rate.GetDouble() : 0.1,
            MaximumLeaves = !settings.TryGetProperty("MaximumLeaves", out JsonElement leaves) ? 31
                : leaves.ValueKind == JsonValueKind.Null ? null : leaves.GetInt32(),
            MaximumDepth = settings.TryGetProperty("MaximumDepth", out JsonElement depth) ? depth.GetInt32() : null,
            MinimumLeafSize = settings.TryGetProperty("MinimumLeafSize", out JsonElement leaf) ? leaf.GetInt32() : 20,
            L2Regularization = settings.TryGetProperty("L2Regularization", out JsonElement penalty) ? penalty.GetDouble() : 0,
            MaximumBins = settings.TryGetProperty("MaximumBins", out JsonElement bins) ? bins.GetInt32() : 255,
            CategoricalFeatures = settings.TryGetProperty("CategoricalFeatures", out JsonElement columns)
                ? [.. columns.EnumerateArray().Select(column => column.GetInt32())] : [],
            EarlyStopping = !isStopped ? null : new EarlyStoppingSettings
            {
                ValidationShare = null,
                Patience = patience.GetInt32(),
                Tolerance = expected.GetProperty("tolerance").GetDouble(),
            },
        };
    }

    private static Matrix Features()
    {
        double[][] rows = [.. _golden.GetProperty("features").EnumerateArray().Select(row =>
            row.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble()).ToArray())];
        return new Matrix(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }
}
