using System.Text;
using MusicRec.Neural;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularityNetworkFileTests : IDisposable
{
    private static readonly PopularitySongs _songs = MadeUpPopularity.Songs(120, seed: 1);
    private static readonly int[] _rows = MadeUpPopularity.Rows(0, 120);
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(null)]
    [InlineData(45)]
    public void A_network_from_a_file_predicts_to_the_digit_as_the_one_that_was_saved(int? cut)
    {
        PopularityNetwork network = Fitted(cut);
        network.Save(_path, "0123abcd");
        PopularityNetwork loaded = PopularityNetwork.Load(_path);
        Assert.Equal((cut, network.Settings), (loaded.Cut, loaded.Settings));
        Assert.Equal(network.Words, loaded.Words);
        Assert.Null(loaded.History);
        Assert.Equal(Answers(network), Answers(loaded));
        ModelMetadata metadata = ModelFile.ReadMetadata(_path);
        Assert.Equal(("0123abcd", 3UL), (metadata.DataHash, metadata.Seed));
        Assert.Contains("PopularityLstm", metadata.Architecture, StringComparison.Ordinal);

        // It goes on learning to the same digits too.
        network.ContinueFit(_songs, _rows, epochs: 1);
        loaded.ContinueFit(_songs, _rows, epochs: 1);
        Assert.Equal(Answers(network), Answers(loaded));
    }

    [Fact]
    public void What_was_not_fitted_is_not_saved() =>
        Assert.Throws<InvalidOperationException>(() => new PopularityNetwork(1).Save(_path));

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "version 2")]
    [InlineData("\"cut\":null", "\"cut\":101", "cut 101")]
    [InlineData("\"cut\":null", "\"cut\":null,\"more\":1", "more")]
    [InlineData("\"embeddingSize\":4", "\"embeddingSize\":4000", "embedding.weight")]
    [InlineData("\"embeddingSize\":4", "\"embeddingSize\":0", "EmbeddingSize")]
    [InlineData("\"hiddenSize\":8", "\"hiddenSize\":4096", "genre.weight_hh_l0")]
    [InlineData("\"denseSize\":8", "\"denseSize\":4096", "hidden.weight")]
    [InlineData("\"usesNumericSequence\":false", "\"usesNumericSequence\":true", "numeric.weight_ih_l0")]
    [InlineData("\"includesPopularity\":false", "\"includesPopularity\":true", "15 of each")]
    [InlineData("\"labelLoss\":\"crossEntropy\"", "\"labelLoss\":\"other\"", "labelLoss")]
    [InlineData("\"alt\",", "\"rock\",", "order of their characters")]
    [InlineData("\"alt\",", "\"\",", "empty")]
    [InlineData("\"alt\",", "null,", "empty")]
    [InlineData("\"alt\",", "", "embedding.weight")]
    [InlineData("\"means\":[", "\"means\":[1,", "15 means")]
    [InlineData("\"means\":[", "\"means\":[\"x\",", "means")]
    [InlineData("\"factors\":[", "\"factors\":[1,", "15 factors")]
    [InlineData("\"targetDeviation\":", "\"targetDeviation\":-", "deviation")]
    [InlineData("\"year\":", "\"Year\":", "Year")]
    public void What_cannot_be_is_refused_with_a_reason(string from, string to, string reason)
    {
        PopularityNetwork network = Fitted(null);
        network.Save(_path);
        StateDictionary state = ModelFile.Read(_path, out ModelMetadata metadata);
        string json = metadata.Other["popularity_network"];
        Assert.Contains(from, json, StringComparison.Ordinal);
        int place = json.IndexOf(from, StringComparison.Ordinal);
        ModelFile.Save(_path, state, metadata with
        {
            Other = new Dictionary<string, string> { ["popularity_network"] = string.Concat(json.AsSpan(0, place), to, json.AsSpan(place + from.Length)) },
        });
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => PopularityNetwork.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_hold_something_else_are_refused()
    {
        ModelFile.Save(_path, new Linear(2, 2, new MusicRec.Numerics.RandomStream(1)));
        Assert.Contains("popularity_network", Assert.Throws<ModelFileException>(() => PopularityNetwork.Load(_path)).Message, StringComparison.Ordinal);
        File.WriteAllText(_path, "no model");
        Assert.Throws<ModelFileException>(() => PopularityNetwork.Load(_path));
        Fitted(null).Save(_path);
        byte[] bytes = File.ReadAllBytes(_path);
        for (int place = 0; place < bytes.Length; place += 97)
        {
            byte[] damaged = [.. bytes];
            damaged[place] ^= 0x40;
            File.WriteAllBytes(_path, damaged);
            Exception? error = Record.Exception(() => PopularityNetwork.Load(_path));
            Assert.True(error is ModelFileException, $"byte {place} of {Encoding.ASCII.GetString(bytes, place, 1)}: {error?.GetType().Name ?? "nothing"} was thrown");
        }
    }

    private static PopularityNetwork Fitted(int? cut)
    {
        PopularityNetwork network = new(3, new PopularityNetworkSettings { EmbeddingSize = 4, HiddenSize = 8, DenseSize = 8, Epochs = 2, UsesNumericSequence = false });
        if (cut is int popular)
        {
            network.Fit(_songs, _rows, popular);
        }
        else
        {
            network.Fit(_songs, _rows);
        }

        return network;
    }

    private static double[] Answers(PopularityNetwork network) =>
        network.Cut is null ? network.Predict(_songs, _rows) : network.PredictProbabilities(_songs, _rows).Values;
}
