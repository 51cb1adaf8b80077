using System.Text.Json;
using MusicRec.Data;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>PyTorch's networks are trained on the very rows that ours are: notebooks/expected/torch-lyrics.</summary>
public sealed class LyricsPeerTests
{
    private static readonly string _path = RepositoryFolder.Path("notebooks/expected/torch-lyrics/splits.json");

    [Fact]
    public void The_splits_in_the_file_are_those_of_the_real_data()
    {
        LyricsCorpus corpus = LyricsCorpus.From(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")));
        Split[] splits = LyricsSplits.PaperSplits(corpus);
        if (Environment.GetEnvironmentVariable("MUSICREC_APPROVE") == "1")
        {
            string tests = string.Join(",\n", splits.Select(split => $"[{string.Join(',', split.Test)}]"));
            File.WriteAllText(_path, $$"""{"seeds": [{{string.Join(", ", LyricsSplits.Seeds)}}], "test": [{{"\n"}}{{tests}}]}{{"\n"}}""");
        }

        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(_path));
        Assert.Equal(LyricsSplits.Seeds, written.RootElement.GetProperty("seeds").Deserialize<ulong[]>());
        Assert.Equal(splits.Select(split => split.Test), written.RootElement.GetProperty("test").Deserialize<int[][]>());
    }

    [Fact]
    public void A_comparison_says_how_far_apart_the_two_sides_are()
    {
        string path = Path.GetTempFileName();
        LyricsCorpus corpus = MadeUpSongs.Sample();
        LyricsStudy study = LyricsStudy.Run(corpus, LyricsSplits.PaperSplits(corpus), [new LyricsModel("guess", (_, split, _) => LyricsPrediction.OfTopics(new int[split.Test.Length]))]);
        double share = study["guess"].Accuracy.Mean;
        FormattableString content = $$$"""{"rows": {{{corpus.Count}}}, "sha256": "", "library": "made up", "seeds": 2, "networks": {"guess": [[0, 1], [0, 1], [0, 1], [0, 1], [0, 1]]}}""";
        File.WriteAllText(path, FormattableString.Invariant(content));
        LyricsPeer peer = LyricsPeer.Load(path);
        Assert.Equal((0.5, 0.527046), (peer.Accuracy("guess").Mean, Math.Round(peer.Accuracy("guess").StandardDeviation, 6)));
        string table = peer.Compare(study).ToText();
        Assert.Contains($"−{(0.5 - share).ToString("0.0000", null)}", table, StringComparison.Ordinal);
        Assert.Contains("made up", table, StringComparison.Ordinal);
        LyricsStudy honest = LyricsStudy.Run(corpus, LyricsSplits.HonestFolds(corpus), [new LyricsModel("guess", (_, split, _) => LyricsPrediction.OfTopics(new int[split.Test.Length]))]);
        Assert.DoesNotContain("guess", peer.Compare(honest).ToText(), StringComparison.Ordinal);
        Assert.Contains("the paper's splits", peer.Compare(honest).ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => peer.Accuracy("oracle"));
        foreach ((string from, string to) in (ReadOnlySpan<(string, string)>)[("[[0, 1], ", "["), ("[[0, 1]", "[[0]"), ("[[0, 1], [0, 1], [0, 1], [0, 1], [0, 1]]", "null"), ("[[0, 1]", "[[0, 2]"), ("\"seeds\": 2", "\"seeds\": 0"), ("rows", "Rows"), ("}}", "}")])
        {
            File.WriteAllText(path, FormattableString.Invariant(content).Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<InvalidDataException>(() => LyricsPeer.Load(path));
        }

        File.Delete(path);
    }

    [Fact]
    public void PyTorchs_results_are_there_for_all_of_the_papers_networks()
    {
        LyricsPeer peer = LyricsPeer.Load(RepositoryFolder.Path("notebooks/expected/torch-lyrics/torch.json"));
        Assert.Equal(4600, peer.RowCount);
        Assert.Contains(LyricsTopics.Forensics, model => model.Name == "Transformer across the batch");
        Assert.All(LyricsTopics.PaperNetworks, model => Assert.InRange(peer.Accuracy(model.Name).Mean, 0.75, 0.95));
        Assert.InRange(peer.Accuracy("Transformer across the batch").Mean, 0.2, 0.95);
    }
}
