using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MusicRec.Notebooks.Tests.Support;

/// <summary>A folder of a test's own, and nbrun as users start it: as a process in that folder.</summary>
public sealed class Workspace : IDisposable
{
    /// <summary>So that a runner that hangs fails its test instead of the whole run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Folder { get; } = Directory.CreateTempSubdirectory("nbrun-test-").FullName;

    public static string Runner => Path.Combine(AppContext.BaseDirectory, "nbrun.dll");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Add(string name, NotebookText notebook)
    {
        File.WriteAllText(PathOf(name), notebook.ToString());
        return PathOf(name);
    }

    public JsonObject ReadNotebook(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!.AsObject();

    public RunnerResult Run(params string[] arguments) => RunWith(new Dictionary<string, string>(), arguments);

    public RunnerResult RunWith(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Runner, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MUSICREC_DATA");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"nbrun {string.Join(' ', arguments)} did not end.");
        }

        return new RunnerResult(process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed record RunnerResult(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- errors\n{Errors}";
}
