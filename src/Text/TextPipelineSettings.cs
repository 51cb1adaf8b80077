namespace MusicRec.Text;

/// <summary>
/// Which steps a <see cref="TextPipeline"/> takes, and how. Unless told they are paper 001's, as its authors' public notebook
/// runs them: there words are lemmatised as nouns only, so that <c>running</c>, the paper's own example, stays <c>running</c>.
/// </summary>
public sealed record TextPipelineSettings
{
    /// <summary>
    /// Whether characters are brought to one spelling: Unicode's NFKC and case folding, one kind of apostrophe, and no
    /// invisible formatting characters. The paper's code has lower case only.
    /// </summary>
    public bool FoldsCase { get; init; } = true;

    /// <summary>What happens to punctuation marks and symbols; deleted unless told. The paper's code knows those of ASCII only.</summary>
    public PunctuationHandling Punctuation { get; init; } = PunctuationHandling.Delete;

    /// <summary>
    /// Whether numbers that stand alone become words: <c>100</c> becomes <c>one hundred</c>, and <c>2pac</c> stays. Of 21 the
    /// paper's code makes <c>twenty-one</c>, which it then drops for its hyphen; here it is two words.
    /// </summary>
    public bool SpellsNumbers { get; init; } = true;

    /// <summary>
    /// Whether contractions are cut as NLTK's word tokeniser cuts them: <c>gonna</c> into <c>gon</c> and <c>na</c>,
    /// <c>cannot</c> into <c>can</c> and <c>not</c>; where the apostrophe still stands, <c>mama's</c> into <c>mama</c> and <c>'s</c>
    /// (but what is a stop word as it stands, such as <c>don't</c>, stays whole, and <c>can't</c> gives <c>can</c>, not <c>ca</c>).
    /// </summary>
    public bool CutsContractions { get; init; } = true;

    /// <summary>
    /// Whether only words of letters are kept. Marks that belong to a letter count as letters, without which Hindi or Thai
    /// would lose most of its words; Python's <c>isalpha</c>, in the paper's code, does not count them.
    /// </summary>
    public bool KeepsLettersOnly { get; init; } = true;

    /// <summary>The words to leave out, in lower case; NLTK's English ones unless told, none for an empty set.</summary>
    public IReadOnlySet<string> StopWords { get; init; } = Text.StopWords.English;

    /// <summary>What a word is lemmatised as, one after the other; as a noun only unless told, not at all for an empty list.</summary>
    public IReadOnlyList<PartOfSpeech> Lemmas { get; init; } = [PartOfSpeech.Noun];

    /// <summary>
    /// What we would do with lyrics as they are sung: punctuation ends words, so that <c>don't</c> is a stop word; words are
    /// lemmatised as nouns, then as verbs, so that <c>running</c> becomes <c>run</c>.
    /// </summary>
    public static TextPipelineSettings ForRawLyrics { get; } =
        new() { Punctuation = PunctuationHandling.Separate, Lemmas = [PartOfSpeech.Noun, PartOfSpeech.Verb] };

    internal void Check()
    {
        Throw.IfUndefined(Punctuation);
        ArgumentNullException.ThrowIfNull(StopWords);
        ArgumentNullException.ThrowIfNull(Lemmas);
        foreach (PartOfSpeech partOfSpeech in Lemmas)
        {
            Throw.IfUndefined(partOfSpeech, nameof(Lemmas));
        }
    }
}
