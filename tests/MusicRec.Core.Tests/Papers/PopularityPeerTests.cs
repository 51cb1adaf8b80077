using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MusicRec.Data;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>scikit-learn's trees learn from the very rows that ours do: notebooks/expected/sklearn-popularity.</summary>
public sealed class PopularityPeerTests
{
    private static readonly string _folder = RepositoryFolder.Path("notebooks/expected/sklearn-popularity");

    [Fact]
    public void The_folds_in_the_file_are_those_of_the_real_data()
    {
        MusicData data = MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path("."));
        PopularitySongs paper = PopularitySongs.FromSpotify1M(data.Spotify1M()), later = PopularitySongs.FromSpotify2024(data.Spotify2024());
        (string Name, PopularitySongs Songs, Split[] Folds)[] protocols =
        [
            ("spotify-1m, stratified", paper, PopularityFolds.Stratified(paper, rounds: 5)),
            ("spotify-1m, stratified, first round", paper, PopularityFolds.Stratified(paper)),
            ("spotify-1m, by artist", paper, PopularityFolds.ByArtist(paper)),
            ("spotify-2024, by artist", later, PopularityFolds.ByArtist(later)),
        ];
        string path = Path.Combine(_folder, "folds.json");
        if (Environment.GetEnvironmentVariable("MUSICREC_APPROVE") == "1")
        {
            string written = string.Join(",\n", protocols.Where(protocol => !protocol.Name.EndsWith("round", StringComparison.Ordinal)).Select(protocol => FormattableString.Invariant(
                $$"""{"name": "{{protocol.Name}}", "dataSet": "{{protocol.Songs.Name}}", "rows": {{protocol.Songs.Count}}, "folds": [{{"\n"}}{{string.Join(",\n", PopularityPeer.Digits(protocol.Folds, protocol.Songs.Count).Select(digits => $"\"{digits}\""))}}]}""")));
            File.WriteAllText(path, $$"""{"protocols": [{{"\n"}}{{written}}]}{{"\n"}}""");
        }

        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
        Dictionary<string, JsonElement> recorded = file.RootElement.GetProperty("protocols").EnumerateArray().ToDictionary(protocol => protocol.GetProperty("name").GetString()!);
        foreach ((string name, PopularitySongs songs, Split[] folds) in protocols)
        {
            IReadOnlyList<string> digits = PopularityPeer.Digits(folds, songs.Count);
            if (recorded.TryGetValue(name, out JsonElement protocol))
            {
                Assert.Equal(digits, protocol.GetProperty("folds").EnumerateArray().Select(round => round.GetString()!));
            }
            else
            {
                Assert.Equal(recorded[name[..name.LastIndexOf(',')]].GetProperty("folds")[0].GetString(), Assert.Single(digits));
            }
        }
    }

    [Fact]
    public void ScikitLearns_figures_are_there_for_every_recorded_protocol_and_are_the_texts()
    {
        PopularityPeer peer = PopularityPeer.Load(Path.Combine(_folder, "peers.json"));
        Assert.Equal(["spotify-1m, stratified", "spotify-1m, by artist", "spotify-2024, by artist"], peer.Protocols);
        using JsonDocument folds = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "folds.json"))), peers = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "peers.json")));
        foreach ((JsonElement protocol, JsonElement figures) in folds.RootElement.GetProperty("protocols").EnumerateArray().Zip(peers.RootElement.GetProperty("protocols").EnumerateArray()))
        {
            string text = string.Join('\n', protocol.GetProperty("folds").EnumerateArray().Select(round => round.GetString()));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))), figures.GetProperty("foldsSha256").GetString());
            Assert.Equal(5 * protocol.GetProperty("folds").GetArrayLength(), figures.GetProperty("figures").GetProperty("accuracy15").GetArrayLength());
        }
    }

    [Fact]
    public void A_study_on_recorded_folds_is_held_against_the_record_and_others_are_not()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(60, 1);
        Split[] folds = PopularityFolds.Stratified(songs, 3);
        IReadOnlyList<string> digits = PopularityPeer.Digits(folds, 60);
        Assert.Equal(string.Concat(Enumerable.Range(0, 60).Select(row => Array.FindIndex(folds, fold => fold.Test.Contains(row)))), Assert.Single(digits));
        Assert.Equal(2, PopularityPeer.Digits(PopularityFolds.Stratified(songs, 3, 2), 60).Count);
        Assert.Throws<ArgumentException>(() => PopularityPeer.Digits(folds[..2], 60));
        Assert.Throws<ArgumentException>(() => PopularityPeer.Digits([folds[0], folds[0], folds[1], folds[2]], 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => PopularityPeer.Digits(folds, 0));
        Assert.Throws<ArgumentException>(() => PopularityPeer.Digits([folds[0], folds[0], folds[0]], 60));

        string path = Path.GetTempFileName();
        string content = $$$"""{"library": "made up", "model": "guess", "protocols": [{"name": "p", "dataSet": "d", "rows": 60, "sha256": "", "foldsSha256": "{{{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(digits[0])))}}}", "figures": {"accuracy40": [0.5, 0.5, 0.5], "rSquared": [0, 0.1, -0.1]}}]}""";
        File.WriteAllText(path, content);
        PopularityPeer peer = PopularityPeer.Load(path);
        PopularityStudy study = PopularityStudy.Run(songs, folds, [PopularityModel.Constant, PopularityModel.Linear], [40]);
        Assert.Equal([0.5, 0.5, 0.5], peer.Figures(study, "accuracy40")!);
        Assert.Throws<ArgumentException>(() => peer.Figures(study, "accuracy50"));
        string table = peer.Compare(study).ToText();
        Assert.Contains((study.Result(40, "linear").Accuracy.Mean - 0.5).ToString("+0.0000", CultureInfo.InvariantCulture), table, StringComparison.Ordinal);
        Assert.Contains("R²", table, StringComparison.Ordinal);
        PopularityStudy other = PopularityStudy.Run(songs, PopularityFolds.ByArtist(songs, 3), [PopularityModel.Constant], [40]);
        Assert.Null(peer.Figures(other, "accuracy40"));
        Assert.DoesNotContain("constant", peer.Compare(other).ToText(), StringComparison.Ordinal);
        foreach ((string from, string to) in (ReadOnlySpan<(string, string)>)[("[0.5, 0.5, 0.5]", "[0.5]"), ("[0.5, 0.5, 0.5]", "null"), ("0.1", "1.1"), ("rows", "Rows"), ("{\"name\"", "null, {\"name\""), ("}}", "}")])
        {
            File.WriteAllText(path, content.Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<InvalidDataException>(() => PopularityPeer.Load(path));
        }

        File.Delete(path);
    }
}
