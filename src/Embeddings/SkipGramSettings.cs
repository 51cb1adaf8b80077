namespace MusicRec.Embeddings;

/// <summary>Settings of <see cref="SkipGram"/>; names of gensim's Word2Vec in brackets. What is not said otherwise is gensim's default.</summary>
public sealed record SkipGramSettings
{
    /// <summary>Numbers in a vector (vector_size), 1 to 65,536.</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>The furthest that two words of a pair stand apart (window), 1 or more.</summary>
    public int Window { get; init; } = 5;

    /// <summary>Whether each word draws its own window from 1 to <see cref="Window"/> every time, so that near words make more pairs (shrink_windows).</summary>
    public bool ShrinksWindow { get; init; } = true;

    /// <summary>Words drawn for each pair that do not belong together (negative), 1 to 63.</summary>
    public int Negatives { get; init; } = 5;

    /// <summary>Negatives are drawn by count to this power (ns_exponent), −10 to 10.</summary>
    public double NegativeExponent { get; init; } = 0.75;

    /// <summary>Words that stand in the sentences more rarely are left out (min_count), 1 or more. Gensim's default is 5; artists are rarer than words.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>
    /// Words above this share of all are at times left out of a sentence (sample), 0 to 1: a word of share s is kept with
    /// probability √(t / s) + t / s. 0: none is left out. Meant for thousands of words: of a few
    /// dozen every one has a large share, the default leaves most of them out, and what is learnt says little; set 0 there.
    /// </summary>
    public double SubsamplingThreshold { get; init; } = 1e-3;

    /// <summary>Epochs (epochs), 1 or more. The learning rate falls in a line over all of them.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>How often an epoch goes through the sentences, 1 or more. Paper 004 counts 50 epochs of 5 passes.</summary>
    public int PassesPerEpoch { get; init; } = 1;

    /// <summary>Whether the sentences come in a new order in every pass; gensim takes them as they stand.</summary>
    public bool ShufflesSentences { get; init; }

    /// <summary>Whether the words of each sentence come in a new order in every pass, as in paper 004: then any two of a sentence become neighbours in time.</summary>
    public bool ShufflesWords { get; init; }

    /// <summary>The learning rate at the start (alpha), above 0.</summary>
    public double LearningRate { get; init; } = 0.025;

    /// <summary>The learning rate at the end (min_alpha), above 0 and not above <see cref="LearningRate"/>.</summary>
    public double MinimumLearningRate { get; init; } = 0.0001;

    /// <summary>Words after which the learning rate falls again (batch_words), 1 or more.</summary>
    public int BatchWords { get; init; } = 10_000;

    /// <summary>
    /// Whether several threads change the vectors at once without waiting for each other (Recht et al. 2011), as gensim's workers do.
    /// Then no two runs give the same numbers. Otherwise the same seed gives the same bits with any number of threads.
    /// </summary>
    public bool IsHogwild { get; init; }

    internal void Check()
    {
        Throw.IfOutside(Dimension, 1, 65_536);
        Throw.IfBelow(Window, 1);
        Throw.IfOutside(Negatives, 1, Numerics.SkipGramKernel.MostTargets - 1);
        Throw.IfOutside(NegativeExponent, -10, 10);
        Throw.IfBelow(MinimumCount, 1);
        Throw.IfOutside(SubsamplingThreshold, 0, 1);
        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(PassesPerEpoch, 1);
        Throw.IfNotPositiveFloat(LearningRate);
        Throw.IfNotPositiveFloat(MinimumLearningRate);
        if (MinimumLearningRate > LearningRate)
        {
            Throw.OutOfRange(nameof(MinimumLearningRate), MinimumLearningRate, $"up to {nameof(LearningRate)}, {LearningRate}");
        }

        Throw.IfBelow(BatchWords, 1);
    }
}
