namespace MusicRec.Papers;

/// <summary>
/// How a <see cref="TrackEmbeddingNetwork"/> looks and learns. The paper gives the sizes, the loss, early stopping and "learning rate schedulers"; optimiser
/// (but for the recommender), rate, batches and patience are this project's reading, chosen before any test row was looked at.
/// </summary>
public sealed record TrackEmbeddingSettings
{
    /// <summary>The paper's network that tells genres apart: 128 hidden units.</summary>
    public static TrackEmbeddingSettings Genre { get; } = new();

    /// <summary>The paper's network that tells artists apart: 512 hidden units.</summary>
    public static TrackEmbeddingSettings Artist { get; } = new() { HiddenSize = 512 };

    /// <summary>Hidden units, which are the numbers of an embedding; 1 or more.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>What is made small.</summary>
    public TrackEmbeddingLoss Loss { get; init; }

    /// <summary>Passes over the training rows at most, 1 or more.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Rows per step, 1 or more.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's first step size, above 0.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Share of the training rows kept aside to stop by, from 0 (none: all epochs are run) to below 1.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Epochs without a lower validation loss after which training stops and the best weights are put back, 1 or more.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Epochs without a lower loss after which the rate is halved, 0 or more.</summary>
    public int SchedulePatience { get; init; } = 3;

    /// <summary>Share of hidden units left out in training, 0 (the paper's) to below 1.</summary>
    public double Dropout { get; init; }

    internal void Check()
    {
        Throw.IfBelow(HiddenSize, 1);
        Throw.IfUndefined(Loss);
        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(BatchSize, 1);
        Throw.IfNotPositive(LearningRate);
        Throw.IfOutside(ValidationShare, 0, Math.BitDecrement(1.0));
        Throw.IfBelow(Patience, 1);
        Throw.IfBelow(SchedulePatience, 0);
        Throw.IfOutside(Dropout, 0, Math.BitDecrement(1.0));
    }
}
