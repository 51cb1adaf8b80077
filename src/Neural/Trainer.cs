using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Trains a module: shuffled batches, validation after each epoch, early stopping with the best weights put back,
/// checkpoints to go on from. Same seed, same rows, same starting weights: the same digits, interrupted or not.
/// </summary>
public sealed class Trainer
{
    private readonly Module _module;
    private readonly Optimizer _optimizer;
    private readonly Module<Tensor>? _network;
    private readonly Loss<Tensor>? _loss;
    private readonly Tape _tape = new();

    /// <summary>A trainer for an <see cref="Objective"/>.</summary>
    /// <param name="module">What is trained; all its parts, as checkpoints and the best weights are taken from it.</param>
    /// <param name="optimizer">An optimiser over the module's parameters.</param>
    /// <exception cref="ArgumentException">The optimiser has a parameter that is not the module's.</exception>
    public Trainer(Module module, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(optimizer);
        HashSet<Tensor> own = new(module.Parameters, ReferenceEqualityComparer.Instance);
        if (!optimizer.Parameters.All(own.Contains))
        {
            throw new ArgumentException("The optimiser changes a parameter that is none of the module's, so checkpoints and the best weights would miss it.", nameof(optimizer));
        }

        _module = module;
        _optimizer = optimizer;
    }

    /// <summary>A trainer for <see cref="TensorDataset"/>s.</summary>
    /// <param name="module">What is trained.</param>
    /// <param name="optimizer">An optimiser over the module's parameters.</param>
    /// <param name="loss">What is made small.</param>
    public Trainer(Module<Tensor> module, Optimizer optimizer, Loss<Tensor> loss)
        : this(module, optimizer)
    {
        ArgumentNullException.ThrowIfNull(loss);
        _network = module;
        _loss = loss;
    }

    /// <summary>Passes over the training rows at most, 1 or more.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Rows per step, 1 or more; the last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Whether an epoch leaves out its last batch where that is smaller than <see cref="BatchSize"/>, as PyTorch's drop_last:
    /// other rows each time, as their order changes. Batch normalisation of rows needs it where one row would be left over.
    /// </summary>
    public bool DropLast { get; init; }

    /// <summary>Decides the order of the rows, anew in each epoch.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Stop when the validation loss has not improved for so many epochs, 1 or more, and put the best weights back at the
    /// end; null (the default) runs all epochs and keeps the last weights.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>By how much the validation loss must fall to count as improved, 0 or more.</summary>
    public double MinimumImprovement { get; init; }

    /// <summary>Changes the optimiser's learning rate after each epoch; null leaves it as it is.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The greatest Euclidean length of all gradients together, above 0; longer ones are shortened to it. Null: any.</summary>
    public double? MaximumGradientNorm { get; init; }

    /// <summary>The greatest size of a single gradient, above 0; larger ones are cut to it, after shortening. Null: any.</summary>
    public double? MaximumGradientValue { get; init; }

    /// <summary>Called after each epoch, for instance with Console.WriteLine.</summary>
    public Action<EpochSummary>? EpochFinished { get; init; }

    /// <summary>
    /// A file (safetensors) to which everything that training needs to go on is written before the first step and after
    /// each epoch, before <see cref="EpochFinished"/>; null (the default) writes none.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>
    /// Whether to go on from the file at <see cref="CheckpointPath"/> if there is one, to the digits of an uninterrupted
    /// run. Module, objective, optimiser, schedule and settings must be those it was written with; only <see cref="Epochs"/>,
    /// <see cref="Patience"/>'s number and <see cref="MinimumImprovement"/> may change. Names and shapes of tensors, the numbers
    /// of rows and all settings of trainer, optimiser and schedule are compared; what the rows hold, the loss, and settings of
    /// layers such as a dropout rate are not.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Trains from the module's present weights, or from the checkpoint if <see cref="Resume"/> says so.</summary>
    /// <param name="training">Rows to learn from.</param>
    /// <param name="validation">Rows to judge each epoch on; needed for early stopping.</param>
    /// <param name="cancellation">Ends training between two batches; the weights stay as they are then.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="ArgumentException">Settings do not go together, such as Patience without validation rows.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="ModelFileException">The checkpoint is damaged or was written by another training; the module is as it was.</exception>
    public History Fit(Objective training, Objective? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        CheckSettings(training, validation);
        Checkpoint checkpoint = new(_module, _optimizer, this, training, validation);
        TrainingProgress progress = new();
        if (Resume && File.Exists(CheckpointPath))
        {
            progress = checkpoint.Load(CheckpointPath);
        }
        else if (CheckpointPath is not null)
        {
            // So that a run which is cut off in its first epoch can be started again from the same weights and random numbers.
            checkpoint.Save(CheckpointPath, progress);
        }

        RandomStream seed = new(Seed);
        while (progress.Epochs.Count < Epochs && !IsOver(progress))
        {
            int epoch = progress.Epochs.Count + 1;
            Score score = TrainEpoch(training, seed.Split((ulong)epoch).Permutation(training.Rows), epoch, cancellation);
            Score? judged = validation is null ? null : Evaluate(validation);
            EpochSummary summary = new(epoch, Epochs, score.Loss, score.Accuracy, judged?.Loss, judged?.Accuracy);
            progress.Epochs.Add(summary);
            if (summary.Watched < progress.BestLoss - MinimumImprovement)
            {
                progress.BestEpoch = epoch;
                checkpoint.Best?.Take();
            }

            Schedule?.Step(summary.Watched);
            if (CheckpointPath is not null)
            {
                checkpoint.Save(CheckpointPath, progress);
            }

            EpochFinished?.Invoke(summary);
        }

        checkpoint.Best?.PutBack();
        return new History([.. progress.Epochs.Select(epoch => epoch with { Epochs = Epochs })], progress.BestEpoch, progress.Epochs.Count < Epochs);
    }

    /// <inheritdoc cref="Fit(Objective, Objective?, CancellationToken)"/>
    /// <exception cref="InvalidOperationException">This trainer was made without a loss.</exception>
    public History Fit(TensorDataset training, TensorDataset? validation = null, CancellationToken cancellation = default) =>
        Fit(ToObjective(training), validation is null ? null : ToObjective(validation), cancellation);

    /// <summary>Loss and accuracy on all rows of <paramref name="objective"/>, with dropout off.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="BatchSize"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    /// <exception cref="ArithmeticException">The loss is not a finite number.</exception>
    public Score Evaluate(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        Throw.IfBelow(BatchSize, 1);
        Throw.IfEmpty(objective.Rows, nameof(objective));
        int[] rows = [.. Enumerable.Range(0, objective.Rows)];
        ScoreSum sum = default;
        for (int start = 0; start < rows.Length; start += BatchSize)
        {
            using (_tape.Evaluate())
            {
                sum.Add(objective.Compute(_tape, rows.AsSpan(start, Math.Min(BatchSize, rows.Length - start))));
            }
        }

        return Finite(sum.Mean, "the rows judged");
    }

    /// <summary>Loss and accuracy on <paramref name="dataset"/>, with dropout off.</summary>
    /// <exception cref="ArithmeticException">The loss is not a finite number.</exception>
    /// <exception cref="InvalidOperationException">This trainer was made without a loss.</exception>
    public Score Evaluate(TensorDataset dataset) => Evaluate(ToObjective(dataset));

    /// <summary>One batch: forward, backward, optimiser. Allocates nothing once the tape is warm.</summary>
    internal void Step(Objective objective, ReadOnlySpan<int> rows, ref ScoreSum sum)
    {
        using (_tape.Record())
        {
            BatchLoss batch = objective.Compute(_tape, rows);
            sum.Add(batch);
            _optimizer.ClearGradients();
            batch.Loss.Backward();
            if (MaximumGradientNorm is double norm)
            {
                _ = _optimizer.ClipGradientNorm(norm);
            }

            if (MaximumGradientValue is double value)
            {
                _optimizer.ClipGradientValue(value);
            }

            _optimizer.Step();
        }
    }

    internal SupervisedObjective<Tensor, Tensor> ToObjective(TensorDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return _network is not null && _loss is not null
            ? Objective.Supervised(_network, RowSource.Of(dataset.Inputs), RowSource.Of(dataset.Targets), _loss)
            : throw new InvalidOperationException("This trainer was made without a loss; give one to its constructor, or train on an Objective.");
    }

    private Score TrainEpoch(Objective objective, int[] order, int epoch, CancellationToken cancellation)
    {
        ScoreSum sum = default;
        _module.SetTraining(true);
        int end = DropLast ? order.Length - (order.Length % BatchSize) : order.Length;
        for (int start = 0; start < end; start += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(objective, order.AsSpan(start, Math.Min(BatchSize, end - start)), ref sum);
        }

        return Finite(sum.Mean, $"epoch {epoch}");
    }

    private bool IsOver(TrainingProgress progress) => progress.Epochs.Count - progress.BestEpoch >= Patience;

    private static Score Finite(Score score, string where) => double.IsFinite(score.Loss)
        ? score
        : throw new ArithmeticException($"The loss is {score.Loss} in {where}; try a smaller learning rate, or scale the features.");

    private void CheckSettings(Objective training, Objective? validation)
    {
        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(BatchSize, 1);
        Throw.IfOutside(MinimumImprovement, 0, double.MaxValue);
        Throw.IfEmpty(training.Rows, nameof(training));
        Throw.IfEmpty(validation?.Rows ?? 1, nameof(validation));
        if (DropLast && training.Rows < BatchSize)
        {
            throw new ArgumentException(
                $"{nameof(DropLast)} is set, {nameof(BatchSize)} is {BatchSize} and there are {training.Rows} training rows, which is no whole batch; take a smaller one.");
        }

        Throw.IfNotPositive(MaximumGradientNorm ?? 1, nameof(MaximumGradientNorm));
        Throw.IfNotPositive(MaximumGradientValue ?? 1, nameof(MaximumGradientValue));
        if (Schedule is not null && Schedule.Optimizer != _optimizer)
        {
            throw new ArgumentException($"{nameof(Schedule)} changes another optimiser than the one this trainer steps with.");
        }

        if (Resume && CheckpointPath is null)
        {
            throw new ArgumentException($"{nameof(Resume)} is set and {nameof(CheckpointPath)} is not; name the file to go on from.");
        }

        if (Patience is int patience)
        {
            Throw.IfBelow(patience, 1, nameof(Patience));
            if (validation is null)
            {
                throw new ArgumentException($"Patience is {patience} and there are no validation rows; early stopping needs some.", nameof(validation));
            }
        }
    }
}
