using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class NextItemNetworkTests
{
    private const int Items = 24;

    public static TheoryData<string> Kinds => ["RNN", "GRU", "LSTM", "self-attention"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_planted_order_is_learnt(string kind)
    {
        // Behind item i comes i + 1 for the playlists that go up and i − 1 for those that go down: one item does not tell, two do.
        int[][] sequences =
        [
            .. Enumerable.Range(0, 96).Select(user => Enumerable.Range(0, 8)
                .Select(place => (user + ((user % 2 == 0 ? 1 : -1) * place) + Items) % Items).ToArray()),
        ];
        IRecommender recommender = Create(kind, epochs: 40, size: 24, length: 10);
        recommender.Fit(Sequences(sequences));
        int right = Enumerable.Range(0, Items).Sum(item =>
            (recommender.RankItems(ListenerHistory.InOrder((item + 22) % Items, (item + 23) % Items, item), 1)[0] == (item + 1) % Items ? 1 : 0)
            + (recommender.RankItems(ListenerHistory.InOrder((item + 2) % Items, (item + 1) % Items, item), 1)[0] == (item + 23) % Items ? 1 : 0));
        Assert.InRange(right, (2 * Items) - 4, 2 * Items);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_explanation_says_by_how_much_the_score_falls_without_an_item(string kind)
    {
        IRecommender recommender = Create(kind, epochs: 2, size: 6, length: 5);
        recommender.Fit(Sequences([.. Enumerable.Range(0, 30).Select(user => new RandomStream((ulong)user).Permutation(Items)[..9])]));

        // Item 3 stands twice; item 9 lies too far back to be read.
        Explanation why = recommender.Explain(ListenerHistory.InOrder(9, 3, 1, 3, 7, 4), 20);
        double whole = Score(3, 1, 3, 7, 4);
        Assert.Equal(["song 1", "song 3", "song 4", "song 7"], why.Because.Select(part => part.Name).Order());
        Assert.Equal(whole - Score(1, 7, 4), why.Because.Single(part => part.Name == "song 3").Amount, 1e-4);
        Assert.Equal(whole - Score(3, 1, 3, 7), why.Because.Single(part => part.Name == "song 4").Amount, 1e-4);
        Assert.Equal(why.Because.OrderByDescending(part => part.Amount), why.Because);
        Assert.True(why.Because[0].Amount <= 0 || why.Text.Contains(why.Because[0].Name, StringComparison.Ordinal));

        double Score(params int[] history) => recommender.Recommend(ListenerHistory.InOrder(history), Items).Single(item => item.Item == 20).Score;
    }

    [Fact]
    public void The_softmax_over_all_that_could_be_drawn_is_the_softmax_over_all_items()
    {
        RandomStream random = new(3);
        int[][] pieces = [.. Enumerable.Range(0, 5).Select(row => random.Permutation(Items)[..(3 + row)])];
        (double full, float[] fullGradient) = Loss(pieces, sampledItems: 0, seed: 1);
        (double sampled, float[] sampledGradient) = Loss(pieces, sampledItems: Items - 1, seed: 1);
        Assert.Equal(full, sampled, 1e-5);
        for (int place = 0; place < fullGradient.Length; place++)
        {
            Assert.Equal(fullGradient[place], sampledGradient[place], 1e-5);
        }
    }

    [Fact]
    public void Drawn_items_stand_for_all_others_on_average()
    {
        // exp(loss) of one position is the sum over candidates, divided by the target's own part: its mean over draws is the full sum's.
        int[][] pieces = [[4, 9]];
        double full = Elementary.Exp(Loss(pieces, sampledItems: 0, seed: 1).Value), mean = 0;
        const int Draws = 2000;
        double squares = 0;
        for (ulong seed = 0; seed < Draws; seed++)
        {
            double sum = Elementary.Exp(Loss(pieces, sampledItems: 5, seed).Value);
            mean += sum / Draws;
            squares += (sum - full) * (sum - full) / Draws;
        }

        Assert.True(squares > 0);
        Assert.InRange(mean, full - (4 * Math.Sqrt(squares / Draws)), full + (4 * Math.Sqrt(squares / Draws)));
    }

    [Fact]
    public void Long_sequences_are_learnt_in_pieces_that_hold_every_step_once()
    {
        // The end of a long playlist is known no better than its beginning: after one epoch at a tiny rate biases are the counts.
        RecurrentNextItem recommender = new(1, new RecurrentNextItemOptions { Size = 2, MaximumLength = 3, Epochs = 1, LearningRate = 1e-9, SampledItems = 0 });
        recommender.Fit(Interactions.FromSequences(["one"], ["a", "b", "c"], [[0, 1, 2, 1, 2, 1, 2, 1, 2, 0]]));
        using Embeddings.TemporaryFolder folder = new();
        recommender.Save(folder.File("saved"));
        float[] bias = Bias(folder.File("saved"));
        Assert.Equal(Elementary.Log(2.0 / 12), bias[0], 1e-6);
        Assert.Equal(Elementary.Log(5.0 / 12), bias[1], 1e-6);
        Assert.Equal(Elementary.Log(5.0 / 12), bias[2], 1e-6);
    }

    [Fact]
    public void The_seed_decides_every_digit()
    {
        Interactions interactions = Sequences([.. Enumerable.Range(0, 20).Select(user => new RandomStream((ulong)user).Permutation(Items)[..9])]);
        double[][] scores = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
        {
            SelfAttentionNextItem recommender = new(seed, new SelfAttentionNextItemOptions { Size = 4, Epochs = 1, SampledItems = 5 });
            recommender.Fit(interactions);
            return recommender.Recommend(ListenerHistory.InOrder(1, 2), 9).Select(item => item.Score).ToArray();
        })];
        Assert.Equal(scores[0], scores[1]);
        Assert.NotEqual(scores[0], scores[2]);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (RecurrentNextItemOptions options in new RecurrentNextItemOptions[]
        {
            new() { Size = 0 }, new() { Size = 513 }, new() { Layers = 0 }, new() { MaximumLength = 1 }, new() { Dropout = 1 }, new() { LearningRate = 0 },
            new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { SampledItems = -1 }, new() { Kind = (RecurrentKind)9 },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrentNextItem(1, options));
        }

        Assert.Contains("divisors", Assert.Throws<ArgumentOutOfRangeException>(
            () => new SelfAttentionNextItem(1, new SelfAttentionNextItemOptions { Size = 6, Heads = 4 })).Message, StringComparison.Ordinal);
    }

    private static float[] Bias(string path)
    {
        using MusicRec.Neural.Files.SafetensorsFile file = MusicRec.Neural.Files.SafetensorsFile.Open(path, anyType: true);
        float[] bias = new float[3];
        file.Read<float>(file.Tensors.Single(tensor => tensor.Name == "recommender.network.bias"), bias);
        return bias;
    }

    private static (double Value, float[] Gradient) Loss(int[][] pieces, int sampledItems, ulong seed)
    {
        RecurrentNextItemNetwork network = new(Items, new RecurrentNextItemOptions { Size = 4, Dropout = 0 }, new RandomStream(7));
        foreach (ref float value in network.Bias.Values)
        {
            value = -2;
        }

        NextItemObjective objective = new(network, pieces, sampledItems, new RandomStream(seed));
        Tape tape = new();
        using (tape.Record())
        {
            Tensor loss = objective.Compute(tape, [.. Enumerable.Range(0, pieces.Length)]).Loss;
            loss.Backward();
            return (loss.Item, [.. network.Items.Weight.Gradient, .. network.Bias.Gradient]);
        }
    }

    private static IRecommender Create(string kind, int epochs, int size, int length)
    {
        RecurrentNextItemOptions options = new()
        {
            Size = size,
            Epochs = epochs,
            MaximumLength = length,
            LearningRate = 0.01,
            Dropout = 0,
            BatchSize = 32,
            SampledItems = 6,
        };
        return Enum.TryParse(kind, ignoreCase: true, out RecurrentKind cell)
            ? new RecurrentNextItem(1, options with { Kind = cell })
            : new SelfAttentionNextItem(1, new SelfAttentionNextItemOptions
            {
                Size = size,
                Heads = 2,
                Epochs = epochs,
                MaximumLength = length,
                LearningRate = 0.01,
                Dropout = 0,
                BatchSize = 32,
                SampledItems = 6,
            });
    }

    private static Interactions Sequences(int[][] sequences) => Interactions.FromSequences(
        [.. sequences.Select((_, user) => $"playlist {user}")], [.. Enumerable.Range(0, Items).Select(item => $"song {item}")], sequences);
}
