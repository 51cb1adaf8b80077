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

    public CountedRows Count(IReadOnlyList<string> documents)
    {
        Check(documents);
        return _index.Count(documents);
    }

    public CountedRows Count(TokenizedCorpus corpus) => _index.Count(corpus);

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
