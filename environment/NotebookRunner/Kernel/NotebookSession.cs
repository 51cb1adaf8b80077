using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Runs the cells of one notebook in this process and reports what happens.</summary>
internal sealed class NotebookSession : IDisposable
{
    /// <summary>Where the library leaves its recorded metrics for a host: <c>IDictionary&lt;string, double&gt;</c>.</summary>
    private const string MetricsKey = "MusicRec.Metrics";

    /// <summary>Where the library says which data it opened: <c>real</c> or <c>sample</c>.</summary>
    private const string DataKindKey = "MusicRec.DataKind";

    private readonly KernelRequest request;
    private readonly EventChannel channel;
    private readonly CellCompiler compiler;
    private readonly ValueFormatter formatter = new();
    private readonly OrderedDictionary<string, double> metrics = new(StringComparer.Ordinal);

    public NotebookSession(KernelRequest request, EventChannel channel)
    {
        this.request = request;
        this.channel = channel;
        compiler = new CellCompiler(request.Folder);
        AppDomain.CurrentDomain.SetData(MetricsKey, metrics);
        DisplayPrelude.Connect(Show, ShowAs);
    }

    public async Task RunAsync()
    {
        Failure? failure = CellInspection.FindProblem(request);
        if (failure is null)
        {
            CellOutcome prelude = await compiler.RunAsync(DisplayPrelude.Code, DisplayPrelude.FileName).ConfigureAwait(false);
            prelude.ThrowIfFailed();
        }

        foreach (CellRequest cell in failure is null ? request.Cells : [])
        {
            failure = await RunAsync(cell).ConfigureAwait(false);
            if (failure is not null)
            {
                break;
            }
        }

        if (failure is not null)
        {
            channel.Send(new KernelEvent(KernelEventKind.Failed) { Cell = failure.Cell, Failure = failure, PeakBytes = PeakBytes() });
        }
        else
        {
            channel.Send(new KernelEvent(KernelEventKind.Finished)
            {
                Metrics = metrics.ToDictionary(StringComparer.Ordinal),
                DataKind = AppDomain.CurrentDomain.GetData(DataKindKey) as string,
                PeakBytes = PeakBytes(),
            });
        }
    }

    public void Dispose() => compiler.Dispose();

    private async Task<Failure?> RunAsync(CellRequest cell)
    {
        channel.Send(new KernelEvent(KernelEventKind.CellStarted) { Cell = cell.Number });
        long start = Stopwatch.GetTimestamp();
        CellOutcome outcome = await compiler.RunAsync(cell.Code, CellCompiler.FileName(cell.Number)).ConfigureAwait(false);
        Failure? failure = outcome.CompileErrors.Length > 0 ? CellInspection.CompileFailure(cell.Number, outcome.CompileErrors)
            : outcome.Exception is { } exception ? ExceptionReport.Of(exception, cell.Number)
            : outcome.HasValue ? ShowResult(cell.Number, outcome.Value)
            : null;
        if (failure is not null)
        {
            channel.Send(new KernelEvent(KernelEventKind.Error) { Cell = cell.Number, Failure = failure });
            if (!cell.MayThrow || failure.Kind != FailureKind.Exception)
            {
                return failure;
            }
        }

        channel.Send(new KernelEvent(KernelEventKind.CellEnded)
        {
            Cell = cell.Number,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            PeakBytes = PeakBytes(),
        });
        return cell.HoldsParameters ? await InjectParametersAsync(cell).ConfigureAwait(false) : null;
    }

    private void Show(object? value, string[] mimeTypes) =>
        channel.SendOutput(KernelEventKind.Display, formatter.Format(value, mimeTypes));

    private void ShowAs(string value, string mimeType) =>
        channel.SendOutput(KernelEventKind.Display, new JsonObject { [mimeType] = ValueFormatter.Content(mimeType, value) });

    private Failure? ShowResult(int cell, object? value)
    {
        try
        {
            channel.SendOutput(KernelEventKind.Result, formatter.Format(value, []));
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionReport.Of(exception, cell);
        }
    }

    private async Task<Failure?> InjectParametersAsync(CellRequest cell)
    {
        if (request.Parameters.Count == 0)
        {
            return null;
        }

        if (ParameterAssignments.Write(request.Parameters, compiler.Variables, cell.Number, out string code) is { } failure)
        {
            return failure;
        }

        CellOutcome outcome = await compiler.RunAsync(code, "parameters").ConfigureAwait(false);
        if (outcome.CompileErrors.Length > 0)
        {
            string message = string.Join('\n', outcome.CompileErrors.Select(error => error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
            return new Failure(FailureKind.Parameter, "Parameter", $"The parameters could not be assigned: {message}") { Cell = cell.Number };
        }

        channel.Send(new KernelEvent(KernelEventKind.ParametersInjected) { Cell = cell.Number, Text = code });
        return null;
    }

    private static long PeakBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
