using MusicRec.Core.Tests.Learning;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LikesNetworkTests
{
    private static readonly (Matrix Features, int[] Labels) _rows = MadeUpRows.Blobs(60, 13, 2, seed: 3);

    [Fact]
    public void The_layers_are_those_stated_for_the_paper()
    {
        Sequential module = LikesNetwork.CreateModule(13, seed: 1);
        Assert.Equal(["[64, 13]", "[64]", "[32, 64]", "[32]", "[16, 32]", "[16]", "[1, 16]", "[1]"], module.Parameters.Select(parameter => parameter.Shape.ToString()));
        Assert.Equal((13 * 64) + 64 + (64 * 32) + 32 + (32 * 16) + 16 + 16 + 1, module.ParameterCount);
    }

    [Fact]
    public void It_learns_what_can_be_learnt_and_gives_probabilities()
    {
        LikesNetwork network = new(seed: 1, epochs: 60);
        network.Fit(_rows.Features, _rows.Labels);
        Assert.True(network.Predict(_rows.Features).Zip(_rows.Labels).Count(pair => pair.First == pair.Second) >= 57);
        Matrix probabilities = network.PredictProbabilities(_rows.Features);
        for (int row = 0; row < probabilities.Rows; row++)
        {
            Assert.InRange(probabilities[row, 1], 0, 1);
            Assert.Equal(1, probabilities[row, 0] + probabilities[row, 1], 12);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_network_and_another_seed_another()
    {
        Assert.Equal(Probabilities(5), Probabilities(5));
        Assert.NotEqual(Probabilities(5), Probabilities(6));
    }

    [Fact]
    public void Rows_held_out_are_followed_and_change_nothing()
    {
        (Matrix others, int[] labels) = MadeUpRows.Blobs(20, 13, 2, seed: 9);
        LikesNetwork watched = new(seed: 5, epochs: 8);
        History history = watched.Fit(_rows.Features, _rows.Labels, others, labels);
        Assert.Equal(8, history.ValidationAccuracies.Length);
        Assert.Equal(Probabilities(5), watched.PredictProbabilities(_rows.Features).Values);
    }

    [Fact]
    public void Misuse_is_named()
    {
        Assert.Contains("Fit first", Assert.Throws<InvalidOperationException>(() => new LikesNetwork(1).PredictProbabilities(_rows.Features)).Message, StringComparison.Ordinal);
        LikesNetwork network = new(1, epochs: 1);
        network.Fit(_rows.Features, _rows.Labels);
        Assert.Throws<ArgumentException>(() => network.PredictProbabilities(new Matrix(2, 12)));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit(_rows.Features, [.. _rows.Labels.Select(label => label * 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LikesNetwork(1, epochs: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LikesNetwork(1, learningRate: 0));
    }

    private static double[] Probabilities(ulong seed)
    {
        LikesNetwork network = new(seed, epochs: 8);
        network.Fit(_rows.Features, _rows.Labels);
        return network.PredictProbabilities(_rows.Features).Values;
    }
}
