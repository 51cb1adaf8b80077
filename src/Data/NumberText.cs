using System.Globalization;

namespace MusicRec.Data;

/// <summary>Numbers out of text, culture-free: the nearest double, found on a short exact path for the digits that data files have.</summary>
internal static class NumberText
{
    // Powers of ten that a double holds exactly.
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>A finite decimal number with an optional sign, point and exponent, spaces around it allowed.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out double value)
    {
        int place = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is '-' or '+')
        {
            negative = text[0] == '-';
            place = 1;
        }

        ulong digits = 0;
        int seen = 0, exponent = 0;
        bool afterPoint = false;
        for (; place < text.Length; place++)
        {
            uint digit = (uint)(text[place] - '0');
            if (digit <= 9)
            {
                // Up to 15 digits make a whole number that a double holds exactly.
                digits = (digits * 10) + digit;
                seen++;
                exponent -= afterPoint ? 1 : 0;
                if (seen > 15)
                {
                    return TryParseSlowly(text, out value);
                }
            }
            else if (text[place] == '.' && !afterPoint)
            {
                afterPoint = true;
            }
            else
            {
                break;
            }
        }

        if (seen == 0 || (place < text.Length && !TryReadExponent(text[place..], ref exponent)) || exponent is < -22 or > 22)
        {
            return TryParseSlowly(text, out value);
        }

        // One correctly rounded operation on two exact numbers gives the nearest double (Clinger 1990).
        double size = exponent < 0 ? digits / PowersOfTen[-exponent] : digits * PowersOfTen[exponent];
        value = negative ? -size : size;
        return true;
    }

    /// <summary>A whole number of 32 bits with an optional sign, spaces around it allowed.</summary>
    public static bool TryParseInteger(ReadOnlySpan<char> text, out int value)
    {
        int place = text.Length > 0 && text[0] == '-' ? 1 : 0;
        if (text.Length - place is >= 1 and <= 9)
        {
            int size = 0;
            int start = place;
            for (; place < text.Length; place++)
            {
                uint digit = (uint)(text[place] - '0');
                if (digit > 9)
                {
                    break;
                }

                size = (size * 10) + (int)digit;
            }

            if (place == text.Length)
            {
                value = start == 1 ? -size : size;
                return true;
            }
        }

        // The framework takes NULs after a number for nothing.
        value = 0;
        return !text.Contains('\0') && int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, ref int exponent)
    {
        if (text[0] is not ('e' or 'E') || text.Length < 2)
        {
            return false;
        }

        bool negative = text[1] == '-';
        ReadOnlySpan<char> digits = text[(text[1] is '-' or '+' ? 2 : 1)..];
        if (digits.Length is < 1 or > 3)
        {
            return false;
        }

        int size = 0;
        foreach (char character in digits)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }

            size = (size * 10) + (character - '0');
        }

        exponent += negative ? -size : size;
        return true;
    }

    private static bool TryParseSlowly(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return !text.Contains('\0') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}
