namespace MusicRec.Text;

/// <summary>Contractions, cut as NLTK 3.8's word tokeniser (the Penn Treebank's, with R. MacIntyre's list) cuts them.</summary>
internal static class Contractions
{
    private static readonly Dictionary<string, string[]> WholeWords = new(StringComparer.Ordinal)
    {
        ["cannot"] = ["can", "not"],
        ["d'ye"] = ["d", "'ye"],
        ["gimme"] = ["gim", "me"],
        ["gonna"] = ["gon", "na"],
        ["gotta"] = ["got", "ta"],
        ["lemme"] = ["lem", "me"],
        ["more'n"] = ["more", "'n"],
        ["wanna"] = ["wan", "na"],
        // NLTK's own rule leaves "ca", which is neither a word nor on its stop list.
        ["can't"] = ["can", "n't"],
    };

    private static readonly string[] Endings = ["'ll", "'re", "'ve", "n't", "'s", "'m", "'d"];

    /// <summary>Adds the pieces of <paramref name="word"/>, or the word where there is nothing to cut.</summary>
    public static void Cut(string word, List<string> pieces)
    {
        if (WholeWords.TryGetValue(word, out string[]? known))
        {
            pieces.AddRange(known);
        }
        else if (word.Contains('\'', StringComparison.Ordinal)
            && Endings.FirstOrDefault(ending => word.Length > ending.Length && word.EndsWith(ending, StringComparison.Ordinal)) is { } found)
        {
            pieces.Add(word[..^found.Length]);
            pieces.Add(found);
        }
        else
        {
            pieces.Add(word);
        }
    }
}
