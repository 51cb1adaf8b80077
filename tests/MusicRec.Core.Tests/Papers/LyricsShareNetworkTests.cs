using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LyricsShareNetworkTests
{
    private static readonly (SparseMatrix Features, int[] Labels) _rows = MadeUpSongs.Rows(480, 40, 3, seed: 3);
    private static readonly (SparseMatrix Features, int[] Labels) _others = MadeUpSongs.Rows(40, 40, 3, seed: 9);

    [Fact]
    public void Shares_of_topics_are_learnt_and_only_the_eight_are_named()
    {
        LyricsShareNetwork network = new(seed: 1, epochs: 30);

        // Half of each song's weight is its topic's; a quarter goes to a topic that is no label, the rest is even.
        network.Fit(_rows.Features, Weights(_rows.Labels));
        Matrix probabilities = network.PredictProbabilities(_others.Features);
        Assert.Equal((40, 8), (probabilities.Rows, probabilities.Columns));
        int right = 0;
        for (int row = 0; row < probabilities.Rows; row++)
        {
            double[] shares = probabilities.Row(row).ToArray();
            Assert.Equal(1, shares.Sum(), 12);
            right += Array.IndexOf(shares, shares.Max()) == _others.Labels[row] ? 1 : 0;

            // 0.5 / (0.5 + 7 · 0.25 / 14) of the eight.
            Assert.InRange(shares.Max(), 0.35, 0.95);
        }

        Assert.True(right >= 36, $"{right} of 40");
    }

    [Fact]
    public void The_same_seed_gives_the_same_network_and_weights_may_have_any_scale()
    {
        Matrix weights = Weights(_rows.Labels), scaled = new(weights.Rows, 16, Array.ConvertAll(weights.Values, value => 4 * value));
        Assert.Equal(Probabilities(5, weights), Probabilities(5, weights));
        Assert.Equal(Probabilities(5, weights), Probabilities(5, scaled));
        Assert.NotEqual(Probabilities(5, weights), Probabilities(6, weights));
    }

    [Fact]
    public void As_a_model_it_does_not_look_at_weights_of_test_songs()
    {
        LyricsCorpus corpus = MadeUpSongs.Sample();
        Split split = LyricsSplits.PaperSplit(corpus, 42);
        double[] before = LyricsShareNetwork.Model.Predict(corpus, split, 1).Probabilities.Values;
        foreach (int row in split.Test)
        {
            corpus.TopicWeights.Row(row).Fill(double.NaN);
        }

        Assert.Equal(before, LyricsShareNetwork.Model.Predict(corpus, split, 1).Probabilities.Values);
    }

    [Fact]
    public void Misuse_is_named()
    {
        LyricsShareNetwork network = new(1, epochs: 1);
        Assert.Throws<InvalidOperationException>(() => network.PredictProbabilities(_rows.Features));
        Assert.Throws<ArgumentException>(() => network.Fit(_rows.Features, new Matrix(3, 16)));
        Assert.Throws<ArgumentException>(() => network.Fit(_rows.Features, new Matrix(480, 8)));
        Assert.Contains("row 0", Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit(_rows.Features, new Matrix(480, 16))).Message, StringComparison.Ordinal);
        Matrix negative = Weights(_rows.Labels);
        negative[7, 2] = -1;
        Assert.Contains("row 7", Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit(_rows.Features, negative)).Message, StringComparison.Ordinal);
        network.Fit(_rows.Features, Weights(_rows.Labels));
        Assert.Equal(0, network.PredictProbabilities(_rows.Features.SelectRows([])).Rows);
        Assert.Throws<ArgumentException>(() => network.PredictProbabilities(new SparseMatrix(1, 39, [0, 0], [], [])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LyricsShareNetwork(1, epochs: 0));
    }

    private static Matrix Weights(int[] labels)
    {
        Matrix weights = new(labels.Length, 16);
        int dating = LyricsSongs.TopicWeightNames.ToList().IndexOf("dating");
        for (int row = 0; row < labels.Length; row++)
        {
            weights.Row(row).Fill(0.25 / 14);
            weights[row, LyricsSongs.TopicWeightNames.ToList().IndexOf(LyricsSongs.TopicNames[labels[row]])] = 0.5;
            weights[row, dating] = 0.25;
        }

        return weights;
    }

    private static double[] Probabilities(ulong seed, Matrix weights)
    {
        LyricsShareNetwork network = new(seed, epochs: 2);
        network.Fit(_rows.Features, weights);
        return network.PredictProbabilities(_others.Features).Values;
    }
}
