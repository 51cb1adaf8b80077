using System.Text.Json;
using System.Text.Json.Nodes;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Notebooks;

/// <summary>Outputs in the shape of nbformat 4.5.</summary>
internal static class NotebookOutputs
{
    public const string Plotly = "application/vnd.plotly.v1+json";
    public const string Png = "image/png";

    /// <summary>A bundle with its mime types in order; texts as lists of lines.</summary>
    public static JsonObject Bundle(JsonObject data)
    {
        JsonObject bundle = [];
        foreach ((string mimeType, JsonNode? content) in data.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            bundle[mimeType] = content is JsonValue value && value.GetValueKind() == JsonValueKind.String && mimeType.StartsWith("text/", StringComparison.Ordinal)
                ? NotebookCells.Lines(value.GetValue<string>().ReplaceLineEndings("\n"))
                : content?.DeepClone();
        }

        return bundle;
    }

    public static JsonObject Error(Failure failure) => new()
    {
        ["ename"] = failure.Name,
        ["evalue"] = failure.Message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. failure.Traceback.Select(line => (JsonNode)line)]),
    };

    /// <summary>The bundles of figures among outputs.</summary>
    public static IEnumerable<JsonObject> Figures(IEnumerable<JsonArray> outputs) =>
        outputs.SelectMany(cell => cell)
            .Select(output => (output as JsonObject)?["data"] as JsonObject)
            .OfType<JsonObject>()
            .Where(bundle => bundle[Plotly] is JsonObject);

    /// <summary>Gives a bundle the content of another.</summary>
    public static void Replace(JsonObject bundle, JsonObject content)
    {
        bundle.Clear();
        foreach ((string mimeType, JsonNode? value) in content)
        {
            bundle[mimeType] = value?.DeepClone();
        }
    }
}
