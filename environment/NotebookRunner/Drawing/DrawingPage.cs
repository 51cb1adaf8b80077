using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MusicRec.NotebookRunner.Drawing;

/// <summary>The page that draws all figures of one notebook and leaves the pictures in its own text, one line each.</summary>
internal static class DrawingPage
{
    public const int Width = 900;
    private const int DefaultHeight = 450;
    private const int TallestFigure = 6000;
    private const double Scale = 1.5;
    private const string LineStart = "nbrun-figure ";

    /// <summary>Why this text is no figure; null when it may be one.</summary>
    public static string? Refuse(string figure, out JsonObject? parsed)
    {
        parsed = null;
        try
        {
            parsed = JsonNode.Parse(figure) as JsonObject;
        }
        catch (JsonException exception)
        {
            return $"the figure is not valid JSON: {exception.Message}";
        }

        return parsed?["data"] is JsonArray ? null : "the figure is not an object with an array named data";
    }

    /// <summary>The page, with null where a figure was refused.</summary>
    public static string Write(string plotlyScript, IReadOnlyList<JsonObject?> figures)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n<script src=\"").Append(new Uri(plotlyScript).AbsoluteUri).Append("\"></script></head><body>\n");
        for (int index = 0; index < figures.Count; index++)
        {
            if (figures[index] is JsonObject figure)
            {
                // The default writer escapes < and >, so that no text of a figure can end the script element.
                page.Append("<script type=\"application/json\" class=\"figure\" data-index=\"").Append(index)
                    .Append("\" data-height=\"").Append(HeightOf(figure)).Append("\">").Append(figure.ToJsonString()).Append("</script>\n");
            }
        }

        page.Append("<pre id=\"drawn\"></pre>\n<script>\n").Append(FormattableString.Invariant($$"""
            (async () => {
              const drawn = document.getElementById("drawn");
              const sources = [...document.querySelectorAll("script.figure")];
              for (const source of sources) {
                const start = "{{LineStart}}" + source.dataset.index + " ";
                try {
                  const figure = JSON.parse(source.textContent);
                  figure.config = { staticPlot: true };
                  const url = await Plotly.toImage(figure, { format: "png", width: {{Width}}, height: Number(source.dataset.height), scale: {{Scale}} });
                  drawn.append(start + "png " + url.slice(url.indexOf(",") + 1) + "\n");
                } catch (error) {
                  drawn.append(start + "why " + encodeURIComponent(String(error && error.message || error)) + "\n");
                }
                source.remove();
              }
            })();
            """)).Append("\n</script></body></html>\n");
        return page.ToString();
    }

    /// <summary>The pictures found in the page's text once it has run; figures without a line get a reason.</summary>
    public static DrawnFigure[] Read(string text, int count)
    {
        DrawnFigure[] drawn = new DrawnFigure[count];
        Array.Fill(drawn, new DrawnFigure(null, "the browser ended before it had drawn this figure"));
        foreach (string line in text.Split('\n'))
        {
            int start = line.IndexOf(LineStart, StringComparison.Ordinal);
            string[] parts = start < 0 ? [] : line[(start + LineStart.Length)..].Split(' ', 3);
            if (parts.Length == 3 && int.TryParse(parts[0], out int index) && index >= 0 && index < count)
            {
                drawn[index] = parts[1] == "png" ? Picture(parts[2].Trim()) : new DrawnFigure(null, "plotly.js: " + Uri.UnescapeDataString(parts[2].Trim()));
            }
        }

        return drawn;
    }

    private static DrawnFigure Picture(string base64)
    {
        byte[] bytes = new byte[(base64.Length / 4 * 3) + 3];
        bool isPng = Convert.TryFromBase64String(base64, bytes, out int length) && PngPalette.SizeOf(bytes.AsSpan(0, length)) is not null;
        return isPng ? new DrawnFigure(PngPalette.Shrink(bytes[..length]), null) : new DrawnFigure(null, "the browser returned something that is no PNG picture");
    }

    private static int HeightOf(JsonObject figure) =>
        figure["layout"] is JsonObject layout && layout["height"] is JsonValue height && height.TryGetValue(out double pixels)
            ? (int)Math.Clamp(pixels, 50, TallestFigure)
            : DefaultHeight;
}
