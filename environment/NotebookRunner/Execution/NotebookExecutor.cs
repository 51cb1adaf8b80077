using System.Globalization;
using MusicRec.NotebookRunner.Checking;
using MusicRec.NotebookRunner.Commands;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>What was asked for on the command line.</summary>
internal sealed record ExecutionSettings(
    string NotebookPath,
    string? OutputFolder,
    bool InPlace,
    IReadOnlyDictionary<string, string> Parameters,
    TimeSpan Timeout,
    bool Build)
{
    /// <summary>Variables that a notebook's process gets beside those of this one; null for none.</summary>
    public Func<Notebook, Repository?, IReadOnlyDictionary<string, string>>? EnvironmentOf { get; init; }

    /// <summary>Why a notebook is not run by this command, or null when it is; null for a command that runs every notebook.</summary>
    public Func<Notebook, string?>? WhyNotRun { get; init; }
}

/// <summary>An executed notebook: the run and the file that it makes.</summary>
internal sealed record ExecutedNotebook(NotebookRun Run, string Content);

/// <summary>Takes notebooks from the path on the command line to executed files, one process each.</summary>
internal sealed class NotebookExecutor(ExecutionSettings settings)
{
    /// <summary>Runs every notebook; <paramref name="afterRun"/> judges those that came to their end.</summary>
    public async Task<int> RunAsync(Func<ExecutedNotebook, int> afterRun, CancellationToken cancellation)
    {
        try
        {
            return await RunAllAsync(afterRun, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Terminal.Error("Stopped by Ctrl+C. No notebook on disk was changed since.");
            return ExitCodes.Cancelled;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Terminal.Error($"A result could not be written: {exception.Message}");
            return ExitCodes.CannotRun;
        }
    }

    private async Task<int> RunAllAsync(Func<ExecutedNotebook, int> afterRun, CancellationToken cancellation)
    {
        IReadOnlyList<string> paths;
        try
        {
            paths = NotebookFiles.Find(settings.NotebookPath);
        }
        catch (NotebookException exception)
        {
            Terminal.Error(exception.Message);
            return ExitCodes.CannotRun;
        }

        Repository? repository = Repository.Around(Path.GetDirectoryName(paths[0])!, Environment.CurrentDirectory);
        if (settings.Build && repository is not null && await CoreBuild.RunAsync(repository, cancellation).ConfigureAwait(false) is { } words)
        {
            Terminal.Error($"{words}\nMusicRec.Core could not be built, so no notebook was run.");
            return ExitCodes.CannotRun;
        }

        FigurePictures pictures = new(repository);
        int exitCode = ExitCodes.Success;
        foreach (string path in paths)
        {
            int result = await RunOneAsync(path, repository, pictures, afterRun, cancellation).ConfigureAwait(false);
            exitCode = exitCode == ExitCodes.Success ? result : exitCode;
            if (cancellation.IsCancellationRequested)
            {
                return ExitCodes.Cancelled;
            }
        }

        return exitCode;
    }

    private string OutputFolder(Repository? repository) =>
        settings.OutputFolder ?? repository?.ExecutedNotebooks ?? Path.Combine(Environment.CurrentDirectory, "artifacts", "notebooks");

    private async Task<int> RunOneAsync(string path, Repository? repository, FigurePictures pictures, Func<ExecutedNotebook, int> afterRun, CancellationToken cancellation)
    {
        Terminal.Line(Path.GetRelativePath(Environment.CurrentDirectory, path));
        string outputFolder = OutputFolder(repository);
        Notebook notebook;
        try
        {
            notebook = Notebook.Read(path);
        }
        catch (Exception exception) when (exception is NotebookException or IOException or UnauthorizedAccessException)
        {
            Terminal.Error($"{Path.GetFileName(path)} cannot be run: {exception.Message}\nThe notebook on disk was not changed.");
            return ExitCodes.CannotRun;
        }

        if (settings.WhyNotRun?.Invoke(notebook) is { } because)
        {
            Terminal.Error($"{Path.GetFileName(path)} is not run: {because}\nThe notebook on disk was not changed.");
            return ExitCodes.CannotRun;
        }

        if (!settings.InPlace && Path.GetFullPath(Path.Combine(outputFolder, Path.GetFileName(path))) == notebook.Path)
        {
            Terminal.Error($"The executed notebook would replace {Path.GetFileName(path)} itself. Name another folder with --out.");
            return ExitCodes.CannotRun;
        }

        NotebookRun run = await NotebookProcess.RunAsync(
            notebook, settings.Parameters, settings.EnvironmentOf?.Invoke(notebook, repository), settings.Timeout, new ProgressLines(notebook).Show, cancellation).ConfigureAwait(false);
        Terminal.EndPassing();
        if (run.Failure is { } failure)
        {
            Terminal.Error(FailureText.Of(notebook, failure) + KeepWhatCame(run, outputFolder));
            return ExitCodes.Of(failure.Kind);
        }

        await pictures.AddAsync(run, cancellation).ConfigureAwait(false);
        ExecutedNotebook executed = new(run, run.Notebook.Write(run.Outputs, run.InjectedParameters));
        if (settings.InPlace && WhyNotReplace(executed) is { } reason)
        {
            Terminal.Error($"{reason}\nThe notebook on disk was not changed.");
            return ExitCodes.CannotRun;
        }

        Save(executed, outputFolder);
        return afterRun(executed);
    }

    /// <summary>Published outputs are dear: a run that has less to show does not silently take their place.</summary>
    private static string? WhyNotReplace(ExecutedNotebook executed)
    {
        Notebook notebook = executed.Run.Notebook;
        string stored = string.Concat(notebook.Cells.Select(cell => notebook.StoredOutputs(cell).ToJsonString(PlainJson)));
        if (executed.Run.DataKind == "sample" && stored.Replace("[]", "", StringComparison.Ordinal).Length > 0 && !stored.Contains("made up", StringComparison.Ordinal))
        {
            return "This run used the made-up sample, and the stored outputs come from other data. Set MUSICREC_DATA to the real data, or write elsewhere with --out.";
        }

        int had = Pictures(stored), has = Pictures(executed.Content);
        return has < had ? $"The stored outputs have {had} pictures and this run could draw {has}. 'nbrun doctor' says what is missing; or write elsewhere with --out." : null;
    }

    private static readonly System.Text.Json.JsonSerializerOptions PlainJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int Pictures(string json) => json.Split("\"image/png\"").Length - 1;

    private void Save(ExecutedNotebook executed, string outputFolder)
    {
        NotebookRun run = executed.Run;
        Notebook notebook = run.Notebook;
        string target = settings.InPlace ? notebook.Path : Path.Combine(outputFolder, Path.GetFileName(notebook.Path));
        NotebookFiles.Replace(target, executed.Content);
        NotebookFiles.Replace(Path.Combine(outputFolder, notebook.Name + ".metrics.json"), RecordedMetrics.Write(run));
        File.Delete(FailedPath(notebook, outputFolder));
        Terminal.Good(string.Create(
            CultureInfo.InvariantCulture,
            $"  {notebook.Cells.Count} cells in {run.Seconds:0.0} s, peak memory {run.PeakBytes / (1024 * 1024)} MiB, {run.Metrics.Count} metrics{DataPhrase(run.DataKind)} → {Path.GetRelativePath(Environment.CurrentDirectory, target)}"));
    }

    private static string DataPhrase(string? dataKind) => dataKind switch
    {
        "sample" => " on the sample (made up)",
        "real" => " on the real data",
        _ => "",
    };

    private static string FailedPath(Notebook notebook, string outputFolder) => Path.Combine(outputFolder, notebook.Name + ".failed.ipynb");

    /// <summary>The outputs up to the failure often tell its cause.</summary>
    private static string KeepWhatCame(NotebookRun run, string outputFolder)
    {
        if (run.CurrentCell == 0)
        {
            return "";
        }

        string path = FailedPath(run.Notebook, outputFolder);
        NotebookFiles.Replace(path, run.Notebook.Write(run.Outputs, run.InjectedParameters));
        return $" The outputs up to the failure: {Path.GetRelativePath(Environment.CurrentDirectory, path)}";
    }
}
