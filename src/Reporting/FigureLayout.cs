using System.Globalization;
using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <summary>Puts a figure's panels, titles, legend and lines into plotly.js's layout.</summary>
internal static class FigureLayout
{
    /// <summary>The share of the width that a square drawing area takes.</summary>
    public const double SquareWidth = 0.57;

    /// <summary>The height at which two panels beside each other are squares.</summary>
    public const int SquareOfTwo = 368;

    private const double TitleLine = 1.3 * FigureTheme.TitleSize;
    private const int LegendRow = 26;
    private const int PanelTitle = 30;
    private const int LineLabel = 24;
    private const int PanelGap = 64;
    private const int Bottom = 56;

    /// <summary>All traces, each on its panel's axes; a series that several panels share stands once in the legend.</summary>
    public static JsonArray Data(Figure figure)
    {
        JsonArray data = [];
        HashSet<string> named = [];
        List<Figure> panels = PanelsOf(figure);
        bool legend = LegendNames(figure).Length > 1;
        for (int panel = 0; panel < panels.Count; panel++)
        {
            foreach (JsonObject original in panels[panel].Traces)
            {
                JsonObject trace = (JsonObject)original.DeepClone();
                string name = (string?)trace["name"] ?? "";
                bool listed = trace["showlegend"] is null && name.Length > 0;
                trace["showlegend"] = legend && listed && named.Add(name);
                if (legend && name.Length > 0)
                {
                    trace["legendgroup"] = name;
                }

                if (panel > 0)
                {
                    trace["xaxis"] = "x" + Number(panel);
                    trace["yaxis"] = "y" + Number(panel);
                }

                data.Add(trace);
            }
        }

        return data;
    }

    public static JsonObject Layout(Figure figure)
    {
        List<Figure> panels = PanelsOf(figure);
        bool multiple = figure.Panels.Count > 0;
        int columns = Math.Min(figure.PanelColumns, panels.Count);
        int rows = (panels.Count + columns - 1) / columns;
        int legendRows = LegendRows(figure);
        string[] titleLines = TitleLines(figure);
        bool labelledLines = panels.Any(panel => panel.Lines.Any(line => line.Vertical && line.Label is not null));
        int aboveLegend = multiple ? PanelTitle : labelledLines ? LineLabel : 4;
        int top = (int)(22 + (titleLines.Length * TitleLine)) + (legendRows * LegendRow) + aboveLegend;
        int plot = multiple ? (rows * panels.Max(panel => panel.PlotHeight)) + ((rows - 1) * (PanelGap + PanelTitle)) : figure.PlotHeight;
        JsonObject layout = new()
        {
            ["title"] = new JsonObject
            {
                ["text"] = string.Join("<br>", titleLines),
                ["font"] = new JsonObject { ["size"] = FigureTheme.TitleSize, ["color"] = FigureTheme.Text },
                ["x"] = 0,
                ["xanchor"] = "left",
                ["xref"] = "container",
                ["y"] = 1,
                ["yanchor"] = "top",
                ["yref"] = "container",
                ["pad"] = new JsonObject { ["l"] = 14, ["t"] = 26 },
            },
            ["font"] = new JsonObject { ["family"] = FigureTheme.FontFamily, ["size"] = FigureTheme.FontSize, ["color"] = FigureTheme.Text },
            ["height"] = top + plot + Bottom,
            ["margin"] = new JsonObject { ["l"] = 64, ["r"] = 28, ["t"] = top, ["b"] = Bottom },
            ["paper_bgcolor"] = "#FFFFFF",
            ["plot_bgcolor"] = "#FFFFFF",
            ["hovermode"] = "closest",
            ["barmode"] = panels.Select(panel => panel.BarMode).FirstOrDefault(mode => mode != "group") ?? "group",
            ["boxmode"] = "overlay",
            ["bargap"] = 0.25,
            ["showlegend"] = legendRows > 0,
        };
        if (panels.All(panel => panel.IsSquare) && !multiple && LegendNames(figure).Length > 1)
        {
            layout["showlegend"] = true;
            layout["legend"] = new JsonObject { ["x"] = SquareWidth + 0.03, ["y"] = 1, ["font"] = new JsonObject { ["size"] = FigureTheme.FontSize } };
        }
        else if (legendRows > 0)
        {
            layout["legend"] = new JsonObject
            {
                ["orientation"] = "h",
                ["x"] = 0,
                ["xanchor"] = "left",
                ["y"] = FigureJson.Round(1 + ((double)aboveLegend / plot)),
                ["yanchor"] = "bottom",
                ["font"] = new JsonObject { ["size"] = FigureTheme.FontSize },
                ["traceorder"] = "normal",
            };
        }

        JsonArray shapes = [];
        JsonArray annotations = [];
        for (int panel = 0; panel < panels.Count; panel++)
        {
            RefuseLogarithmsOfNothing(panels[panel]);
            AddAxes(layout, panels, panel, columns, rows, plot, multiple);
            AddLines(shapes, annotations, panels[panel], Number(panel));
            panels[panel].AddFrames(shapes, Number(panel));
            FigureMarks.Add(annotations, panels[panel], Number(panel));
            if (multiple)
            {
                annotations.Add(PanelHeading(panels[panel].TitleText, Number(panel)));
            }
        }

        layout["shapes"] = shapes;
        layout["annotations"] = annotations;
        return layout;
    }

    private static List<Figure> PanelsOf(Figure figure) => figure.Panels.Count > 0 ? figure.Panels : [figure];

    private static string Number(int panel) => panel == 0 ? "" : (panel + 1).ToString(CultureInfo.InvariantCulture);

    private static string[] TitleLines(Figure figure)
    {
        List<string> lines = [.. FigureJson.Wrap(figure.TitleText, 68).Select(line => $"<b>{FigureJson.Escape(line)}</b>")];
        lines.AddRange(FigureJson.Wrap(figure.SubtitleText ?? "", 98).Select(line => Small(line, 14, FigureTheme.Quiet)));
        bool first = true;
        foreach (string line in FigureJson.Wrap(string.Join(" · ", figure.SmallPrint), 104))
        {
            bool mark = first && line.StartsWith(DataKind.SampleMark, StringComparison.Ordinal);
            lines.Add(mark
                ? $"{Small(DataKind.SampleMark, 13, "#A84300", "b")}{Small(line[DataKind.SampleMark.Length..], 13, FigureTheme.Quiet, "i")}"
                : Small(line, 13, FigureTheme.Quiet, "i"));
            first = false;
        }

        return [.. lines];
    }

    private static string Small(string text, int size, string colour, string tag = "span") => text.Length == 0
        ? ""
        : FormattableString.Invariant($"<span style=\"font-size:{size}px;color:{colour}\"><{tag}>{FigureJson.Escape(text)}</{tag}></span>");

    private static string[] LegendNames(Figure figure) =>
    [
        .. PanelsOf(figure).SelectMany(panel => panel.Traces)
            .Where(trace => trace["showlegend"] is null)
            .Select(trace => (string?)trace["name"] ?? "")
            .Where(name => name.Length > 0)
            .Distinct(),
    ];

    private static int LegendRows(Figure figure)
    {
        string[] names = LegendNames(figure);
        if (names.Length < 2 || (figure.IsSquare && figure.Panels.Count == 0))
        {
            return 0;
        }

        // plotly.js gives every entry of a horizontal legend the width of the widest one.
        int perRow = Math.Max(1, (FigureTheme.Width - 100) / ((names.Max(name => name.Length) * 8) + 48));
        return (names.Length + perRow - 1) / perRow;
    }

    private static void AddAxes(JsonObject layout, List<Figure> panels, int index, int columns, int rows, int plot, bool multiple)
    {
        Figure panel = panels[index];
        string number = Number(index);
        foreach ((FigureAxis axis, bool vertical) in new[] { (panel.X, false), (panel.Y, true) })
        {
            if (axis.Logarithmic)
            {
                axis.Ticks = FigureExtent.Of(panel, vertical) is (double low, double high) ? FigureAxis.LogarithmicTicks(low, high) : null;
            }
        }

        JsonObject x = panel.X.ToJson("y" + number);
        JsonObject y = panel.Y.ToJson("x" + number);
        if (multiple)
        {
            double gapX = columns == 1 ? 0 : 0.09;
            double gapY = rows == 1 ? 0 : (double)(PanelGap + PanelTitle) / plot;
            double width = (1 - ((columns - 1) * gapX)) / columns;
            double height = (1 - ((rows - 1) * gapY)) / rows;
            double left = index % columns * (width + gapX);
            double bottom = (rows - 1 - (index / columns)) * (height + gapY);
            x["domain"] = new JsonArray(FigureJson.Round(left), FigureJson.Round(Math.Min(1, left + width)));
            y["domain"] = new JsonArray(FigureJson.Round(bottom), FigureJson.Round(Math.Min(1, bottom + height)));
            x["title"]!["standoff"] = 6;
            y["title"]!["standoff"] = 6;
            x["nticks"] = 5;
            if (index % columns > 0 && panel.Y.Describe() == panels[index - 1].Y.Describe())
            {
                y["title"]!["text"] = "";
            }
        }
        else if (panel.WidthShare < 1)
        {
            x["domain"] = new JsonArray(0, panel.WidthShare);
        }

        layout["xaxis" + number] = x;
        layout["yaxis" + number] = y;
    }

    private static void RefuseLogarithmsOfNothing(Figure panel)
    {
        foreach (bool vertical in new[] { false, true })
        {
            FigureAxis axis = vertical ? panel.Y : panel.X;
            double lowestLine = panel.Lines.Where(line => line.Vertical != vertical).Select(line => line.At).DefaultIfEmpty(1).Min();
            double lowest = Math.Min(FigureExtent.Of(panel, vertical)?.Low ?? 1, lowestLine);
            if (axis.Logarithmic && lowest <= 0)
            {
                throw new ArgumentException(FormattableString.Invariant($"The logarithmic axis '{axis.Describe()}' would have to show {lowest:G6}; it can show numbers above 0 only."));
            }
        }
    }

    private static void AddLines(JsonArray shapes, JsonArray annotations, Figure panel, string number)
    {
        foreach (FigureLine line in panel.Lines)
        {
            JsonNode at = JsonValue.Create(FigureJson.Round(line.At));
            FigureAxis axis = line.Vertical ? panel.X : panel.Y;
            JsonNode annotated = axis.Logarithmic ? JsonValue.Create(FigureJson.Round(FigureAxis.Log10(line.At))) : at.DeepClone();
            shapes.Add(new JsonObject
            {
                ["type"] = "line",
                ["xref"] = line.Vertical ? "x" + number : $"x{number} domain",
                ["yref"] = line.Vertical ? $"y{number} domain" : "y" + number,
                ["x0"] = line.Vertical ? at.DeepClone() : 0,
                ["x1"] = line.Vertical ? at.DeepClone() : 1,
                ["y0"] = line.Vertical ? 0 : at.DeepClone(),
                ["y1"] = line.Vertical ? 1 : at.DeepClone(),
                ["line"] = new JsonObject { ["color"] = FigureTheme.Text, ["width"] = 1.5, ["dash"] = "dash" },
            });
            if (line.Label is not null)
            {
                bool right = line.Vertical && FigureExtent.Of(panel, vertical: false) is (double low, double high) && line.At > (low + high) / 2;
                annotations.Add(new JsonObject
                {
                    ["text"] = FigureJson.Escape(line.Label),
                    ["showarrow"] = false,
                    ["xref"] = line.Vertical ? "x" + number : $"x{number} domain",
                    ["yref"] = line.Vertical ? $"y{number} domain" : "y" + number,
                    ["x"] = line.Vertical ? annotated.DeepClone() : 1,
                    ["y"] = line.Vertical ? 1 : annotated.DeepClone(),
                    ["xanchor"] = line.Vertical && !right ? "left" : "right",
                    ["yanchor"] = "bottom",
                    ["font"] = new JsonObject { ["size"] = 13, ["color"] = FigureTheme.Quiet },
                });
            }
        }
    }

    private static JsonObject PanelHeading(string text, string number) => new()
    {
        ["text"] = $"<b>{FigureJson.Escape(text)}</b>",
        ["showarrow"] = false,
        ["xref"] = $"x{number} domain",
        ["yref"] = $"y{number} domain",
        ["x"] = 0,
        ["y"] = 1,
        ["xanchor"] = "left",
        ["yanchor"] = "bottom",
        ["yshift"] = 4,
        ["font"] = new JsonObject { ["size"] = FigureTheme.FontSize },
    };
}
