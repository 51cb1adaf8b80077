using System.Text.Json;
using System.Text.Json.Nodes;

namespace MusicRec.Notebooks.Tests.Support;

/// <summary>Writes small notebooks for tests.</summary>
public sealed class NotebookText
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n" };

    private readonly JsonArray cells = [];

    public string KernelName { get; init; } = ".net-csharp";

    public static NotebookText OfCode(params string[] cells)
    {
        NotebookText notebook = new();
        foreach (string cell in cells)
        {
            notebook.Code(cell);
        }

        return notebook;
    }

    public NotebookText Markdown(string text)
    {
        cells.Add(new JsonObject { ["cell_type"] = "markdown", ["id"] = $"id{cells.Count}", ["metadata"] = new JsonObject(), ["source"] = text });
        return this;
    }

    public NotebookText Code(string code, params string[] tags)
    {
        JsonObject metadata = new() { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" } };
        if (tags.Length > 0)
        {
            metadata["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]);
        }

        cells.Add(new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = $"id{cells.Count}",
            ["metadata"] = metadata,
            ["outputs"] = new JsonArray(),
            ["source"] = new JsonArray([.. Lines(code).Select(line => (JsonNode)line)]),
        });
        return this;
    }

    public override string ToString() => new JsonObject
    {
        ["cells"] = cells.DeepClone(),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = KernelName },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString(Layout) + "\n";

    private static IEnumerable<string> Lines(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines.Select((line, index) => index < lines.Length - 1 ? line + "\n" : line);
    }
}
