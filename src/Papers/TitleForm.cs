namespace MusicRec.Papers;

/// <summary>What the form of a title says of a song, without knowing its words: remixes, live recordings, guests, editions.</summary>
public static class TitleForm
{
    private static readonly string[] s_guests = ["feat", "ft.", "(with "], s_editions = ["remaster", "version", "edit", "mix", "original"];

    /// <summary>The names of the numbers, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["title_length", "title_words", "title_remix", "title_live", "title_guest", "title_bracket", "title_dash", "title_edition", "title_not_ascii"];

    /// <summary>Writes a title's numbers: its length in UTF-16 code units, its words, then 1 or 0 for each of the other names.</summary>
    /// <param name="title">A title; "" gives zeros.</param>
    /// <param name="numbers">Where to, as long as <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="numbers"/> is of another length.</exception>
    public static void Of(string title, Span<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(title);
        Throw.IfLengthsDiffer(numbers.Length, nameof(numbers), Names.Count, nameof(Names));
        numbers[0] = title.Length;
        numbers[1] = title.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        numbers[2] = Has(title, "remix");
        numbers[3] = Has(title, "live");
        numbers[4] = Has(title, s_guests);
        numbers[5] = Has(title, "(", "[");
        numbers[6] = Has(title, " - ");
        numbers[7] = Has(title, s_editions);
        numbers[8] = title.AsSpan().ContainsAnyExceptInRange('\0', '\x7f') ? 1 : 0;
    }

    private static double Has(string title, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (title.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return 1;
            }
        }

        return 0;
    }
}
