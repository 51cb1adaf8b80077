namespace MusicRec.Text;

/// <summary>What <see cref="TfidfVectorizer"/> counts and how it weighs it. Names in brackets are scikit-learn's (1.2), and so are the defaults.</summary>
public sealed record TfidfSettings
{
    /// <summary>What is counted.</summary>
    public NgramSettings Ngrams { get; init; } = new();

    /// <summary>Whether what occurs in few documents weighs more [use_idf].</summary>
    public bool UseInverseDocumentFrequencies { get; init; } = true;

    /// <summary>Whether document frequencies are taken as if one more document held every n-gram once [smooth_idf].</summary>
    public bool SmoothInverseDocumentFrequencies { get; init; } = true;

    /// <summary>Whether an n-gram found t times in a document counts 1 + ln t instead of t [sublinear_tf].</summary>
    public bool SublinearTermFrequencies { get; init; }

    /// <summary>To which size each document's weights are brought at the end [norm].</summary>
    public RowNorm Norm { get; init; } = RowNorm.L2;

    /// <inheritdoc cref="NgramSettings.Checked"/>
    internal TfidfSettings Checked()
    {
        ArgumentNullException.ThrowIfNull(Ngrams);
        Throw.IfUndefined(Norm);
        return this with { Ngrams = Ngrams.Checked() };
    }
}
