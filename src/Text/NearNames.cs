using System.Text;

namespace MusicRec.Text;

/// <summary>Names that somebody may have meant who wrote another one.</summary>
internal static class NearNames
{
    // Longer text is no name; the table of distances stays small.
    private const int LongestName = 100;
    private const double LeastLikeness = 0.5;

    /// <summary>
    /// Known names like <paramref name="wanted"/>, the likest first, then in the order of <paramref name="known"/>: those of which no more
    /// than half of the letters must change (Levenshtein 1966), and those that share a whole word with it.
    /// </summary>
    public static string[] Of(string wanted, IEnumerable<string> known, int most = 3)
    {
        string key = Key(wanted);
        return
        [
            .. known.Select(name => (Name: name, Likeness: Likeness(key, Key(name)))).Where(pair => pair.Likeness >= LeastLikeness)
                .OrderByDescending(pair => pair.Likeness).Take(most).Select(pair => pair.Name),
        ];
    }

    /// <summary>A name without letter case, accents, and the signs between its words: "Hip-Hop " is "hip hop". A name of signs alone keeps them.</summary>
    public static string Key(string name)
    {
        string plain = NameKey.Of(name);
        StringBuilder key = new(plain.Length);
        foreach (char letter in plain)
        {
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                key.Append(letter);
            }
            else if (key.Length > 0 && key[^1] != ' ')
            {
                key.Append(' ');
            }
        }

        return key.Length == 0 ? plain : key.ToString().TrimEnd();
    }

    private static double Likeness(string wanted, string known)
    {
        if (wanted.Length is 0 or > LongestName || known.Length is 0 or > LongestName)
        {
            return 0;
        }

        double letters = 1 - ((double)EditDistance(wanted, known) / Math.Max(wanted.Length, known.Length));
        bool sharesWord = wanted.Split(' ').Intersect(known.Split(' '), StringComparer.Ordinal).Any();
        return Math.Max(letters, sharesWord ? LeastLikeness + (letters / 2) : 0);
    }

    /// <summary>How many letters must be put in, left out or replaced to make one word of the other.</summary>
    internal static int EditDistance(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        int[] above = new int[second.Length + 1], here = new int[second.Length + 1];
        for (int column = 0; column <= second.Length; column++)
        {
            above[column] = column;
        }

        for (int row = 1; row <= first.Length; row++)
        {
            here[0] = row;
            for (int column = 1; column <= second.Length; column++)
            {
                int replaced = above[column - 1] + (first[row - 1] == second[column - 1] ? 0 : 1);
                here[column] = Math.Min(replaced, Math.Min(above[column], here[column - 1]) + 1);
            }

            (above, here) = (here, above);
        }

        return above[second.Length];
    }
}
