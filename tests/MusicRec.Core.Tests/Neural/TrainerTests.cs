using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class TrainerTests
{
    [Fact]
    public void A_small_network_learns_exclusive_or()
    {
        TensorDataset data = TensorDataset.From(new Matrix(4, 2, [0, 0, 0, 1, 1, 0, 1, 1]), [0, 1, 1, 0]);
        RandomStream random = new(3);
        Sequential network = new(new Linear(2, 8, random), new Tanh(), new Linear(8, 1, random));
        Trainer trainer = new(network, new Adam(network.Parameters, learningRate: 0.05), Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = 300,
            BatchSize = 4,
        };
        History history = trainer.Fit(data);
        Assert.Equal(300, history.Losses.Length);
        Assert.True(history.Losses[^1] < 0.05, $"The last loss is {history.Losses[^1]}.");
        Assert.Equal(1, trainer.Evaluate(data).Accuracy);
        Matrix logits = network.Predict(new Matrix(4, 2, [0, 0, 0, 1, 1, 0, 1, 1]));
        Assert.Equal([false, true, true, false], logits.Values.Select(logit => logit > 0));
    }

    [Fact]
    public void Early_stopping_puts_the_best_weights_back()
    {
        (TensorDataset training, TensorDataset validation) = Noisy(seed: 5, rows: 40);
        (Trainer trainer, Sequential network) = Overfitting(patience: 5, epochs: 400);
        History history = trainer.Fit(training, validation);
        Assert.True(history.StoppedEarly);
        Assert.Equal(history.BestEpoch + 5, history.Epochs.Count);
        Assert.Equal(history.ValidationLosses.Min(), history.ValidationLosses[history.BestEpoch - 1]);
        Assert.NotEqual(history.ValidationLosses[^1], history.ValidationLosses.Min());
        Assert.Equal(history.ValidationLosses.Min(), trainer.Evaluate(validation).Loss);

        // The same run stopped at its best epoch has the very same weights.
        (Trainer shorter, Sequential same) = Overfitting(patience: null, epochs: history.BestEpoch);
        shorter.Fit(training, validation);
        Assert.Equal(Weights(same), Weights(network));
    }

    [Fact]
    public void Without_patience_all_epochs_run_and_the_last_weights_stay()
    {
        (TensorDataset training, TensorDataset validation) = Noisy(seed: 5, rows: 40);
        (Trainer trainer, _) = Overfitting(patience: null, epochs: 30);
        History history = trainer.Fit(training, validation);
        Assert.False(history.StoppedEarly);
        Assert.Equal(30, history.Epochs.Count);
        Assert.Equal(30, history.ValidationLosses.Length);
        Assert.Equal(30, history.ValidationAccuracies.Length);
        Assert.Equal(history.ValidationLosses[^1], trainer.Evaluate(validation).Loss);
    }

    [Fact]
    public void Without_validation_rows_there_is_no_validation_history_and_mean_squared_error_has_no_accuracy()
    {
        RandomStream random = new(1);
        Sequential network = new(new Linear(2, 1, random));
        Trainer trainer = new(network, new Adam(network.Parameters), Loss.MeanSquaredError) { Epochs = 7, BatchSize = 3 };
        History history = trainer.Fit(TensorDataset.From(new Matrix(5, 2), [1.0, 2, 3, 4, 5]));
        Assert.Equal(7, history.Losses.Length);
        Assert.Empty(history.Accuracies);
        Assert.Empty(history.ValidationLosses);
        Assert.Empty(history.ValidationAccuracies);
    }

    [Fact]
    public void The_same_seed_gives_the_same_digits_and_another_seed_others()
    {
        (TensorDataset training, TensorDataset validation) = Noisy(seed: 5, rows: 40);
        float[] first = Train(1), second = Train(1), other = Train(2);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        float[] Train(ulong seed)
        {
            RandomStream random = new(9);
            Sequential network = new(new Linear(6, 16, random), new Relu(), new Dropout(0.3, random.Split(1)), new Linear(16, 1, random));
            new Trainer(network, new Adam(network.Parameters), Loss.BinaryCrossEntropyWithLogits) { Epochs = 3, BatchSize = 7, Seed = seed }
                .Fit(training, validation);
            return Weights(network);
        }
    }

    [Fact]
    public void The_training_loss_is_the_mean_over_rows_whatever_the_batches()
    {
        // A learning rate too small to move a float leaves the weights as they are, so both must see the same loss.
        (TensorDataset training, _) = Noisy(seed: 5, rows: 41);
        RandomStream random = new(9);
        Sequential network = new(new Linear(6, 1, random));
        Trainer small = new(network, new Adam(network.Parameters, 1e-30), Loss.BinaryCrossEntropyWithLogits) { Epochs = 1, BatchSize = 8 };
        Trainer whole = new(network, new Adam(network.Parameters, 1e-30), Loss.BinaryCrossEntropyWithLogits) { Epochs = 1, BatchSize = 41 };
        EpochSummary first = small.Fit(training).Epochs[0], second = whole.Fit(training).Epochs[0];
        Assert.Equal(second.Loss, first.Loss, 6);
        Assert.Equal(second.Accuracy, first.Accuracy);
    }

    [Fact]
    public void A_loss_with_class_weights_is_the_same_whatever_the_batches()
    {
        RandomStream random = new(9);
        Linear network = new(2, 2, random);
        Tensor inputs = Tensor.From([.. Enumerable.Range(0, 14).Select(_ => (float)random.NextGaussian())], 7, 2);
        Objective objective = Objective.Supervised(
            network, RowSource.Of(inputs), RowSource.Of(IndexTensor.From([0, 0, 0, 0, 0, 1, 1], 7)), Loss.CrossEntropy([1, 10]));
        Assert.Equal(Judge(7), Judge(2), 5);

        double Judge(int batchSize) => new Trainer(network, new Sgd(network.Parameters, 0.1)) { BatchSize = batchSize }.Evaluate(objective).Loss;
    }

    [Fact]
    public void A_training_step_allocates_nothing_once_warm()
    {
        (TensorDataset training, _) = Noisy(seed: 5, rows: 40);
        RandomStream random = new(9);
        Sequential network = new(
            new Linear(6, 16, random), new Relu(), new Dropout(0.3, random.Split(1)), new Linear(16, 5, random), new Tanh(),
            new Linear(5, 1, random));
        Trainer trainer = new(network, new Adam(network.Parameters), Loss.BinaryCrossEntropyWithLogits);
        int[] rows = [.. Enumerable.Range(0, 32)];
        Objective objective = trainer.ToObjective(training);
        ScoreSum sum = default;
        for (int step = 0; step < 3; step++)
        {
            trainer.Step(objective, rows, ref sum);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 20; step++)
        {
            trainer.Step(objective, rows, ref sum);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Sequences_of_ids_with_lengths_are_learnt_and_predicted()
    {
        RandomStream random = new(3);
        FirstWord module = new(random);
        IndexTensor words = IndexTensor.From([.. Enumerable.Range(0, 300 * 4).Select(_ => random.NextInt32(6))], 300, 4);
        IndexTensor lengths = IndexTensor.From([.. Enumerable.Range(0, 300).Select(row => 1 + (row % 4))], 300);
        IndexTensor classes = IndexTensor.From([.. Enumerable.Range(0, 300).Select(row => words.Values[row * 4] % 3)], 300);
        RowSource<(IndexTensor First, IndexTensor Second)> inputs = RowSource.Of(RowSource.Of(words), RowSource.Of(lengths));
        Objective objective = Objective.Supervised(module, inputs, RowSource.Of(classes), Loss.CrossEntropy());
        Trainer trainer = new(module, new Adam(module.Parameters, 0.02)) { Epochs = 12 };
        History history = trainer.Fit(objective);
        Assert.True(history.Accuracies[^1] > 0.95, $"Only {history.Accuracies[^1]} right.");
        Matrix logits = module.Predict(inputs);
        Assert.Equal((300, 3), (logits.Rows, logits.Columns));
        int correct = Enumerable.Range(0, 300).Count(row => logits.Row(row).ToArray().AsSpan().IndexOf(logits.Row(row).ToArray().Max()) == classes.Values[row]);
        Assert.Equal(correct / 300.0, trainer.Evaluate(objective).Accuracy);
        Assert.Contains("must be of equal length", Assert.Throws<ArgumentException>(() => RowSource.Of(inputs, RowSource.Of(IndexTensor.From([1], 1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_ends_training_between_two_batches()
    {
        (TensorDataset training, _) = Noisy(seed: 5, rows: 40);
        using CancellationTokenSource source = new();
        int epochs = 0;
        RandomStream random = new(9);
        Sequential network = new(new Linear(6, 1, random));
        Trainer trainer = new(network, new Adam(network.Parameters), Loss.BinaryCrossEntropyWithLogits)
        {
            EpochFinished = summary =>
            {
                epochs = summary.Epoch;
                if (summary.Epoch == 3)
                {
                    source.Cancel();
                }
            },
        };
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(training, null, source.Token));
        Assert.Equal(3, epochs);
    }

    [Fact]
    public void A_line_of_progress_names_everything_known()
    {
        Assert.Equal("epoch 2/9  loss 0.5000", new EpochSummary(2, 9, 0.5, null, null, null).ToString());
        Assert.Equal(
            "epoch 2/9  loss 0.5000  accuracy 0.7500  validation loss 0.6000  validation accuracy 0.7000",
            new EpochSummary(2, 9, 0.5, 0.75, 0.6, 0.7).ToString());
    }

    [Fact]
    public void A_history_shows_a_dozen_epochs_at_most_and_the_best_among_them()
    {
        (TensorDataset training, TensorDataset validation) = Noisy(seed: 5, rows: 40);
        (Trainer trainer, _) = Overfitting(patience: 30, epochs: 400);
        History history = trainer.Fit(training, validation);
        string[] lines = history.ToText().Split('\n');
        Assert.Contains("validation accuracy", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [string first, ..] && first == $"{history.BestEpoch}");
        Assert.Contains(lines, line => line.Contains($"stopped early; the best was epoch {history.BestEpoch}.", StringComparison.Ordinal));
        Assert.InRange(lines.Length, 8, 20);
        Assert.Contains("stopped early", history.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("validation", new History([new EpochSummary(1, 1, 0.5, null, null, null)], 1, false).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_an_error()
    {
        RandomStream random = new(1);
        Sequential network = new(new Linear(1, 1, random));
        Trainer trainer = new(network, new Adam(network.Parameters), Loss.MeanSquaredError) { Epochs = 2 };
        ArithmeticException error = Assert.Throws<ArithmeticException>(() => trainer.Fit(TensorDataset.From(new Matrix(1, 1, [1e30]), [0.0])));
        Assert.Contains("epoch 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_refuses_what_cannot_be_learnt_from()
    {
        Assert.Throws<ArgumentException>(() => TensorDataset.From(new Matrix(2, 1), [1.0]));
        Assert.Throws<ArgumentException>(() => TensorDataset.From(new Matrix(0, 1), Array.Empty<double>()));
        Assert.Throws<ArgumentException>(() => TensorDataset.From(new Matrix(1, 1, [double.NaN]), [1.0]));
        Assert.Throws<ArgumentException>(() => TensorDataset.From(new Matrix(1, 1, [1e39]), [1.0]));
        Assert.Contains("labels[1] is 2", Assert.Throws<ArgumentOutOfRangeException>(() => TensorDataset.From(new Matrix(2, 1), [0, 2])).Message, StringComparison.Ordinal);
    }

    private static (Trainer Trainer, Sequential Network) Overfitting(int? patience, int epochs)
    {
        RandomStream random = new(4);
        Sequential network = new(new Linear(6, 32, random, Initialization.GlorotUniform), new Relu(), new Linear(32, 1, random));
        return (new Trainer(network, new Adam(network.Parameters, 0.02), Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = epochs,
            BatchSize = 8,
            Patience = patience,
            Seed = 11,
        }, network);
    }

    private static (TensorDataset Training, TensorDataset Validation) Noisy(ulong seed, int rows)
    {
        RandomStream random = new(seed);
        return (Draw(), Draw());

        TensorDataset Draw()
        {
            Matrix features = new(rows, 6);
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++)
            {
                foreach (ref double value in features.Row(row))
                {
                    value = random.NextGaussian();
                }

                labels[row] = features[row, 0] + random.NextGaussian() > 0 ? 1 : 0;
            }

            return TensorDataset.From(features, labels);
        }
    }

    private static float[] Weights(Module module) => [.. module.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    private sealed class FirstWord : Module<(IndexTensor First, IndexTensor Second)>
    {
        private readonly Embedding _words;
        private readonly Gru _gru;
        private readonly Linear _last;

        public FirstWord(RandomStream random)
        {
            _words = AddChild("words", new Embedding(6, 8, random));
            _gru = AddChild("gru", new Gru(8, 16, random));
            _last = AddChild("last", new Linear(16, 3, random));
        }

        public override Tensor Forward((IndexTensor First, IndexTensor Second) input) =>
            _last.Forward(_gru.Forward(_words.Forward(input.First), input.Second).LastHidden);
    }
}
