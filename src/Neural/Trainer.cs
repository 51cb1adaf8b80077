using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Trains a module: shuffled batches, validation after each epoch, early stopping with the best weights put back.
/// Same seed, same rows, same starting weights: the same digits.
/// </summary>
public sealed class Trainer
{
    private readonly Module<Tensor> _module;
    private readonly Optimizer _optimizer;
    private readonly Loss _loss;
    private readonly Tape _tape = new();

    /// <summary>A trainer of <paramref name="module"/>.</summary>
    /// <param name="module">What is trained.</param>
    /// <param name="optimizer">An optimiser over the module's parameters.</param>
    /// <param name="loss">What is made small.</param>
    public Trainer(Module<Tensor> module, Optimizer optimizer, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        _module = module;
        _optimizer = optimizer;
        _loss = loss;
    }

    /// <summary>Passes over the training rows at most, 1 or more.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Rows per step, 1 or more; the last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Decides the order of the rows, anew in each epoch.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Stop when the validation loss has not improved for so many epochs, 1 or more, and put the best weights back at the
    /// end; null (the default) runs all epochs and keeps the last weights.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>By how much the validation loss must fall to count as improved, 0 or more.</summary>
    public double MinimumImprovement { get; init; }

    /// <summary>Called after each epoch, for instance with Console.WriteLine.</summary>
    public Action<EpochSummary>? EpochFinished { get; init; }

    /// <summary>Trains from the module's present weights.</summary>
    /// <param name="training">Rows to learn from.</param>
    /// <param name="validation">Rows to judge each epoch on; needed for early stopping.</param>
    /// <param name="cancellation">Ends training between two batches; the weights stay as they are then.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="ArgumentException">Patience is set and there are no validation rows.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public History Fit(TensorDataset training, TensorDataset? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        CheckSettings(validation);
        List<EpochSummary> epochs = [];
        RandomStream seed = new(Seed);
        ParameterSnapshot? best = Patience is null ? null : new ParameterSnapshot(_module.Parameters);
        double bestLoss = double.PositiveInfinity;
        int bestEpoch = 0;
        bool stopped = false;
        for (int epoch = 1; epoch <= Epochs && !stopped; epoch++)
        {
            Score score = TrainEpoch(training, seed.Split((ulong)epoch).Permutation(training.Rows), epoch, cancellation);
            Score? judged = validation is null ? null : Evaluate(validation);
            epochs.Add(new EpochSummary(epoch, Epochs, score.Loss, score.Accuracy, judged?.Loss, judged?.Accuracy));
            EpochFinished?.Invoke(epochs[^1]);
            double watched = judged?.Loss ?? score.Loss;
            if (watched < bestLoss - MinimumImprovement)
            {
                (bestLoss, bestEpoch) = (watched, epoch);
                best?.Take();
            }

            stopped = epoch - bestEpoch >= Patience && epoch < Epochs;
        }

        best?.PutBack();
        return new History(epochs, bestEpoch, stopped);
    }

    /// <summary>Loss and accuracy on <paramref name="dataset"/>, with dropout off.</summary>
    /// <exception cref="ArithmeticException">The loss is not a finite number.</exception>
    public Score Evaluate(TensorDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int[] rows = [.. Enumerable.Range(0, dataset.Rows)];
        ScoreSum sum = default;
        bool training = _module.Training;
        _module.SetTraining(false);
        for (int start = 0; start < rows.Length; start += BatchSize)
        {
            using (_tape.Evaluate())
            {
                Forward(dataset, rows.AsSpan(start, Math.Min(BatchSize, rows.Length - start)), ref sum);
            }
        }

        _module.SetTraining(training);
        return Finite(sum.Mean(_loss.HasAccuracy), "the rows judged");
    }

    /// <summary>One batch: forward, backward, optimiser. Allocates nothing once the tape is warm.</summary>
    internal void Step(TensorDataset dataset, ReadOnlySpan<int> rows, ref ScoreSum sum)
    {
        using (_tape.Record())
        {
            Tensor loss = Forward(dataset, rows, ref sum);
            _optimizer.ClearGradients();
            loss.Backward();
            _optimizer.Step();
        }
    }

    private Score TrainEpoch(TensorDataset dataset, int[] order, int epoch, CancellationToken cancellation)
    {
        ScoreSum sum = default;
        _module.SetTraining(true);
        for (int start = 0; start < order.Length; start += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(dataset, order.AsSpan(start, Math.Min(BatchSize, order.Length - start)), ref sum);
        }

        return Finite(sum.Mean(_loss.HasAccuracy), $"epoch {epoch}");
    }

    private Tensor Forward(TensorDataset dataset, ReadOnlySpan<int> rows, ref ScoreSum sum)
    {
        Tensor outputs = _module.Forward(_tape.GatherRows(dataset.Inputs, rows));
        Tensor targets = _tape.GatherRows(dataset.Targets, rows);
        Tensor loss = _loss.Of(outputs, targets);
        sum.Rows += rows.Length;
        sum.Loss += (double)loss.Item * rows.Length;
        sum.Answers += outputs.Shape.Count;
        sum.Correct += _loss.CountCorrect(outputs.Values, targets.Values);
        return loss;
    }

    private static Score Finite(Score score, string where) => double.IsFinite(score.Loss)
        ? score
        : throw new ArithmeticException($"The loss is {score.Loss} in {where}; try a smaller learning rate, or scale the features.");

    private void CheckSettings(TensorDataset? validation)
    {
        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(BatchSize, 1);
        Throw.IfOutside(MinimumImprovement, 0, double.MaxValue);
        if (Patience is int patience)
        {
            Throw.IfBelow(patience, 1, nameof(Patience));
            if (validation is null)
            {
                throw new ArgumentException($"Patience is {patience} and there are no validation rows; early stopping needs some.", nameof(validation));
            }
        }
    }

    /// <summary>Sums over the batches of a pass.</summary>
    internal struct ScoreSum
    {
        public int Rows;
        public double Loss;
        public long Answers;
        public long Correct;

        public readonly Score Mean(bool hasAccuracy) => new(Loss / Rows, hasAccuracy ? (double)Correct / Answers : null);
    }
}

/// <summary>Loss and accuracy over some rows.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">Share of right answers, 0 to 1; null where the loss knows none.</param>
public readonly record struct Score(double Loss, double? Accuracy);

/// <summary>A copy of all parameters, to go back to.</summary>
internal sealed class ParameterSnapshot(IReadOnlyList<Tensor> parameters)
{
    private readonly float[][] _copies = [.. parameters.Select(parameter => new float[parameter.Shape.Count])];

    public void Take()
    {
        for (int index = 0; index < _copies.Length; index++)
        {
            parameters[index].Values.CopyTo(_copies[index]);
        }
    }

    public void PutBack()
    {
        for (int index = 0; index < _copies.Length; index++)
        {
            _copies[index].CopyTo(parameters[index].Values);
        }
    }
}
