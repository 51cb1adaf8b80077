using System.Text;

namespace MusicRec.Text;

/// <summary>The steps of a <see cref="TextPipeline"/>: each makes of one word none, one or several.</summary>
internal static class WordSteps
{
    /// <summary>The steps that the settings switch on, in the pipeline's order, with the names that readers see.</summary>
    public static (string Name, Action<string, List<string>> Apply)[] Of(TextPipelineSettings settings)
    {
        List<(string, Action<string, List<string>>)> steps = [];
        if (settings.FoldsCase)
        {
            steps.Add(("one spelling, lower case", Fold));
        }

        if (settings.Punctuation != PunctuationHandling.Keep)
        {
            bool separates = settings.Punctuation == PunctuationHandling.Separate;
            steps.Add(separates ? ("punctuation ends words", SeparatePunctuation) : ("punctuation off", DeletePunctuation));
        }

        if (settings.SpellsNumbers)
        {
            steps.Add(("numbers to words", SpellNumber));
        }

        if (settings.CutsContractions)
        {
            steps.Add(("contractions cut", (word, words) => CutContraction(word, words, settings.StopWords)));
        }

        if (settings.StopWords.Count > 0)
        {
            steps.Add(("stop words out", (word, words) => AddIf(!settings.StopWords.Contains(word), word, words)));
        }

        if (settings.KeepsLettersOnly)
        {
            steps.Add(("only words of letters", (word, words) => AddIf(WordCharacters.AreLetters(word), word, words)));
        }

        if (settings.Lemmas.Count > 0)
        {
            PartOfSpeech[] lemmas = [.. settings.Lemmas];
            steps.Add(("lemmas", (word, words) => words.Add(lemmas.Aggregate(word, WordNetLemmatizer.Lemmatize))));
        }

        return [.. steps];
    }

    internal static void Fold(string word, List<string> words)
    {
        string folded = UnifyApostrophes(UnicodeForm.Fold(UnifyApostrophes(word)));
        // Some characters stand for a blank and something else (U+00A8 for a diaeresis of its own).
        words.AddRange(folded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    internal static void DeletePunctuation(string word, List<string> words)
    {
        StringBuilder kept = new(word.Length);
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (!WordCharacters.IsPunctuation(rune))
            {
                kept.Append(rune.ToString());
            }
        }

        AddIf(kept.Length > 0, kept.ToString(), words);
    }

    internal static void SeparatePunctuation(string word, List<string> words)
    {
        Rune[] runes = [.. word.EnumerateRunes()];
        StringBuilder kept = new(word.Length);
        for (int index = 0; index < runes.Length; index++)
        {
            Rune previous = index > 0 ? runes[index - 1] : default;
            Rune next = index + 1 < runes.Length ? runes[index + 1] : default;
            if (WordCharacters.IsApostrophe(runes[index]) && (Rune.IsLetter(previous) || WordCharacters.IsMark(previous)) && Rune.IsLetter(next))
            {
                kept.Append('\'');
            }
            else if (!WordCharacters.IsPunctuation(runes[index]))
            {
                kept.Append(runes[index].ToString());
            }
            else if (runes[index].Value != ',' || !Rune.IsDigit(previous) || !Rune.IsDigit(next))
            {
                AddIf(kept.Length > 0, kept.ToString(), words);
                kept.Clear();
            }
        }

        AddIf(kept.Length > 0, kept.ToString(), words);
    }

    private static void SpellNumber(string word, List<string> words)
    {
        if (NumberWords.IsNumber(word))
        {
            words.AddRange(NumberWords.Of(word));
        }
        else
        {
            words.Add(word);
        }
    }

    private static void CutContraction(string word, List<string> words, IReadOnlySet<string> stopWords)
    {
        if (stopWords.Contains(word))
        {
            words.Add(word);
        }
        else
        {
            Contractions.Cut(word, words);
        }
    }

    private static string UnifyApostrophes(string word)
    {
        if (word.All(char.IsAsciiLetterOrDigit))
        {
            return word;
        }

        StringBuilder unified = new(word.Length);
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (!WordCharacters.IsInvisible(rune))
            {
                unified.Append(WordCharacters.IsApostrophe(rune) ? "'" : rune.ToString());
            }
        }

        return unified.ToString();
    }

    private static void AddIf(bool condition, string word, List<string> words)
    {
        if (condition)
        {
            words.Add(word);
        }
    }
}
