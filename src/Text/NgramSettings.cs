namespace MusicRec.Text;

/// <summary>
/// Which words and runs of words <see cref="CountVectorizer"/> and <see cref="TfidfVectorizer"/> count. Names in brackets are
/// scikit-learn's (1.2). A word is what its pattern <c>(?u)\b\w\w+\b</c> finds: letters, digits and underscores, two or more.
/// </summary>
public sealed record NgramSettings
{
    private const int Longest = 64;

    /// <summary>The fewest words per n-gram, 1 to 64 [ngram_range].</summary>
    public int MinimumLength { get; init; } = 1;

    /// <summary>The most words per n-gram, <see cref="MinimumLength"/> to 64 [ngram_range].</summary>
    public int MaximumLength { get; init; } = 1;

    /// <summary>The fewest characters of a word, 1 or more; shorter ones are passed over as if they were not there [token_pattern].</summary>
    public int MinimumWordLength { get; init; } = 2;

    /// <summary>Whether capitals become small letters first [lowercase].</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>
    /// Words that are taken out before n-grams are formed, compared after <see cref="Lowercase"/> [stop_words].
    /// </summary>
    public IReadOnlyCollection<string> StopWords { get; init; } = [];

    /// <summary>In how many documents an n-gram must occur, 1 or more [min_df as a number].</summary>
    public int MinimumDocuments { get; init; } = 1;

    /// <summary>In which share of the documents an n-gram must occur, 0 to 1; where it is set, both minima hold [min_df as a share].</summary>
    public double? MinimumDocumentShare { get; init; }

    /// <summary>In how many documents an n-gram may occur, 1 or more; null for any number [max_df as a number].</summary>
    public int? MaximumDocuments { get; init; }

    /// <summary>In which share of the documents an n-gram may occur, 0 to 1; where both are set, both maxima hold [max_df as a share].</summary>
    public double? MaximumDocumentShare { get; init; }

    /// <summary>
    /// How many n-grams are kept, 1 or more: those that occur most often in all documents together, ties as scikit-learn's
    /// sort (numpy 1.24) leaves them; null for all [max_features].
    /// </summary>
    public int? MaximumFeatures { get; init; }

    /// <summary>Whether a document counts each of its n-grams once only [binary].</summary>
    public bool Binary { get; init; }

    /// <summary>The same settings with a copy of the stop words, in order, after a look at each of them.</summary>
    /// <exception cref="ArgumentException">A setting is not allowed.</exception>
    internal NgramSettings Checked()
    {
        Throw.IfOutside(MinimumLength, 1, Longest);
        Throw.IfOutside(MaximumLength, MinimumLength, Longest);
        Throw.IfBelow(MinimumWordLength, 1);
        Throw.IfBelow(MinimumDocuments, 1);
        Throw.IfBelow(MaximumDocuments ?? 1, 1, nameof(MaximumDocuments));
        Throw.IfBelow(MaximumFeatures ?? 1, 1, nameof(MaximumFeatures));
        Throw.IfOutside(MinimumDocumentShare ?? 0, 0, 1, nameof(MinimumDocumentShare));
        Throw.IfOutside(MaximumDocumentShare ?? 1, 0, 1, nameof(MaximumDocumentShare));
        ArgumentNullException.ThrowIfNull(StopWords);
        if (StopWords.Any(word => word is null))
        {
            throw new ArgumentException($"{nameof(StopWords)} holds null; only words are allowed.");
        }

        return this with { StopWords = Array.AsReadOnly([.. StopWords.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]) };
    }

    /// <summary>The fewest and most documents, of so many, that an n-gram may occur in.</summary>
    /// <exception cref="ArgumentException">No number lies between them.</exception>
    internal (double Fewest, double Most) DocumentBounds(int documentCount)
    {
        double fewest = Math.Max(MinimumDocuments, (MinimumDocumentShare ?? 0) * documentCount);
        double most = Math.Min(MaximumDocuments ?? double.MaxValue, (MaximumDocumentShare ?? 1) * documentCount);
        return most >= fewest
            ? (fewest, most)
            : throw new ArgumentException(
                $"Of {documentCount} documents, an n-gram would have to be in {fewest} or more and in {most} or fewer; no number is both.");
    }
}
