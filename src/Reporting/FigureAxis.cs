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

    /// <summary>For squares: the axis has the other one's scale.</summary>
    public bool SameScaleAsX { get; set; }

    public string Describe() => Title.Length == 0 ? "(no title)" : Unit is null ? Title : $"{Title} ({Unit})";

    public static double Log10(double value) => Elementary.Log(value) / 2.302585092994046;

    public JsonObject ToJson(string anchor)
    {
        JsonObject axis = new()
        {
            ["anchor"] = anchor,
            ["automargin"] = true,
            ["title"] = new JsonObject { ["text"] = FigureJson.Escape(Title.Length == 0 ? "" : Describe()), ["standoff"] = 12, ["font"] = new JsonObject { ["size"] = FigureTheme.FontSize } },
            ["showgrid"] = Grid,
            ["gridcolor"] = FigureTheme.Faint,
            ["zeroline"] = false,
            ["showline"] = Categories is null || !Grid,
            ["linecolor"] = "#8C8C8C",
            ["ticks"] = Categories is null ? "outside" : "",
            ["tickcolor"] = "#8C8C8C",
            ["tickfont"] = new JsonObject { ["size"] = 13 },
        };
        if (Categories is not null)
        {
            axis["type"] = "category";
            axis["categoryorder"] = "array";
            axis["categoryarray"] = new JsonArray([.. Categories.Select(label => (JsonNode)FigureJson.Label(label))]);
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

        if (SameScaleAsX)
        {
            axis["scaleanchor"] = anchor;
            axis["constrain"] = "domain";
        }

        return axis;
    }
}
