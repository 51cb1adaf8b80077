using System.Text.Json.Nodes;
using MusicRec.NotebookRunner;
using MusicRec.Notebooks.Tests.Support;

namespace MusicRec.Notebooks.Tests;

/// <summary>What the README shows is compiled and run word for word.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_network_of_the_readme_is_trained_saved_and_loaded_in_25_lines()
    {
        Repository repository = Repository.Around(AppContext.BaseDirectory)!;
        string code = CodeUnder(File.ReadAllText(Path.Combine(repository.Root, "README.md")), "### Train a network");
        Assert.InRange(code.Split('\n').Length, 10, 25);
        using Workspace workspace = new();
        workspace.Add("readme.ipynb", NotebookText.OfCode(
            $"#r \"{repository.CoreAssembly}\"",
            code,
            "network.Predict(fresh).Values.SequenceEqual(logits.Values) && metadata.Seed == 7 && history.ValidationAccuracies[history.BestEpoch - 1] > 0.9"));
        RunnerResult result = workspace.Run("run", "readme.ipynb", "--no-build");
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonArray cells = workspace.ReadNotebook("artifacts/notebooks/readme.ipynb")["cells"]!.AsArray();
        Assert.Contains("epoch 1/20  loss ", cells[1]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"text/plain\":[\"true\"]", cells[2]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("### From words to topics", "Songs for ", "tonight.Count == 3 && tonight.FallbackCount == 0 && tonight.All(song => song.Probability > 0.5)")]
    [InlineData("### Recommend, judge, explain", "p (Holm)", "again.RankItems(newcomer, 5).SequenceEqual(recommender.RankItems(newcomer, 5)) && ease.NdcgAtK > popularity.NdcgAtK")]
    [InlineData(
        "### Give a model away", "whole sequences held out",
        "new System.IO.FileInfo(\"smaller.safetensors\").Length < new System.IO.FileInfo(\"whole.safetensors\").Length && mood.Recommend(calm, 5).Answer == AnswerKind.FoldedIn"
        + " && PrivateEase.Load(\"released.safetensors\").RankItems(ListenerHistory.Of(3), 5).SequenceEqual(confidential.RankItems(ListenerHistory.Of(3), 5))")]
    [InlineData("### Vectors of names", "Blakey, Getz, Evans", "loaded.Count == 8 && sound.Seconds > 1 && coefficients.Bins == 13")]
    public void What_the_readme_does_with_data_it_does_on_the_sample(string heading, string printed, string holds)
    {
        Repository repository = Repository.Around(AppContext.BaseDirectory)!;
        using Workspace workspace = new();
        workspace.Add("readme.ipynb", NotebookText.OfCode(
            $"#r \"{repository.CoreAssembly}\"",
            CodeUnder(File.ReadAllText(Path.Combine(repository.Root, "README.md")), heading).Replace(
                "MusicData.Open()", $"MusicData.Open(@\"{Path.Combine(repository.Root, "data", "sample")}\")", StringComparison.Ordinal),
            holds));
        RunnerResult result = workspace.Run("run", "readme.ipynb", "--no-build");
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonArray cells = workspace.ReadNotebook("artifacts/notebooks/readme.ipynb")["cells"]!.AsArray();
        Assert.Contains(printed, cells[1]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"text/plain\":[\"true\"]", cells[2]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_readme_is_finished_everywhere()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Around(AppContext.BaseDirectory)!.Root, "README.md"));
        string[] marks = [.. NotebookRules.MarksOfUnfinishedText, "...", "<your", "[your", "your-", "your_", "path/to"];
        Assert.DoesNotContain(marks, mark => readme.Contains(mark, StringComparison.OrdinalIgnoreCase));

        // Code shows everything: an ellipsis in it would not even compile.
        string[] parts = readme.Split("```");
        Assert.True(parts.Length % 2 == 1, "A block of code has no end.");
        Assert.All(parts.Where((_, place) => place % 2 == 1), code => Assert.DoesNotContain("…", code, StringComparison.Ordinal));
    }

    private static string CodeUnder(string readme, string heading)
    {
        const string Begin = "```csharp\n", End = "\n```";
        string section = readme[readme.IndexOf(heading, StringComparison.Ordinal)..];
        string code = section[(section.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..];
        return code[..code.IndexOf(End, StringComparison.Ordinal)];
    }
}
