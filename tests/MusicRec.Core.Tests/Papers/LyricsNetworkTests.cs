using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LyricsNetworkTests
{
    private const LyricsArchitecture Plain = LyricsArchitecture.FeedForward;
    private static readonly (SparseMatrix Features, int[] Labels) _rows = MadeUpSongs.Rows(480, 40, 3, seed: 3);
    private static readonly (SparseMatrix Features, int[] Labels) _others = MadeUpSongs.Rows(40, 40, 3, seed: 9);

    public static TheoryData<LyricsArchitecture> All => [.. Enum.GetValues<LyricsArchitecture>()];

    [Fact]
    public void The_layers_are_the_papers()
    {
        string[] shapes = ["[5000, 256]", "[256]", "[128, 256]", "[128]", "[8, 128]", "[8]"];
        Assert.Equal(shapes, Shapes(LyricsArchitecture.FeedForward, 5000, 8));
        Assert.Equal(shapes, Shapes(LyricsArchitecture.FineTuned, 5000, 8));

        // feature_embedding, positional_encoding, two of nn.TransformerEncoderLayer(64, 2), fc.
        int layer = (3 * 64 * 64) + (3 * 64) + (64 * 64) + 64 + (2048 * 64) + 2048 + (64 * 2048) + 64 + (4 * 64);
        Module<SparseTensor> transformer = LyricsNetwork.CreateModule(LyricsArchitecture.Transformer, 5000, 8, seed: 1);
        Assert.Equal((5000 * 64) + 64 + 64 + (2 * layer) + (64 * 8) + 8, transformer.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_learns_what_can_be_learnt_and_gives_probabilities(LyricsArchitecture architecture)
    {
        LyricsNetwork network = new(architecture, seed: 1, epochs: architecture == LyricsArchitecture.FineTuned ? 60 : null);
        network.Fit(_rows.Features, _rows.Labels);
        Assert.Equal(3, network.ClassCount);
        Assert.True(network.Predict(_others.Features).Zip(_others.Labels).Count(pair => pair.First == pair.Second) >= 34);
        Matrix probabilities = network.PredictProbabilities(_others.Features);
        for (int row = 0; row < probabilities.Rows; row++)
        {
            Assert.All(probabilities.Row(row).ToArray(), share => Assert.InRange(share, 0, 1));
            Assert.Equal(1, probabilities.Row(row).ToArray().Sum(), 12);
        }
    }

    [Fact]
    public void Epochs_and_phases_are_those_of_the_authors()
    {
        Assert.Equal([20], Epochs(LyricsArchitecture.FeedForward));
        Assert.Equal([10, 20], Epochs(LyricsArchitecture.FineTuned));
        Assert.Equal([15], Epochs(LyricsArchitecture.Transformer));
    }

    [Fact]
    public void In_the_first_phase_only_the_last_layer_learns()
    {
        LyricsNetwork network = new(LyricsArchitecture.FineTuned, seed: 4, epochs: 1);
        int[] few = [.. Enumerable.Range(0, 96)];
        network.Fit(_rows.Features.SelectRows(few), _rows.Labels.AsSpan(0, few.Length));

        // What a last layer alone reaches on layers that have learnt nothing is about the share of the commonest topic.
        Assert.InRange(network.Histories[0].Accuracies[^1], 0.2, 0.6);
        Assert.Equal(6, network.Module!.Parameters.Count(parameter => parameter.RequiresGradient));

        // An epoch of phase two at 1e-4 moves a weight of the first layer by 3 batches · 1e-4 at most; phase one must not have moved it at all.
        Module<SparseTensor> start = LyricsNetwork.CreateModule(LyricsArchitecture.FineTuned, 40, 3, new RandomStream(4).Split(0).NextUInt64());
        Assert.True(LargestChange(start, network.Module, parameter: 0) is > 0 and < 4e-4f);
        Assert.True(LargestChange(start, network.Module, parameter: 4) > 2e-3f);
    }

    [Fact]
    public void Held_out_songs_move_the_fine_tuned_networks_schedule_and_nothing_else()
    {
        foreach (LyricsArchitecture architecture in Enum.GetValues<LyricsArchitecture>())
        {
            int epochs = architecture == LyricsArchitecture.FineTuned ? 100 : 2;
            LyricsNetwork alone = new(architecture, 5, epochs), watched = new(architecture, 5, epochs);
            alone.Fit(_rows.Features, _rows.Labels);

            // Topics that do not follow from the words: their loss soon rises, while that of the training songs falls.
            watched.Fit(_rows.Features, _rows.Labels, _others.Features, [.. _others.Labels.Select((_, row) => row * 7 % 3)]);
            Assert.All(watched.Histories, history => Assert.Equal(history.Epochs.Count, history.ValidationAccuracies.Length));
            Assert.Equal(
                architecture != LyricsArchitecture.FineTuned,
                alone.PredictProbabilities(_rows.Features).Values.SequenceEqual(watched.PredictProbabilities(_rows.Features).Values));
        }
    }

    [Fact]
    public void A_transformer_across_the_batch_answers_otherwise_beside_other_songs_and_one_on_a_vector_does_not()
    {
        // Songs of one topic: among all others they see other means.
        int[] few = [0, 3, 6, 9, 12];
        foreach (LyricsArchitecture architecture in (ReadOnlySpan<LyricsArchitecture>)[LyricsArchitecture.Transformer, LyricsArchitecture.TransformerAcrossBatch])
        {
            LyricsNetwork network = new(architecture, 5, epochs: 1);
            network.Fit(_rows.Features.SelectRows(few), _rows.Labels.AsSpan(0, few.Length));
            double[] alone = network.PredictProbabilities(_others.Features.SelectRows(few)).Values;
            double[] beside = network.PredictProbabilities(_others.Features).SelectRows(few).Values;
            double difference = alone.Zip(beside).Max(pair => Math.Abs(pair.First - pair.Second));
            Assert.True(architecture == LyricsArchitecture.TransformerAcrossBatch ? difference > 1e-4 : difference < 1e-7, $"{architecture}: {difference}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_seed_gives_the_same_network_and_another_seed_another(LyricsArchitecture architecture)
    {
        Assert.Equal(Probabilities(architecture, 5), Probabilities(architecture, 5));
        Assert.NotEqual(Probabilities(architecture, 5), Probabilities(architecture, 6));
    }

    [Fact]
    public void Misuse_is_named()
    {
        Assert.Contains("Fit first", Assert.Throws<InvalidOperationException>(() => new LyricsNetwork(Plain, 1).PredictProbabilities(_rows.Features)).Message, StringComparison.Ordinal);
        LyricsNetwork network = new(Plain, 1, epochs: 1);
        Assert.Throws<ArgumentException>(() => network.Fit(_rows.Features, _rows.Labels.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit(_rows.Features, _rows.Labels, _others.Features, [.. _others.Labels.Select(label => label + 1)]));
        network.Fit(_rows.Features, _rows.Labels);
        Assert.Throws<ArgumentException>(() => network.PredictProbabilities(new SparseMatrix(1, 39, [0, 0], [], [])));
        Assert.Equal(0, network.PredictProbabilities(_rows.Features.SelectRows([])).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LyricsNetwork(Plain, 1, epochs: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LyricsNetwork((LyricsArchitecture)9, 1));
    }

    private static IEnumerable<string> Shapes(LyricsArchitecture architecture, int features, int classes) =>
        LyricsNetwork.CreateModule(architecture, features, classes, seed: 1).Parameters.Select(parameter => parameter.Shape.ToString());

    private static int[] Epochs(LyricsArchitecture architecture)
    {
        LyricsNetwork network = new(architecture, 1);
        network.Fit(_rows.Features.SelectRows([0, 1, 2]), _rows.Labels.AsSpan(0, 3));
        return [.. network.Histories.Select(history => history.Epochs.Count)];
    }

    private static float LargestChange(Module before, Module after, int parameter)
    {
        float largest = 0;
        for (int place = 0; place < before.Parameters[parameter].Shape.Count; place++)
        {
            largest = Math.Max(largest, Math.Abs(before.Parameters[parameter].Values[place] - after.Parameters[parameter].Values[place]));
        }

        return largest;
    }

    private static double[] Probabilities(LyricsArchitecture architecture, ulong seed)
    {
        LyricsNetwork network = new(architecture, seed, epochs: 2);
        network.Fit(_rows.Features, _rows.Labels);
        return network.PredictProbabilities(_others.Features).Values;
    }
}
