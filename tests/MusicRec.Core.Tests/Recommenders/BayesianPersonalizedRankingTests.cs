using System.Text.Json;
using MusicRec.Core.Tests.Learning;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class BayesianPersonalizedRankingTests
{
    [Fact]
    public void Steps_equal_numpys()
    {
        foreach (JsonElement golden in FactorGolden.Cases("ranking"))
        {
            int factors = golden.GetProperty("factors").GetInt32(), stride = ImplicitLeastSquares.Stride(factors);
            float[] users = FactorGolden.Padded(golden.Numbers("users"), factors, stride), items = FactorGolden.Padded(golden.Numbers("items"), factors, stride);
            float[] offsets = golden.GetProperty("hasOffsets").GetBoolean() ? new float[items.Length / stride] : [];
            PairwiseRankingKernel.Train(
                users, items, offsets, stride, golden.Integers("triples"), golden.GetProperty("rate").GetSingle(), golden.GetProperty("regularization").GetSingle());
            FactorGolden.Near([.. FactorGolden.Padded(golden.Numbers("learntUsers"), factors, stride)], [.. users], 1e-5);
            FactorGolden.Near([.. FactorGolden.Padded(golden.Numbers("learntItems"), factors, stride)], [.. items], 1e-5);
            if (offsets.Length > 0)
            {
                FactorGolden.Near(golden.Numbers("offsets"), [.. offsets], 1e-5);
            }
        }
    }

    [Fact]
    public void A_pass_takes_every_pair_once_and_draws_each_other_item_alike()
    {
        Interactions plays = FactorGolden.Plays([1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1], 3, 5);
        PairDraws draws = new(plays, new RandomStream(3));
        int[] triples = new int[3 * plays.Count], counts = new int[5];
        HashSet<string> orders = [];
        for (ulong pass = 0; pass < 3000; pass++)
        {
            draws.Pass(pass, triples);
            int[][] made = [.. triples.Chunk(3)];
            Assert.Equal(plays.Count, made.Select(triple => (triple[0], triple[1])).Distinct().Count());
            Assert.All(made, triple => Assert.True(plays.Weight(triple[0], triple[1]) > 0));
            Assert.All(made, triple => Assert.True(triple[0] == 1 ? triple[2] == -1 : plays.Weight(triple[0], triple[2]) == 0));
            counts[made.First(triple => triple[0] == 0)[2]]++;
            orders.Add(string.Join(' ', made.Select(triple => (triple[0] * 5) + triple[1])));
        }

        // Listener 0 has items 0 and 3: the others come 1,000 times each, within four standard deviations.
        Assert.Equal((0, 0), (counts[0], counts[3]));
        Assert.All(new[] { 1, 2, 4 }, item => Assert.InRange(counts[item], 897, 1103));
        Assert.True(orders.Count > 2000);
    }

    [Fact]
    public void Items_of_the_listeners_taste_come_first_for_known_and_folded_in_listeners()
    {
        BayesianPersonalizedRanking model = Fitted(5);
        int known = 0, folded = 0, alike = 0;
        for (int user = 0; user < 30; user++)
        {
            known += model.RankItems(user, 3).Count(item => item % 3 == user % 3);
            folded += model.RankItems(ListenerHistory.Of(MadeUpListeners.Plays, user), 3).Count(item => item % 3 == user % 3);
            alike += model.SimilarItems(user, 3).Count(other => other.Item % 3 == user % 3);
        }

        Assert.True(known >= 60 && folded >= 60 && alike >= 72, $"{known}, {folded} and {alike} of 90");
    }

    [Fact]
    public void Scores_are_products_of_factors_plus_offsets()
    {
        BayesianPersonalizedRanking model = Fitted(5);
        Recommendation best = model.Recommend(4, 1)[0];
        double expected = OrderedSums.Dot(model.UserFactors.Row(4), model.ItemFactors.Row(best.Item)) + model.ItemOffsets[best.Item];
        Assert.Equal(expected, best.Score, 1e-5);
        Assert.Equal(expected, model.ScoreItems(model.UserFactors.Row(4))[best.Item], 1e-5);

        // What nobody plays is pushed down, what everybody plays up.
        Assert.True(model.ItemOffsets[MadeUpListeners.ColdItem] < model.ItemOffsets.Average());
        BayesianPersonalizedRanking without = new(5, new BayesianPersonalizedRankingOptions { Factors = 8, Epochs = 2 });
        without.Fit(MadeUpListeners.Plays);
        Assert.All(without.ItemOffsets, offset => Assert.Equal(0, offset));
    }

    [Fact]
    public void Seeds_repeat_and_differ_and_an_explanation_names_items_in_the_same_direction()
    {
        Assert.Equal(Fitted(5).ItemFactors.Values, Fitted(5).ItemFactors.Values);
        Assert.NotEqual(Fitted(5).ItemFactors.Values, Fitted(6).ItemFactors.Values);
        BayesianPersonalizedRanking model = Fitted(5);
        int item = model.RankItems(0, 1)[0];
        Explanation explanation = model.Explain(0, item);
        Assert.Contains(explanation.Because[0].Name, explanation.Text, StringComparison.Ordinal);
        Assert.All(explanation.Because, part => Assert.InRange(part.Amount, -1, 1));
        Recommendation? similar = model.SimilarItems(item, 31).FirstOrDefault(other => other.Name == explanation.Because[0].Name);
        Assert.Equal(similar!.Score, explanation.Because[0].Amount);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BayesianPersonalizedRanking(1, new() { Factors = 1025 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BayesianPersonalizedRanking(1, new() { Epochs = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BayesianPersonalizedRanking(1, new() { LearningRate = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BayesianPersonalizedRanking(1, new() { Regularization = -1 }));
        BayesianPersonalizedRanking model = new(1, new() { Factors = 4, Epochs = 300, LearningRate = 1e30 });
        ArithmeticException diverged = Assert.Throws<ArithmeticException>(() => model.Fit(MadeUpListeners.Plays));
        Assert.Contains("diverged", diverged.Message, StringComparison.Ordinal);
    }

    private static BayesianPersonalizedRanking Fitted(ulong seed)
    {
        BayesianPersonalizedRanking model = new(seed, new BayesianPersonalizedRankingOptions { Factors = 8, Epochs = 60, LearningRate = 0.05, Regularization = 0.01, HasOffsets = true });
        model.Fit(MadeUpListeners.Plays);
        return model;
    }
}
