namespace MusicRec.Text;

/// <summary>What a vectoriser has learnt: n-grams, each in how many documents, of how many.</summary>
internal sealed class Vocabulary(NgramSettings settings, string[] terms, int[] documentFrequencies, int documentCount)
{
    private readonly NgramIndex _index = new(settings, terms);

    /// <summary>The n-grams, ascending by code points.</summary>
    public IReadOnlyList<string> Terms { get; } = Array.AsReadOnly(terms);

    /// <summary>In how many documents each occurs.</summary>
    public ReadOnlySpan<int> DocumentFrequencies => documentFrequencies;

    /// <summary>How many documents were seen.</summary>
    public int DocumentCount => documentCount;

    /// <summary>The vocabulary of <paramref name="documents"/>, and what was read of them.</summary>
    public static Vocabulary Learn(IReadOnlyList<string> documents, NgramSettings settings, out TokenizedCorpus corpus)
    {
        Check(documents);
        Throw.IfEmpty(documents.Count, nameof(documents));
        corpus = TokenizedCorpus.Read(documents, settings);
        (string[] terms, int[] documentFrequencies) = NgramSelection.Of(corpus, settings);
        return new Vocabulary(settings, terms, documentFrequencies, documents.Count);
    }

    /// <summary>A vocabulary that was learnt before, after a check that it can be one.</summary>
    /// <exception cref="FormatException">It cannot.</exception>
    public static Vocabulary Restore(NgramSettings settings, string[] terms, int[] documentFrequencies, int documentCount)
    {
        if (documentCount < 1 || terms.Length == 0 || terms.Length > (settings.MaximumFeatures ?? int.MaxValue) || terms.Length != documentFrequencies.Length)
        {
            throw new FormatException(
                $"A vocabulary of {terms.Length} terms with {documentFrequencies.Length} document frequencies, of {documentCount} documents, cannot be: " +
                $"allowed are 1 to {settings.MaximumFeatures ?? int.MaxValue} terms, as many frequencies, and 1 document or more.");
        }

        WordPattern pattern = new(settings);
        HashSet<string> stopWords = new(settings.StopWords, StringComparer.Ordinal);
        for (int column = 0; column < terms.Length; column++)
        {
            if (terms[column] is null || !IsTerm(terms[column], settings, pattern, stopWords))
            {
                throw new FormatException($"terms[{column}] is '{terms[column]}'; that is not an n-gram by the vectoriser's settings.");
            }

            if (column > 0 && PythonText.Compare(terms[column - 1], terms[column]) >= 0)
            {
                throw new FormatException($"terms[{column}], '{terms[column]}', does not stand behind the one before it in the order of code points.");
            }

            if (documentFrequencies[column] < 1 || documentFrequencies[column] > documentCount)
            {
                throw new FormatException($"documentFrequencies[{column}] is {documentFrequencies[column]}; allowed: 1 to {documentCount}.");
            }
        }

        return new Vocabulary(settings, terms, documentFrequencies, documentCount);
    }

    public CountedRows Count(IReadOnlyList<string> documents)
    {
        Check(documents);
        return _index.Count(documents);
    }

    public CountedRows Count(TokenizedCorpus corpus) => _index.Count(corpus);

    private static bool IsTerm(string term, NgramSettings settings, WordPattern pattern, HashSet<string> stopWords)
    {
        List<string> words = [];
        int position = 0;
        ReadOnlySpan<char> text = pattern.Prepare(term);
        while (pattern.TryFind(text, ref position, out ReadOnlySpan<char> word))
        {
            words.Add(word.ToString());
        }

        return words.Count >= settings.MinimumLength && words.Count <= settings.MaximumLength && string.Join(' ', words) == term && !words.Exists(stopWords.Contains);
    }

    private static void Check(IReadOnlyList<string> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        for (int document = 0; document < documents.Count; document++)
        {
            if (documents[document] is null)
            {
                throw new ArgumentException($"documents[{document}] is null; give an empty text where there is none.", nameof(documents));
            }
        }
    }
}
