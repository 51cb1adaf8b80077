namespace MusicRec.Embeddings;

/// <summary>Sentences as numbers of words.</summary>
internal static class WordNumbers
{
    /// <summary>The words in the order of their first appearance, and each sentence by the words' places in it.</summary>
    /// <exception cref="ArgumentException">A sentence is null, or a word null or empty.</exception>
    public static (string[] Words, int[][] Sentences) Of(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<string> words = [];
        int[][] numbered = new int[sentences.Count][];
        for (int sentence = 0; sentence < numbered.Length; sentence++)
        {
            IReadOnlyList<string> own = sentences[sentence] ?? throw new ArgumentException($"Sentence {sentence} is null.", nameof(sentences));
            numbered[sentence] = new int[own.Count];
            for (int index = 0; index < own.Count; index++)
            {
                string word = own[index];
                if (string.IsNullOrEmpty(word))
                {
                    throw new ArgumentException($"Sentence {sentence} holds a word that is {(word is null ? "null" : "empty")}; every word needs a text.", nameof(sentences));
                }

                if (!places.TryGetValue(word, out int place))
                {
                    place = words.Count;
                    places.Add(word, place);
                    words.Add(word);
                }

                numbered[sentence][index] = place;
            }
        }

        return ([.. words], numbered);
    }
}
