using System.Collections.Frozen;

namespace MusicRec.Text;

/// <summary>Words so common that they tell nothing about a text.</summary>
public static class StopWords
{
    private static readonly Lazy<FrozenSet<string>> EnglishWords = new(ReadEnglish);

    /// <summary>
    /// The 179 English stop words of NLTK 3.8, in lower case; contractions stand there with their apostrophe (<c>don't</c>),
    /// and also as NLTK's tokeniser cuts them (<c>don</c>, <c>t</c>).
    /// </summary>
    public static IReadOnlySet<string> English => EnglishWords.Value;

    private static FrozenSet<string> ReadEnglish()
    {
        using StreamReader reader = TextResource.Open("english-stop-words.txt");
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
