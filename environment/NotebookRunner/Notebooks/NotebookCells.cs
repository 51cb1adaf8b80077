using System.Text.Json;
using System.Text.Json.Nodes;

namespace MusicRec.NotebookRunner.Notebooks;

/// <summary>One code cell.</summary>
/// <param name="Number">Its place among the code cells, from 1; what readers see as <c>[3]</c>.</param>
/// <param name="Position">Its place among all cells, from 0.</param>
/// <param name="Heading">The heading above it, or its first words.</param>
/// <param name="Code">Its source.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record NotebookCell(int Number, int Position, string Heading, string Code, IReadOnlyList<string> Tags)
{
    public bool HoldsParameters => Tags.Contains("parameters");

    public bool MayThrow => Tags.Contains("raises-exception");
}

/// <summary>Checks and changes the cells of a notebook's JSON.</summary>
internal static class NotebookCells
{
    private const string InjectedTag = "injected-parameters";

    public static IReadOnlyList<NotebookCell> Read(JsonObject root)
    {
        CheckHead(root);
        JsonArray cells = root["cells"] as JsonArray ?? throw new NotebookException("it has no list of cells.");
        List<NotebookCell> codeCells = [];
        string? heading = null;
        for (int position = 0; position < cells.Count; position++)
        {
            string where = $"cell at position {position + 1}";
            JsonObject cell = cells[position] as JsonObject ?? throw new NotebookException($"{where} is not an object.");
            string type = TextOf(cell["cell_type"]) ?? throw new NotebookException($"{where} has no cell_type.");
            string source = SourceOf(cell["source"]) ?? throw new NotebookException($"{where} has no source, or one that is neither a text nor a list of texts.");
            switch (type)
            {
                case "markdown":
                    heading = HeadingOf(source) ?? heading;
                    break;
                case "raw":
                    break;
                case "code":
                    IReadOnlyList<string> tags = TagsOf(cell, where);
                    // Parameters of an earlier run would override those of this one.
                    if (!tags.Contains(InjectedTag))
                    {
                        CheckLanguage(cell, where);
                        codeCells.Add(new NotebookCell(codeCells.Count + 1, position, heading ?? FirstWords(source), source, tags));
                        heading = null;
                    }

                    break;
                default:
                    throw new NotebookException($"{where} has the cell_type '{type}'; allowed: code, markdown, raw.");
            }
        }

        return codeCells;
    }

    /// <summary>Gives every code cell the outputs of a run, and every cell the id that nbformat 4.5 asks for.</summary>
    public static void FillIn(JsonArray cells, IReadOnlyList<NotebookCell> codeCells, IReadOnlyDictionary<int, JsonArray> outputs)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int position = 0; position < cells.Count; position++)
        {
            JsonObject cell = cells[position]!.AsObject();
            if (TextOf(cell["id"]) is not { Length: > 0 and <= 64 } id || !ids.Add(id))
            {
                id = $"cell-{position + 1}";
                ids.Add(id);
                cell["id"] = id;
            }
        }

        foreach (NotebookCell codeCell in codeCells)
        {
            JsonObject cell = cells[codeCell.Position]!.AsObject();
            bool ran = outputs.TryGetValue(codeCell.Number, out JsonArray? produced);
            cell["execution_count"] = ran ? codeCell.Number : null;
            cell["outputs"] = produced?.DeepClone() ?? new JsonArray();
        }
    }

    /// <summary>Puts the overriding assignments after the cell of the defaults, in the place of those of an earlier run.</summary>
    public static void InsertParameters(JsonArray cells, string code)
    {
        foreach (JsonNode? old in cells.Where(cell => TagsOf(cell!.AsObject(), "").Contains(InjectedTag)).ToArray())
        {
            cells.Remove(old);
        }

        int defaults = cells.Select((cell, position) => (cell, position))
            .Last(entry => TagsOf(entry.cell!.AsObject(), "").Contains("parameters")).position;
        JsonObject metadata = cells[defaults]!["metadata"]!.DeepClone().AsObject();
        metadata["tags"] = new JsonArray(InjectedTag);
        cells.Insert(defaults + 1, new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = InjectedTag,
            ["metadata"] = metadata,
            ["outputs"] = new JsonArray(),
            ["source"] = Lines(code),
        });
    }

    /// <summary>A text as nbformat stores it: a list of lines that keep their ends.</summary>
    public static JsonArray Lines(string text)
    {
        JsonArray lines = [];
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>A text that is stored as such or as a list of lines; null when it is neither.</summary>
    public static string? SourceOf(JsonNode? node) => node switch
    {
        JsonValue => TextOf(node),
        JsonArray lines when lines.All(line => TextOf(line) is not null) => string.Concat(lines.Select(TextOf)),
        _ => null,
    };

    private static void CheckHead(JsonObject root)
    {
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int version) || version != 4)
        {
            throw new NotebookException($"nbformat is {root["nbformat"]?.ToJsonString() ?? "missing"}; only nbformat 4 is read.");
        }

        if (root["nbformat_minor"] is not JsonValue minor || !minor.TryGetValue(out int _))
        {
            throw new NotebookException($"nbformat_minor is {root["nbformat_minor"]?.ToJsonString() ?? "missing"}; it must be a whole number.");
        }

        JsonObject? metadata = root["metadata"] as JsonObject;
        string? kernel = TextOf((metadata?["kernelspec"] as JsonObject)?["name"]);
        if (kernel != ".net-csharp")
        {
            string language = TextOf((metadata?["kernelspec"] as JsonObject)?["language"]) ?? "unknown";
            throw new NotebookException($"its kernel is '{kernel ?? "missing"}' (language {language}); only '.net-csharp' (C#) is run.");
        }
    }

    private static void CheckLanguage(JsonObject cell, string where)
    {
        JsonObject? metadata = cell["metadata"] as JsonObject;
        string language = TextOf((metadata?["polyglot_notebook"] as JsonObject)?["kernelName"])
            ?? TextOf((metadata?["dotnet_interactive"] as JsonObject)?["language"])
            ?? "csharp";
        if (language != "csharp")
        {
            throw new NotebookException($"{where} is written in '{language}'; only csharp is run.");
        }
    }

    private static IReadOnlyList<string> TagsOf(JsonObject cell, string where)
    {
        JsonObject metadata = cell["metadata"] as JsonObject ?? throw new NotebookException($"{where} has no metadata object.");
        return metadata["tags"] is JsonArray tags ? [.. tags.Select(TextOf).OfType<string>()] : [];
    }

    /// <summary>The text of a JSON string; null for anything else.</summary>
    public static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string? HeadingOf(string markdown) =>
        markdown.Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim()).LastOrDefault(line => line.Length > 0);

    private static string FirstWords(string code)
    {
        string line = code.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "(empty)";
        return line.StartsWith("//", StringComparison.Ordinal) ? line.TrimStart('/').Trim() : line;
    }
}
