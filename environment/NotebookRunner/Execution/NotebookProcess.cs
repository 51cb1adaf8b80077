using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using MusicRec.NotebookRunner.Kernel;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>Runs a notebook in a fresh child process of this program: nothing that a notebook loads is ever freed.</summary>
internal static class NotebookProcess
{
    /// <summary>More output than that in one notebook is an endless loop that prints.</summary>
    private const long MostOutputBytes = 64L * 1024 * 1024;

    private const string DataVariable = "MUSICREC_DATA";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan GraceAfterTheEnd = TimeSpan.FromSeconds(2);

    public static async Task<NotebookRun> RunAsync(
        Notebook notebook,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, string>? environment,
        TimeSpan timeout,
        Action<KernelEvent> onEvent,
        CancellationToken cancellation)
    {
        NotebookRun run = new(notebook);
        long start = Stopwatch.GetTimestamp();
        using AnonymousPipeServerStream pipe = new(PipeDirection.In, HandleInheritability.Inheritable);
        using Process process = Process.Start(StartInfo(pipe.GetClientHandleAsString(), environment))
            ?? throw new InvalidOperationException("The notebook's process could not be started.");
        pipe.DisposeLocalCopyOfClientHandle();
        LastWords lastWords = new();
        Task drained = Task.WhenAll(lastWords.ReadAsync(process.StandardError), lastWords.ReadAsync(process.StandardOutput));
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout + LongestStart);
        try
        {
            await SendRequestAsync(process, notebook, parameters).ConfigureAwait(false);
            await ListenAsync(process, pipe, run, StartTheClock(onEvent, deadline, timeout), deadline.Token).ConfigureAwait(false);
            if (!run.HasFinished && run.Failure is null)
            {
                await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
                await Task.WhenAny(drained, Task.Delay(GraceAfterTheEnd, CancellationToken.None)).ConfigureAwait(false);
                run.Failure = UnexpectedEnd(process.ExitCode, lastWords.Text, run.CurrentCell);
            }
        }
        catch (OperationCanceledException)
        {
            run.Failure = cancellation.IsCancellationRequested
                ? new Failure(FailureKind.Cancelled, "Stopped", "Stopped by Ctrl+C.") { Cell = run.CurrentCell }
                : new Failure(FailureKind.TimedOut, "Timeout", $"The notebook was still running after {timeout.TotalSeconds:0.###} s and was stopped here. An endless loop, a task that never completes, or too little time: --timeout gives more.") { Cell = run.CurrentCell };
        }
        finally
        {
            await EndAsync(process, run.HasFinished).ConfigureAwait(false);
        }

        run.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return run;
    }

    /// <summary>The time of a notebook is that of its cells: a busy machine that starts processes slowly takes nothing of it.</summary>
    private static Action<KernelEvent> StartTheClock(Action<KernelEvent> onEvent, CancellationTokenSource deadline, TimeSpan timeout)
    {
        bool isRunning = false;
        return message =>
        {
            if (!isRunning)
            {
                isRunning = true;
                deadline.CancelAfter(timeout);
            }

            onEvent(message);
        };
    }

    private static ProcessStartInfo StartInfo(string pipeHandle, IReadOnlyDictionary<string, string>? environment)
    {
        string host = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        bool isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments = [KernelProgram.Argument, pipeHandle];
        ProcessStartInfo start = new(host, isDotnet ? ["exec", typeof(NotebookProcess).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };

        // Set inside Jupyter; formatters then leave out the plotly part, which belongs into the file.
        start.Environment.Remove("JPY_PARENT_PID");

        // Cells run in the notebook's folder; a relative path was meant from where nbrun was typed.
        if (Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } data && Directory.Exists(data))
        {
            start.Environment[DataVariable] = Path.GetFullPath(data);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task SendRequestAsync(Process process, Notebook notebook, IReadOnlyDictionary<string, string> parameters)
    {
        CellRequest[] cells = [.. notebook.Cells.Select(cell => new CellRequest(cell.Number, cell.Code, cell.HoldsParameters, cell.MayThrow))];
        KernelRequest request = new(notebook.Folder, cells, new Dictionary<string, string>(parameters));
        string line = JsonSerializer.Serialize(request, KernelJson.Default.KernelRequest);
        try
        {
            await process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
            await process.StandardInput.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The child died at its start; its exit code and last words tell why.
        }
    }

    /// <summary>Reads until the child has finished or is gone: a process that a cell started may hold the pipe open for longer.</summary>
    private static async Task ListenAsync(Process process, Stream pipe, NotebookRun run, Action<KernelEvent> onEvent, CancellationToken cancellation)
    {
        using CancellationTokenSource listening = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = ReadEventsAsync(pipe, run, onEvent, listening.Token);
        if (await Task.WhenAny(reading, process.WaitForExitAsync(cancellation)).ConfigureAwait(false) != reading)
        {
            listening.CancelAfter(GraceAfterTheEnd);
        }

        try
        {
            await reading.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The child is gone and has been heard out; its exit code tells the rest.
        }
    }

    private static async Task ReadEventsAsync(Stream pipe, NotebookRun run, Action<KernelEvent> onEvent, CancellationToken cancellation)
    {
        using StreamReader reader = new(pipe, Encoding.UTF8);
        long length = 0;
        while (!run.HasFinished && run.Failure is null && await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            length += line.Length;
            if (length > MostOutputBytes)
            {
                run.Failure = new Failure(FailureKind.TooMuchOutput, "Too much output", $"The notebook wrote more than {MostOutputBytes / (1024 * 1024)} MiB of output and was stopped here.") { Cell = run.CurrentCell };
                return;
            }

            KernelEvent? message;
            try
            {
                message = JsonSerializer.Deserialize(line, KernelJson.Default.KernelEvent);
            }
            catch (JsonException)
            {
                // The child died in the middle of a line; what was said before stands.
                return;
            }

            if (message is not null)
            {
                run.Apply(message);
                onEvent(message);
            }
        }
    }

    private static async Task EndAsync(Process process, bool hasFinished)
    {
        if (!process.HasExited && !(hasFinished && process.WaitForExit(GraceAfterTheEnd)))
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static Failure UnexpectedEnd(int exitCode, string lastWords, int cell)
    {
        bool crashed = exitCode is < 0 or > 127 || lastWords.Length > 0;
        string message = crashed
            ? $"The notebook's process crashed (exit code {exitCode}). Its last words:\n{lastWords}".TrimEnd()
            : $"The cell ended the notebook's process with exit code {exitCode}, so the cells after it never ran. Remove Environment.Exit; throw an exception to stop a run.";
        return new Failure(FailureKind.ProcessEnded, crashed ? "Crash" : "Process ended", message) { Cell = cell };
    }
}
