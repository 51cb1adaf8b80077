using System.ComponentModel;
using System.Diagnostics;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>Publishes the library into artifacts/core, where every notebook's <c>#r</c> looks for it.</summary>
internal static class CoreBuild
{
    /// <summary>Builds when something changed; returns the compiler's words when that fails, else null.</summary>
    public static async Task<string?> RunAsync(Repository repository, CancellationToken cancellation)
    {
        if (repository.CoreIsFresh)
        {
            return null;
        }

        Terminal.Quiet("Publishing MusicRec.Core …");
        ProcessStartInfo start = new("dotnet", ["build", repository.CoreProjectPath, "-c", "Release", "-v", "q", "-nologo"])
        {
            WorkingDirectory = repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return $"dotnet could not be started: {exception.Message}. Install the .NET SDK 10, or run with --no-build on what is published.";
        }

        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            string words = (await output.ConfigureAwait(false) + await errors.ConfigureAwait(false)).Trim();
            return process.ExitCode == 0 ? null : words;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
