using System.Text.Json;
using MusicRec.Core.Tests.Learning;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class TrackEmbeddingNetworkTests
{
    private static readonly (Matrix Features, int[] Labels) _rows = MadeUpRows.Blobs(120, 8, 3, seed: 3);

    [Fact]
    public void The_layers_are_the_papers()
    {
        TrackEmbeddingNetwork network = new(seed: 1, TrackEmbeddingSettings.Genre with { Epochs = 1 });
        network.Fit(_rows.Features, _rows.Labels);
        Assert.Equal(["[128, 8]", "[128]", "[3, 128]", "[3]"], network.Module!.Parameters.Select(parameter => parameter.Shape.ToString()));
        Assert.Equal((512, 128), (TrackEmbeddingSettings.Artist.HiddenSize, network.Embed(_rows.Features).Columns));
    }

    [Theory]
    [InlineData("binary", TrackEmbeddingLoss.SoftmaxBinaryCrossEntropy)]
    [InlineData("cross", TrackEmbeddingLoss.CrossEntropy)]
    public void Training_from_given_weights_goes_as_in_PyTorch(string name, TrackEmbeddingLoss loss)
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Papers", "golden", "track_embedding.json"))).RootElement;
        Matrix features = golden.Matrix("features");
        int[][] sets = golden.GetProperty("sets").Deserialize<int[][]>()!;
        TrackEmbeddingNetwork.Layers layers = TrackEmbeddingNetwork.Layers.Create(8, 6, 5, new RandomStream(1), dropout: 0);
        for (int index = 0; index < 4; index++)
        {
            JsonElement start = golden.GetProperty("start")[index];
            float[] values = index % 2 == 0 ? [.. start.Deserialize<float[][]>()!.SelectMany(row => row)] : start.Deserialize<float[]>()!;
            values.CopyTo(layers.Module.Parameters[index].Values);
        }

        StandardScaler scaler = new();
        scaler.Fit(features);
        Matrix scaled = scaler.Transform(features);
        LabelSetObjective objective = new(layers.Module, Tensor.From(scaled), sets, 5, loss);
        JsonElement run = golden.GetProperty(name);
        double[] losses = run.Numbers("losses");
        Adam adam = new(layers.Module.Parameters, golden.GetProperty("rate").GetDouble());
        History history = new Trainer(layers.Module, adam) { Epochs = losses.Length, BatchSize = features.Rows }.Fit(objective);
        for (int step = 0; step < losses.Length; step++)
        {
            Assert.Equal(losses[step], history.Losses[step], 5);
        }

        Matrix logits = layers.Module.Predict(scaled), shares = new(logits.Rows, logits.Columns);
        for (int row = 0; row < logits.Rows; row++)
        {
            LogisticObjective.Softmax(logits.Row(row), shares.Row(row));
        }

        Golden.AssertClose(run.Matrix("shares"), shares, 1e-5);
        Golden.AssertClose(run.Matrix("hidden"), layers.Hidden.Predict(scaled), 1e-5);
    }

    [Fact]
    public void It_learns_stops_early_and_says_how_often_it_was_right()
    {
        TrackEmbeddingNetwork network = new(seed: 1, TrackEmbeddingSettings.Genre with { HiddenSize = 16, Patience = 3, Epochs = 400 });
        network.Fit(_rows.Features, _rows.Labels);
        Assert.True(network.History!.StoppedEarly);
        double share = network.Predict(_rows.Features).Zip(_rows.Labels).Count(pair => pair.First == pair.Second) / 120.0;
        Assert.InRange(share, 0.8, 1);
        Assert.InRange(network.History.Epochs[network.History.BestEpoch - 1].Accuracy!.Value, share - 0.1, share + 0.1);
    }

    [Theory]
    [InlineData(TrackEmbeddingLoss.SoftmaxBinaryCrossEntropy)]
    [InlineData(TrackEmbeddingLoss.CrossEntropy)]
    public void A_track_with_two_labels_gets_half_of_each(TrackEmbeddingLoss loss)
    {
        // The column says which: below 0 the class 0, above it the classes 1 and 2 together.
        Matrix features = new(80, 1, [.. Enumerable.Range(0, 80).Select(row => row % 2 == 0 ? -1.0 : 1.0)]);
        TrackEmbeddingNetwork network = new(seed: 1, new TrackEmbeddingSettings { HiddenSize = 8, Loss = loss, ValidationShare = 0, Epochs = 300, LearningRate = 0.02, SchedulePatience = 300 });
        network.Fit(features, [.. Enumerable.Range(0, 80).Select(row => row % 2 == 0 ? (int[])[0] : [1, 2])]);
        Matrix probabilities = network.PredictProbabilities(features);
        Assert.InRange(probabilities[0, 0], 0.98, 1);
        Assert.InRange(probabilities[1, 1], 0.48, 0.52);
        Assert.InRange(probabilities[1, 2], 0.48, 0.52);
        Assert.Equal(1, network.History!.Accuracies[^1]);
    }

    [Fact]
    public void An_embedding_is_what_the_hidden_layer_says_and_leads_to_the_probabilities()
    {
        TrackEmbeddingNetwork network = Small(5);
        Matrix hidden = network.Embed(_rows.Features);
        Assert.All(hidden.Values, value => Assert.True(value >= 0));
        Matrix outputs = ((Linear)((Sequential)network.Module!).Modules[^1]).Predict(hidden);
        double[] shares = new double[3];
        LogisticObjective.Softmax(outputs.Row(7), shares);
        Assert.Equal(shares, network.PredictProbabilities(_rows.Features).Row(7).ToArray());
        Assert.Equal((0, 8), (network.Embed(new Matrix(0, 8)).Rows, network.Embed(new Matrix(0, 8)).Columns));
    }

    [Fact]
    public void A_file_brings_back_every_digit()
    {
        string path = Path.GetTempFileName();
        TrackEmbeddingNetwork saved = new(9, new TrackEmbeddingSettings { HiddenSize = 8, Epochs = 4, Dropout = 0.3 });
        saved.Fit(_rows.Features, [.. _rows.Labels.Select(label => 3 * label)]);
        saved.Save(path);
        TrackEmbeddingNetwork loaded = TrackEmbeddingNetwork.Load(path);
        Assert.Equal(saved.PredictProbabilities(_rows.Features).Values, loaded.PredictProbabilities(_rows.Features).Values);
        Assert.Equal(saved.Embed(_rows.Features).Values, loaded.Embed(_rows.Features).Values);
        Assert.Equal((7, 8), (loaded.ClassCount, loaded.Settings.HiddenSize));
        File.Delete(path);
    }

    [Fact]
    public void A_file_of_something_else_is_refused_with_the_reason()
    {
        string path = Path.GetTempFileName();
        TrackEmbeddingNetwork network = Small(2);
        TrackEmbeddingNetwork.Layers layers = TrackEmbeddingNetwork.Layers.Create(8, 8, 3, new RandomStream(1), 0);
        Dictionary<string, string> right = new()
        {
            ["feature_means"] = "0 0 0 0 0 0 0 0",
            ["feature_factors"] = "1 1 1 1 1 1 1 1",
            ["classes_of_outputs"] = "0 1 2",
            ["class_count"] = "3",
        };
        Refuse(right, "LikesNetwork", "it holds 'LikesNetwork'");
        Refuse(new(right) { ["feature_means"] = "0 0" }, null, "holds 2 numbers; needed: 8");
        Refuse(new(right) { ["feature_factors"] = "1 1 1 1 1 1 1 NaN" }, null, "'NaN'");
        Refuse(new(right) { ["classes_of_outputs"] = "0 2 1" }, null, "must ascend");
        Refuse(new(right) { ["classes_of_outputs"] = "0 1 3" }, null, "'3' in 'classes_of_outputs'");
        Refuse(new(right) { ["class_count"] = "-1" }, null, "'-1' in 'class_count'");
        Refuse(new(right) { ["class_count"] = "2147483647" }, null, "'2147483647' in 'class_count'");
        ModelFile.Save(path, new Sequential(new Linear(8, 8, new RandomStream(1)), new Linear(8, 8, new RandomStream(1)), new Linear(8, 3, new RandomStream(1))), new ModelMetadata { Architecture = "TrackEmbeddingNetwork", Other = right });
        Assert.Contains("3 layers", Assert.Throws<ModelFileException>(() => TrackEmbeddingNetwork.Load(path)).Message, StringComparison.Ordinal);
        ModelFile.Save(path, new Sequential(new Linear(8, 8, new RandomStream(1)), new Relu(), new Linear(9, 3, new RandomStream(1))), new ModelMetadata { Architecture = "TrackEmbeddingNetwork", Other = right });
        Assert.Contains("does not fit", Assert.Throws<ModelFileException>(() => TrackEmbeddingNetwork.Load(path)).Message, StringComparison.Ordinal);

        // A small file whose layers, taken at their word, would be one of 40 billion numbers.
        ModelFile.Save(path, new Sequential(new Linear(1, 200_000, new RandomStream(1)), new Relu(), new Linear(1, 200_000, new RandomStream(1))), new ModelMetadata { Architecture = "TrackEmbeddingNetwork", Other = right });
        Assert.Contains("takes 1 numbers", Assert.Throws<ModelFileException>(() => TrackEmbeddingNetwork.Load(path)).Message, StringComparison.Ordinal);
        Assert.Equal(3, network.ClassCount);
        File.Delete(path);

        void Refuse(Dictionary<string, string> other, string? architecture, string because)
        {
            ModelFile.Save(path, layers.Module, new ModelMetadata { Architecture = architecture ?? "TrackEmbeddingNetwork", Other = other });
            Assert.Contains(because, Assert.Throws<ModelFileException>(() => TrackEmbeddingNetwork.Load(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void As_many_artists_as_the_paper_has_can_be_told()
    {
        TrackEmbeddingNetwork network = new(1, new TrackEmbeddingSettings { HiddenSize = 8, Epochs = 2 });
        network.Fit(_rows.Features, [.. _rows.Labels.Select(label => (int[])[label == 2 ? 69_999 : label])]);
        Assert.Equal(70_000, network.ClassCount);
        Matrix shares = network.PredictProbabilities(_rows.Features.SelectRows([0, 1, 2]));
        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(1, shares[row, 0] + shares[row, 1] + shares[row, 69_999], 1e-6));
    }

    [Fact]
    public void Misuse_is_named()
    {
        TrackEmbeddingNetwork network = new(1);
        Assert.Contains("has not been fitted", Assert.Throws<InvalidOperationException>(() => network.Embed(_rows.Features)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => network.Save("x"));
        Assert.Contains("labelSets[1]", Assert.Throws<ArgumentException>(() => network.Fit(new Matrix(2, 1), [[0], []])).Message, StringComparison.Ordinal);
        Assert.Contains("class 2 twice", Assert.Throws<ArgumentException>(() => network.Fit(new Matrix(2, 1), [[0], [2, 2]])).Message, StringComparison.Ordinal);
        Assert.Contains("labelSets[0][1]", Assert.ThrowsAny<ArgumentException>(() => network.Fit(new Matrix(2, 1), [[0, -1], [2]])).Message, StringComparison.Ordinal);
        Assert.Contains("labelSets[1][0]", Assert.ThrowsAny<ArgumentException>(() => network.Fit(new Matrix(2, 1), [[0], [int.MaxValue]])).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => network.Fit(new Matrix(3, 1), [[0], [1]]));
        Assert.ThrowsAny<ArgumentException>(() => network.Fit(new Matrix(0, 1), Array.Empty<int[]>()));
        foreach (TrackEmbeddingSettings wrong in (TrackEmbeddingSettings[])
            [new() { HiddenSize = 0 }, new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { LearningRate = 0 }, new() { ValidationShare = 1 }, new() { Patience = 0 }, new() { SchedulePatience = -1 }, new() { Dropout = 1 }, new() { Loss = (TrackEmbeddingLoss)7 }])
        {
            Assert.ThrowsAny<ArgumentException>(() => new TrackEmbeddingNetwork(1, wrong));
        }
    }

    private static TrackEmbeddingNetwork Small(ulong seed)
    {
        TrackEmbeddingNetwork network = new(seed, new TrackEmbeddingSettings { HiddenSize = 8, Epochs = 3 });
        network.Fit(_rows.Features, _rows.Labels);
        return network;
    }
}
