using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MusicRec.NotebookRunner;
using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

/// <summary>Every notebook of the repository keeps the rules; and each rule is shown to find what it is for.</summary>
public sealed class CommittedNotebookTests
{
    private const string Good = """
        {
         "cells": [
          {
           "cell_type": "code",
           "execution_count": 1,
           "id": "load",
           "metadata": {"dotnet_interactive": {"language": "csharp"}, "polyglot_notebook": {"kernelName": "csharp"}, "vscode": {"languageId": "polyglot-notebook"}},
           "outputs": [
            {"data": {"application/vnd.plotly.v1+json": {}, "image/png": "iVBO", "text/plain": ["a figure"]}, "metadata": {}, "output_type": "display_data"}
           ],
           "source": ["#r \"../artifacts/core/MusicRec.Core.dll\"\n", "using MusicRec;\n", "var text = 1;"]
          }
         ],
         "metadata": {
          "kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"},
          "language_info": {"file_extension": ".cs", "mimetype": "text/x-csharp", "name": "polyglot-notebook", "pygments_lexer": "csharp", "version": "14.0"},
          "polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"aliases": [], "name": "csharp"}]}}
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    private static string Folder => Path.Combine(Repository.Around(AppContext.BaseDirectory)!.Root, "notebooks");

    private static string[] Committed => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.ipynb") : [];

    [Fact]
    public void Committed_notebooks_keep_the_rules()
    {
        Assert.SkipWhen(Committed.Length == 0, "No notebook is committed yet.");
        string[] problems = [.. Committed.SelectMany(path => NotebookRules.Problems(File.ReadAllText(path)).Select(problem => $"{Path.GetFileName(path)}: {problem}"))];
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Committed_studies_are_without_outputs_and_their_tables_complete()
    {
        string studies = Path.Combine(Folder, "studies");
        Assert.SkipUnless(Directory.Exists(studies), "No study is committed yet.");
        string[] notebooks = Directory.GetFiles(studies, "*.ipynb"), tables = Directory.GetFiles(studies, "*.json");
        string[] problems =
        [
            .. notebooks.SelectMany(path => NotebookRules.StudyProblems(File.ReadAllText(path)).Select(problem => $"{Path.GetFileName(path)}: {problem}")),
            .. tables.Where(path => !path.EndsWith(".sample.json", StringComparison.Ordinal))
                .SelectMany(path => NotebookRules.TableProblems(File.ReadAllText(path)).Select(problem => $"{Path.GetFileName(path)}: {problem}")),
        ];
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Committed_notebooks_are_finished_and_take_parameters()
    {
        Assert.SkipWhen(Committed.Length == 0, "No notebook is committed yet.");
        foreach (string path in Committed.Concat(Directory.GetFiles(Path.Combine(Folder, "studies"), "*.ipynb")))
        {
            JsonObject[] cells = [.. JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray().Select(cell => cell!.AsObject())];
            string[] texts = [.. cells.Select(cell => string.Concat(cell["source"]!.AsArray().Select(line => (string)line!)))];
            Assert.DoesNotContain(texts, text => NotebookRules.MarksOfUnfinishedText.Any(mark => text.Contains(mark, StringComparison.Ordinal)));
            Assert.True(cells.Count(cell => cell["metadata"]?["tags"]?.AsArray().Any(tag => (string?)tag == "parameters") == true) == 1, $"{Path.GetFileName(path)} has no cell, or more than one, with the tag 'parameters'.");
        }
    }

    [Fact]
    public void Committed_notebooks_have_their_expected_metrics_for_the_sample_and_for_the_real_data()
    {
        Assert.SkipWhen(Committed.Length == 0, "No notebook is committed yet.");
        foreach (string path in Committed)
        {
            string expected = Path.Combine(Folder, "expected", Path.GetFileNameWithoutExtension(path));
            Assert.NotEmpty(NotebookRunner.Checking.ExpectedMetrics.Read(expected + ".sample.json"));
            Assert.NotEmpty(NotebookRunner.Checking.ExpectedMetrics.Read(expected + ".real.json"));
        }
    }

    [Fact]
    public void A_good_notebook_keeps_the_rules() => Assert.Empty(NotebookRules.Problems(Good));

    [Theory]
    [InlineData("\"nbformat_minor\": 5", "\"nbformat_minor\": 2", "nbformat 4.5")]
    [InlineData("\"name\": \".net-csharp\"", "\"name\": \".net-fsharp\"", "metadata.kernelspec.name")]
    [InlineData("\"name\": \"polyglot-notebook\"", "\"name\": \"csharp\"", "metadata.language_info.name")]
    [InlineData("\"defaultKernelName\": \"csharp\"", "\"defaultKernelName\": \"fsharp\"", "defaultKernelName")]
    [InlineData("\"id\": \"load\"", "\"id\": \"a b\"", "has the id")]
    [InlineData("\"vscode\": {\"languageId\": \"polyglot-notebook\"}", "\"vscode\": {}", "its metadata must name")]
    [InlineData("../artifacts/core", "../bin", "the first line of code must be")]
    [InlineData("var text = 1;", "#!time", "breaks the cell")]
    [InlineData("var text = 1;", "var text = \\\"\\\"\\\"\\n#r x\\n\\\"\\\"\\\";", "breaks the cell")]
    [InlineData("var text = 1;", "#r \\\"nuget: X\\\"", "breaks the cell")]
    [InlineData("var text = 1;", "#i \\\"nuget: X\\\"", "breaks the cell")]
    [InlineData("var text = 1;", "var text = ;", "error CS1525")]
    [InlineData("var text = 1;", "namespace A { }", "namespaces are not allowed")]
    [InlineData("var text = 1;", "static class A { static int B(this int c) => c; }", "extension methods are not allowed")]
    [InlineData("var text = 1;", "static class A { extension(int c) { int B() => c; } }", "extension blocks are not allowed")]
    [InlineData("var text = 1;", "file class A { }", "file-local types are not allowed")]
    [InlineData("var text = 1;", "string? text = null;", "need #nullable enable")]
    [InlineData("\"execution_count\": 1", "\"execution_count\": 2", "not executed in order")]
    [InlineData("\"image/png\": \"iVBO\", ", "", "a figure must hold")]
    [InlineData("\"image/png\"", "\"text/html\": \"x\", \"image/png\"", "a figure must hold")]
    [InlineData("a figure\"", "/home/someone/a.csv\"", "a path of the machine")]
    public void Each_rule_finds_what_breaks_it(string part, string broken, string problem)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);
        Assert.Contains(NotebookRules.Problems(Good.Replace(part, broken, StringComparison.Ordinal)), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_study_is_committed_as_it_was_written()
    {
        string study = Good.Replace("../artifacts", "../../artifacts", StringComparison.Ordinal), emptied = Regex.Replace(study, "\"outputs\": \\[.*?\\n   \\]", "\"outputs\": []", RegexOptions.Singleline);
        string written = emptied.Replace("\"execution_count\": 1", "\"execution_count\": null", StringComparison.Ordinal);
        Assert.Empty(NotebookRules.StudyProblems(written));
        Assert.Contains(NotebookRules.StudyProblems(study), found => found.Contains("without outputs", StringComparison.Ordinal));
        Assert.Contains(NotebookRules.StudyProblems(emptied), found => found.Contains("without outputs", StringComparison.Ordinal));
        Assert.Contains(
            NotebookRules.StudyProblems(written.Replace("../../artifacts", "../artifacts", StringComparison.Ordinal)), found => found.Contains("the first line of code must be", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"complete": true, "units": [{"name": "ALS"}]}""", 0)]
    [InlineData("""{"complete": false, "units": [{"name": "ALS"}]}""", 1)]
    [InlineData("""{"complete": "true", "units": []}""", 2)]
    [InlineData("{}", 2)]
    public void A_table_that_was_broken_off_is_found(string table, int problems) => Assert.Equal(problems, NotebookRules.TableProblems(table).Count);

    [Fact]
    public void A_stored_error_breaks_the_rules() =>
        Assert.Contains(
            NotebookRules.Problems(Good.Replace("\"output_type\": \"display_data\"", "\"output_type\": \"error\"", StringComparison.Ordinal)),
            found => found.Contains("an error is stored", StringComparison.Ordinal));

    [Fact]
    public void Windows_line_ends_break_the_rules() =>
        Assert.Contains(NotebookRules.Problems(Good.Replace("\n", "\r\n", StringComparison.Ordinal)), found => found.Contains("LF line ends", StringComparison.Ordinal));
}
