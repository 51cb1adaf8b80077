using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>
/// The words of the sentences, the most frequent first and equally frequent ones in the order of their first appearance (gensim leaves
/// theirs to chance), and what gensim computes from their counts: how likely each is kept and drawn as a negative.
/// </summary>
internal sealed class SkipGramVocabulary
{
    // Negatives are drawn from the numbers below this, as in gensim.
    internal const uint Domain = int.MaxValue;

    private readonly uint[] _cumulative;
    private readonly int[] _guide;
    private readonly int _guideShift;

    private SkipGramVocabulary(string[] words, long[] counts, SkipGramSettings settings)
    {
        (Words, Counts) = (words, counts);
        KeepThresholds = Thresholds(counts, settings.SubsamplingThreshold);
        _cumulative = Cumulate(counts, settings.NegativeExponent);

        // Where to begin looking, by a number's first bits: four places for each word, or nearly.
        int bits = Math.Clamp(32 - int.LeadingZeroCount(words.Length) + 2, 4, 22);
        _guideShift = 31 - bits;
        _guide = new int[1 << bits];
        int word = 0;
        for (int place = 0; place < _guide.Length; place++)
        {
            while (_cumulative[word] < ((uint)place << _guideShift))
            {
                word++;
            }

            _guide[place] = word;
        }
    }

    /// <summary>The words.</summary>
    public string[] Words { get; }

    /// <summary>How often each stands in the sentences.</summary>
    public long[] Counts { get; }

    /// <summary>A word is kept where 32 random bits are not above its number (gensim's sample_int).</summary>
    public uint[] KeepThresholds { get; }

    /// <summary>Gensim's cum_table: the word of a number below 2³¹ − 1 is the first whose entry is not below it.</summary>
    public ReadOnlySpan<uint> Cumulative => _cumulative;

    /// <summary>Counts <paramref name="sentences"/>, and turns them into numbers of words; words that are too rare are left out.</summary>
    public static (SkipGramVocabulary Vocabulary, SkipGramCorpus Corpus) Of(IReadOnlyList<IReadOnlyList<string>> sentences, SkipGramSettings settings)
    {
        (string[] words, int[][] numbered) = WordNumbers.Of(sentences);
        long[] counts = new long[words.Length];
        foreach (int place in numbered.SelectMany(sentence => sentence))
        {
            counts[place]++;
        }

        int[] order = [.. Enumerable.Range(0, words.Length).Where(place => counts[place] >= settings.MinimumCount).OrderByDescending(place => counts[place])];
        Throw.IfEmpty(words.Length, "words of the sentences");
        if (order.Length == 0)
        {
            throw new ArgumentException(
                $"No word stands {settings.MinimumCount} times or more in the {sentences.Count} sentences; {nameof(SkipGramSettings.MinimumCount)} must be lower.", nameof(sentences));
        }

        int[] numbers = new int[words.Length];
        Array.Fill(numbers, -1);
        for (int number = 0; number < order.Length; number++)
        {
            numbers[order[number]] = number;
        }

        SkipGramVocabulary vocabulary = new([.. order.Select(place => words[place])], [.. order.Select(place => counts[place])], settings);
        return (vocabulary, SkipGramCorpus.Of(numbered, numbers));
    }

    /// <summary>The negative that 32 random bits draw.</summary>
    public int Draw(uint random)
    {
        uint value = (uint)(((ulong)random * Domain) >> 32);
        int word = _guide[value >> _guideShift];
        while (_cumulative[word] < value)
        {
            word++;
        }

        return word;
    }

    private static uint[] Thresholds(long[] counts, double sample)
    {
        double total = 0;
        foreach (long count in counts)
        {
            total += count;
        }

        // A sample of 1 is a count of 1 in gensim and can only be meant as a share here.
        double threshold = sample * total;
        return
        [
            .. counts.Select(count =>
            {
                double probability = sample == 0 ? 1 : (Math.Sqrt(count / threshold) + 1) * (threshold / count);
                return (uint)(Math.Min(1, probability) * uint.MaxValue);
            }),
        ];
    }

    private static uint[] Cumulate(long[] counts, double exponent)
    {
        double[] powers = [.. counts.Select(count => Elementary.Exp(exponent * Elementary.Log(count)))];
        double total = 0, sum = 0;
        foreach (double power in powers)
        {
            total += power;
        }

        Throw.IfNotPositive(total, "the counts' powers' sum");
        uint[] cumulative = new uint[counts.Length];
        for (int word = 0; word < counts.Length; word++)
        {
            sum += powers[word];
            cumulative[word] = (uint)Math.Round(sum / total * Domain, MidpointRounding.ToEven);
        }

        cumulative[^1] = Domain;
        return cumulative;
    }
}
