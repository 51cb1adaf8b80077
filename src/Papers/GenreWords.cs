using MusicRec.Neural;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// The words of genres as numbers, learnt from training songs: 0 stands for nothing, 1 for a word that no training song has (and for
/// a song without a genre), the others from 2 on in the order of their characters.
/// </summary>
internal sealed class GenreWords
{
    public const int Reserved = 2;

    // Longer texts are no genres; what stands behind is not read, in training and later alike.
    public const int MostWords = 8;
    private const int Unknown = 1;
    private static readonly NgramSettings s_words = new() { MinimumWordLength = 1 };
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <param name="words">In the order of their characters, each once.</param>
    public GenreWords(IReadOnlyList<string> words)
    {
        Words = words;
        for (int place = 0; place < words.Count; place++)
        {
            _numbers.Add(words[place], place + Reserved);
        }
    }

    /// <summary>The words, the one with number 2 first.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>How many numbers there are.</summary>
    public int Count => Words.Count + Reserved;

    public static GenreWords Learn(IReadOnlyList<string> genres, ReadOnlySpan<int> rows)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        SortedSet<string> words = new(StringComparer.Ordinal);
        WordPattern pattern = new(s_words);
        foreach (int row in rows)
        {
            if (seen.Add(genres[row]))
            {
                words.UnionWith(Split(pattern, genres[row]));
            }
        }

        return new GenreWords([.. words]);
    }

    /// <summary>The words of the genres of some songs, [rows, words], and how many each has, [rows].</summary>
    public (IndexTensor Words, IndexTensor Counts) Encode(IReadOnlyList<string> genres, ReadOnlySpan<int> rows)
    {
        Dictionary<string, int[]> encoded = new(StringComparer.Ordinal);
        WordPattern pattern = new(s_words);
        int[][] all = new int[rows.Length][];
        int width = 1;
        for (int place = 0; place < all.Length; place++)
        {
            string genre = genres[rows[place]];
            if (!encoded.TryGetValue(genre, out int[]? numbers))
            {
                numbers = [.. Split(pattern, genre).Select(word => _numbers.GetValueOrDefault(word, Unknown))];
                encoded.Add(genre, numbers = numbers.Length == 0 ? [Unknown] : numbers);
            }

            all[place] = numbers;
            width = Math.Max(width, numbers.Length);
        }

        int[] words = new int[rows.Length * width];
        for (int place = 0; place < all.Length; place++)
        {
            all[place].CopyTo(words, place * width);
        }

        return (IndexTensor.From(words, rows.Length, width), IndexTensor.From(Array.ConvertAll(all, numbers => numbers.Length), rows.Length));
    }

    private static List<string> Split(WordPattern pattern, string genre)
    {
        List<string> words = [];
        ReadOnlySpan<char> text = pattern.Prepare(genre);
        int position = 0;
        while (words.Count < MostWords && pattern.TryFind(text, ref position, out ReadOnlySpan<char> word))
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
