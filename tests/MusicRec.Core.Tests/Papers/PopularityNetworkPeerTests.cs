using System.Text.Json;
using MusicRec.Data;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>PyTorch's networks are trained on the very rows that ours are: notebooks/expected/torch-popularity.</summary>
public sealed class PopularityNetworkPeerTests
{
    private static readonly string _folds = RepositoryFolder.Path("notebooks/expected/torch-popularity/folds.json");

    [Fact]
    public void The_folds_in_the_file_are_those_of_the_real_songs()
    {
        PopularitySongs songs = PopularitySongs.FromSpotify1M(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")).Spotify1M());
        Split[] folds = PopularityFolds.Stratified(songs);
        if (Environment.GetEnvironmentVariable("MUSICREC_APPROVE") == "1")
        {
            File.WriteAllText(_folds, $$"""{"cut": {{PopularityFolds.MedianCut}}, "test": [{{"\n"}}{{string.Join(",\n", folds.Select(fold => $"[{string.Join(',', fold.Test)}]"))}}]}{{"\n"}}""");
        }

        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(_folds));
        Assert.Equal(PopularityFolds.MedianCut, written.RootElement.GetProperty("cut").GetInt32());
        Assert.Equal(folds.Select(fold => fold.Test), written.RootElement.GetProperty("test").Deserialize<int[][]>());
    }

    [Fact]
    public void PyTorchs_figures_are_there_for_both_readings()
    {
        PopularityNetworkPeer peer = PopularityNetworkPeer.Load(RepositoryFolder.Path("notebooks/expected/torch-popularity/torch.json"));
        Assert.Equal((10_000, 15, 2), (peer.RowCount, peer.Cut, peer.SeedCount));
        Assert.StartsWith("PyTorch 1.13.", peer.Library, StringComparison.Ordinal);

        // The figures are bound to the folds that stand beside them.
        using JsonDocument folds = JsonDocument.Parse(File.ReadAllText(_folds)), figures = JsonDocument.Parse(File.ReadAllText(RepositoryFolder.Path("notebooks/expected/torch-popularity/torch.json")));
        int[][] tests = folds.RootElement.GetProperty("test").Deserialize<int[][]>()!;
        Split[] splits = [.. tests.Select(test => new Split([.. tests.Where(other => other != test).SelectMany(rows => rows)], test))];
        Assert.Equal(PopularityPeer.HashOf(splits, peer.RowCount), figures.RootElement.GetProperty("foldsSha256").GetString());
    }

    [Fact]
    public void The_network_is_as_good_as_PyTorchs_on_the_same_rows()
    {
        PopularitySongs songs = PopularitySongs.FromSpotify1M(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")).Spotify1M());
        PopularityNetworkStudy study = PopularityNetworkStudy.Run(
            songs, PopularityFolds.Stratified(songs), PopularityFolds.MedianCut, seeds: 2, [PopularityNetworkStudy.AsWritten.Single(network => network.Name == "one position")]);
        string table = PopularityNetworkPeer.Load(RepositoryFolder.Path("notebooks/expected/torch-popularity/torch.json")).Compare(study).ToText();
        Assert.Equal(3, table.Split('\n').Count(line => line.StartsWith("one position", StringComparison.Ordinal)));

        // PyTorch's 0.5824 and 0.8009; means of ten trainings move by about 0.003.
        Assert.InRange(study.Spread("one position", figures => figures.RSquared).Mean, 0.5724, 0.5924);
        Assert.InRange(study.Spread("one position", figures => figures.Accuracy).Mean, 0.7934, 0.8084);
    }

    [Fact]
    public void A_study_says_how_far_figures_move_and_a_comparison_how_far_apart_the_two_sides_are()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(120, seed: 1);
        PopularityNetworkSettings quick = new() { EmbeddingSize = 4, HiddenSize = 4, DenseSize = 4, Epochs = 2, LearningRate = 1e-2, UsesNumericSequence = false };
        Split[] folds = PopularityFolds.Stratified(songs, 2);
        PopularityNetworkStudy study = PopularityNetworkStudy.Run(songs, folds, 45, seeds: 3, [("quick", quick), ("longer", quick with { Epochs = 8 })]);
        Assert.Equal((2, 3), (study["quick"].Count, study["quick"][1].Count));
        Assert.Equal(6, study["quick"].SelectMany(fold => fold).Distinct().Count());
        (double mean, double overFolds, double overSeeds) = study.Spread("quick", figures => figures.Accuracy);
        double[][] accuracies = [.. study["quick"].Select(fold => fold.Select(figures => figures.Accuracy).ToArray())];
        Assert.Equal(accuracies.SelectMany(fold => fold).Average(), mean, 12);
        Assert.Equal(Math.Abs(accuracies[0].Average() - accuracies[1].Average()) / Math.Sqrt(2), overFolds, 12);
        Assert.Equal(accuracies.Average(fold => fold.Sum(value => (value - fold.Average()) * (value - fold.Average())) / 2), overSeeds * overSeeds, 12);
        Assert.True(study.Spread("longer", figures => figures.RSquared).Mean > study.Spread("quick", figures => figures.RSquared).Mean);
        Assert.Contains("constant guess", study.ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => study["other"]);
        Assert.Throws<ArgumentException>(() => PopularityNetworkStudy.Run(songs, folds, 45, 1, [("quick", quick), ("quick", quick)]));

        // One network's figure, measured by hand.
        PopularityNetworkFigures figures = PopularityNetworkFigures.Measure(songs, folds[1], 45, 7, quick);
        PopularityNetwork network = new(7, quick);
        network.Fit(songs, folds[1].Train, 45);
        Assert.Equal(folds[1].Test.Index().Average(pair => network.PredictProbabilities(songs, folds[1].Test)[pair.Index, 1] >= 0.5 == songs.Popularity[pair.Item] >= 45 ? 1.0 : 0), figures.Accuracy, 12);

        string path = Path.GetTempFileName();
        const string Figures = "[[0.5, 0.7, 0.6], [0.4, 0.4, 0.4]]";
        string content = $$$$"""{"rows": 120, "sha256": "", "foldsSha256": "{{{{PopularityPeer.HashOf(folds, 120)}}}}", "library": "made up", "cut": 45, "seeds": 3, "networks": {"quick": {"rSquared": {{{{Figures}}}}, "accuracyOfCut": {{{{Figures}}}}, "accuracy": {{{{Figures}}}}}}}""";
        File.WriteAllText(path, content);
        string table = PopularityNetworkPeer.Load(path).Compare(study).ToText();
        Assert.Contains("made up", table, StringComparison.Ordinal);
        Assert.Contains("0.5000", table, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{mean - 0.5:+0.0000;−0.0000;0.0000}"), table, StringComparison.Ordinal);
        File.WriteAllText(path, content.Replace("\"cut\": 45", "\"cut\": 46", StringComparison.Ordinal));
        Assert.DoesNotContain("made up", PopularityNetworkPeer.Load(path).Compare(study).ToText(), StringComparison.Ordinal);
        PopularityNetworkStudy others = PopularityNetworkStudy.Run(songs, PopularityFolds.Stratified(songs, 2, 2)[2..], 45, 1, [("quick", quick with { Epochs = 1 })]);
        File.WriteAllText(path, content);
        Assert.DoesNotContain("made up", PopularityNetworkPeer.Load(path).Compare(others).ToText(), StringComparison.Ordinal);

        // As many other songs, in their own stratified folds, are not the songs of the record.
        PopularitySongs strangers = MadeUpPopularity.Songs(120, seed: 2);
        PopularityNetworkStudy strange = PopularityNetworkStudy.Run(strangers, PopularityFolds.Stratified(strangers, 2), 45, 1, [("quick", quick with { Epochs = 1 })]);
        Assert.DoesNotContain("made up", PopularityNetworkPeer.Load(path).Compare(strange).ToText(), StringComparison.Ordinal);
        Assert.Null(PopularityPeer.HashOf([folds[0] with { Train = folds[0].Train[1..] }, folds[1]], 120));
        foreach ((string from, string to) in (ReadOnlySpan<(string, string)>)[("0.7", "7"), ("\"seeds\": 3", "\"seeds\": 2"), ("[0.4, 0.4, 0.4]", "null"), ("rows", "Rows"), (", [0.4, 0.4, 0.4]]", "]")])
        {
            File.WriteAllText(path, content.Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<InvalidDataException>(() => PopularityNetworkPeer.Load(path));
        }

        File.Delete(path);
    }
}
