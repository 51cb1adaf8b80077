namespace MusicRec.NotebookRunner.Drawing;

/// <summary>What drawing needs: a Chromium, and plotly.js as npm installs it beside the runner.</summary>
/// <param name="Chromium">Path of the browser; null when none was found.</param>
/// <param name="PlotlyScript">Path of plotly.min.js; null when it is not installed.</param>
internal sealed record DrawingTools(string? Chromium, string? PlotlyScript)
{
    private const string ChromiumVariable = "CHROMIUM_PATH";
    private static readonly string ScriptInRunner = Path.Combine("node_modules", "plotly.js-dist-min", "plotly.min.js");
    private static readonly string[] Commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    /// <summary>What is missing and how to get it; null when all is there.</summary>
    public string? Missing
    {
        get
        {
            List<string> reasons = [];
            if (Chromium is null)
            {
                reasons.Add($"no Chromium, Chrome or Edge was found (looked on PATH and in the usual places; set {ChromiumVariable} to its path)");
            }

            if (PlotlyScript is null)
            {
                reasons.Add("plotly.js is not installed (run `npm ci --prefix environment/NotebookRunner`)");
            }

            return reasons.Count == 0 ? null : string.Join("; ", reasons);
        }
    }

    /// <summary>Looks for both.</summary>
    /// <param name="runnerFolder">The folder environment/NotebookRunner of the repository; null when there is none.</param>
    public static DrawingTools Find(string? runnerFolder)
    {
        string? script = runnerFolder is null ? null : Path.Combine(runnerFolder, ScriptInRunner);
        return new DrawingTools(FindChromium(), File.Exists(script) ? script : null);
    }

    private static string? FindChromium()
    {
        // A path given by hand is taken or refused, never passed over for another browser.
        string? given = Environment.GetEnvironmentVariable(ChromiumVariable);
        if (!string.IsNullOrWhiteSpace(given))
        {
            return File.Exists(given) ? given : null;
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return Commands.SelectMany(command => folders.Select(folder => Path.Combine(folder, command + suffix)))
            .Concat(UsualPlaces())
            .FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsWindows())
        {
            string[] roots =
            [
                Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
                Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86),
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
            ];
            string[] programs =
            [
                Path.Combine("Google", "Chrome", "Application", "chrome.exe"),
                Path.Combine("Chromium", "Application", "chrome.exe"),
                Path.Combine("Microsoft", "Edge", "Application", "msedge.exe"),
            ];
            return programs.SelectMany(program => roots.Where(root => root.Length > 0).Select(root => Path.Combine(root, program)));
        }

        return OperatingSystem.IsMacOS()
            ?
            [
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
            ]
            : ["/usr/bin/chromium", "/usr/bin/google-chrome", "/snap/bin/chromium"];
    }
}
