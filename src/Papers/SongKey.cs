using System.Text;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>What makes two tracks the same song.</summary>
internal static class SongKey
{
    private static readonly string[] s_notes = ["FEAT", "FT.", "WITH ", "REMASTER", "RADIO EDIT", "ALBUM VERSION", "SINGLE VERSION", "ORIGINAL VERSION", "MONO", "STEREO", "BONUS TRACK"];

    /// <summary>Artist and title without letter case, punctuation and notes on the edition.</summary>
    public static string Of(string title, string artist)
    {
        string upper = title.ToUpperInvariant();
        StringBuilder key = new();
        Letters(key, WithoutNotes(upper));
        if (key.Length == 0)
        {
            // A title of signs alone, or of nothing but a note.
            key.Append(upper.Trim());
        }

        return key.Append('\n').Append(NameKey.Of(artist)).ToString();
    }

    private static string WithoutNotes(string title)
    {
        int dash = title.LastIndexOf(" - ", StringComparison.Ordinal);
        if (dash > 0 && IsNote(title.AsSpan(dash + 3)))
        {
            title = title[..dash];
        }

        foreach ((char open, char close) in ((char, char)[])[('(', ')'), ('[', ']')])
        {
            int start = title.IndexOf(open, StringComparison.Ordinal);
            int end = start < 0 ? -1 : title.IndexOf(close, start);
            if (end > start && start > 0 && IsNote(title.AsSpan(start + 1, end - start - 1)))
            {
                title = title[..start] + title[(end + 1)..];
            }
        }

        return title;
    }

    private static bool IsNote(ReadOnlySpan<char> text)
    {
        foreach (string note in s_notes)
        {
            if (text.Contains(note, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static void Letters(StringBuilder key, string text)
    {
        foreach (char letter in text)
        {
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                key.Append(letter);
            }
        }
    }
}
