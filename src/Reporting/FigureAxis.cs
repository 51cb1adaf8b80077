using System.Globalization;
using System.Text.Json.Nodes;
using MusicRec.Numerics;

namespace MusicRec.Reporting;

/// <summary>One axis of a figure: its title with its unit, its range, and how its ticks are written.</summary>
internal sealed class FigureAxis
{
    public string Title { get; set; } = "";

    public string? Unit { get; set; }

    public bool Percent { get; set; }

    public bool Logarithmic { get; set; }

    public (double From, double To)? Range { get; set; }

    /// <summary>Category labels in their order; null for an axis of numbers.</summary>
    public string[]? Categories { get; set; }

    /// <summary>Whether the first category stands at the top.</summary>
    public bool Reversed { get; set; }

    /// <summary>Whether faint lines help to read values off.</summary>
    public bool Grid { get; set; }

    public bool Integers { get; set; }

    /// <summary>Whether the axis always includes zero, as bars need.</summary>
    public bool FromZero { get; set; }

    /// <summary>How many characters a category's label may take in one line.</summary>
    public int LabelWidth { get; set; } = 34;

    /// <summary>Where the ticks stand; null leaves it to plotly.js.</summary>
    public double[]? Ticks { get; set; }

    /// <summary>Whether the axis borders a table of cells, which needs no line.</summary>
    public bool OfCells { get; set; }

    /// <summary>A category's label as the axis and the traces name it: broken into lines, so that it is never cut.</summary>
    public string Label(string text) => FigureJson.Label(text, LabelWidth);

    public JsonArray Labels(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)Label(text))];

    public string Describe() => Unit is null ? Title : $"{Title} ({Unit})";

    /// <summary>Ticks at 1, 2 and 5 times the powers of ten within an extent, or at the powers alone where those would be too many.</summary>
    public static double[] LogarithmicTicks(double low, double high)
    {
        int first = (int)Math.Floor(Log10(low) + 1e-9);
        int last = (int)Math.Ceiling(Log10(high) - 1e-9);
        double[] steps = last - first > 4 ? [1] : [1, 2, 5];
        return [.. Enumerable.Range(first, last - first + 1).SelectMany(power => steps.Select(step => step * double.Parse($"1e{power}", CultureInfo.InvariantCulture)))];
    }

    public static double Log10(double value) => Elementary.Log(value) / 2.302585092994046;

    public JsonObject ToJson(string anchor)
    {
        JsonObject axis = new()
        {
            ["anchor"] = anchor,
            ["automargin"] = true,
            ["title"] = new JsonObject { ["text"] = FigureJson.Escape(Describe()), ["standoff"] = 12, ["font"] = new JsonObject { ["size"] = FigureTheme.FontSize } },
            ["showgrid"] = Grid,
            ["gridcolor"] = FigureTheme.Faint,
            ["zeroline"] = false,
            ["showline"] = !OfCells,
            ["linecolor"] = "#8C8C8C",
            ["ticks"] = Categories is null ? "outside" : "",
            ["tickcolor"] = "#8C8C8C",
            ["tickfont"] = new JsonObject { ["size"] = 13 },
        };
        if (Categories is not null)
        {
            axis["type"] = "category";
            axis["categoryorder"] = "array";
            axis["categoryarray"] = Labels(Categories);
            axis["dtick"] = 1;
            axis["range"] = Reversed ? new JsonArray(Categories.Length - 0.5, -0.5) : new JsonArray(-0.5, Categories.Length - 0.5);
        }
        else
        {
            axis["type"] = Logarithmic ? "log" : "linear";
        }

        if (Range is (double from, double to))
        {
            axis["range"] = new JsonArray(FigureJson.Number(Logarithmic ? Log10(from) : from), FigureJson.Number(Logarithmic ? Log10(to) : to));
        }
        else if (FromZero && !Logarithmic)
        {
            axis["rangemode"] = "tozero";
        }

        if (Percent)
        {
            axis["tickformat"] = ".0%";
        }
        else if (Integers)
        {
            axis["tickformat"] = ",d";
        }

        if (Ticks is not null)
        {
            axis["tickvals"] = FigureJson.Numbers(Ticks, "ticks");
            axis["ticktext"] = new JsonArray([.. Ticks.Select(tick => (JsonNode)WriteTick(tick))]);
        }

        return axis;
    }

    /// <summary>A tick as people write it: 20,000 instead of 2E+04.</summary>
    private static string WriteTick(double tick) =>
        tick is >= 1_000 and < 1e7 ? tick.ToString("#,0", CultureInfo.InvariantCulture) : FigureJson.Write(tick);
}
