namespace MusicRec.Embeddings;

/// <summary>
/// Skip-gram with negative sampling (Mikolov et al. 2013): vectors that are alike for words found among the same neighbours; artists
/// heard together are words of a sentence. Definitions as in gensim 4.2's Word2Vec with sg = 1: pairs, windows, subsampling, the table of
/// negatives, the logistic function's table, the falling learning rate. Random numbers are this library's own, and sentences of more than
/// 10,000 words are taken whole. One thread makes the steps in their order while others draw the next pairs, so the same seed gives the
/// same bits with any number of threads; see <see cref="SkipGramSettings.IsHogwild"/> for the other way.
/// </summary>
public sealed class SkipGram
{
    private readonly ulong _seed;
    private readonly SkipGramSettings _settings;
    private NamedVectors? _vectors;

    /// <summary>A model that has learnt nothing.</summary>
    /// <param name="seed">What all its random numbers follow from.</param>
    /// <param name="settings">Settings; by default gensim's, but for words that stand once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SkipGram(ulong seed, SkipGramSettings? settings = null)
    {
        _seed = seed;
        _settings = settings ?? new SkipGramSettings();
        _settings.Check();
    }

    /// <summary>The words' vectors, the most frequent word first.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public NamedVectors Vectors
    {
        get
        {
            Throw.IfNotFitted(_vectors, nameof(SkipGram));
            return _vectors;
        }
    }

    /// <summary>How often each word of <see cref="Vectors"/> stands in the sentences.</summary>
    public IReadOnlyList<long> Counts { get; private set; } = [];

    /// <summary>Learns the vectors of the words in <paramref name="sentences"/> from anew.</summary>
    /// <param name="sentences">Sentences of words, none empty; the order of words matters, unless they are shuffled.</param>
    /// <param name="onEpoch">Told the number of epochs done after each.</param>
    /// <param name="cancellation">Ends the training between two batches.</param>
    /// <exception cref="ArgumentException">A word is empty, or none is frequent enough.</exception>
    /// <exception cref="OperationCanceledException">The training was ended; the model is as it was.</exception>
    public void Fit(IReadOnlyList<IReadOnlyList<string>> sentences, Action<int>? onEpoch = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        (SkipGramVocabulary vocabulary, SkipGramCorpus corpus) = SkipGramVocabulary.Of(sentences, _settings);
        SkipGramTraining training = new(corpus, vocabulary, _settings, _seed);
        training.Run(onEpoch, cancellation);
        _vectors = new NamedVectors(vocabulary.Words, training.Vectors());
        Counts = vocabulary.Counts;
    }
}
