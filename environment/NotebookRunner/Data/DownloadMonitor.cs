using System.Diagnostics;
using Spectre.Console;

namespace MusicRec.NotebookRunner.Data;

/// <summary>Is told of downloads as they happen.</summary>
internal interface IDownloadMonitor
{
    /// <summary>A line for the reader.</summary>
    void Line(string text);

    /// <summary>A file begins; the result takes the bytes there are and, where known, the bytes there will be.</summary>
    Action<long, long?> Begin(string name);
}

/// <summary>Plain lines: at most one every five seconds for a file, so that a log stays short.</summary>
internal sealed class PlainMonitor(TextWriter output) : IDownloadMonitor
{
    public void Line(string text) => output.WriteLine(text);

    public Action<long, long?> Begin(string name)
    {
        Stopwatch sinceLast = Stopwatch.StartNew();
        output.WriteLine($"{name}: downloading …");
        return (bytes, total) =>
        {
            if (sinceLast.Elapsed.TotalSeconds >= 5)
            {
                sinceLast.Restart();
                output.WriteLine(total is long all ? $"{name}: {bytes:N0} of {all:N0} bytes ({100 * bytes / all} %)" : $"{name}: {bytes:N0} bytes");
            }
        };
    }
}

/// <summary>A progress bar per file on a terminal.</summary>
internal sealed class TerminalMonitor(IAnsiConsole console, ProgressContext progress) : IDownloadMonitor
{
    public void Line(string text) => console.WriteLine(text);

    public Action<long, long?> Begin(string name)
    {
        ProgressTask task = progress.AddTask(Markup.Escape(name));
        task.IsIndeterminate = true;
        return (bytes, total) =>
        {
            if (total is long all)
            {
                task.IsIndeterminate = false;
                task.MaxValue = all;
            }

            task.Value = bytes;
        };
    }
}
