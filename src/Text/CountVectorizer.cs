using MusicRec.Numerics;

namespace MusicRec.Text;

/// <summary>
/// How often each word, or run of words, of a vocabulary stands in documents: scikit-learn's CountVectorizer (1.2) with
/// words as its analyser. The vocabulary is what the documents given to <see cref="Fit"/> hold, in the order of code points.
/// </summary>
public sealed class CountVectorizer
{
    private readonly NgramSettings _settings;
    private Vocabulary? _vocabulary;

    /// <summary>A vectoriser that has seen nothing yet.</summary>
    /// <param name="settings">What is counted; null for scikit-learn's defaults.</param>
    /// <exception cref="ArgumentException">A setting lies outside what is allowed.</exception>
    public CountVectorizer(NgramSettings? settings = null) => _settings = (settings ?? new NgramSettings()).Checked();

    /// <summary>The n-grams that columns stand for, ascending by code points, words parted by one space.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IReadOnlyList<string> Vocabulary => Fitted.Terms;

    /// <summary>In how many of the documents given to <see cref="Fit"/> each of <see cref="Vocabulary"/> occurs.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public ReadOnlySpan<int> DocumentFrequencies => Fitted.DocumentFrequencies;

    private Vocabulary Fitted
    {
        get
        {
            Throw.IfNotFitted(_vocabulary, nameof(CountVectorizer));
            return _vocabulary;
        }
    }

    /// <summary>Takes the vocabulary from <paramref name="documents"/>: training rows only.</summary>
    /// <exception cref="ArgumentException">There are no documents, one is null, or no n-gram is left.</exception>
    public void Fit(IReadOnlyList<string> documents) => _vocabulary = Text.Vocabulary.Learn(documents, _settings, out _);

    /// <summary>Counts in <paramref name="documents"/>, [documents, <see cref="Vocabulary"/>]; what is not in the vocabulary is passed over.</summary>
    /// <exception cref="ArgumentException">A document is null.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public SparseMatrix Transform(IReadOnlyList<string> documents) => Matrix(Fitted.Count(documents));

    /// <summary><see cref="Fit"/> and <see cref="Transform"/> of the same documents in one, reading them once.</summary>
    /// <inheritdoc cref="Fit" path="/exception"/>
    public SparseMatrix FitTransform(IReadOnlyList<string> documents)
    {
        _vocabulary = Text.Vocabulary.Learn(documents, _settings, out TokenizedCorpus corpus);
        return Matrix(_vocabulary.Count(corpus));
    }

    /// <summary>Settings and vocabulary as text, to be kept in a file of its own or in the metadata of a model.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public string ToJson() => VectorizerFile<NgramSettings>.Write(nameof(CountVectorizer), _settings, Fitted);

    /// <summary>The fitted vectoriser that <see cref="ToJson"/> made <paramref name="json"/> of.</summary>
    /// <exception cref="FormatException">It is not such a text, or what it says cannot be.</exception>
    public static CountVectorizer FromJson(string json)
    {
        (NgramSettings settings, Vocabulary vocabulary) = VectorizerFile<NgramSettings>.Read(nameof(CountVectorizer), json, settings => settings.Checked());
        return new CountVectorizer(settings) { _vocabulary = vocabulary };
    }

    private static SparseMatrix Matrix(CountedRows rows) => new(rows.Rows, rows.Columns, rows.Starts, rows.Indices, rows.Counts);
}
