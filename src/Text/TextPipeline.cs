using System.Collections.Concurrent;

namespace MusicRec.Text;

/// <summary>
/// From a text to its words: one spelling in lower case, punctuation off, numbers to words, contractions cut, stop words and
/// what is no word out, lemmas (paper 001, section 4.1, as its authors' public notebook runs it; the differences stand at
/// <see cref="TextPipelineSettings"/>). Each word between blanks goes through on its own, whatever stands around it.
/// May be used from several threads.
/// </summary>
public sealed class TextPipeline
{
    // Lyrics repeat their words: what became of each is kept, for so many words of at most so many characters.
    private const int MaximumKnownWords = 1 << 17;
    private const int MaximumKnownLength = 64;

    private readonly (string Name, Action<string, List<string>> Apply)[] _steps;
    private readonly ConcurrentDictionary<string, string[]> _known = new(StringComparer.Ordinal);
    private int _knownCount;

    /// <summary>A pipeline of the steps that <paramref name="settings"/> switches on.</summary>
    /// <param name="settings">The steps; null for the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is none of its enumeration's values.</exception>
    public TextPipeline(TextPipelineSettings? settings = null)
    {
        Settings = settings ?? new TextPipelineSettings();
        Settings.Check();
        _steps = WordSteps.Of(Settings);
    }

    /// <summary>Which steps are taken, and how.</summary>
    public TextPipelineSettings Settings { get; }

    /// <summary>The words that are left of a text, in its order.</summary>
    public string[] Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> words = [];
        foreach (string word in Split(text))
        {
            if (!_known.TryGetValue(word, out string[]? becomes))
            {
                becomes = Run(word);
                // Counted here: the dictionary's own count stops every thread.
                if (word.Length <= MaximumKnownLength && _knownCount < MaximumKnownWords && _known.TryAdd(word, becomes))
                {
                    Interlocked.Increment(ref _knownCount);
                }
            }

            words.AddRange(becomes);
        }

        return [.. words];
    }

    /// <summary>The words that are left of a text, one blank between two, as a vectoriser takes it.</summary>
    public string Clean(string text) => string.Join(' ', Tokens(text));

    /// <summary>What each step does to a text.</summary>
    public TextTrace Trace(string text) => Trace([text]);

    /// <summary>What each step does to many texts: how many words it changes and removes, and the most common of them.</summary>
    public TextTrace Trace(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return TextTrace.Of([.. texts.Select(Split)], _steps);
    }

    private static string[] Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private string[] Run(string word)
    {
        List<string> words = [word];
        foreach ((_, Action<string, List<string>> apply) in _steps)
        {
            List<string> next = [];
            foreach (string each in words)
            {
                apply(each, next);
            }

            words = next;
        }

        return [.. words];
    }
}
