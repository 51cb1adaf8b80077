namespace MusicRec.Recommenders;

/// <summary>
/// Settings of <see cref="BayesianPersonalizedRanking"/>. The usual ones are for data like the plays of Last.fm 2k (1,892 listeners, 17,632 artists), where they were
/// best on validation in three splits, 8:1:1 pair by pair, among settings around those that a random search had found.
/// </summary>
public sealed record BayesianPersonalizedRankingOptions
{
    /// <summary>Numbers in a vector, 1 to 1024.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>Passes over the plays, 1 to 10,000; each makes as many steps as there are pairs of a listener and an item.</summary>
    public int Epochs { get; init; } = 400;

    /// <summary>The size of a step, above 0.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>λ: how strongly vectors and offsets are drawn to 0, 0 or more.</summary>
    public double Regularization { get; init; } = 0.005;

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
