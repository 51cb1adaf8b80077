using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MusicRec.NotebookRunner.Drawing;

/// <summary>Draws figures as PNG pictures: plotly.js in a headless Chromium, one start for all figures of a notebook.</summary>
internal sealed class FigureDrawer(DrawingTools tools)
{
    private static readonly string[] Flags =
    [
        // The page is our own, read from a local file, and no name resolves: the sandbox, which containers and root accounts lack, guards nothing here.
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--force-color-profile=srgb", "--hide-scrollbars", "--mute-audio",
    ];

    /// <summary>Why no figure can be drawn on this machine; null when they can.</summary>
    public string? WhyNot => tools.Missing;

    /// <summary>How long a start of the browser may take.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long each figure may take beyond that.</summary>
    public TimeSpan TimePerFigure { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Draws figures given as Plotly JSON; the answer holds one picture or one reason for each, in order.</summary>
    public async Task<IReadOnlyList<DrawnFigure>> DrawAsync(IReadOnlyList<string> figures, CancellationToken cancellation = default)
    {
        if (figures.Count == 0)
        {
            return [];
        }

        if (tools.Chromium is not string chromium || tools.PlotlyScript is not string script)
        {
            return [.. figures.Select(_ => new DrawnFigure(null, tools.Missing))];
        }

        string?[] refusals = new string?[figures.Count];
        JsonObject?[] parsed = new JsonObject?[figures.Count];
        for (int index = 0; index < figures.Count; index++)
        {
            refusals[index] = DrawingPage.Refuse(figures[index], out parsed[index]);
            parsed[index] = refusals[index] is null ? parsed[index] : null;
        }

        DrawnFigure[] drawn = await DrawInFolderAsync(chromium, script, parsed, cancellation);
        return [.. drawn.Select((figure, index) => refusals[index] is string why ? new DrawnFigure(null, why) : figure)];
    }

    private async Task<DrawnFigure[]> DrawInFolderAsync(string chromium, string script, JsonObject?[] figures, CancellationToken cancellation)
    {
        if (figures.All(figure => figure is null))
        {
            return new DrawnFigure[figures.Length];
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("nbrun-figures-");
        try
        {
            string page = Path.Combine(folder.FullName, "figures.html");
            await File.WriteAllTextAsync(page, DrawingPage.Write(script, figures), cancellation);
            (string text, string? failure) = await RunAsync(chromium, page, Path.Combine(folder.FullName, "profile"), StartTime + (TimePerFigure * figures.Length), cancellation);
            return failure is null
                ? DrawingPage.Read(text, figures.Length)
                : [.. figures.Select(_ => new DrawnFigure(null, failure))];
        }
        finally
        {
            await DeleteAsync(folder);
        }
    }

    private static async Task<(string Text, string? Failure)> RunAsync(string chromium, string page, string profile, TimeSpan limit, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(chromium) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (string argument in Flags.Append($"--user-data-dir={profile}").Append("--virtual-time-budget=600000").Append("--dump-dom").Append(new Uri(page).AbsoluteUri))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return ("", $"{chromium} could not be started: {exception.Message}");
        }

        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);

            // A helper of the browser that lives on may hold its output open.
            string text = await output.WaitAsync(timeout.Token);
            return process.ExitCode == 0 ? (text, null) : ("", $"{chromium} ended with exit code {process.ExitCode}: {LastLine(await errors.WaitAsync(timeout.Token))}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return ("", string.Create(CultureInfo.InvariantCulture, $"the browser had not drawn the figures after {limit.TotalSeconds:0} seconds and was ended"));
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("it said nothing");

    /// <summary>The browser's helpers may hold files for a moment after it has ended.</summary>
    private static async Task DeleteAsync(DirectoryInfo folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (attempt == 10)
                {
                    await Console.Error.WriteLineAsync($"{folder.FullName} could not be deleted: {exception.Message}");
                    return;
                }

                await Task.Delay(200);
            }
        }
    }
}
