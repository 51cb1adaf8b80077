using System.Text.Json.Nodes;
using MusicRec.NotebookRunner.Execution;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Checking;

/// <summary>The file of what a run recorded, for programs that compare runs.</summary>
internal static class RecordedMetrics
{
    public static string Write(NotebookRun run)
    {
        JsonObject metrics = [];
        foreach ((string name, double value) in run.Metrics)
        {
            // JSON has no number that is not finite; as a text it is at least seen.
            metrics[name] = double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(ExpectedMetrics.TextOf(value));
        }

        return NotebookJson.Write(new JsonObject { ["data"] = run.DataKind, ["metrics"] = metrics }, indentation: 2);
    }
}
