using System.Text.Json.Nodes;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>What one run of a notebook has brought so far; filled from the child's events.</summary>
internal sealed class NotebookRun(Notebook notebook)
{
    private readonly Dictionary<int, JsonArray> outputs = [];

    public Notebook Notebook => notebook;

    /// <summary>Outputs in nbformat's shape, by the number of the code cell.</summary>
    public IReadOnlyDictionary<int, JsonArray> Outputs => outputs;

    /// <summary>The cell that is running, or ran last; 0 before the first.</summary>
    public int CurrentCell { get; private set; }

    public IReadOnlyDictionary<string, double> Metrics { get; private set; } = new Dictionary<string, double>();

    /// <summary><c>real</c>, <c>sample</c>, or null when the notebook opened no data.</summary>
    public string? DataKind { get; private set; }

    public string? InjectedParameters { get; private set; }

    public long PeakBytes { get; private set; }

    public double Seconds { get; set; }

    public bool HasFinished { get; private set; }

    public Failure? Failure { get; set; }

    public void Apply(KernelEvent message)
    {
        PeakBytes = Math.Max(PeakBytes, message.PeakBytes);
        switch (message.Kind)
        {
            case KernelEventKind.CellStarted:
                CurrentCell = message.Cell;
                outputs[message.Cell] = [];
                break;
            case KernelEventKind.Stream:
                AddStream(message.Cell, message.Name!, message.Text!);
                break;
            case KernelEventKind.Display:
                OutputsOf(message.Cell).Add(new JsonObject
                {
                    ["data"] = NotebookOutputs.Bundle(message.Data!),
                    ["metadata"] = new JsonObject(),
                    ["output_type"] = "display_data",
                });
                break;
            case KernelEventKind.Result:
                OutputsOf(message.Cell).Add(new JsonObject
                {
                    ["data"] = NotebookOutputs.Bundle(message.Data!),
                    ["execution_count"] = message.Cell,
                    ["metadata"] = new JsonObject(),
                    ["output_type"] = "execute_result",
                });
                break;
            case KernelEventKind.Error:
                OutputsOf(message.Cell).Add(NotebookOutputs.Error(message.Failure!));
                break;
            case KernelEventKind.ParametersInjected:
                InjectedParameters = message.Text;
                break;
            case KernelEventKind.Failed:
                Failure = message.Failure;
                break;
            case KernelEventKind.Finished:
                HasFinished = true;
                Metrics = message.Metrics ?? [];
                DataKind = message.DataKind;
                break;
            default:
                break;
        }
    }

    /// <summary>Text that was written piece by piece is one output, as in Jupyter.</summary>
    private void AddStream(int cell, string name, string text)
    {
        JsonArray cellOutputs = OutputsOf(cell);
        if (cellOutputs.LastOrDefault() is JsonObject last && (string?)last["output_type"] == "stream" && (string?)last["name"] == name)
        {
            JsonArray lines = last["text"]!.AsArray();
            int index = lines.Count - 1;
            string lastLine = lines[index]!.GetValue<string>();
            if (!lastLine.EndsWith('\n'))
            {
                lines.RemoveAt(index);
                text = lastLine + text;
            }

            foreach (JsonNode? line in NotebookCells.Lines(text))
            {
                lines.Add(line!.DeepClone());
            }
        }
        else
        {
            cellOutputs.Add(new JsonObject { ["name"] = name, ["output_type"] = "stream", ["text"] = NotebookCells.Lines(text) });
        }
    }

    private JsonArray OutputsOf(int cell)
    {
        if (!outputs.TryGetValue(cell, out JsonArray? cellOutputs))
        {
            outputs[cell] = cellOutputs = [];
        }

        return cellOutputs;
    }
}
