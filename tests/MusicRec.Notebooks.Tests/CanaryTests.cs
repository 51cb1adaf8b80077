using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

/// <summary>
/// Every way in which a notebook can fail, each held to three promises: an exit code that is not 0, a message that a person
/// can act on, and the notebook on disk untouched to the byte, although it is run with --in-place.
/// </summary>
public abstract class CanaryTests
{
    private protected const int NotebookFailed = 1;
    private protected const int CannotRun = 2;

    private protected static RunnerResult Fails(int exitCode, NotebookText notebook, params string[] words) =>
        Fails(exitCode, notebook.ToString(), [], words);

    private protected static RunnerResult Fails(int exitCode, string content, string[] arguments, string[] words)
    {
        using Workspace workspace = new();
        string path = workspace.PathOf("canary.ipynb");
        File.WriteAllText(path, content);
        byte[] before = File.ReadAllBytes(path);

        string[] target = arguments.Contains("-p") ? ["--out", "out"] : ["--in-place"];
        RunnerResult result = workspace.Run(["run", "canary.ipynb", "--no-build", .. target, .. arguments]);

        Assert.True(result.ExitCode == exitCode, result.ToString());
        foreach (string word in words)
        {
            Assert.True(result.Errors.Contains(word, StringComparison.Ordinal), $"\"{word}\" is missing in: {result}");
        }

        Assert.Contains("The notebook on disk was not changed.", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.False(File.Exists(workspace.PathOf("out/canary.ipynb")));
        return result;
    }
}

public sealed class CanariesThatThrow : CanaryTests
{
    [Fact]
    public void An_exception_shows_cell_line_code_and_message()
    {
        RunnerResult result = Fails(
            NotebookFailed,
            NotebookText.OfCode("int Share(int n) => 10 / n;", "var fine = 1;\nvar share = Share(0);\nvar never = 2;"),
            "canary.ipynb failed in cell 2, line 2: DivideByZeroException",
            "Attempted to divide by zero.",
            "  >   2 | var share = Share(0);",
            "at cell 1, line 1");
        Assert.Contains("[1/2]", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("[2/2]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_after_an_await_is_found_as_well() => Fails(
        NotebookFailed,
        NotebookText.OfCode("await Task.Delay(1);\nawait Task.Run(() => throw new InvalidOperationException(\"the well is dry\"));"),
        "failed in cell 1, line 2: InvalidOperationException",
        "the well is dry");

    [Fact]
    public void A_cause_behind_an_exception_is_told() => Fails(
        NotebookFailed,
        NotebookText.OfCode("throw new InvalidOperationException(\"outer\", new FormatException(\"row 7 is not a number\"));"),
        "outer",
        "because of FormatException: row 7 is not a number");

    [Fact]
    public void A_formatter_that_throws_is_named() => Fails(
        NotebookFailed,
        NotebookText.OfCode("class Broken { public string ToHtml() => throw new Exception(\"no ink\"); }\nnew Broken()"),
        "failed in cell 1",
        "Broken.ToHtml() threw: Exception: no ink");

    [Fact]
    public void A_preferred_mime_type_without_formatter_is_named() => Fails(
        NotebookFailed,
        NotebookText.OfCode(ConventionCode.Attribute + "\n" + ConventionCode.Formatters + "\n[TypeFormatterSource(typeof(Formatters), PreferredMimeTypes = new[] { \"text/latex\" })]\nclass Odd { }\nnew Odd()"),
        "No formatter writes a Odd as text/latex");
}

public sealed class CanariesThatDoNotCompile : CanaryTests
{
    [Fact]
    public void A_compile_error_shows_line_column_and_code() => Fails(
        NotebookFailed,
        NotebookText.OfCode("var x = 1;\nvar y = missing + x;"),
        "failed in cell 1, line 2: Compile error",
        "line 2, column 9: CS0103",
        "  >   2 | var y = missing + x;");

    [Fact]
    public void A_syntax_error_is_found_before_any_cell_runs()
    {
        RunnerResult result = Fails(
            NotebookFailed,
            NotebookText.OfCode("Console.WriteLine(\"hours of work\");", "var x = ;"),
            "failed in cell 2, line 1: Compile error",
            "CS1525");
        Assert.DoesNotContain("[1/2]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_says_what_to_type() => Fails(
        CannotRun,
        NotebookText.OfCode("#r \"../artifacts/core/MusicRec.Core.dll\"\nusing MusicRec;"),
        "failed in cell 1, line 1: Missing file",
        "dotnet build MusicRec.Core.csproj");

    [Fact]
    public void A_reference_to_a_file_that_is_not_there_is_named() => Fails(
        CannotRun,
        NotebookText.OfCode("var x = 1;", "#r \"lib/Nothing.dll\"\nx"),
        "failed in cell 2, line 1: Missing file",
        "lib/Nothing.dll",
        "relative to the notebook's folder");

    [Theory]
    [InlineData("#!time\nvar x = 1;", "magic commands")]
    [InlineData("#r \"nuget: CsvHelper, 33.0.1\"\nvar x = 1;", "nuget: …\" is not supported")]
    [InlineData("#i \"nuget: https://example.org\"\nvar x = 1;", "#i names a package source")]
    public void Directives_of_other_kernels_are_refused(string code, string words) =>
        Fails(CannotRun, NotebookText.OfCode(code), "failed in cell 1, line 1: Unsupported directive", words);
}

public sealed class CanariesThatDoNotEnd : CanaryTests
{
    [Fact]
    public void An_endless_loop_is_stopped_and_its_cell_is_named() => Fails(
        NotebookFailed,
        NotebookText.OfCode("var x = 1;", "while (true) { x++; }").ToString(),
        ["--timeout", "5s"],
        ["failed in cell 2: Timeout", "still running after 5 s", "while (true)"]);

    [Fact]
    public void A_task_that_never_completes_is_stopped() => Fails(
        NotebookFailed,
        NotebookText.OfCode("await new TaskCompletionSource().Task;").ToString(),
        ["--timeout", "4s"],
        ["failed in cell 1: Timeout", "a task that never completes"]);

    [Fact]
    public void A_thread_that_never_ends_does_not_keep_the_runner_waiting()
    {
        using Workspace workspace = new();
        workspace.Add("thread.ipynb", NotebookText.OfCode("using System.Threading;\nnew Thread(() => Thread.Sleep(Timeout.Infinite)).Start();"));
        RunnerResult result = workspace.Run("run", "thread.ipynb", "--no-build", "--timeout", "60s");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public void Endless_printing_is_stopped() => Fails(
        NotebookFailed,
        NotebookText.OfCode("var line = new string('x', 100_000);\nwhile (true) { Console.WriteLine(line); }"),
        "failed in cell 1: Too much output");
}

public sealed class CanariesThatEndTheProcess : CanaryTests
{
    [Fact]
    public void Exit_with_0_in_a_cell_is_a_failure() => Fails(
        NotebookFailed,
        NotebookText.OfCode("Environment.Exit(0);", "var never = 1;"),
        "failed in cell 1: Process ended",
        "exit code 0",
        "Environment.Exit(0);");

    [Fact]
    public void An_exit_is_seen_at_once_although_a_process_that_the_cell_started_lives_on()
    {
        string command = OperatingSystem.IsWindows() ? "\"ping\", \"-n 30 127.0.0.1\"" : "\"sleep\", \"30\"";
        Fails(
            NotebookFailed,
            NotebookText.OfCode($"System.Diagnostics.Process.Start({command});\nEnvironment.Exit(7);"),
            "failed in cell 1: Process ended",
            "exit code 7");
    }

    [Fact]
    public void A_stack_overflow_is_reported_as_a_crash() => Fails(
        NotebookFailed,
        NotebookText.OfCode("int Deeper(int n) => n + Deeper(n + 1) + Deeper(n + 2);\nDeeper(0)"),
        "failed in cell 1: Crash",
        "Stack overflow");

    [Fact]
    public void An_exception_on_another_thread_is_reported_as_a_crash() => Fails(
        NotebookFailed,
        NotebookText.OfCode("using System.Threading;\nvar thread = new Thread(() => throw new Exception(\"nobody listens\"));\nthread.Start();\nthread.Join();\nThread.Sleep(Timeout.Infinite);"),
        "failed in cell 1: Crash",
        "nobody listens");
}

public sealed class CanariesWithParameters : CanaryTests
{
    private static readonly string Content = new NotebookText().Code("int seed = 42; bool quick = false;\nconst int Fixed = 1;", "parameters").Code("seed").ToString();

    [Fact]
    public void An_unknown_parameter_lists_the_known_ones() =>
        Fails(CannotRun, Content, ["-p", "sed=7"], ["Unknown parameter 'sed'", "Known: Fixed, quick, seed."]);

    [Fact]
    public void A_value_of_another_type_is_refused() =>
        Fails(CannotRun, Content, ["-p", "seed=seven"], ["Parameter 'seed' is of type Int32, and 'seven' is not one."]);

    [Fact]
    public void A_constant_is_refused() => Fails(CannotRun, Content, ["-p", "Fixed=2"], ["'Fixed' cannot be assigned"]);

    [Fact]
    public void A_notebook_without_parameters_says_so() =>
        Fails(CannotRun, NotebookText.OfCode("var x = 1;").ToString(), ["-p", "seed=7"], ["takes no parameters"]);
}

public sealed class CanariesThatAreNoNotebooks : CanaryTests
{
    [Theory]
    [InlineData("{\"cells\": [", "not valid JSON (line 1")]
    [InlineData("<<<<<<< HEAD\n{}", "not valid JSON (line 1")]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{\"nbformat\": 3, \"nbformat_minor\": 0, \"metadata\": {}, \"cells\": []}", "nbformat is 3")]
    public void A_corrupt_file_is_explained(string content, string words) => Fails(CannotRun, content, [], ["canary.ipynb cannot be run", words]);

    [Fact]
    public void Another_kernel_is_refused() => Fails(
        CannotRun, new NotebookText { KernelName = "python3" }.Code("print(1)"), "its kernel is 'python3'", "only '.net-csharp' (C#) is run");

    [Fact]
    public void A_folder_without_notebooks_is_an_error()
    {
        using Workspace workspace = new();
        RunnerResult result = workspace.Run("run", ".", "--no-build");
        Assert.Equal(CannotRun, result.ExitCode);
        Assert.Contains("holds no notebook", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error()
    {
        using Workspace workspace = new();
        RunnerResult result = workspace.Run("run", "nothing.ipynb", "--no-build");
        Assert.Equal(CannotRun, result.ExitCode);
        Assert.Contains("no file and no folder nothing.ipynb", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void One_broken_notebook_does_not_keep_the_others_from_running()
    {
        using Workspace workspace = new();
        File.WriteAllText(workspace.PathOf("a.ipynb"), "{");
        workspace.Add("b.ipynb", NotebookText.OfCode("1 + 1"));
        RunnerResult result = workspace.Run("run", ".", "--no-build", "--out", "out");
        Assert.Equal(CannotRun, result.ExitCode);
        Assert.True(File.Exists(workspace.PathOf("out/b.ipynb")), result.ToString());
    }
}
