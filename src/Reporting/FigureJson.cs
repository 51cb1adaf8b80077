using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <summary>How numbers and texts get into a figure's JSON.</summary>
internal static class FigureJson
{
    /// <summary>Numbers of six significant digits (more cannot be seen, and notebooks stay small); NaN becomes null, a gap.</summary>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    public static JsonArray Numbers(IEnumerable<double> values, string name)
    {
        JsonArray array = [];
        foreach (double value in values)
        {
            if (double.IsInfinity(value))
            {
                throw new ArgumentException($"{name}[{array.Count}] is infinite; a figure can draw finite numbers, and NaN as a gap.", name);
            }

            array.Add(Number(value));
        }

        return array;
    }

    /// <summary>One number of six significant digits, or null for NaN.</summary>
    public static JsonNode? Number(double value) =>
        double.IsNaN(value) ? null : JsonValue.Create(Round(value));

    /// <summary>Six significant digits.</summary>
    public static double Round(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + 0.0;

    /// <summary>Texts as plotly.js shows them literally.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)Escape(text))];

    /// <summary>plotly.js reads a few HTML tags and entities in every text; escaped, they stand as they were written.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char character in text)
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(char.IsControl(character) ? ' ' : character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Breaks a text at spaces into lines of at most <paramref name="width"/> characters; a longer word keeps its length.</summary>
    public static string[] Wrap(string text, int width)
    {
        List<string> lines = [];
        StringBuilder line = new();
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            lines.Add(line.ToString());
        }

        return [.. lines];
    }

    /// <summary>A label for an axis: escaped, and broken into lines so that it is never cut.</summary>
    public static string Label(string text, int width) => string.Join("<br>", Wrap(text, width).Select(Escape));

    /// <summary>A number as it stands in a summary.</summary>
    public static string Write(double value) => double.IsNaN(value) ? "missing" : value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
}
