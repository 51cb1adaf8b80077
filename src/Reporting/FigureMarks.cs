using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <summary>Puts a figure's marks into plotly.js's layout, texts moved apart where they would stand on each other.</summary>
internal static class FigureMarks
{
    private const double TextHeight = 20;

    /// <summary>Adds the annotations of one panel, whose vertical axis has a range.</summary>
    public static void Add(JsonArray annotations, Figure panel, string number)
    {
        foreach (FigureMark name in panel.Names)
        {
            annotations.Add(Name(name, number));
        }

        if (panel.Marks.Count == 0)
        {
            return;
        }

        (double low, double high) = panel.Y.Range ?? throw new InvalidOperationException("A figure with marks needs a range of its vertical axis.");
        double gap = TextHeight / panel.PlotHeight * (high - low);
        foreach (FigureMark arrow in panel.Marks.Where(mark => mark.FromOrigin))
        {
            annotations.Add(Arrow(arrow, number));
        }

        // Texts to the left of the middle and those to the right never meet.
        foreach (IGrouping<bool, FigureMark> side in panel.Marks.GroupBy(mark => mark.X < 0))
        {
            FigureMark[] marks = [.. side.OrderBy(mark => mark.Y)];
            double[] heights = Apart([.. marks.Select(mark => mark.Y)], gap, low + (gap / 2), high - (gap / 2));
            foreach ((FigureMark mark, double height) in marks.Zip(heights))
            {
                annotations.Add(Text(mark, height, side.Key, number));
            }
        }
    }

    /// <summary>
    /// Ascending places moved so far that each is <paramref name="gap"/> above the one before, within a range where they fit in.
    /// </summary>
    public static double[] Apart(double[] places, double gap, double low, double high)
    {
        double[] moved = [.. places];
        double least = low;
        for (int index = 0; index < moved.Length; index++)
        {
            moved[index] = Math.Max(moved[index], least);
            least = moved[index] + gap;
        }

        double most = high;
        for (int index = moved.Length - 1; index >= 0; index--)
        {
            moved[index] = Math.Min(moved[index], most);
            most = moved[index] - gap;
        }

        return moved;
    }

    private static JsonObject Arrow(FigureMark mark, string number) => new()
    {
        ["text"] = "",
        ["showarrow"] = true,
        ["xref"] = "x" + number,
        ["yref"] = "y" + number,
        ["axref"] = "x" + number,
        ["ayref"] = "y" + number,
        ["x"] = FigureJson.Round(mark.X!.Value),
        ["y"] = FigureJson.Round(mark.Y),
        ["ax"] = 0,
        ["ay"] = 0,
        ["arrowhead"] = 2,
        ["arrowsize"] = 1,
        ["arrowwidth"] = 2.2,
        ["arrowcolor"] = FigureTheme.Text,
    };

    private static JsonObject Name(FigureMark mark, string number) => new()
    {
        ["text"] = FigureJson.Escape(mark.Text),
        ["showarrow"] = false,
        ["xref"] = "x" + number,
        ["yref"] = "y" + number,
        ["x"] = FigureJson.Number(mark.X!.Value),
        ["y"] = FigureJson.Number(mark.Y),
        ["yanchor"] = "bottom",
        ["yshift"] = 3,
        ["borderpad"] = 0,
        ["bgcolor"] = "rgba(255,255,255,0.65)",
        ["font"] = new JsonObject { ["size"] = 12, ["color"] = FigureTheme.Text },
    };

    private static JsonObject Text(FigureMark mark, double height, bool isLeft, string number)
    {
        string swatch = mark.Colour is null ? "" : $"<span style=\"color:{mark.Colour}\">■</span> ";
        return new JsonObject
        {
            ["text"] = swatch + FigureJson.Escape(mark.Text),
            ["showarrow"] = false,
            ["xref"] = mark.X is null ? $"x{number} domain" : "x" + number,
            ["yref"] = "y" + number,
            ["x"] = mark.X is double x ? FigureJson.Round(x) : 1,
            ["y"] = FigureJson.Round(height),
            ["xanchor"] = isLeft ? "right" : "left",
            ["yanchor"] = "middle",
            ["xshift"] = isLeft ? -6 : 6,
            ["align"] = "left",
            ["bgcolor"] = mark.X is null ? "rgba(0,0,0,0)" : "rgba(255,255,255,0.8)",
            ["font"] = new JsonObject { ["size"] = FigureTheme.FontSize, ["color"] = FigureTheme.Text },
        };
    }
}
