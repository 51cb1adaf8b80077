using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Checking;

/// <summary>What a metric must be. The tolerance holds absolutely or relative to the value, whichever allows more.</summary>
internal sealed record ExpectedMetric(double Value, double Tolerance)
{
    public const double DefaultTolerance = 1e-6;

    /// <summary>The largest difference that passes.</summary>
    public double Allowed => Tolerance * Math.Max(1.0, Math.Abs(Value));
}

/// <summary>The file of what a notebook must report on one kind of data.</summary>
internal static class ExpectedMetrics
{
    /// <summary><c>expected/03-spotify-likes.real.json</c> beside the notebook.</summary>
    public static string PathFor(Notebook notebook, string dataKind) =>
        Path.Combine(notebook.Folder, "expected", $"{notebook.Name}.{dataKind}.json");

    public static OrderedDictionary<string, ExpectedMetric> Read(string path)
    {
        try
        {
            JsonDocumentOptions options = new() { AllowDuplicateProperties = false };
            JsonObject metrics = (JsonNode.Parse(File.ReadAllText(path), nodeOptions: null, options) as JsonObject)?["metrics"] as JsonObject
                ?? throw new NotebookException($"{path} has no object \"metrics\".");
            OrderedDictionary<string, ExpectedMetric> expected = new(StringComparer.Ordinal);
            foreach ((string name, JsonNode? entry) in metrics)
            {
                double value = NumberOf(entry, "value") ?? throw new NotebookException($"{path}: metric \"{name}\" has no number \"value\".");
                double tolerance = (entry as JsonObject)?.ContainsKey("tolerance") == true
                    ? NumberOf(entry, "tolerance") ?? double.NaN
                    : ExpectedMetric.DefaultTolerance;
                if (!(tolerance >= 0 && double.IsFinite(tolerance)))
                {
                    throw new NotebookException($"{path}: metric \"{name}\" has a tolerance that is not a number of 0 or more.");
                }

                expected.Add(name, new ExpectedMetric(value, tolerance));
            }

            return expected;
        }
        catch (JsonException exception)
        {
            throw new NotebookException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>The file's new content: the values recorded, with the tolerances that stood in it.</summary>
    public static string Write(IReadOnlyDictionary<string, double> recorded, IReadOnlyDictionary<string, ExpectedMetric> before)
    {
        JsonObject metrics = [];
        foreach ((string name, double value) in recorded)
        {
            double tolerance = before.TryGetValue(name, out ExpectedMetric? old) ? old.Tolerance : ExpectedMetric.DefaultTolerance;
            metrics[name] = new JsonObject { ["value"] = value, ["tolerance"] = tolerance };
        }

        return NotebookJson.Write(new JsonObject { ["metrics"] = metrics }, indentation: 2);
    }

    /// <summary>A metric in full: as many digits as tell it from its neighbours.</summary>
    public static string TextOf(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double? NumberOf(JsonNode? entry, string name) =>
        (entry as JsonObject)?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;
}
