using System.Globalization;

namespace MusicRec.Text;

/// <summary>The words of WordNet 3.0 with their parts of speech, and its lists of irregular forms; read once, when first asked for.</summary>
internal sealed class WordNetData
{
    private static readonly Lazy<WordNetData> Instance = new(() => new WordNetData());

    private readonly Dictionary<string, int> _partsOfSpeech;
    private readonly Dictionary<string, string[]>[] _exceptions;

    private WordNetData()
    {
        using StreamReader reader = TextResource.Open("wordnet.txt.z");
        _partsOfSpeech = ReadWords(reader);
        _exceptions = [.. Enum.GetValues<PartOfSpeech>().Select(_ => ReadExceptions(reader))];
    }

    public static WordNetData Shared => Instance.Value;

    /// <summary>Whether WordNet has <paramref name="word"/> as this part of speech.</summary>
    public bool Contains(string word, PartOfSpeech partOfSpeech) =>
        _partsOfSpeech.TryGetValue(word, out int known) && (known & (1 << (int)partOfSpeech)) != 0;

    /// <summary>The base forms that the list of exceptions gives for <paramref name="form"/>, or null.</summary>
    public string[]? BasesOf(string form, PartOfSpeech partOfSpeech) => _exceptions[(int)partOfSpeech].GetValueOrDefault(form);

    // A line per word: its parts of speech as 'A' + mask, the length shared with the word before as ' ' + length, the rest.
    private static Dictionary<string, int> ReadWords(StreamReader reader)
    {
        int count = Count(reader);
        Dictionary<string, int> words = new(count, StringComparer.Ordinal);
        string previous = string.Empty;
        for (int index = 0; index < count; index++)
        {
            string line = reader.NextLine();
            previous = string.Concat(previous.AsSpan(0, line[1] - ' '), line.AsSpan(2));
            words.Add(previous, line[0] - 'A');
        }

        return words;
    }

    private static Dictionary<string, string[]> ReadExceptions(StreamReader reader)
    {
        int count = Count(reader);
        Dictionary<string, string[]> exceptions = new(count, StringComparer.Ordinal);
        for (int index = 0; index < count; index++)
        {
            string[] parts = reader.NextLine().Split(' ');
            exceptions.Add(parts[0], parts[1..]);
        }

        return exceptions;
    }

    private static int Count(StreamReader reader) => int.Parse(reader.NextLine(), CultureInfo.InvariantCulture);
}
