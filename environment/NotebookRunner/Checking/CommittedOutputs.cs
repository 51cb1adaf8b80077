using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MusicRec.NotebookRunner.Execution;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Checking;

/// <summary>Finds outputs in the notebook on disk that a run no longer brings. Pictures and times are left aside.</summary>
internal static partial class CommittedOutputs
{
    public static readonly IReadOnlyList<string> Headings = ["cell", "line", "committed", "this run"];

    private const int WidestText = 60;

    /// <summary>One row per cell whose texts differ, with the first line that does.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> FindStale(NotebookRun run)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (NotebookCell cell in run.Notebook.Cells)
        {
            string[] committed = LinesOf(run.Notebook.StoredOutputs(cell));
            string[] produced = LinesOf(run.Outputs.TryGetValue(cell.Number, out JsonArray? outputs) ? outputs : []);
            for (int line = 0; line < Math.Max(committed.Length, produced.Length); line++)
            {
                string before = line < committed.Length ? committed[line] : "(nothing)";
                string now = line < produced.Length ? produced[line] : "(nothing)";
                if (before != now)
                {
                    rows.Add([$"{cell.Number}", $"{line + 1}", Shorten(before, now), Shorten(now, before)]);
                    break;
                }
            }
        }

        return rows;
    }

    private static string[] LinesOf(JsonArray outputs) =>
        [.. outputs.OfType<JsonObject>().SelectMany(TextsOf).SelectMany(text => Time().Replace(text, "<time>").TrimEnd('\n').Split('\n'))];

    private static IEnumerable<string> TextsOf(JsonObject output)
    {
        yield return $"[{NotebookCells.TextOf(output["output_type"])} {NotebookCells.TextOf(output["name"])}]";
        if (output["text"] is { } stream)
        {
            yield return NotebookCells.SourceOf(stream) ?? "";
        }

        if (output["evalue"] is { } message)
        {
            yield return $"{output["ename"]}: {message}";
        }

        foreach ((string mimeType, JsonNode? content) in output["data"] as JsonObject ?? [])
        {
            if (mimeType.StartsWith("text/", StringComparison.Ordinal))
            {
                yield return NotebookCells.SourceOf(content) ?? "";
            }
        }
    }

    /// <summary>Cuts a long line to what surrounds the first difference.</summary>
    private static string Shorten(string text, string other)
    {
        int same = text.AsSpan().CommonPrefixLength(other);
        int start = Math.Max(0, Math.Min(same - (WidestText / 2), text.Length - WidestText));
        int length = Math.Min(WidestText, text.Length - start);
        return $"{(start > 0 ? "…" : "")}{text.Substring(start, length)}{(start + length < text.Length ? "…" : "")}";
    }

    [GeneratedRegex(@"(?<![\w.])\d+(?:[.,]\d+)*\s?(?:ns|µs|us|ms|s|sec|seconds?|min|minutes?|h|hours?)\b|(?<![\w.])\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?!\w)")]
    private static partial Regex Time();
}
