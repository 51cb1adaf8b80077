using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MusicRec.NotebookRunner.Notebooks;

/// <summary>A notebook file of nbformat 4: read with checks, written with its own layout.</summary>
internal sealed class Notebook
{
    /// <summary>Far above any notebook of this project; a file beyond it is something else.</summary>
    private const long LargestFile = 64L * 1024 * 1024;

    private readonly JsonObject root;
    private readonly int indentation;

    private Notebook(string path, JsonObject root, int indentation)
    {
        Path = path;
        this.root = root;
        this.indentation = indentation;
        Cells = NotebookCells.Read(root);
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The code cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    public static Notebook Read(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > LargestFile)
        {
            throw new NotebookException($"the file is {length:N0} bytes long; a notebook of at most {LargestFile:N0} bytes is read.");
        }

        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            string json = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            JsonDocumentOptions options = new() { AllowDuplicateProperties = false, MaxDepth = 128 };
            return JsonNode.Parse(json.TrimStart('\uFEFF'), nodeOptions: null, options) is JsonObject root
                ? new Notebook(System.IO.Path.GetFullPath(path), root, NotebookJson.IndentationOf(json))
                : throw new NotebookException("the file holds JSON, but not an object; a notebook is an object with cells, metadata and nbformat.");
        }
        catch (DecoderFallbackException exception)
        {
            throw new NotebookException($"the file is not UTF-8 text (byte {exception.Index}).", exception);
        }
        catch (JsonException exception)
        {
            string place = exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
            throw new NotebookException(
                $"the file is not valid JSON{place}: {exception.Message.Split(" LineNumber:")[0]} "
                + "If it is a merge conflict or a half-written file, restore it with git checkout.",
                exception);
        }
    }

    /// <summary>The executed notebook as text: the sources as they were, the outputs of this run.</summary>
    public string Write(IReadOnlyDictionary<int, JsonArray> outputs, string? injectedParameters)
    {
        JsonObject copy = root.DeepClone().AsObject();
        copy["nbformat_minor"] = Math.Max(5, copy["nbformat_minor"]!.GetValue<int>());
        JsonArray cells = copy["cells"]!.AsArray();
        NotebookCells.FillIn(cells, Cells, outputs);
        if (injectedParameters is not null)
        {
            NotebookCells.InsertParameters(cells, injectedParameters);
        }

        return NotebookJson.Write(copy, indentation);
    }

    /// <summary>The outputs that the file holds for a code cell.</summary>
    public JsonArray StoredOutputs(NotebookCell cell) => root["cells"]!.AsArray()[cell.Position]!["outputs"] as JsonArray ?? [];
}
