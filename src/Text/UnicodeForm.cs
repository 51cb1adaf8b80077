using System.Text;

namespace MusicRec.Text;

/// <summary>The same spelling for what is the same text: Unicode's compatibility composition (NFKC) and case folding, the same on every machine.</summary>
internal static class UnicodeForm
{
    // Unicode's constants for composing Hangul syllables of two or three parts.
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;

    /// <summary>NFKC, case folding, NFKC: equal for texts that differ in case or in how their characters are put together only.</summary>
    public static string Fold(string text) =>
        Ascii.IsValid(text) ? text.ToLowerInvariant() : Compose(CaseFold(Compose(text)));

    /// <summary>Normalisation Form KC. A surrogate that stands alone becomes U+FFFD.</summary>
    public static string Compose(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        List<int> points = Decompose(text);
        Order(points);
        return ToText(ComposePairs(points));
    }

    /// <summary>Normalisation Form KC of the text without its combining diacritical marks, U+0300 to U+036F.</summary>
    public static string WithoutAccents(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        List<int> points = Decompose(text);
        points.RemoveAll(point => point is >= 0x0300 and <= 0x036F);
        Order(points);
        return ToText(ComposePairs(points));
    }

    private static string CaseFold(string text)
    {
        List<int> points = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            points.AddRange(UnicodeData.Shared.CaseFolding.TryGetValue(rune.Value, out int[]? folded) ? folded : [rune.Value]);
        }

        return ToText(points);
    }

    private static List<int> Decompose(string text)
    {
        List<int> points = new(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            int syllable = rune.Value - SyllableBase;
            if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount)
            {
                points.Add(LeadBase + (syllable / (VowelCount * TrailCount)));
                points.Add(VowelBase + (syllable % (VowelCount * TrailCount) / TrailCount));
                if (syllable % TrailCount != 0)
                {
                    points.Add(TrailBase + (syllable % TrailCount));
                }
            }
            else
            {
                points.AddRange(UnicodeData.Shared.Decompositions.TryGetValue(rune.Value, out int[]? parts) ? parts : [rune.Value]);
            }
        }

        return points;
    }

    // Runs of combining marks are put in the order of their classes; marks of one class keep theirs.
    private static void Order(List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (Class(points[start]) == 0)
            {
                continue;
            }

            int end = start;
            while (end < points.Count && Class(points[end]) != 0)
            {
                end++;
            }

            // Sorted stably, and not one by one: a text may consist of marks only.
            int[] run = [.. points[start..end].OrderBy(Class)];
            for (int index = 0; index < run.Length; index++)
            {
                points[start + index] = run[index];
            }

            start = end;
        }
    }

    private static List<int> ComposePairs(List<int> points)
    {
        List<int> composed = new(points.Count);
        int starter = -1;
        int previousClass = 0;
        foreach (int point in points)
        {
            int combiningClass = Class(point);
            // A mark is blocked from the starter by one of its own or a higher class between them, a starter by anything.
            bool adjacent = starter == composed.Count - 1;
            if (starter >= 0 && (adjacent || (previousClass < combiningClass && previousClass != 0)) && Pair(composed[starter], point) is int pair)
            {
                composed[starter] = pair;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = composed.Count;
            }

            previousClass = combiningClass;
            composed.Add(point);
        }

        return composed;
    }

    private static int? Pair(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + LeadCount && second is >= VowelBase and < VowelBase + VowelCount)
        {
            return SyllableBase + ((((first - LeadBase) * VowelCount) + (second - VowelBase)) * TrailCount);
        }

        if (first - SyllableBase is >= 0 and < LeadCount * VowelCount * TrailCount && (first - SyllableBase) % TrailCount == 0
            && second is > TrailBase and < TrailBase + TrailCount)
        {
            return first + (second - TrailBase);
        }

        return UnicodeData.Shared.Compositions.TryGetValue((first, second), out int pair) ? pair : null;
    }

    private static int Class(int point) => UnicodeData.Shared.CombiningClasses.GetValueOrDefault(point);

    private static string ToText(List<int> points)
    {
        StringBuilder text = new(points.Count);
        foreach (int point in points)
        {
            text.Append(new Rune(point).ToString());
        }

        return text.ToString();
    }
}
