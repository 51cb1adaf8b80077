using System.Security.Cryptography;
using System.Text.Json;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

public sealed class PinnedPlotlyTests
{
    private const string Package = "plotly.js-dist-min";
    private static readonly string RunnerFolder = FindRunnerFolder();

    [Fact]
    public void The_page_names_the_version_that_the_lock_file_pins()
    {
        using JsonDocument lockFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(RunnerFolder, "package-lock.json")));
        string version = lockFile.RootElement.GetProperty("packages").GetProperty("node_modules/" + Package).GetProperty("version").GetString()!;
        Assert.Contains($"{Package}@{version}/plotly.min.js", Figure.Line([1], [1]).ToPage(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_carries_the_hash_of_the_installed_file()
    {
        string script = Path.Combine(RunnerFolder, "node_modules", Package, "plotly.min.js");
        Assert.SkipUnless(File.Exists(script), "plotly.js is not installed: npm ci --prefix environment/NotebookRunner");
        string hash = Convert.ToBase64String(SHA384.HashData(File.ReadAllBytes(script)));
        Assert.Contains($"integrity=\"sha384-{hash}\"", Figure.Line([1], [1]).ToPage(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_file_names_no_registry_so_that_every_mirror_serves()
    {
        string lockFile = File.ReadAllText(Path.Combine(RunnerFolder, "package-lock.json"));
        Assert.DoesNotContain("resolved", lockFile, StringComparison.Ordinal);
        Assert.Contains("\"integrity\": \"sha512-", lockFile, StringComparison.Ordinal);
    }

    private static string FindRunnerFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MusicRec.Core.csproj")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "environment", "NotebookRunner");
    }
}
