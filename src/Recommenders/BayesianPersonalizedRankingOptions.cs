namespace MusicRec.Recommenders;

/// <summary>
/// Settings of <see cref="BayesianPersonalizedRanking"/>. The usual ones are, rounded, those that a random search of twelve found on validation for the plays of Last.fm 2k
/// (1,892 listeners, 17,632 artists, 8:1:1), on four of five splits. Larger data take fewer passes, and learning that does not come down to a few hundred passes wants a larger step.
/// </summary>
public sealed record BayesianPersonalizedRankingOptions
{
    /// <summary>Numbers in a vector, 1 to 1024.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>Passes over the plays, 1 to 10,000; each makes as many steps as there are pairs of a listener and an item.</summary>
    public int Epochs { get; init; } = 400;

    /// <summary>The size of a step, above 0.</summary>
    public double LearningRate { get; init; } = 0.075;

    /// <summary>λ: how strongly vectors and offsets are drawn to 0, 0 or more.</summary>
    public double Regularization { get; init; } = 0.0025;

    /// <summary>Whether items have an offset, which is the same for all listeners. It favours what is popular; by default popularity has to be learnt by the vectors.</summary>
    public bool HasOffsets { get; init; }

    internal void Check()
    {
        Throw.IfOutside(Factors, 1, 1024);
        Throw.IfOutside(Epochs, 1, 10_000);
        Throw.IfNotPositiveFloat(LearningRate);
        Throw.IfOutside(Regularization, 0, 1);
    }
}
