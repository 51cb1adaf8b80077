using MusicRec.Core.Tests.Embeddings;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using static MusicRec.Core.Tests.Recommenders.MadeUpListeners;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class AutoencoderTests
{
    private static readonly DenoisingAutoencoderOptions _denoising = new() { LatentSize = 8, Epochs = 40, BatchSize = 8, LearningRate = 0.01, Patience = 40 };
    private static readonly VariationalAutoencoderOptions _variational = new() { HiddenSize = 12, LatentSize = 6, Epochs = 40, BatchSize = 8, LearningRate = 0.01, Patience = 40, AnnealingSteps = 40 };

    [Fact]
    public void Lists_are_what_the_saved_weights_say_in_plain_double()
    {
        foreach (NetworkRecommender recommender in new NetworkRecommender[] { new DenoisingAutoencoder(1, _denoising with { Epochs = 3 }), new VariationalAutoencoder(1, _variational with { Epochs = 3 }) })
        {
            recommender.Fit(Plays);
            using TemporaryFolder folder = new();
            recommender.Save(folder.File("saved"));
            using SafetensorsFile file = SafetensorsFile.Open(folder.File("saved"), anyType: true);
            for (int user = 0; user < 5; user++)
            {
                double[] row = new double[Items];
                foreach (int item in Plays.ItemsOf(user))
                {
                    row[item] = 1 / Math.Sqrt(Plays.ItemsOf(user).Length);
                }

                double[] hidden = Layer(file, "encode", row, byInput: true, tanh: true);
                if (recommender is VariationalAutoencoder)
                {
                    hidden = Layer(file, "decode", Layer(file, "mean", hidden, byInput: false, tanh: false), byInput: false, tanh: true);
                }

                double[] logits = Layer(file, "items", hidden, byInput: false, tanh: false);
                Assert.All(recommender.Recommend(user, 5), answer => Assert.Equal(logits[answer.Item], answer.Score, 4));
            }
        }
    }

    [Fact]
    public void Planted_tastes_are_found()
    {
        foreach (NetworkRecommender recommender in new NetworkRecommender[] { new DenoisingAutoencoder(2, _denoising), new VariationalAutoencoder(2, _variational) })
        {
            recommender.Fit(Plays);
            int right = Enumerable.Range(0, 3).Sum(taste => recommender.RankItems(ListenerHistory.Of([taste, taste + 3, taste + 6, taste + 9]), 5).Count(item => item % 3 == taste));
            Assert.True(right >= 12, $"{recommender.Name}: {right} of 15");
            Assert.True(recommender.History!.ValidationLosses.Min() < 0.99 * recommender.History.ValidationLosses[0]);
            Assert.True(recommender.SimilarItems(4, 3).Count(similar => similar.Item % 3 == 1) >= 2);
        }
    }

    [Fact]
    public void Without_listeners_kept_aside_all_epochs_are_run_and_with_them_the_best_is_kept()
    {
        DenoisingAutoencoder all = new(3, _denoising with { ValidationShare = 0, Epochs = 4 });
        all.Fit(Plays);
        Assert.Equal((4, 0), (all.History!.Epochs.Count, all.History.ValidationLosses.Length));
        DenoisingAutoencoder watched = new(3, _denoising with { LearningRate = 0.2, Epochs = 60, Patience = 2 });
        watched.Fit(Plays);
        Assert.True(watched.History!.StoppedEarly);
        Assert.Equal(watched.History.Epochs.Count, watched.History.BestEpoch + 2);
    }

    [Fact]
    public void The_weight_of_the_divergence_rises_in_a_straight_line()
    {
        VariationalNetwork network = new(6, new VariationalAutoencoderOptions { HiddenSize = 4, LatentSize = 2, KlWeight = 0.5, AnnealingSteps = 4, Dropout = 0 }, new RandomStream(1));
        SparseTensor input = SparseTensor.From(SparseMatrix.From(new Matrix(2, 6, [1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1])));
        Tape tape = new();
        List<double> penalties = [];
        for (int step = 0; step < 7; step++)
        {
            using (tape.Record())
            {
                _ = network.Forward(input);
                penalties.Add(network.Penalty?.Item ?? 0);
            }
        }

        // Without an optimiser the divergence stays the same, so that what differs is its weight: 0, ⅛, ¼, ⅜, ½, ½, ½.
        double whole = penalties[^1];
        Assert.True(whole > 0);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1, 1], penalties.Select(penalty => Math.Round(penalty / whole, 4)));
    }

    [Fact]
    public void An_explanation_is_what_the_score_loses_without_the_item()
    {
        DenoisingAutoencoder recommender = new(4, _denoising);
        recommender.Fit(Plays);
        int[] items = [0, 3, 6, 10];
        ListenerHistory history = ListenerHistory.Of(items);
        using TemporaryFolder folder = new();
        recommender.Save(folder.File("saved"));
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("saved"), anyType: true);
        double[] whole = Logits(without: -1);
        foreach (Recommendation answer in recommender.Recommend(history, 4))
        {
            Explanation explanation = recommender.Explain(history, answer.Item);
            Assert.Equal(4, explanation.Because.Count);
            Assert.Empty(explanation.Features);
            Assert.All(items, item => Assert.Equal(
                whole[answer.Item] - Logits(item)[answer.Item], explanation.Because.Single(part => part.Name == Plays.ItemNames[item]).Amount, 1e-3));
            Assert.Equal(explanation.Because.OrderByDescending(part => part.Amount).Select(part => part.Name), explanation.Because.Select(part => part.Name));
        }

        // Songs of the taste that most of the history has speak for one another; the song of another taste does not lead.
        Explanation own = recommender.Explain(history, 9);
        Assert.NotEqual("song 10", own.Because[0].Name);
        Assert.Contains(own.Because[0].Name, own.Text, StringComparison.Ordinal);

        // The items keep the share of the row's length that they had with the one left out.
        double[] Logits(int without)
        {
            double[] row = new double[Items];
            foreach (int item in items)
            {
                row[item] = item == without ? 0 : 1 / Math.Sqrt(items.Length);
            }

            return Layer(file, "items", Layer(file, "encode", row, byInput: true, tanh: true), byInput: false, tanh: false);
        }
    }

    [Fact]
    public void Plays_are_thinned_down_to_none_in_training_and_keep_their_length()
    {
        HistoryContentModule network = new(40, 3, new HistoryContentOptions { HiddenSize = 2, Dropout = 0 }, new RandomStream(2));
        Matrix rows = new(400, 43);
        for (int row = 0; row < rows.Rows; row++)
        {
            for (int item = 0; item < 10; item++)
            {
                rows[row, (row + (item * 3)) % 40] = Math.Sqrt(0.1);
            }

            rows[row, 41] = 0.5;
        }

        SparseTensor input = SparseTensor.From(SparseMatrix.From(rows));
        using (new Tape().Record())
        {
            SparseTensor thinned = network.Thin(input);
            int[] kept = new int[11];
            for (int row = 0; row < rows.Rows; row++)
            {
                ReadOnlySpan<float> values = thinned.Values[thinned.RowStarts[row]..thinned.RowStarts[row + 1]];
                int count = 0;
                double squares = 0;
                foreach (float value in values[..10])
                {
                    count += value == 0 ? 0 : 1;
                    squares += value * value;
                }

                kept[count]++;
                Assert.Equal(count == 0 ? 0 : 1, squares, 4);
                Assert.Equal(0.5f, values[10]);
            }

            // As many are left of none as of all: a share drawn evenly leaves each number of ten with chance 1/11.
            Assert.All(kept, rowsOfThat => Assert.InRange(rowsOfThat, 15, 65));
        }
    }

    [Fact]
    public void A_setting_outside_its_range_is_refused_by_name()
    {
        Assert.Contains("LatentSize", Assert.Throws<ArgumentOutOfRangeException>(() => new DenoisingAutoencoder(1, new() { LatentSize = 0 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenoisingAutoencoder(1, new() { Dropout = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenoisingAutoencoder(1, new() { ValidationShare = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenoisingAutoencoder(1, new() { LearningRate = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenoisingAutoencoder(1, new() { WeightDecay = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenoisingAutoencoder(1, new() { Patience = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VariationalAutoencoder(1, new() { KlWeight = 1.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VariationalAutoencoder(1, new() { AnnealingSteps = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VariationalAutoencoder(1, new() { HiddenSize = 0 }));
    }

    private static double[] Layer(SafetensorsFile file, string name, double[] input, bool byInput, bool tanh)
    {
        float[] weight = Read(file, $"recommender.network.{name}.weight"), bias = Read(file, $"recommender.network.{name}.bias");
        return
        [
            .. bias.Select((start, output) =>
            {
                double sum = start + input.Select((value, place) => value * weight[byInput ? (place * bias.Length) + output : (output * input.Length) + place]).Sum();
                return tanh ? Math.Tanh(sum) : sum;
            }),
        ];
    }

    private static float[] Read(SafetensorsFile file, string name)
    {
        SafetensorsEntry entry = file.Tensors.Single(tensor => tensor.Name == name);
        float[] values = new float[entry.Shape.Count];
        file.Read<float>(entry, values);
        return values;
    }
}
