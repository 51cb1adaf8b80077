using System.Text.Json.Nodes;
using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

public sealed class ParameterTests
{
    private const string Declarations = "int seed = 42; var rate = 0.5; bool quick = false; string name = \"a\"; ulong big = 1; float small = 1f; long wide = 1; decimal exact = 1;";

    [Fact]
    public void Values_override_the_defaults_in_the_declared_type_and_are_stored_in_the_executed_notebook()
    {
        using Workspace workspace = new();
        workspace.Add("p.ipynb", new NotebookText().Code(Declarations, "parameters").Code("$\"{seed} {rate} {quick} {name} {big} {small} {wide} {exact}\""));
        RunnerResult result = workspace.Run(
            "run", "p.ipynb", "--no-build", "--out", "out",
            "-p", "seed=-7", "-p", "rate=1e-3", "-p", "quick=TRUE", "-p", "name=it's \"x\" = y\\", "-p", "big=18446744073709551615", "-p", "small=0.1", "-p", "wide=9", "-p", "exact=2.50");
        Assert.True(result.ExitCode == 0, result.ToString());

        JsonArray cells = workspace.ReadNotebook("out/p.ipynb")["cells"]!.AsArray();
        Assert.Equal(3, cells.Count);
        Assert.Equal("injected-parameters", (string?)cells[1]!["metadata"]!["tags"]![0]);
        Assert.Contains("seed = -7;\n", cells[1]!["source"]!.AsArray().Select(line => (string?)line));
        Assert.Equal("-7 0.001 True it's \"x\" = y\\ 18446744073709551615 0.1 9 2.50", (string?)cells[2]!["outputs"]![0]!["data"]!["text/plain"]![0]);
    }

    [Fact]
    public void Parameters_stored_by_an_earlier_run_give_way()
    {
        using Workspace workspace = new();
        workspace.Add("p.ipynb", new NotebookText().Code("int seed = 1;", "parameters").Code("seed = 2;", "injected-parameters").Code("seed"));
        Assert.Equal(0, workspace.Run("run", "p.ipynb", "--no-build", "--out", "out", "-p", "seed=3").ExitCode);
        JsonArray cells = workspace.ReadNotebook("out/p.ipynb")["cells"]!.AsArray();
        Assert.Equal(3, cells.Count);
        Assert.Equal("3", (string?)cells[2]!["outputs"]![0]!["data"]!["text/plain"]![0]);
    }
}
