using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.NotebookRunner.Notebooks;
using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

public sealed class NotebookFileTests : IDisposable
{
    private static readonly Dictionary<int, JsonArray> NoOutputs = [];

    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    private Notebook Read(byte[] content)
    {
        string path = workspace.PathOf("x.ipynb");
        File.WriteAllBytes(path, content);
        return Notebook.Read(path);
    }

    private Notebook Read(string content) => Read(Encoding.UTF8.GetBytes(content));

    private string Message(string content) => Assert.Throws<NotebookException>(() => Read(content)).Message;

    private static string WithCell(string cell) =>
        $$$"""{"cells": [{{{cell}}}], "metadata": {"kernelspec": {"name": ".net-csharp"}}, "nbformat": 4, "nbformat_minor": 5}""";

    [Theory]
    [InlineData("7", "is not an object")]
    [InlineData("{}", "has no cell_type")]
    [InlineData("{\"cell_type\": \"code\"}", "has no source")]
    [InlineData("{\"cell_type\": \"code\", \"source\": [1]}", "has no source")]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\"}", "has no metadata object")]
    [InlineData("{\"cell_type\": \"heading\", \"source\": \"\"}", "cell_type 'heading'; allowed: code, markdown, raw")]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": {\"polyglot_notebook\": {\"kernelName\": \"fsharp\"}}}", "written in 'fsharp'")]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": {\"dotnet_interactive\": {\"language\": \"pwsh\"}}}", "written in 'pwsh'")]
    public void A_cell_that_is_none_is_named_by_its_position(string cell, string words)
    {
        string message = Message(WithCell(cell));
        Assert.StartsWith("cell at position 1", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "nbformat is missing")]
    [InlineData("{\"nbformat\": \"4\"}", "nbformat is \"4\"")]
    [InlineData("{\"nbformat\": 4}", "nbformat_minor is missing")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5}", "its kernel is 'missing'")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {\"kernelspec\": {\"name\": \".net-csharp\"}}}", "no list of cells")]
    [InlineData("{\"a\": 1,\n\"a\": 2}", "not valid JSON: Duplicate property 'a'")]
    public void A_head_that_is_wrong_is_explained(string content, string words) => Assert.Contains(words, Message(content), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Contains("not UTF-8", Assert.Throws<NotebookException>(() => Read([(byte)'{', 0xff, (byte)'}'])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_huge_file_is_refused_before_it_is_read()
    {
        string path = workspace.PathOf("x.ipynb");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(65L * 1024 * 1024);
        }

        Assert.Contains("68,157,440 bytes", Assert.Throws<NotebookException>(() => Notebook.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_or_altered_files_are_read_or_refused_and_nothing_else()
    {
        byte[] good = Encoding.UTF8.GetBytes(new NotebookText().Markdown("# Ä").Code("var x = 1;", "parameters").ToString());
        Prop.ForAll(
            Gen.Choose(0, good.Length - 1).SelectMany(index => Gen.Choose(0, 511).Select(value => (index, value))).ToArbitrary(),
            change =>
            {
                byte[] content = change.value > 255 ? good[..change.index] : [.. good];
                if (change.value <= 255)
                {
                    content[change.index] = (byte)change.value;
                }

                try
                {
                    Read(content);
                }
                catch (NotebookException exception)
                {
                    Assert.NotEmpty(exception.Message);
                }
            }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_layout_of_the_file_is_kept(int indentation)
    {
        string content = NotebookJson.Write(JsonNode.Parse(new NotebookText().Markdown("# Ä \u0001 \u2028 😀").Code("var x = 1.50;").ToString())!, indentation);
        Assert.Contains("# Ä \\u0001 \u2028 😀", content, StringComparison.Ordinal);
        Assert.Equal(content, Read(content).Write(NoOutputs, injectedParameters: null));
    }

    [Fact]
    public void A_figure_stands_on_one_line_and_keeps_its_digits()
    {
        JsonNode node = JsonNode.Parse("""{"application/vnd.plotly.v1+json": {"y": [1.50, 2e3]}, "text/plain": ["é"], "empty": [[], {}]}""")!;
        Assert.Equal("{\n \"application/vnd.plotly.v1+json\": {\"y\":[1.50,2e3]},\n \"text/plain\": [\n  \"é\"\n ],\n \"empty\": [\n  [],\n  {}\n ]\n}\n", NotebookJson.Write(node, 1));
    }

    [Fact]
    public void Older_notebooks_get_the_ids_that_nbformat_4_5_asks_for()
    {
        string old = """{"cells": [{"cell_type": "raw", "metadata": {}, "source": ""}, {"cell_type": "code", "id": "a", "metadata": {}, "source": ["1"]}, {"cell_type": "raw", "id": "a", "metadata": {}, "source": ""}], "metadata": {"kernelspec": {"name": ".net-csharp"}}, "nbformat": 4, "nbformat_minor": 2}""";
        JsonNode written = JsonNode.Parse(Read(old).Write(NoOutputs, injectedParameters: null))!;
        Assert.Equal(["cell-1", "a", "cell-3"], written["cells"]!.AsArray().Select(cell => (string?)cell!["id"]));
        Assert.Equal(5, (int?)written["nbformat_minor"]);
    }

    [Fact]
    public void Writing_replaces_in_one_step_and_leaves_nothing_behind()
    {
        string path = workspace.PathOf("deep/er/x.txt");
        NotebookFiles.Replace(path, "one");
        NotebookFiles.Replace(path, "two");
        Assert.Equal("two", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(workspace.PathOf("deep/er")));
    }
}
