using System.Text.Json.Nodes;
using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

public sealed class RunTests
{
    private static JsonArray OutputsOf(JsonObject notebook, int position) => notebook["cells"]![position]!["outputs"]!.AsArray();

    private static JsonArray Outputs(NotebookText notebook, int position)
    {
        using Workspace workspace = new();
        workspace.Add("good.ipynb", notebook);
        RunnerResult result = workspace.Run("run", "good.ipynb", "--no-build", "--out", "out");
        Assert.True(result.ExitCode == 0, result.ToString());
        return (JsonArray)OutputsOf(workspace.ReadNotebook("out/good.ipynb"), position).DeepClone();
    }

    private static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";

    [Fact]
    public void State_await_redefinition_records_and_local_functions_work_across_cells()
    {
        JsonArray outputs = Outputs(
            NotebookText.OfCode(
                "int x = 40;\nrecord Song(string Name, double Tempo);",
                "int Twice(int n) => 2 * n;\nawait Task.Delay(1);",
                "var x = new List<string> { $\"{Twice(21)}\" };",
                "using System.IO;\nnew Song(Path.GetFileName(\"a/b\") + x[0], 120.5)"),
            position: 3);
        Assert.Equal("""[{"data":{"text/plain":["Song { Name = b42, Tempo = 120.5 }"]},"execution_count":4,"metadata":{},"output_type":"execute_result"}]""", Json(outputs));
    }

    [Fact]
    public void An_output_folder_that_would_replace_the_notebook_is_refused()
    {
        using Workspace workspace = new();
        workspace.Add("good.ipynb", NotebookText.OfCode("1"));
        RunnerResult result = workspace.Run("run", "good.ipynb", "--no-build", "--out", ".");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("would replace good.ipynb itself", result.ToString(), StringComparison.Ordinal);
        Assert.Empty(OutputsOf(workspace.ReadNotebook("good.ipynb"), 0));
    }

    [Fact]
    public void Each_kind_of_output_has_the_shape_of_nbformat()
    {
        JsonArray outputs = Outputs(
            NotebookText.OfCode("1.5.Display();\nConsole.Write(\"two\");\nConsole.WriteLine(\" words\\nand more\");\nConsole.Error.WriteLine(\"oh\");\ndisplay(true);\n\"last\""),
            position: 0);
        string[] expected =
        [
            """{"data":{"text/plain":["1.5"]},"metadata":{},"output_type":"display_data"}""",
            """{"name":"stdout","output_type":"stream","text":["two words\n","and more\n"]}""",
            """{"name":"stderr","output_type":"stream","text":["oh\n"]}""",
            """{"data":{"text/plain":["true"]},"metadata":{},"output_type":"display_data"}""",
            """{"data":{"text/plain":["last"]},"execution_count":1,"metadata":{},"output_type":"execute_result"}""",
        ];
        Assert.Equal(expected, outputs.Select(Json));
    }

    [Fact]
    public void Formatters_are_found_by_the_name_of_their_attribute()
    {
        JsonArray outputs = Outputs(
            NotebookText.OfCode(
                ConventionCode.Attribute,
                ConventionCode.Formatters + "\n[TypeFormatterSource(typeof(Formatters), PreferredMimeTypes = new[] { \"application/vnd.plotly.v1+json\", \"text/html\" })]\nclass Shown { }",
                "new Shown()"),
            position: 2);
        JsonObject data = outputs[0]!["data"]!.AsObject();
        Assert.Equal("""{"data":[{"y":[1,2.50]}]}""", Json(data["application/vnd.plotly.v1+json"]));
        Assert.Equal("""["\u003Cb\u003Ehtml\u003C/b\u003E"]""", Json(data["text/html"]));
        Assert.Equal("""["plain\n","text"]""", Json(data["text/plain"]));
    }

    [Fact]
    public void An_object_with_ToHtml_is_shown_as_html_and_text()
    {
        JsonArray outputs = Outputs(
            NotebookText.OfCode("class Both { public string ToHtml() => \"<i>1</i>\"; public string ToText() => \"one\"; }\nnew Both().Display();"),
            position: 0);
        Assert.Equal("""{"text/html":["\u003Ci\u003E1\u003C/i\u003E"],"text/plain":["one"]}""", Json(outputs[0]!["data"]));
    }

    [Fact]
    public void A_trailing_statement_or_call_without_value_shows_nothing_and_null_shows_null()
    {
        using Workspace workspace = new();
        workspace.Add("good.ipynb", NotebookText.OfCode("void Nothing() { }\nNothing()", "var x = 1;", "(string)null"));
        RunnerResult result = workspace.Run("run", "good.ipynb", "--no-build", "--out", "out");
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject notebook = workspace.ReadNotebook("out/good.ipynb");
        Assert.Empty(OutputsOf(notebook, 0));
        Assert.Empty(OutputsOf(notebook, 1));
        Assert.Equal("null", (string?)OutputsOf(notebook, 2)[0]!["data"]!["text/plain"]![0]);
    }

    [Fact]
    public void Cells_run_in_the_notebooks_folder_under_the_invariant_culture_and_read_no_input()
    {
        using Workspace workspace = new();
        Directory.CreateDirectory(workspace.PathOf("sub"));
        File.WriteAllText(workspace.PathOf("sub/here.txt"), "found");
        workspace.Add("sub/good.ipynb", NotebookText.OfCode("using System.IO;\n$\"{File.ReadAllText(\"here.txt\")} {1.5} {Console.ReadLine() ?? \"no input\"}\""));
        RunnerResult result = workspace.RunWith(new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8" }, "run", "sub", "--no-build", "--out", "out");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("found 1.5 no input", (string?)OutputsOf(workspace.ReadNotebook("out/good.ipynb"), 0)[0]!["data"]!["text/plain"]![0]);
    }

    [Fact]
    public void A_relative_MUSICREC_DATA_is_meant_from_where_nbrun_was_typed()
    {
        using Workspace workspace = new();
        Directory.CreateDirectory(workspace.PathOf("notebooks"));
        workspace.Add("notebooks/good.ipynb", NotebookText.OfCode("using System.IO;\nDirectory.Exists(Environment.GetEnvironmentVariable(\"MUSICREC_DATA\"))"));
        Directory.CreateDirectory(workspace.PathOf("data"));
        RunnerResult result = workspace.RunWith(new Dictionary<string, string> { ["MUSICREC_DATA"] = "data" }, "run", "notebooks", "--no-build", "--out", "out");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("true", (string?)OutputsOf(workspace.ReadNotebook("out/good.ipynb"), 0)[0]!["data"]!["text/plain"]![0]);
    }

    [Fact]
    public void A_second_run_in_place_changes_no_byte()
    {
        using Workspace workspace = new();
        string path = workspace.Add("good.ipynb", new NotebookText().Markdown("# Ä heading → 😀").Code("\"quote \\\" tab\\t <&'+> é😀\"").Code("Console.WriteLine(1);"));
        Assert.Equal(0, workspace.Run("run", "good.ipynb", "--no-build", "--in-place").ExitCode);
        string first = File.ReadAllText(path);
        Assert.Equal(0, workspace.Run("run", "good.ipynb", "--no-build", "--in-place").ExitCode);
        Assert.Equal(first, File.ReadAllText(path));
        Assert.Contains("é😀", first, StringComparison.Ordinal);
        Assert.StartsWith("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n", first, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(workspace.Folder, "*.tmp"));
    }

    [Theory]
    [InlineData("sample", "published", false)]
    [InlineData("sample", "sample (made up)", true)]
    [InlineData("real", "published", true)]
    public void A_run_on_the_sample_does_not_replace_outputs_of_other_data(string kind, string stored, bool replaced)
    {
        using Workspace workspace = new();
        string path = workspace.Add("good.ipynb", new NotebookText().Code($"\"{stored}\""));
        Assert.Equal(0, workspace.Run("run", "good.ipynb", "--no-build", "--in-place").ExitCode);
        JsonNode published = JsonNode.Parse(File.ReadAllText(path))!;
        published["cells"]![0]!["source"] = new JsonArray($"AppDomain.CurrentDomain.SetData(\"MusicRec.DataKind\", \"{kind}\");\n", "\"another\"");
        string before = published.ToJsonString();
        File.WriteAllText(path, before);
        RunnerResult result = workspace.Run("run", "good.ipynb", "--no-build", "--in-place");
        Assert.Equal(replaced ? 0 : 2, result.ExitCode);
        Assert.Equal(replaced, File.ReadAllText(path) != before);
        Assert.Equal(!replaced, (result.Output + result.Errors).Contains("This run used the made-up sample", StringComparison.Ordinal));
    }

    [Fact]
    public void A_progress_line_per_cell_names_its_heading_and_the_summary_the_peak_memory()
    {
        using Workspace workspace = new();
        workspace.Add("good.ipynb", new NotebookText().Markdown("text\n## Preparation\nmore").Code("var x = 1;").Code("// second thoughts\nx"));
        RunnerResult result = workspace.Run("run", "good.ipynb", "--no-build");
        Assert.Matches(@"\[1/2\] Preparation +\d+\.\d\d s\n", result.Output);
        Assert.Matches(@"\[2/2\] second thoughts +\d+\.\d\d s\n", result.Output);
        Assert.Matches(@"2 cells in \d+\.\d s, peak memory \d+ MiB, 0 metrics", result.Output);
        Assert.True(File.Exists(workspace.PathOf("artifacts/notebooks/good.ipynb")));
    }

    [Fact]
    public void A_cell_that_is_meant_to_throw_stores_its_error_and_the_run_goes_on()
    {
        using Workspace workspace = new();
        workspace.Add("good.ipynb", new NotebookText().Code("throw new InvalidOperationException(\"as announced\");", "raises-exception").Code("7"));
        RunnerResult result = workspace.Run("run", "good.ipynb", "--no-build", "--out", "out");
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonNode error = OutputsOf(workspace.ReadNotebook("out/good.ipynb"), 0)[0]!;
        Assert.Equal("error", (string?)error["output_type"]);
        Assert.Equal("InvalidOperationException", (string?)error["ename"]);
        Assert.Equal("as announced", (string?)error["evalue"]);
        Assert.Equal("   at cell 1, line 1", (string?)error["traceback"]![1]);
    }

    [Fact]
    public void What_came_before_a_failure_is_kept_beside_until_a_run_succeeds()
    {
        using Workspace workspace = new();
        workspace.Add("x.ipynb", NotebookText.OfCode("\"before\"", "throw new Exception(\"bad\");"));
        workspace.Run("run", "x.ipynb", "--no-build", "--out", "out");
        JsonObject failed = workspace.ReadNotebook("out/x.failed.ipynb");
        Assert.Equal("before", (string?)OutputsOf(failed, 0)[0]!["data"]!["text/plain"]![0]);
        Assert.Equal("bad", (string?)OutputsOf(failed, 1)[0]!["evalue"]);

        workspace.Add("x.ipynb", NotebookText.OfCode("\"now good\""));
        workspace.Run("run", "x.ipynb", "--no-build", "--out", "out");
        Assert.False(File.Exists(workspace.PathOf("out/x.failed.ipynb")));
    }

    [Theory]
    [InlineData("--frobnicate")]
    [InlineData("--timeout", "soon")]
    [InlineData("-p", "seed")]
    [InlineData("--in-place", "--out", "x")]
    [InlineData("--in-place", "-p", "seed=1")]
    public void A_wrong_command_line_exits_with_2(params string[] arguments)
    {
        using Workspace workspace = new();
        workspace.Add("good.ipynb", new NotebookText().Code("int seed = 1;", "parameters"));
        Assert.Equal(2, workspace.Run(["run", "good.ipynb", "--no-build", .. arguments]).ExitCode);
    }

    [Fact]
    public void Help_names_the_exit_codes()
    {
        using Workspace workspace = new();
        RunnerResult result = workspace.Run("--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Exit codes: 0 all well", result.Output, StringComparison.Ordinal);
    }
}
