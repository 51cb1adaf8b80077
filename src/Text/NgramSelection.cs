using System.Runtime.InteropServices;

namespace MusicRec.Text;

/// <summary>Which of a corpus's n-grams become columns: scikit-learn's _limit_features over the vocabulary in order.</summary>
internal sealed class NgramSelection
{
    private readonly NgramLevel[] _levels;
    private readonly int _minimumLength;
    private readonly double _fewest;
    private readonly double _most;
    private readonly List<int> _frequencies = [];
    private readonly List<int> _lengths = [];
    private readonly List<int> _slots = [];

    private NgramSelection(NgramLevel[] levels, int minimumLength, (double Fewest, double Most) bounds)
    {
        (_levels, _minimumLength) = (levels, minimumLength);
        (_fewest, _most) = bounds;
        Visit(1, 0, levels[0].LastWords.Length);
    }

    /// <summary>The n-grams kept, ascending, and in how many documents each occurs.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static (string[] Terms, int[] DocumentFrequencies) Of(TokenizedCorpus corpus, NgramSettings settings)
    {
        NgramLevel[] levels = NgramCounter.Count(corpus, settings.MaximumLength);
        (double Fewest, double Most) bounds = settings.DocumentBounds(corpus.DocumentCount);
        NgramSelection selection = new(levels, settings.MinimumLength, bounds);
        int[] kept = selection.Keep(settings);
        if (kept.Length == 0)
        {
            string without = levels.Length < settings.MinimumLength || corpus.Words.Length == 0
                ? "they hold no n-gram of the settings' length, perhaps only stop words"
                : $"no n-gram occurs in {bounds.Fewest} to {bounds.Most} of them";
            throw new ArgumentException($"The {corpus.DocumentCount} documents leave no vocabulary: {without}.");
        }

        string[] terms = new string[kept.Length];
        int[] documents = new int[kept.Length];
        for (int column = 0; column < kept.Length; column++)
        {
            (int length, int slot) = (selection._lengths[kept[column]], selection._slots[kept[column]]);
            terms[column] = selection.Term(corpus, length, slot);
            documents[column] = levels[length - 1].Documents[slot];
        }

        return (terms, documents);
    }

    private int[] Keep(NgramSettings settings) => settings.MaximumFeatures is int most && most < _slots.Count
        ? FrequencyOrder.MostFrequent(CollectionsMarshal.AsSpan(settings.Binary ? [.. DocumentFrequencies()] : _frequencies), most)
        : [.. Enumerable.Range(0, _slots.Count)];

    private IEnumerable<int> DocumentFrequencies() => _slots.Zip(_lengths, (slot, length) => _levels[length - 1].Documents[slot]);

    // An n-gram stands before those that begin with it: the space between words comes before every letter.
    private void Visit(int length, int first, int end)
    {
        NgramLevel level = _levels[length - 1];
        for (int slot = first; slot < end && level.Frequencies[slot] > 0; slot++)
        {
            if (length >= _minimumLength && level.Documents[slot] >= _fewest && level.Documents[slot] <= _most)
            {
                _frequencies.Add(level.Frequencies[slot]);
                _lengths.Add(length);
                _slots.Add(slot);
            }

            if (length < _levels.Length)
            {
                Visit(length + 1, _levels[length].Starts[slot], _levels[length].Starts[slot + 1]);
            }
        }
    }

    private string Term(TokenizedCorpus corpus, int length, int slot)
    {
        string[] words = new string[length];
        for (int level = length - 1; level >= 0; level--)
        {
            words[level] = corpus.Words[_levels[level].LastWords[slot]];
            slot = SlotBefore(_levels[level].Starts, slot);
        }

        return string.Join(' ', words);
    }

    // The last slot of the shorter length that starts at or before this one; those without followers start where the next does.
    private static int SlotBefore(int[] starts, int slot)
    {
        int low = 0, high = starts.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            (low, high) = starts[middle] <= slot ? (middle, high) : (low, middle);
        }

        return low;
    }
}
