using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <summary>A figure as HTML: in words and numbers where no script may run, or as a page of its own that draws it.</summary>
internal static class FigureHtml
{
    // The file of the npm package, as that server hands it out; the hash makes the browser refuse any other.
    private const string Plotly = "https://cdn.jsdelivr.net/npm/plotly.js-dist-min@4.1.2/plotly.min.js";
    private const string PlotlyHash = "sha384-hHv6D3tTUUBpp4tVv6t2Dc3oGuRhphmWOTKUR8jWyN0Pnon1g3iebKCNDNmKmxo8";
    private const int MostRows = 50;

    public static string Fragment(Figure figure)
    {
        StringBuilder html = new();
        string[] lines = figure.ToText().Split('\n');
        html.Append("<figure style=\"margin:0\">\n<figcaption><b>").Append(TableHtml.Escape(figure.TitleText.Length > 0 ? figure.TitleText : figure.Kind)).Append("</b></figcaption>\n<p>")
            .AppendJoin("<br>", lines.Skip(1).Select(TableHtml.Escape)).Append("</p>\n<details><summary>The data drawn</summary>\n");
        foreach (Figure panel in figure.Panels.Count > 0 ? figure.Panels : [figure])
        {
            foreach (JsonObject trace in panel.Traces)
            {
                if (TraceTable(panel, trace) is Table table)
                {
                    html.Append(table.ToHtml()).Append('\n');
                }
            }
        }

        return html.Append("</details>\n</figure>").ToString();
    }

    public static string Page(Figure figure) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>{TableHtml.Escape(figure.TitleText.Length > 0 ? figure.TitleText : figure.Kind)}</title>
        <script src="{Plotly}" integrity="{PlotlyHash}" crossorigin="anonymous"></script>
        </head>
        <body>
        <div id="figure" style="max-width:{FigureTheme.Width}px"></div>
        <noscript><pre>{TableHtml.Escape(figure.ToText())}</pre></noscript>
        <script>
        Plotly.newPlot("figure", {figure.ToJson()});
        </script>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private static Table? TraceTable(Figure panel, JsonObject trace)
    {
        if (trace["x"] is not JsonArray x || trace["y"] is not JsonArray y || trace["z"] is not null || (string?)trace["type"] == "box")
        {
            return null;
        }

        string name = WebUtility.HtmlDecode((string?)trace["name"] ?? "");
        string first = Heading(panel.X, "x");
        string second = Heading(panel.Y, "y");
        Table table = new Table(first, second == first ? second + " (y)" : second).ShowAtMost(MostRows);
        for (int index = 0; index < x.Count; index++)
        {
            table.Row(Value(x[index]), Value(y[index]));
        }

        return name.Length > 0 ? table.Caption(name) : table;
    }

    private static string Heading(FigureAxis axis, string fallback) => axis.Title.Length > 0 ? axis.Describe() : fallback;

    private static object? Value(JsonNode? node) => node is not JsonValue value
        ? null
        : value.TryGetValue(out double number) ? number : WebUtility.HtmlDecode(value.ToString().Replace("<br>", " ", StringComparison.Ordinal));
}
