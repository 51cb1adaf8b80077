namespace MusicRec.Neural;

/// <summary>Loss and accuracy over some rows.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">Share of right answers, 0 to 1; null where the loss knows none.</param>
public readonly record struct Score(double Loss, double? Accuracy);

/// <summary>How far a run of training has come.</summary>
internal sealed class TrainingProgress
{
    public List<EpochSummary> Epochs { get; } = [];

    /// <summary>Counted from 1; 0 before the first has ended.</summary>
    public int BestEpoch { get; set; }

    public double BestLoss => BestEpoch == 0 ? double.PositiveInfinity : Epochs[BestEpoch - 1].Watched;
}

/// <summary>Sums over the batches of a pass.</summary>
internal struct ScoreSum
{
    private double _weight;
    private double _loss;
    private long _answers;
    private long _correct;

    public readonly Score Mean => new(_loss / _weight, _answers > 0 ? (double)_correct / _answers : null);

    public void Add(BatchLoss batch)
    {
        Throw.IfNotPositive(batch.Weight, $"{nameof(BatchLoss)}.{nameof(BatchLoss.Weight)}");
        _weight += batch.Weight;
        _loss += batch.Loss.Item * batch.Weight;
        _answers += batch.Answers;
        _correct += batch.Correct;
    }
}
