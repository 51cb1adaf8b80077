using System.Text;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>One spelling for artists of different data sets.</summary>
public static class ArtistKey
{
    /// <summary>
    /// <see cref="NameKey"/>'s spelling, of which only letters and digits are kept, so that AC/DC, AC⁄DC and "Guns N' Roses" with
    /// any apostrophe are found; a name without any letter or digit, such as "!!!", stays as it is.
    /// </summary>
    /// <param name="name">An artist's name; null counts as empty.</param>
    public static string Of(string? name)
    {
        string key = NameKey.Of(name);
        StringBuilder kept = new(key.Length);
        foreach (Rune rune in key.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                kept.Append(rune);
            }
        }

        return kept.Length > 0 ? kept.ToString() : key;
    }
}
