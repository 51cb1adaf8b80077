using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>What a trainer's settings do, and what it says about those that cannot work.</summary>
public sealed class TrainerSettingsTests
{
    [Fact]
    public void An_optimiser_of_another_module_is_refused()
    {
        Linear network = new(3, 1, new RandomStream(1)), other = new(3, 1, new RandomStream(2));
        Assert.Contains(
            "none of the module's", Assert.Throws<ArgumentException>(() => new Trainer(network, new Adam(other.Parameters))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        TensorDataset training = TensorDataset.From(new Matrix(4, 6), [0, 1, 1, 0]);
        RandomStream random = new(1);
        Sequential network = new(new Linear(6, 1, random));
        Adam adam = new(network.Parameters);
        Loss loss = Loss.BinaryCrossEntropyWithLogits;
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, adam, loss) { Epochs = 0 }.Fit(training));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, adam, loss) { BatchSize = 0 }.Fit(training));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, adam, loss) { BatchSize = 0 }.Evaluate(training));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, adam, loss) { BatchSize = -1 }.Evaluate(training));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, adam, loss) { Patience = 0 }.Fit(training, training));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, adam, loss) { MinimumImprovement = double.NaN }.Fit(training));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Trainer(network, adam, loss) { Patience = 3 }.Fit(training));
        Assert.Contains("no validation rows", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new Trainer(network, adam, loss) { BatchSize = 5, DropLast = true }.Fit(training));
        Assert.Contains("BatchSize is 5 and there are 4 training rows", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(network.Parameters, learningRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(network.Parameters, beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(network.Parameters, epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(network.Parameters, epsilon: 1e-50));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(network.Parameters, epsilon: 1e39));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(network.Parameters, weightDecay: -1));
        Assert.Throws<ArgumentException>(() => new Adam([]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_last_batch_that_is_smaller_may_be_dropped(bool dropLast)
    {
        (Sequential network, Objective objective) = Make(rows: 11, new Linear(2, 1, new RandomStream(1)));
        RecordingObjective recording = new(objective);
        Trainer trainer = new(network, new Sgd(network.Parameters, 0.1)) { Epochs = 3, BatchSize = 4, DropLast = dropLast };
        trainer.Fit(recording);
        int perEpoch = dropLast ? 2 : 3;
        Assert.Equal(3 * perEpoch, recording.Batches.Count);
        Assert.All(recording.Batches, (batch, index) => Assert.Equal(index % perEpoch == 2 ? 3 : 4, batch.Length));

        // Each epoch leaves out other rows.
        Assert.Equal(dropLast ? 3 : 1, recording.Batches.Chunk(perEpoch).Select(epoch => string.Join(' ', epoch.SelectMany(batch => batch).Order())).Distinct().Count());
        recording.Batches.Clear();
        trainer.Evaluate(recording);
        Assert.Equal(11, recording.Batches.Sum(batch => batch.Length));
    }

    [Fact]
    public void One_row_left_over_is_explained_where_batches_are_normalised()
    {
        (Sequential network, Objective objective) = Make(rows: 33, new Linear(2, 3, new RandomStream(1)), new BatchNorm1d(3), new Linear(3, 1, new RandomStream(2)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => TrainerWith(dropLast: false).Fit(objective, objective));
        Assert.Contains("[1, 3]; it needs more than one number for each channel", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Trainer.DropLast), error.Message, StringComparison.Ordinal);
        Assert.Single(TrainerWith(dropLast: true).Fit(objective, objective).Epochs);

        Trainer TrainerWith(bool dropLast) => new(network, new Sgd(network.Parameters, 0.1)) { Epochs = 1, DropLast = dropLast };
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_without_a_mean_is_refused_before_the_step(double weight)
    {
        (Sequential network, Objective objective) = Make(rows: 3, new Linear(2, 1, new RandomStream(1)));
        RecordingObjective weighted = new(objective) { Weight = weight };
        Trainer trainer = new(network, new Sgd(network.Parameters, 0.1));
        float[] before = network.Parameters[0].Values.ToArray();
        Assert.Contains("BatchLoss.Weight is", Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(weighted)).Message, StringComparison.Ordinal);
        Assert.Contains("BatchLoss.Weight is", Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Evaluate(weighted)).Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters[0].Values.ToArray());
    }

    [Fact]
    public void The_best_epoch_is_the_last_that_improved_by_enough()
    {
        (Sequential network, Objective objective) = Make(rows: 20, new Linear(2, 1, new RandomStream(1)));
        History history = new Trainer(network, new Sgd(network.Parameters, 0.05)) { Epochs = 60, MinimumImprovement = 0.01 }.Fit(objective, objective);
        (double best, int epoch) = (double.PositiveInfinity, 0);
        foreach (EpochSummary summary in history.Epochs)
        {
            (best, epoch) = summary.ValidationLoss < best - 0.01 ? (summary.ValidationLoss.Value, summary.Epoch) : (best, epoch);
        }

        Assert.Equal(epoch, history.BestEpoch);
        Assert.True(history.ValidationLosses.Min() < best, "The test needs an epoch that is a little better than the best.");
    }

    private static (Sequential Network, Objective Objective) Make(int rows, params Module<Tensor>[] layers)
    {
        RandomStream random = new(2);
        Sequential network = new(layers);
        return (network, Objective.Supervised(network, RowSource.Of(Draw(2)), RowSource.Of(Draw(1)), Loss.MeanSquaredError));

        Tensor Draw(int width) => Tensor.From([.. Enumerable.Range(0, rows * width).Select(_ => (float)random.NextGaussian())], rows, width);
    }

    private sealed class RecordingObjective(Objective inner) : Objective
    {
        public List<int[]> Batches { get; } = [];

        public double? Weight { get; init; }

        public override int Rows => inner.Rows;

        public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
        {
            Batches.Add(rows.ToArray());
            BatchLoss batch = inner.Compute(tape, rows);
            return batch with { Weight = Weight ?? batch.Weight };
        }
    }
}
