using System.Diagnostics;

namespace MusicRec.Core.Tests;

/// <summary>Runs the program DigitsProbe in a child process.</summary>
internal static class ProbeProcess
{
    /// <summary>The lines it prints with <paramref name="arguments"/> under <paramref name="variables"/>.</summary>
    public static async Task<string[]> RunAsync(IReadOnlyList<string> arguments, params (string Name, string Value)[] variables)
    {
        // Both projects are built in the same configuration, into sibling folders.
        DirectoryInfo own = new(AppContext.BaseDirectory);
        string probe = Path.Combine(own.Parent!.Parent!.FullName, "DigitsProbe", own.Name, "DigitsProbe.dll");
        Assert.True(File.Exists(probe), $"'{probe}' is not there; build tests/DigitsProbe first.");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [probe, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MUSICREC_THREADS");
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        string what = $"The probe ({string.Join(' ', arguments.Take(3).Concat(variables.Select(variable => $"{variable.Name}={variable.Value}")))})";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{what} did not end within two minutes.");
        }

        Assert.True(process.ExitCode == 0, $"{what} ended with {process.ExitCode}: {await error}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
