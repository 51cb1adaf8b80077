using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>What the parent asks of the child: the first line that the child reads from its standard input.</summary>
internal sealed record KernelRequest(string Folder, CellRequest[] Cells, Dictionary<string, string> Parameters);

/// <summary>One code cell, numbered from 1 among the code cells.</summary>
internal sealed record CellRequest(int Number, string Code, bool HoldsParameters, bool MayThrow);

/// <summary>What the child reports, one JSON line each.</summary>
internal sealed record KernelEvent(KernelEventKind Kind)
{
    public int Cell { get; init; }

    /// <summary>The stream's name.</summary>
    public string? Name { get; init; }

    /// <summary>A piece of a stream, or the code of the injected parameters.</summary>
    public string? Text { get; init; }

    /// <summary>Mime type to content.</summary>
    public JsonObject? Data { get; init; }

    public double Seconds { get; init; }

    public long PeakBytes { get; init; }

    public Failure? Failure { get; init; }

    public Dictionary<string, double>? Metrics { get; init; }

    public string? DataKind { get; init; }
}

internal enum KernelEventKind
{
    CellStarted,
    Stream,
    Display,
    Result,
    Error,
    CellEnded,
    ParametersInjected,
    Failed,
    Finished,
}

/// <summary>Why a notebook did not come to its end. Cell and line count from 1; 0 means that none is known.</summary>
internal sealed record Failure(FailureKind Kind, string Name, string Message)
{
    public int Cell { get; init; }

    public int Line { get; init; }

    public string[] Traceback { get; init; } = [];
}

internal enum FailureKind
{
    Exception,
    CompileError,
    Formatter,
    TimedOut,
    ProcessEnded,
    TooMuchOutput,
    Parameter,
    MissingReference,
    UnsupportedDirective,
    Cancelled,
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    MaxDepth = 256)]
[JsonSerializable(typeof(KernelRequest))]
[JsonSerializable(typeof(KernelEvent))]
internal sealed partial class KernelJson : JsonSerializerContext;
