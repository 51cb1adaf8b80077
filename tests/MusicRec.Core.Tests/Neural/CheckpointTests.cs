using MusicRec.Neural;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Neural.ModelFileSamples;

namespace MusicRec.Core.Tests.Neural;

public sealed class CheckpointTests : IDisposable
{
    private const int Epochs = 7;
    private readonly TemporaryFolder _folder = new();
    private readonly TensorDataset _training = Draw(1), _validation = Draw(2);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("adam", "none", 1)]
    [InlineData("adam", "plateau", 3)]
    [InlineData("adamw", "cosine", 2)]
    [InlineData("sgd", "step", 6)]
    [InlineData("sgd", "plateau", 4)]
    [InlineData("adam", "plateau", 0)]
    public void A_run_that_was_interrupted_goes_on_to_the_same_digits(string optimizer, string schedule, int epochsBefore)
    {
        (Trainer whole, Sequential expected) = Make(optimizer, schedule, Epochs, null, seed: 5);
        History history = whole.Fit(_training, _validation);

        // Cancelled in the middle of an epoch, as a user would; what came after the last whole epoch is forgotten.
        using CancellationTokenSource source = new();
        (Trainer first, _) = Make(optimizer, schedule, Epochs, _folder.File("run"), seed: 5);
        Objective interrupted = new InterruptedObjective(first.ToObjective(_training), source, batches: (epochsBefore * 5) + 2);
        Assert.Throws<OperationCanceledException>(() => first.Fit(interrupted, first.ToObjective(_validation), source.Token));

        // Started with other weights and other dropout: all of it must come from the file.
        int reported = 0;
        (Trainer second, Sequential actual) = Make(optimizer, schedule, Epochs, _folder.File("run"), seed: 99, _ => reported++);
        History rest = second.Fit(_training, _validation);
        Assert.Equal(Describe(new StateDictionary(expected)), Describe(new StateDictionary(actual)));
        Assert.Equal(history.Epochs, rest.Epochs);
        Assert.Equal((history.BestEpoch, history.StoppedEarly), (rest.BestEpoch, rest.StoppedEarly));
        Assert.Equal(history.Epochs.Count - epochsBefore, reported);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_run_that_was_cancelled_goes_on_with_the_same_objects(int epochsBefore)
    {
        (Trainer whole, Sequential expected) = Make("adam", "cosine", Epochs, null, seed: 5);
        History history = whole.Fit(_training, _validation);
        using CancellationTokenSource source = new();
        (Trainer trainer, Sequential actual) = Make("adam", "cosine", Epochs, _folder.File("run"), seed: 5);
        Objective interrupted = new InterruptedObjective(trainer.ToObjective(_training), source, batches: (epochsBefore * 5) + 3);
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(interrupted, trainer.ToObjective(_validation), source.Token));
        Assert.Equal(history.Epochs, trainer.Fit(_training, _validation).Epochs);
        Assert.Equal(Describe(new StateDictionary(expected)), Describe(new StateDictionary(actual)));
    }

    [Fact]
    public void What_an_objective_draws_goes_on_too()
    {
        double[] whole = Run(4, 11), rest = [.. Run(2, 11, "drawn"), .. Run(4, 99, "drawn")];
        Assert.Equal(whole, rest[2..]);

        double[] Run(int epochs, ulong seed, string? file = null)
        {
            Linear network = new(3, 1, new RandomStream(1));
            Trainer trainer = new(network, new Sgd(network.Parameters, 0.1))
            {
                Epochs = epochs,
                BatchSize = 4,
                CheckpointPath = file is null ? null : _folder.File(file),
                Resume = file is not null,
            };
            return trainer.Fit(new DrawingObjective(network, new RandomStream(seed))).Losses;
        }
    }

    [Fact]
    public void A_run_that_has_ended_is_not_run_again_and_may_be_made_longer()
    {
        (Trainer whole, Sequential expected) = Make("adam", "step", Epochs, null, seed: 5);
        whole.Fit(_training, _validation);
        for (int epochs = 2; epochs <= Epochs; epochs += 5)
        {
            for (int time = 0; time < 2; time++)
            {
                (Trainer trainer, Sequential actual) = Make("adam", "step", epochs, _folder.File("run"), seed: 5);
                Assert.Equal(epochs, trainer.Fit(_training, _validation).Epochs.Count);
                Assert.Equal(epochs == Epochs, Describe(new StateDictionary(expected)).SequenceEqual(Describe(new StateDictionary(actual))));
            }
        }
    }

    [Fact]
    public void Without_resuming_training_starts_anew()
    {
        (Trainer first, Sequential expected) = Make("adam", "none", 2, _folder.File("run"), seed: 5);
        first.Fit(_training, _validation);
        Sequential network = Network(5);
        new Trainer(network, new Adam(network.Parameters, 0.01), Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = 2,
            BatchSize = 9,
            Seed = 3,
            Patience = 4,
            MaximumGradientNorm = 1,
            CheckpointPath = _folder.File("run"),
        }.Fit(_training, _validation);
        Assert.Equal(Describe(new StateDictionary(expected)), Describe(new StateDictionary(network)));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_and_nothing_changes()
    {
        (Trainer first, _) = Make("adam", "none", 1, _folder.File("run"), seed: 5);
        first.Fit(_training, _validation);
        AssertRefused("optimizer is 'Adam' in it and 'Sgd' now", Make("sgd", "none", 2, _folder.File("run"), seed: 5));
        AssertRefused("schedule is 'none' in it and 'StepSchedule' now", Make("adam", "step", 2, _folder.File("run"), seed: 5));
        Sequential other = new(new Linear(6, 4, new RandomStream(1)), new Linear(4, 1, new RandomStream(1)));
        AssertRefused("missing: module.1.weight [1, 4]", (new Trainer(other, new Adam(other.Parameters, 0.01), Loss.BinaryCrossEntropyWithLogits)
        {
            BatchSize = 9,
            Seed = 3,
            Patience = 4,
            MaximumGradientNorm = 1,
            CheckpointPath = _folder.File("run"),
            Resume = true,
        }, other));
        byte[] bytes = File.ReadAllBytes(_folder.File("run"));
        bytes[^2] ^= 4;
        _folder.File("run", bytes);
        AssertRefused("it is damaged", Make("adam", "none", 2, _folder.File("run"), seed: 8));
        ModelFile.Save(_folder.File("run"), Network(5));
        AssertRefused("is 'not there' in it", Make("adam", "none", 2, _folder.File("run"), seed: 8));

        void AssertRefused(string reason, (Trainer Trainer, Sequential Network) made)
        {
            string[] before = Describe(new StateDictionary(made.Network));
            Assert.Contains(reason, Assert.Throws<ModelFileException>(() => made.Trainer.Fit(_training, _validation)).Message, StringComparison.Ordinal);
            Assert.Equal(before, Describe(new StateDictionary(made.Network)));
        }
    }

    [Fact]
    public void Settings_that_cannot_work_are_named()
    {
        Sequential network = Network(1), other = Network(2);
        Adam adam = new(network.Parameters), another = new(other.Parameters);
        AssertMessage("CheckpointPath is not", new Trainer(network, adam, Loss.MeanSquaredError) { Resume = true });
        AssertMessage("another optimiser", new Trainer(network, adam, Loss.MeanSquaredError) { Schedule = new StepSchedule(another, 2) });
        AssertMessage("MaximumGradientNorm is 0", new Trainer(network, adam, Loss.MeanSquaredError) { MaximumGradientNorm = 0 });
        AssertMessage("MaximumGradientValue is NaN", new Trainer(network, adam, Loss.MeanSquaredError) { MaximumGradientValue = double.NaN });
        Assert.Contains("made without a loss", Assert.Throws<InvalidOperationException>(() => new Trainer(network, adam).Fit(_training)).Message, StringComparison.Ordinal);

        void AssertMessage(string part, Trainer trainer) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(() => trainer.Fit(_training)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_random_numbers_goes_on_where_its_state_was_taken()
    {
        for (int drawn = 0; drawn < 9; drawn++)
        {
            RandomStream original = new(7), other = new(8);
            for (int index = 0; index < drawn; index++)
            {
                original.NextUInt32();
            }

            other.NextGaussian();
            other.State = original.State;
            Assert.Equal(Enumerable.Range(0, 9).Select(_ => original.NextUInt32()), Enumerable.Range(0, 9).Select(_ => other.NextUInt32()));
            original.NextGaussian();
            other.State = original.State;
            Assert.Equal(original.NextGaussian(), other.NextGaussian());
        }
    }

    [Fact]
    public void Clipping_and_schedules_reach_the_steps()
    {
        string[] plain = Train(_ => { }), clipped = Train(trainer => trainer.Norm = 1e-3), cut = Train(trainer => trainer.Value = 1e-4), halved = Train(trainer => trainer.Every = 1);
        Assert.Equal(4, new[] { plain, clipped, cut, halved }.Select(weights => string.Concat(weights)).Distinct().Count());

        string[] Train(Action<Choice> choose)
        {
            Choice choice = new();
            choose(choice);
            Sequential network = Network(4);
            Sgd sgd = new(network.Parameters, 0.1);
            new Trainer(network, sgd, Loss.BinaryCrossEntropyWithLogits)
            {
                Epochs = 3,
                MaximumGradientNorm = choice.Norm,
                MaximumGradientValue = choice.Value,
                Schedule = choice.Every is int every ? new StepSchedule(sgd, every, 0.5) : null,
            }.Fit(_training);
            return Describe(new StateDictionary(network));
        }
    }

    private static (Trainer Trainer, Sequential Network) Make(
        string optimizer, string schedule, int epochs, string? path, ulong seed, Action<EpochSummary>? finished = null)
    {
        Sequential network = Network(seed);
        Optimizer made = optimizer switch
        {
            "adam" => new Adam(network.Parameters, 0.01),
            "adamw" => new AdamW(network.Parameters, 0.01),
            _ => new Sgd(network.Parameters, 0.05, momentum: 0.9),
        };
        return (new Trainer(network, made, Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = epochs,
            BatchSize = 9,
            Seed = 3,
            Patience = 4,
            MaximumGradientNorm = 1,
            CheckpointPath = path,
            Resume = path is not null,
            EpochFinished = finished,
            Schedule = schedule switch
            {
                "step" => new StepSchedule(made, 2, 0.5),
                "cosine" => new CosineSchedule(made, 9),
                "plateau" => new PlateauSchedule(made, patience: 0),
                _ => null,
            },
        }, network);
    }

    private static Sequential Network(ulong seed)
    {
        RandomStream random = new(seed);
        return new Sequential(new Linear(6, 16, random), new Relu(), new Dropout(0.3, random.Split(1)), new Linear(16, 1, random));
    }

    private static TensorDataset Draw(ulong seed)
    {
        RandomStream random = new(seed);
        Matrix features = new(40, 6);
        foreach (ref double value in features.Values.AsSpan())
        {
            value = random.NextGaussian();
        }

        return TensorDataset.From(features, [.. Enumerable.Range(0, 40).Select(row => features[row, 0] + random.NextGaussian() > 0 ? 1 : 0)]);
    }

    private sealed class Choice
    {
        public double? Norm { get; set; }

        public double? Value { get; set; }

        public int? Every { get; set; }
    }

    private sealed class InterruptedObjective(Objective inner, CancellationTokenSource source, int batches) : Objective
    {
        private int _left = batches;

        public override int Rows => inner.Rows;

        public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
        {
            if (--_left == 0)
            {
                source.Cancel();
            }

            return inner.Compute(tape, rows);
        }
    }

    /// <summary>Rows that are drawn anew in each batch.</summary>
    private sealed class DrawingObjective : Objective
    {
        private readonly Linear _network;
        private readonly RandomStream _random;

        public DrawingObjective(Linear network, RandomStream random)
        {
            _network = network;
            _random = AddRandomStream("rows", random);
        }

        public override int Rows => 12;

        public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
        {
            float[] inputs = new float[rows.Length * 3];
            _random.FillGaussian(inputs);
            return new BatchLoss(
                Loss.MeanSquaredError.Of(_network.Forward(Tensor.From(inputs, rows.Length, 3)), Tensor.From(new float[rows.Length], rows.Length, 1)), rows.Length);
        }
    }
}
