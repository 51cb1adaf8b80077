using System.Text;
using System.Text.Json.Nodes;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Neural.ModelFileSamples;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Checkpoints that training must not go on from: each is refused by name, and nothing has changed.</summary>
public sealed class CheckpointRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TensorDataset _training = TensorDataset.From(new Matrix(4, 2, [0, 0, 0, 1, 1, 0, 1, 1]), [0, 1, 1, 0]);

    private string Path => _folder.File("run");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("adam", "none", "optimizer.learning_rate", "0.01", "0.02")]
    [InlineData("adam", "none", "optimizer.beta1", "0.9", "0.8")]
    [InlineData("adam", "none", "optimizer.beta2", "0.999", "0.99")]
    [InlineData("adam", "none", "optimizer.epsilon", "1E-08", "1E-07")]
    [InlineData("adam", "none", "optimizer.weight_decay", "0", "0.1")]
    [InlineData("adamw", "none", "optimizer.weight_decay", "0", "0.1")]
    [InlineData("sgd", "none", "optimizer.learning_rate", "0.01", "0.02")]
    [InlineData("sgd", "none", "optimizer.momentum", "0.5", "0.6")]
    [InlineData("sgd", "none", "optimizer.nesterov", "no", "yes")]
    [InlineData("sgd", "none", "optimizer.weight_decay", "0", "0.1")]
    [InlineData("sgd", "step", "schedule.epochs", "3", "4")]
    [InlineData("sgd", "step", "schedule.factor", "0.5", "0.6")]
    [InlineData("sgd", "cosine", "schedule.epochs", "3", "4")]
    [InlineData("sgd", "cosine", "schedule.minimum", "0", "0.001")]
    [InlineData("sgd", "cosine", "schedule.start", "0.01", "0.005")]
    [InlineData("sgd", "plateau", "schedule.factor", "0.5", "0.6")]
    [InlineData("sgd", "plateau", "schedule.patience", "2", "3")]
    [InlineData("sgd", "plateau", "schedule.threshold", "0.0001", "0.001")]
    [InlineData("sgd", "plateau", "schedule.cooldown", "0", "1")]
    [InlineData("sgd", "plateau", "schedule.minimum", "0", "0.001")]
    [InlineData("sgd", "none", "drop_last", "no", "yes")]
    public void Other_settings_are_named_with_both_values(string optimizer, string schedule, string setting, string written, string present)
    {
        Run(optimizer, schedule, changed: "", epochs: 1).Fit();
        AssertRefused($"{setting} is '{written}' in it and '{present}' now", Run(optimizer, schedule, changed: setting, epochs: 2));

        // Nothing but the setting was in the way.
        Assert.Equal(2, Run(optimizer, schedule, changed: "", epochs: 2).Fit().Epochs.Count);
    }

    [Theory]
    [InlineData("optimizer_numbers", "-1 1 1 1 1 1 1 1 1", "optimizer_numbers is '-1 1")]
    [InlineData("optimizer_numbers", "NaN 1 1 1 1 1 1 1 1", "optimizer_numbers is 'NaN")]
    [InlineData("optimizer_numbers", "Infinity 1 1 1 1 1 1 1 1", "optimizer_numbers is 'Infinity")]
    [InlineData("optimizer_numbers", "0.1 1 1 1 2 1 1 1 1", "optimizer_numbers is '0.1 1 1 1 2")]
    [InlineData("optimizer_numbers", "0.1 1", "holds 2 numbers; needed: 9")]
    [InlineData("optimizer_numbers", "ten", "'ten'")]
    [InlineData("optimizer_numbers", null, "optimizer_numbers")]
    [InlineData("schedule_numbers", "-1 0.5 0 0", "schedule_numbers is '-1")]
    [InlineData("schedule_numbers", "1.5 0.5 0 0", "schedule_numbers is '1.5")]
    [InlineData("schedule_numbers", "1 NaN 0 0", "schedule_numbers is '1 NaN")]
    [InlineData("schedule_numbers", "1 0.5 1e300 0", "schedule_numbers is '1 0.5 1e300")]
    [InlineData("schedule_numbers", "1 0.5 0 -1", "schedule_numbers is '1 0.5 0 -1")]
    [InlineData("history", "NaN NaN NaN NaN", "an epoch of 'NaN NaN")]
    [InlineData("history", "0.5 Infinity NaN NaN", "an epoch of '0.5 Infinity")]
    [InlineData("history", "0.5", "holds 1 numbers; needed: 4")]
    [InlineData("history", "", "best_epoch is 1 and its history has 0 epochs")]
    [InlineData("best_epoch", "0", "best_epoch is 0 and its history has 1 epochs")]
    [InlineData("best_epoch", "2", "best_epoch is 2 and its history has 1 epochs")]
    [InlineData("best_epoch", "99999999999", "too large or too small")]
    [InlineData("random.1.random", "1 2 5 NaN", "'1 2 5 NaN' is no state")]
    [InlineData("random.1.random", "1 2 4 Infinity", "'1 2 4 Infinity' is no state")]
    [InlineData("random.1.random", "1 2 4", "'1 2 4' is no state")]
    [InlineData("random.1.random", null, "it holds 0 random streams and module and objectives have 1")]
    [InlineData("random.other", "1 2 4 NaN", "it holds 2 random streams and module and objectives have 1")]
    public void Numbers_that_cannot_be_are_found_before_anything_changes(string name, string? value, string reason)
    {
        // With a right checksum: a file that somebody has made, not one that was damaged.
        Run("adam", "plateau", changed: "", epochs: 1).Fit();
        StateDictionary state = ModelFile.Read(Path, out _);
        SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);
        using (SafetensorsFile file = SafetensorsFile.Open(Path))
        {
            foreach ((string key, string text) in file.Metadata.Where(entry => entry.Key != Checksum.Key))
            {
                metadata.Add(key, text);
            }
        }

        Assert.True(metadata.Remove(name) || name == "random.other", $"The file has no {name}.");
        if (value is not null)
        {
            metadata.Add(name, value);
        }

        SafetensorsWriter.Write(Path, [.. state.Names.Select(tensor => new StoredTensor(tensor, state[tensor]))], metadata);
        AssertRefused(reason, Run("adam", "plateau", changed: "", epochs: 2));
    }

    [Fact]
    public void A_checkpoint_has_a_checksum()
    {
        Run("adam", "none", changed: "", epochs: 1).Fit();
        (string header, byte[] data) = Parts(File.ReadAllBytes(Path));
        JsonNode json = JsonNode.Parse(header)!;
        JsonObject metadata = json["__metadata__"]!.AsObject();
        Assert.True(metadata.Remove(Checksum.Key) && metadata.Remove(ModelMetadata.VersionKey));
        _folder.File("run", Content(Encoding.UTF8.GetBytes(json.ToJsonString()), data));
        AssertRefused("lack 'sha256' or 'musicrec_version'", Run("adam", "none", changed: "", epochs: 2));
    }

    private static void AssertRefused(string reason, TestRun run)
    {
        string[] before = Describe(new StateDictionary(run.Network));
        double[] numbers = run.Optimizer.StateNumbers;
        string message = Assert.Throws<ModelFileException>(run.Fit).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Equal(before, Describe(new StateDictionary(run.Network)));
        Assert.Equal(numbers, run.Optimizer.StateNumbers);
    }

    /// <summary>A run that goes on from the file; the setting called <paramref name="changed"/> is another one.</summary>
    private TestRun Run(string optimizerName, string scheduleName, string changed, int epochs)
    {
        RandomStream random = new((ulong)epochs);
        Sequential network = new(new Linear(2, 4, random), new Dropout(0.3, random.Split(1)), new Linear(4, 1, random));
        double rate = Pick("optimizer.learning_rate", 0.01, 0.02), decay = Pick("optimizer.weight_decay", 0, 0.1);
        double beta1 = Pick("optimizer.beta1", 0.9, 0.8), beta2 = Pick("optimizer.beta2", 0.999, 0.99), epsilon = Pick("optimizer.epsilon", 1e-8, 1e-7);
        Optimizer optimizer = optimizerName switch
        {
            "adam" => new Adam(network.Parameters, rate, beta1, beta2, epsilon, decay),
            "adamw" => new AdamW(network.Parameters, rate, beta1, beta2, epsilon, decay),
            _ => new Sgd(network.Parameters, rate, Pick("optimizer.momentum", 0.5, 0.6), changed == "optimizer.nesterov", decay),
        };
        optimizer.LearningRate = Pick("schedule.start", rate, 0.005);
        double factor = Pick("schedule.factor", 0.5, 0.6), minimum = Pick("schedule.minimum", 0, 0.001);
        int length = (int)Pick("schedule.epochs", 3, 4);
        Trainer trainer = new(network, optimizer, Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = epochs,
            BatchSize = 2,
            DropLast = changed == "drop_last",
            CheckpointPath = Path,
            Resume = true,
            Schedule = scheduleName switch
            {
                "step" => new StepSchedule(optimizer, length, factor),
                "cosine" => new CosineSchedule(optimizer, length, minimum),
                "plateau" => new PlateauSchedule(
                    optimizer, factor, (int)Pick("schedule.patience", 2, 3), Pick("schedule.threshold", 1e-4, 1e-3), (int)Pick("schedule.cooldown", 0, 1), minimum),
                _ => null,
            },
        };
        return new TestRun(network, optimizer, () => trainer.Fit(_training));

        double Pick(string setting, double usual, double other) => setting == changed ? other : usual;
    }

    private sealed record TestRun(Sequential Network, Optimizer Optimizer, Func<History> Fit);
}
