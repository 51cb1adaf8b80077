using System.Globalization;
using System.Text;

namespace MusicRec.Text;

/// <summary>Letters as Python sees them, where .NET draws the lines elsewhere: <c>\w</c> of its regular expressions, <c>str.lower</c>, the order of its strings.</summary>
internal static class PythonText
{
    // MidLetter, MidNumLet and Single_Quote of Unicode's word breaking, which are ignored beside letters of either case.
    private const string IgnoredPunctuation = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    /// <summary>Whether <c>\w</c> takes the character: a letter, a number of any kind or an underscore; no mark, unlike .NET's <c>\w</c>.</summary>
    public static bool IsWordCharacter(Rune character) => character.Value == '_' || Rune.GetUnicodeCategory(character) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or
        UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>
    /// <paramref name="text"/> in small letters as <c>str.lower</c> has it: unlike .NET's, a capital sigma becomes a final one
    /// at the end of a word, and İ becomes two characters.
    /// </summary>
    public static string ToLower(string text)
    {
        StringBuilder result = new(text.Length);
        int index = 0;
        foreach (Rune character in text.EnumerateRunes())
        {
            switch (character.Value)
            {
                case 'Σ':
                    result.Append(IsFinal(text, index) ? 'ς' : 'σ');
                    break;
                case 'İ':
                    result.Append("i\u0307");
                    break;
                default:
                    result.Append(Rune.ToLowerInvariant(character).ToString());
                    break;
            }

            // A lone surrogate is read as a character of the same length.
            index += character.Utf16SequenceLength;
        }

        return result.ToString();
    }

    /// <summary>Compares strings by their code points; by UTF-16 units, as .NET does, what lies beyond the first plane would stand before U+E000.</summary>
    public static int Compare(string first, string second)
    {
        int same = first.AsSpan().CommonPrefixLength(second);
        if (same == first.Length || same == second.Length)
        {
            return first.Length - second.Length;
        }

        char one = first[same], other = second[same];
        return char.IsSurrogate(one) == char.IsSurrogate(other) ? one - other : char.IsSurrogate(one) ? 1 : -1;
    }

    // Unicode's Final_Sigma: a cased letter before it and none behind it, ignoring what is case-ignorable.
    private static bool IsFinal(string text, int index)
    {
        int before = index;
        Rune neighbour = default;
        while (before > 0)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, before), out neighbour, out int length);
            before -= length;
            if (!IsCaseIgnorable(neighbour))
            {
                break;
            }

            neighbour = default;
        }

        if (!IsCased(neighbour))
        {
            return false;
        }

        foreach (Rune behind in text.AsSpan(index + 1).EnumerateRunes())
        {
            if (!IsCaseIgnorable(behind))
            {
                return !IsCased(behind);
            }
        }

        return true;
    }

    private static bool IsCaseIgnorable(Rune character) =>
        (character.IsBmp && IgnoredPunctuation.Contains((char)character.Value, StringComparison.Ordinal)) || Rune.GetUnicodeCategory(character) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or
            UnicodeCategory.ModifierSymbol;

    // Besides the letters: ª and º, Roman numerals, letters in circles and squares.
    private static bool IsCased(Rune character) =>
        character.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9) or
            (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189) ||
        Rune.GetUnicodeCategory(character) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;
}
