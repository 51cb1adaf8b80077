namespace MusicRec.Learning;

/// <summary>Settings of <see cref="StochasticNeighborEmbedding"/>; names and defaults of scikit-learn's TSNE in brackets.</summary>
public sealed record StochasticNeighborEmbeddingSettings
{
    /// <summary>How many neighbours a row has, roughly (perplexity), 1 or more and below the number of rows.</summary>
    public double Perplexity { get; init; } = 30;

    /// <summary>How much more rows attract each other in the first 250 steps, so that groups find together (early_exaggeration), 1 to 1,000.</summary>
    public double EarlyExaggeration { get; init; } = 12;

    /// <summary>Steps, 250 to 1,000,000 (n_iter); fewer are made when nothing changes any more.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>The size of a step, above 0 (learning_rate); null: rows / exaggeration / 4, and 50 at least ("auto").</summary>
    public double? LearningRate { get; init; }

    internal void Check()
    {
        Throw.IfOutside(Perplexity, 1, 1e6);
        Throw.IfOutside(EarlyExaggeration, 1, 1000);
        Throw.IfOutside(Iterations, NeighborDescent.ExaggeratedSteps, 1_000_000);
        if (LearningRate is double rate)
        {
            Throw.IfNotPositive(rate, nameof(LearningRate));
        }
    }
}
