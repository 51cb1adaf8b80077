using System.Globalization;
using Humanizer;

namespace MusicRec.Text;

/// <summary>Numbers in English words, by Humanizer.</summary>
internal static class NumberWords
{
    // The most digits of which every number fits a long.
    private const int LongestNumber = 18;

    private static readonly Lazy<bool> CulturesAllowed = new(HasCultures);

    /// <summary>Whether a word is a number: decimal digits of any script, and nothing else.</summary>
    public static bool IsNumber(string word) => word.Length > 0 && word.All(char.IsDigit);

    /// <summary>The words of a number: "101" is "one", "hundred", "and", "one". More than 18 digits are read one by one.</summary>
    public static string[] Of(string digits)
    {
        if (!CulturesAllowed.Value)
        {
            throw new InvalidOperationException(
                "This program runs without cultures, and Humanizer, which writes numbers in words, asks for 'en-US'. Set PredefinedCulturesOnly to false "
                + "in the program's project or runtimeconfig.json (or DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY to 0), or set SpellsNumbers to false.");
        }

        IEnumerable<long> numbers = digits.Length <= LongestNumber
            ? [digits.Aggregate(0L, (number, digit) => (10 * number) + CharUnicodeInfo.GetDecimalDigitValue(digit))]
            : digits.Select(digit => (long)CharUnicodeInfo.GetDecimalDigitValue(digit));
        return [.. numbers.SelectMany(number => number.ToWords(CultureInfo.InvariantCulture).Split(' ', '-'))];
    }

    private static bool HasCultures()
    {
        try
        {
            _ = CultureInfo.GetCultureInfo("en-US");
            return true;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}
