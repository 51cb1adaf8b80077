namespace MusicRec.Text;

/// <summary>One spelling for names of artists and tracks that differ in case, accents or outer space only, so that data sets can be joined by name.</summary>
public static class NameKey
{
    /// <summary>
    /// The name trimmed, its case folded, and without the accents of its letters (combining marks U+0300 to U+036F after Unicode's compatibility
    /// decomposition): "Beyoncé " and "BEYONCE" give "beyonce". Letters that are no accented ones, such as ø, stay.
    /// </summary>
    /// <param name="name">Any text; null counts as empty.</param>
    public static string Of(string? name) => UnicodeForm.WithoutAccents(UnicodeForm.Fold((name ?? "").Trim()));
}
