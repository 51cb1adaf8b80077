using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>Sentences as numbers of words, one behind the other.</summary>
internal sealed class SkipGramCorpus
{
    private readonly int[] _words;
    private readonly int[] _starts;
    private readonly int[] _lengths;

    private SkipGramCorpus(int[] words, int[] starts, int[] lengths) => (_words, _starts, _lengths) = (words, starts, lengths);

    /// <summary>Number of sentences.</summary>
    public int SentenceCount => _lengths.Length;

    /// <summary>Words that are in the vocabulary.</summary>
    public int WordCount => _words.Length;

    /// <summary>The words of a sentence that are in the vocabulary.</summary>
    public ReadOnlySpan<int> Sentence(int sentence) => _words.AsSpan(_starts[sentence], _starts[sentence + 1] - _starts[sentence]);

    /// <summary>The sentences with every word by its number in <paramref name="numbers"/> (−1: left out).</summary>
    public static SkipGramCorpus Of(int[][] sentences, int[] numbers)
    {
        List<int> words = [];
        int[] starts = new int[sentences.Length + 1], lengths = new int[sentences.Length];
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            words.AddRange(sentences[sentence].Select(word => numbers[word]).Where(number => number >= 0));
            starts[sentence + 1] = words.Count;
            lengths[sentence] = sentences[sentence].Length;
        }

        return new SkipGramCorpus([.. words], starts, lengths);
    }

    /// <summary>
    /// Gensim's batches of one pass: as many sentences as have at most <paramref name="batchWords"/> words together, rare ones counted, or
    /// a single longer sentence.
    /// </summary>
    /// <param name="order">The sentences in the pass's order.</param>
    /// <param name="batchWords">Words in a batch.</param>
    /// <returns>First and end of each batch, as places in <paramref name="order"/>.</returns>
    public List<(int First, int End)> Batches(int[] order, int batchWords)
    {
        List<(int First, int End)> batches = [];
        int first = 0;
        long size = 0;
        for (int place = 0; place < order.Length; place++)
        {
            int length = _lengths[order[place]];
            if (place > first && size + length > batchWords)
            {
                batches.Add((first, place));
                (first, size) = (place, 0);
            }

            size += length;
        }

        if (first < order.Length)
        {
            batches.Add((first, order.Length));
        }

        return batches;
    }

    /// <summary>The sentences in the order of a pass.</summary>
    public int[] Order(RandomStream? shuffle) => shuffle?.Permutation(SentenceCount) ?? [.. Enumerable.Range(0, SentenceCount)];
}
