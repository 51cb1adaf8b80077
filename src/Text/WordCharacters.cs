using System.Globalization;
using System.Text;

namespace MusicRec.Text;

/// <summary>What a character is to the text steps.</summary>
internal static class WordCharacters
{
    /// <summary>A letter in Unicode's sense, of any script.</summary>
    public static bool IsLetter(Rune rune) => Rune.IsLetter(rune);

    /// <summary>A mark that changes the letter before it: accents, and vowel signs of Indian scripts.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>A punctuation mark or symbol, by Unicode's categories; ASCII's 32 are among them.</summary>
    public static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);

    /// <summary>A character without a picture of its own: soft hyphen, zero-width joiner, byte order mark, control characters.</summary>
    public static bool IsInvisible(Rune rune) => !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;

    /// <summary>What people type for an apostrophe: quotation marks, primes, accents and a letter (U+02BC) that look like one.</summary>
    public static bool IsApostrophe(Rune rune) => rune.Value
        is '\'' or '`' or 0x00B4 or 0x02B9 or 0x02BB or 0x02BC or 0x02C8 or 0x2018 or 0x2019 or 0x201B or 0x2032 or 0xFF07;

    /// <summary>Whether a word begins with a letter and holds letters and their marks only.</summary>
    public static bool AreLetters(string word)
    {
        bool first = true;
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (!IsLetter(rune) && (first || !IsMark(rune)))
            {
                return false;
            }

            first = false;
        }

        return !first;
    }
}
