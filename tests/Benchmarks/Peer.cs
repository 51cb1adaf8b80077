using System.Diagnostics;
using System.Globalization;

namespace MusicRec.Benchmarks;

/// <summary>A resident Python process that does the peer's work on request.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    public Peer(string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        string python = Environment.GetEnvironmentVariable("MUSICREC_PYTHON") ?? "/usr/bin/python3";
        ProcessStartInfo start = new(python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(BenchmarkFolders.Benchmarks, "peers", script));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start) ?? throw new InvalidOperationException($"{python} could not be started.");
        string ready = Read();
        Versions = ready.StartsWith("ready ", StringComparison.Ordinal)
            ? ready[6..]
            : throw new InvalidDataException($"{script} printed '{ready}'; 'ready' and its versions were expected.");
    }

    /// <summary>The versions of what the peer runs on.</summary>
    public string Versions { get; }

    public (double Seconds, double Check) Run()
    {
        process.StandardInput.WriteLine("run");
        process.StandardInput.Flush();
        string[] answer = Read().Split(' ');
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        // The script ends with its input.
        process.StandardInput.Close();
        if (!process.WaitForExit(5000))
        {
            process.Kill();
        }

        process.Dispose();
    }

    private string Read() =>
        process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended without an answer; what it says stands above.");
}
