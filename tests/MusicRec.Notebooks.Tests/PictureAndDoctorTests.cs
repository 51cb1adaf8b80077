using System.Text.Json.Nodes;
using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

public sealed class PictureAndDoctorTests
{
    private const string Figure = "var figure = \"{\\\"data\\\": [{\\\"y\\\": [1, 2]}]}\";\nfigure.DisplayAs(\"application/vnd.plotly.v1+json\");\nfigure.DisplayAs(\"application/vnd.plotly.v1+json\");";

    private static readonly Dictionary<string, string> WithoutBrowser = new() { ["CHROMIUM_PATH"] = "/nowhere/chromium" };

    [Fact]
    public void Without_a_browser_a_run_succeeds_and_says_once_why_pictures_are_missing()
    {
        using Workspace workspace = new();
        workspace.Add("a.ipynb", NotebookText.OfCode(Figure));
        workspace.Add("b.ipynb", NotebookText.OfCode(Figure));
        RunnerResult result = workspace.RunWith(WithoutBrowser, "run", ".", "--no-build", "--out", "out");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(2, result.Errors.Split("could not be drawn as a picture").Length);
        Assert.Contains("2 of 2 figures have no picture", result.Output, StringComparison.Ordinal);
        JsonObject data = workspace.ReadNotebook("out/a.ipynb")["cells"]![0]!["outputs"]![0]!["data"]!.AsObject();
        Assert.Equal("""{"data":[{"y":[1,2]}]}""", Assert.Single(data).Value!.ToJsonString());
    }

    [Fact]
    public void Without_a_browser_the_stored_picture_of_an_unchanged_figure_stays()
    {
        using Workspace workspace = new();
        JsonObject notebook = JsonNode.Parse(NotebookText.OfCode(Figure).ToString())!.AsObject();
        notebook["cells"]![0]!["outputs"] = new JsonArray(new JsonObject
        {
            ["data"] = new JsonObject { ["application/vnd.plotly.v1+json"] = JsonNode.Parse("""{"data": [{"y": [1, 2]}]}"""), ["image/png"] = "iVBORw0K" },
            ["metadata"] = new JsonObject(),
            ["output_type"] = "display_data",
        });
        File.WriteAllText(workspace.PathOf("a.ipynb"), notebook.ToJsonString());
        RunnerResult result = workspace.RunWith(WithoutBrowser, "run", "a.ipynb", "--no-build", "--in-place");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("iVBORw0K", (string?)workspace.ReadNotebook("a.ipynb")["cells"]![0]!["outputs"]![0]!["data"]!["image/png"]);
    }

    [Fact]
    public void Doctor_lists_what_is_there_and_what_each_missing_thing_costs()
    {
        using Workspace workspace = new();
        RunnerResult result = workspace.RunWith(
            new Dictionary<string, string>(WithoutBrowser) { ["MUSICREC_DATA"] = "nothing-here" }, "doctor");
        Assert.Equal(2, result.ExitCode);
        Assert.Matches(@"what +state +found +without it", result.Output);
        Assert.Matches(@"\.NET SDK +ok +\d+\.", result.Output);
        Assert.Matches(@"Chromium +absent .*GitHub shows none", result.Output);
        Assert.Matches(@"data +missing +MUSICREC_DATA is 'nothing-here', but there is no folder", result.Output);
        Assert.Contains("Notebooks cannot be run yet", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, @"data +ok +.*, sample \(made up\)")]
    [InlineData(false, @"data +ok +.*, real data")]
    public void Doctor_never_takes_the_made_up_sample_for_real_data(bool isSample, string expected)
    {
        using Workspace workspace = new();
        Directory.CreateDirectory(workspace.PathOf("songs"));
        if (isSample)
        {
            File.WriteAllText(workspace.PathOf("songs/made-up.txt"), "");
        }

        RunnerResult result = workspace.RunWith(
            new Dictionary<string, string>(WithoutBrowser) { ["MUSICREC_DATA"] = "songs" }, "doctor");
        Assert.Matches(expected, result.Output);
    }
}
