using System.Globalization;

namespace MusicRec.Text;

/// <summary>
/// What Unicode 14.0.0 says about decomposing, composing and folding characters; read once, when first needed. It is carried
/// along because .NET leaves every text as it is where a program runs without cultures, and follows the system's ICU elsewhere.
/// </summary>
internal sealed class UnicodeData
{
    private static readonly Lazy<UnicodeData> Instance = new(() => new UnicodeData());

    private UnicodeData()
    {
        using StreamReader reader = TextResource.Open("unicode.txt.z");
        Decompositions = Read(reader).ToDictionary(row => row[0], row => row[1..]);
        CombiningClasses = Read(reader).ToDictionary(row => row[0], row => row[1]);
        Compositions = Read(reader).ToDictionary(row => (row[0], row[1]), row => row[2]);
        CaseFolding = Read(reader).ToDictionary(row => row[0], row => row[1..]);
    }

    public static UnicodeData Shared => Instance.Value;

    /// <summary>By code point, what its compatibility decomposition (NFKD) is in full; Hangul syllables follow a rule instead.</summary>
    public Dictionary<int, int[]> Decompositions { get; }

    /// <summary>By code point, its canonical combining class where that is not 0.</summary>
    public Dictionary<int, int> CombiningClasses { get; }

    /// <summary>By two code points, the one that they compose to.</summary>
    public Dictionary<(int First, int Second), int> Compositions { get; }

    /// <summary>By code point, what full case folding makes of it.</summary>
    public Dictionary<int, int[]> CaseFolding { get; }

    // A block: its number of lines; then lines of hexadecimal numbers, of which the first counts from the line before.
    private static List<int[]> Read(StreamReader reader)
    {
        int count = Number(reader.NextLine());
        List<int[]> rows = new(count);
        int previous = 0;
        for (int index = 0; index < count; index++)
        {
            int[] row = [.. reader.NextLine().Split(' ').Select(Number)];
            previous = row[0] += previous;
            rows.Add(row);
        }

        return rows;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
