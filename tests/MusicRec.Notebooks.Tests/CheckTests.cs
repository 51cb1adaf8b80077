using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

public sealed class CheckTests
{
    private static string Recording(string metrics, string? dataKind = null) =>
        "var recorded = (IDictionary<string, double>)AppDomain.CurrentDomain.GetData(\"MusicRec.Metrics\");\n"
        + metrics
        + (dataKind is null ? "" : $"\nAppDomain.CurrentDomain.SetData(\"MusicRec.DataKind\", \"{dataKind}\");");

    private static RunnerResult Check(Workspace workspace, string code, string? expected, params string[] arguments)
    {
        workspace.Add("m.ipynb", NotebookText.OfCode(code));
        if (expected is not null)
        {
            Directory.CreateDirectory(workspace.PathOf("expected"));
            File.WriteAllText(workspace.PathOf("expected/m.sample.json"), expected);
        }

        return workspace.Run(["check", "m.ipynb", "--no-build", .. arguments]);
    }

    [Fact]
    public void Update_writes_what_check_then_accepts_and_keeps_tolerances()
    {
        using Workspace workspace = new();
        string code = Recording("recorded[\"forest/accuracy\"] = 0.1 + 0.2; recorded[\"songs\"] = 195;");
        RunnerResult update = Check(workspace, code, """{"metrics": {"songs": {"value": 1, "tolerance": 0.25}}}""", "--update");
        Assert.True(update.ExitCode == 0, update.ToString());
        Assert.Equal(
            "{\n  \"metrics\": {\n    \"forest/accuracy\": {\n      \"value\": 0.30000000000000004,\n      \"tolerance\": 1E-06\n    },\n    \"songs\": {\n      \"value\": 195,\n      \"tolerance\": 0.25\n    }\n  }\n}\n",
            File.ReadAllText(workspace.PathOf("expected/m.sample.json")));
        RunnerResult check = workspace.Run("check", "m.ipynb", "--no-build");
        Assert.True(check.ExitCode == 0, check.ToString());
    }

    [Theory]
    [InlineData("--update")]
    [InlineData("--committed")]
    public void What_is_kept_is_of_the_notebooks_own_parameters(string option)
    {
        const string Expected = """{"metrics": {"songs": {"value": 1}}}""";
        using Workspace workspace = new();
        RunnerResult result = Check(workspace, Recording("recorded[\"songs\"] = 195;"), Expected, option, "-p", "seed=7");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("Leave -p out.", result.Errors, StringComparison.Ordinal);
        Assert.Equal(Expected, File.ReadAllText(workspace.PathOf("expected/m.sample.json")));
    }

    [Fact]
    public void What_is_off_missing_or_not_expected_is_listed()
    {
        using Workspace workspace = new();
        RunnerResult result = Check(
            workspace,
            Recording("recorded[\"same\"] = 1000.0001; recorded[\"off\"] = 0.51; recorded[\"new\"] = 3; recorded[\"unreal\"] = double.NaN;"),
            """{"metrics": {"same": {"value": 1000, "tolerance": 1e-6}, "off": {"value": 0.5, "tolerance": 0.001}, "gone": {"value": 2}}}""");
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains("\"unreal\" is NaN", result.Errors, StringComparison.Ordinal);

        result = Check(
            workspace,
            Recording("recorded[\"same\"] = 1000.0001; recorded[\"off\"] = 0.51; recorded[\"new\"] = 3;"),
            expected: null);
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Matches(@"metric +expected +got +difference +allowed", result.Output);
        Assert.Matches(@"off +0\.5 +0\.51 +\+1e-2 +0\.001\n", result.Output);
        Assert.Matches(@"gone +2 +missing", result.Output);
        Assert.Matches(@"new +not expected +3", result.Output);
        Assert.DoesNotContain("same", result.Output, StringComparison.Ordinal);
        Assert.Contains("3 metrics are not as", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kind_of_data_chooses_the_file_and_a_missing_file_says_how_to_make_it()
    {
        using Workspace workspace = new();
        RunnerResult result = Check(workspace, Recording("recorded[\"a\"] = 1;", "real"), """{"metrics": {"a": {"value": 1}}}""");
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains("m.real.json is not there", result.Errors, StringComparison.Ordinal);
        Assert.Contains("check --update", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_without_metrics_fails()
    {
        using Workspace workspace = new();
        RunnerResult result = Check(workspace, "var x = 1;", expected: null);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("recorded no metric", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_grew_too_large_fails()
    {
        using Workspace workspace = new();
        RunnerResult result = Check(workspace, Recording("recorded[\"a\"] = 1;") + "\nConsole.WriteLine(new string('x', 1_600_000));", """{"metrics": {"a": {"value": 1}}}""");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("at most 1,500,000 are allowed", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expected_file_that_is_broken_is_explained()
    {
        using Workspace workspace = new();
        RunnerResult result = Check(workspace, Recording("recorded[\"a\"] = 1;"), """{"metrics": {"a": {"value": "one"}}}""");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("metric \"a\" has no number \"value\"", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Stale_committed_outputs_are_found_and_times_are_not()
    {
        using Workspace workspace = new();
        string recording = Recording("recorded[\"a\"] = 1;", "real") + "\n";
        Directory.CreateDirectory(workspace.PathOf("expected"));
        File.WriteAllText(workspace.PathOf("expected/m.real.json"), """{"metrics": {"a": {"value": 1}}}""");
        workspace.Add("m.ipynb", NotebookText.OfCode(recording + "Console.WriteLine(\"trained in 12.5 s\");", "\"accuracy 0.91\""));
        Assert.Equal(0, workspace.Run("run", "m.ipynb", "--no-build", "--in-place").ExitCode);

        string fresh = File.ReadAllText(workspace.PathOf("m.ipynb"));
        File.WriteAllText(workspace.PathOf("m.ipynb"), fresh.Replace("trained in 12.5 s\\n\"", "trained in 99 s\\n\"", StringComparison.Ordinal));
        RunnerResult timesOnly = workspace.Run("check", "m.ipynb", "--no-build", "--committed");
        Assert.True(timesOnly.ExitCode == 0, timesOnly.ToString());

        int output = fresh.IndexOf("accuracy 0.91", StringComparison.Ordinal);
        string stale = fresh[..output] + "accuracy 0.90" + fresh[(output + "accuracy 0.91".Length)..];
        File.WriteAllText(workspace.PathOf("m.ipynb"), stale);
        RunnerResult result = workspace.Run("check", "m.ipynb", "--no-build", "--committed");
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Matches(@"2 +2 +accuracy 0\.90 +accuracy 0\.91", result.Output);
        Assert.Equal(stale, File.ReadAllText(workspace.PathOf("m.ipynb")));
        Assert.Equal(0, workspace.Run("check", "m.ipynb", "--no-build").ExitCode);
    }

    [Fact]
    public void Committed_outputs_are_not_compared_with_a_run_on_the_sample()
    {
        using Workspace workspace = new();
        RunnerResult result = Check(workspace, Recording("recorded[\"a\"] = 1;", "sample"), """{"metrics": {"a": {"value": 1}}}""", "--committed");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("this run used the made-up sample", result.Errors, StringComparison.Ordinal);
    }
}
