using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using MusicRec.Data;
using MusicRec.NotebookRunner.Data;
using MusicRec.NotebookRunner.Drawing;

namespace MusicRec.NotebookRunner.Commands;

/// <summary><c>nbrun doctor</c>: what is there, what is missing, and what each missing thing costs.</summary>
internal static class DoctorCommand
{
    private static readonly string[] FontFolders =
    [
        "/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts",
        Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fonts"),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "fonts"),
    ];

    public static Command Create()
    {
        Command command = new("doctor", "Shows what is there and what is missing to run notebooks, and what each missing thing costs. Exit code 0 when notebooks can be run.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        Repository? repository = Repository.Around(Environment.CurrentDirectory, AppContext.BaseDirectory);
        List<Finding> findings = [FindSdk(repository), FindCore(repository), FindData(repository), .. FindDrawing(repository), FindFonts()];
        Terminal.Table(["what", "state", "found", "without it"], [.. findings.Select(finding => finding.Row)]);

        bool canRun = findings.All(finding => finding.IsThere || !finding.IsNeeded);
        if (canRun)
        {
            Terminal.Good("Notebooks can be run.");
        }
        else
        {
            Terminal.Error("Notebooks cannot be run yet: what is marked 'missing' is needed, what is marked 'absent' is not.");
        }

        return canRun ? ExitCodes.Success : ExitCodes.CannotRun;
    }

    private static Finding FindSdk(Repository? repository)
    {
        string? version = SdkVersion(repository?.Root ?? Environment.CurrentDirectory);
        bool needed = repository is null || !repository.CoreIsPublished;
        return new Finding(".NET SDK", version is not null, needed, version ?? "dotnet --version fails here", "MusicRec.Core cannot be built; only --no-build runs, on what is published");
    }

    private static Finding FindCore(Repository? repository) => repository switch
    {
        null => new Finding("MusicRec.Core", false, true, "no repository around this folder", "nothing that a notebook could load; run nbrun inside the repository"),
        { CoreIsPublished: false } => new Finding("MusicRec.Core", false, false, "not published", "the next run publishes it first, or type: dotnet build MusicRec.Core.csproj"),
        { CoreIsFresh: false } => new Finding("MusicRec.Core", true, false, "published, older than the sources", "--no-build runs the old one; a run without it publishes first"),
        _ => new Finding("MusicRec.Core", true, false, "published and fresh", "the next run publishes it first"),
    };

    private static Finding FindData(Repository? repository)
    {
        const string Cost = "notebooks have nothing to run on; restore data/sample with git checkout, or see nbrun data";
        try
        {
            string folder = DataFolder.Resolve(Environment.GetEnvironmentVariable(DataFolders.Variable), repository?.Root);
            return !Directory.Exists(folder) ? new Finding("data", false, true, $"{folder} is not there", Cost)
                : DataFolder.IsSample(folder) ? new Finding("data", true, true, $"{folder}, sample (made up); the real data: nbrun data get, or {DataFolders.Variable}", Cost)
                : new Finding("data", true, true, $"{folder}, real data", Cost);
        }
        catch (DirectoryNotFoundException exception)
        {
            return new Finding("data", false, true, exception.Message, Cost);
        }
    }

    private static IEnumerable<Finding> FindDrawing(Repository? repository)
    {
        DrawingTools tools = DrawingTools.Find(repository?.Runner);
        const string Cost = "figures get no PNG, so GitHub shows none;";
        yield return new Finding("Chromium", tools.Chromium is not null, false, tools.Chromium ?? "not on PATH or in the usual places", $"{Cost} install chromium, Chrome or Edge");
        yield return new Finding("plotly.js", tools.PlotlyScript is not null, false, tools.PlotlyScript is null ? "not installed" : "installed beside the runner", $"{Cost} npm ci --prefix environment/NotebookRunner");
    }

    private static Finding FindFonts()
    {
        string? folder = FontFolders.FirstOrDefault(folder => folder.Length > 0 && Directory.Exists(folder)
            && Directory.EnumerateFiles(folder, "*.*tf", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Any());
        return new Finding("fonts", folder is not null, false, folder ?? "no .ttf or .otf file in the usual folders", "texts in pictures are drawn as boxes; on Debian: apt install fonts-dejavu-core");
    }

    private static string? SdkVersion(string folder)
    {
        try
        {
            ProcessStartInfo start = new("dotnet", ["--version"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using Process? process = Process.Start(start);
            string? version = process?.StandardOutput.ReadLine();
            process?.WaitForExit();
            return process is { ExitCode: 0 } ? version : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>One line of the report.</summary>
    private sealed record Finding(string What, bool IsThere, bool IsNeeded, string Found, string Cost)
    {
        public IReadOnlyList<string> Row => [What, IsThere ? "ok" : IsNeeded ? "missing" : "absent", Found, IsThere ? "" : Cost];
    }
}
