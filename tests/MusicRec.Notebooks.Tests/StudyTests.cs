using System.Text.Json.Nodes;
using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

/// <summary><c>nbrun study</c> with the library itself, as notebooks load it.</summary>
public sealed class StudyTests
{
    private static readonly string s_core = Path.Combine(FindCore(), "MusicRec.Core.dll");

    // Five units of work; the process dies in one of them as long as the file "die" is there.
    private static string Code(string settings) => $$"""
        #r "{{s_core}}"
        using MusicRec.Data;
        using MusicRec.Reporting;
        StudyTable table = StudyTable.Open("table.json", "roots", Interactions.FromPairs([("ann", "air", 2)]).Hash(), "{{settings}}");
        for (int unit = 0; unit < 5; unit++)
        {
            table.Run($"unit {unit}", row =>
            {
                row.Add("root", Math.Sqrt(unit)).Add("text", $"of {unit}");
                if (unit == 3 && System.IO.File.Exists("die"))
                {
                    System.Diagnostics.Process.GetCurrentProcess().Kill();
                    System.Threading.Thread.Sleep(60_000);
                }
            });
        }
        table.Complete();
        """;

    [Fact]
    public void A_killed_study_goes_on_to_the_same_bytes_and_other_settings_are_refused()
    {
        using Workspace whole = new(), broken = new();
        Assert.Equal(0, Study(whole, Code("five")).ExitCode);
        byte[] expected = File.ReadAllBytes(whole.PathOf("table.json"));

        File.WriteAllText(broken.PathOf("die"), "");
        Assert.Equal(1, Study(broken, Code("five")).ExitCode);
        JsonNode half = JsonNode.Parse(File.ReadAllText(broken.PathOf("table.json")))!;
        Assert.Equal((3, false), (half["units"]!.AsArray().Count, half["complete"]!.GetValue<bool>()));
        File.Delete(broken.PathOf("die"));
        Assert.Equal(0, Study(broken, Code("five")).ExitCode);
        Assert.Equal(expected, File.ReadAllBytes(broken.PathOf("table.json")));
        string before = File.ReadAllText(broken.PathOf("s.ipynb"));

        RunnerResult refused = Study(broken, Code("six"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("was made by other code", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("and settings ('five', now 'six')", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(broken.PathOf("table.json")));
        Assert.Equal(0, Study(broken, Code("six"), "--restart").ExitCode);
        Assert.Contains("\"settings\": \"six\"", File.ReadAllText(broken.PathOf("table.json")), StringComparison.Ordinal);
        Assert.Equal(before.Replace("five", "six", StringComparison.Ordinal), File.ReadAllText(broken.PathOf("s.ipynb")));
    }

    [Fact]
    public void A_study_that_is_only_run_is_told_how_to_start()
    {
        using Workspace workspace = new();
        workspace.Add("s.ipynb", NotebookText.OfCode(Code("five")));
        RunnerResult result = workspace.Run("run", "s.ipynb", "--no-build");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("start it by 'nbrun study <notebook>'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_notebook_is_no_study()
    {
        using Workspace workspace = new();
        RunnerResult refused = Study(workspace, "1 + 1");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("s.ipynb is not run: it is no study", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("'nbrun run' runs every notebook", refused.Errors, StringComparison.Ordinal);

        // In the folder of studies the library may open the table for it.
        Directory.CreateDirectory(workspace.PathOf("studies"));
        workspace.Add("studies/s.ipynb", NotebookText.OfCode("1 + 1"));
        Assert.Equal(0, workspace.Run("study", "studies/s.ipynb", "--no-build").ExitCode);
    }

    private static RunnerResult Study(Workspace workspace, string code, params string[] arguments)
    {
        workspace.Add("s.ipynb", NotebookText.OfCode(code));
        return workspace.Run(["study", "s.ipynb", "--no-build", .. arguments]);
    }

    private static string FindCore()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MusicRec.Core.csproj")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "artifacts", "core");
    }
}
