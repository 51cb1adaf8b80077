namespace MusicRec.Papers;

/// <summary>Lyrics swear; tables made from them need not. What a song's topic is can be seen from a first letter too.</summary>
internal static class CoarseWords
{
    private static readonly string[] _stems = ["fuck", "shit", "nigg", "bitch", "cunt", "pussy", "whore", "fag", "slut", "dick", "cock"];

    // Words that only begin or go on as a coarse one does.
    private static readonly string[] _harmless = ["cockpit", "cocktail", "peacock", "hitchcock", "cockatoo", "fagot", "shitake"];

    /// <summary>The term with every coarse word cut to its first letter: <c>d…</c>.</summary>
    public static string Mask(string term) => string.Join(' ', term.Split(' ').Select(word => IsCoarse(word) ? $"{word[0]}…" : word));

    private static bool IsCoarse(string word) =>
        _stems.Any(stem => word.Contains(stem, StringComparison.OrdinalIgnoreCase)) && !_harmless.Any(harmless => word.Contains(harmless, StringComparison.OrdinalIgnoreCase));
}
