namespace MusicRec.Text;

/// <summary>
/// Brings a word to the form under which WordNet 3.0 lists it, by NLTK 3.8's definition (<c>WordNetLemmatizer</c> over
/// <c>morphy</c>): the exceptions' base forms where the word is an exception; else the word itself and what is left once its
/// endings are detached, as far as WordNet has them; of several the shortest, of equally short ones the first. So
/// <c>mice</c> becomes <c>mouse</c>, and oddly <c>boss</c> becomes <c>bos</c>, the genus of cattle.
/// </summary>
public static class WordNetLemmatizer
{
    /// <summary>The longest word that is looked at, in characters; longer ones come back as they are.</summary>
    public const int MaximumLength = 200;

    // By part of speech, in NLTK's order: an ending and what takes its place.
    private static readonly (string Ending, string Replacement)[][] Rules =
    [
        [("s", ""), ("ses", "s"), ("ves", "f"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y")],
        [("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")],
        [("er", ""), ("est", ""), ("er", "e"), ("est", "e")],
        [],
    ];

    /// <summary>The lemma of one word, or the word itself where WordNet knows none.</summary>
    /// <param name="word">
    /// A word in lower case. WordNet's entries of several words (<c>ice_cream</c>) are not among the library's data: such
    /// a word comes back as it is.
    /// </param>
    /// <param name="partOfSpeech">What the word is taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part of speech.</exception>
    public static string Lemmatize(string word, PartOfSpeech partOfSpeech = PartOfSpeech.Noun)
    {
        ArgumentNullException.ThrowIfNull(word);
        Throw.IfUndefined(partOfSpeech);
        if (word.Length > MaximumLength)
        {
            return word;
        }

        WordNetData data = WordNetData.Shared;
        if (data.BasesOf(word, partOfSpeech) is { } bases)
        {
            return Shortest([word, .. bases], data, partOfSpeech) ?? word;
        }

        List<string> forms = Detach([word], partOfSpeech);
        string? lemma = Shortest([word, .. forms], data, partOfSpeech);
        while (lemma is null && forms.Count > 0)
        {
            forms = Detach(forms, partOfSpeech);
            lemma = Shortest(forms, data, partOfSpeech);
        }

        return lemma ?? word;
    }

    private static List<string> Detach(List<string> forms, PartOfSpeech partOfSpeech)
    {
        List<string> detached = [];
        foreach (string form in forms)
        {
            foreach ((string ending, string replacement) in Rules[(int)partOfSpeech])
            {
                if (form.EndsWith(ending, StringComparison.Ordinal))
                {
                    string left = string.Concat(form.AsSpan(0, form.Length - ending.Length), replacement);
                    // NLTK keeps what comes up twice; only the first can win, and the list stays short.
                    if (!detached.Contains(left))
                    {
                        detached.Add(left);
                    }
                }
            }
        }

        return detached;
    }

    private static string? Shortest(List<string> forms, WordNetData data, PartOfSpeech partOfSpeech)
    {
        string? shortest = null;
        foreach (string form in forms)
        {
            if ((shortest is null || form.Length < shortest.Length) && data.Contains(form, partOfSpeech))
            {
                shortest = form;
            }
        }

        return shortest;
    }
}
