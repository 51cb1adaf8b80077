using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>
/// The pairs of some sentences, with everything drawn for them: which words are left out, how wide each window is, which negatives stand
/// beside each pair. All of it follows from one random stream, so batches may be made on any thread.
/// </summary>
internal sealed class SkipGramBatch
{
    private readonly List<int> _kept = [];
    private int[] _contexts = [];
    private int[] _targets = [];
    private uint[] _draws = [];
    private int _count;

    /// <summary>The learning rate of its pairs.</summary>
    public float LearningRate { get; private set; }

    /// <summary>The input row of each pair: the context word.</summary>
    public ReadOnlySpan<int> Contexts => _contexts.AsSpan(0, _count);

    /// <summary>The output rows of each pair, [pairs, 1 + negatives]: the word in the middle, then negatives; −1 for one that is the word itself.</summary>
    public ReadOnlySpan<int> Targets(int targetCount) => _targets.AsSpan(0, _count * targetCount);

    /// <summary>Makes the pairs of the sentences from <paramref name="first"/> up to <paramref name="end"/> in <paramref name="order"/>.</summary>
    public void Make(
        SkipGramCorpus corpus, SkipGramVocabulary vocabulary, SkipGramSettings settings, int[] order, int first, int end, float learningRate, RandomStream random)
    {
        LearningRate = learningRate;
        _count = 0;
        for (int place = first; place < end; place++)
        {
            Keep(corpus.Sentence(order[place]), vocabulary, settings, random);
            AddPairs(settings, random);
        }

        AddNegatives(vocabulary, settings.Negatives, random);
    }

    private void Keep(ReadOnlySpan<int> sentence, SkipGramVocabulary vocabulary, SkipGramSettings settings, RandomStream random)
    {
        _kept.Clear();
        foreach (int word in sentence)
        {
            uint threshold = vocabulary.KeepThresholds[word];
            if (threshold == uint.MaxValue || threshold >= random.NextUInt32())
            {
                _kept.Add(word);
            }
        }

        if (settings.ShufflesWords)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_kept));
        }
    }

    private void AddPairs(SkipGramSettings settings, RandomStream random)
    {
        int targetCount = settings.Negatives + 1;
        for (int middle = 0; middle < _kept.Count; middle++)
        {
            int window = settings.ShrinksWindow ? settings.Window - random.NextInt32(settings.Window) : settings.Window;
            int first = Math.Max(0, middle - window), last = (int)Math.Min(_kept.Count - 1, (long)middle + window);
            if (_count + last - first > _contexts.Length)
            {
                int size = Math.Max(1024, checked(2 * (_count + last - first)));
                Array.Resize(ref _contexts, size);
                Array.Resize(ref _targets, checked(size * targetCount));
            }

            for (int place = first; place <= last; place++)
            {
                if (place != middle)
                {
                    _contexts[_count] = _kept[place];
                    _targets[_count * targetCount] = _kept[middle];
                    _count++;
                }
            }
        }
    }

    private void AddNegatives(SkipGramVocabulary vocabulary, int negatives, RandomStream random)
    {
        if (_draws.Length < _contexts.Length * negatives)
        {
            _draws = new uint[_contexts.Length * negatives];
        }

        Span<uint> draws = _draws.AsSpan(0, _count * negatives);
        random.Fill(draws);
        int place = 0, target = 0;
        for (int pair = 0; pair < _count; pair++)
        {
            int own = _targets[target++];
            for (int negative = 0; negative < negatives; negative++)
            {
                int drawn = vocabulary.Draw(draws[place++]);
                _targets[target++] = drawn == own ? -1 : drawn;
            }
        }
    }
}
