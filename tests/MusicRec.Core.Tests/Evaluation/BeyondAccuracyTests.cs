using System.Text.Json;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class BeyondAccuracyTests
{
    [Fact]
    public void Coverage_Gini_and_diversity_equal_those_of_numpy()
    {
        foreach (JsonElement golden in RankingMetricsTests.Golden("lists"))
        {
            int items = golden.Integer("items");
            int[][] lists = [.. golden.GetProperty("lists").EnumerateArray().Select(list => list.EnumerateArray().Select(item => item.GetInt32()).ToArray())];
            EvaluationGolden.Near(golden.Number("coverage"), BeyondAccuracy.Coverage(lists, items), "coverage");
            EvaluationGolden.Near(golden.Number("gini"), BeyondAccuracy.Gini(lists, items), "Gini");
            EvaluationGolden.Near(golden.Number("diversity"), BeyondAccuracy.Diversity(lists, new Matrix(items, 4, golden.Numbers("features"))), "diversity");
        }
    }

    [Fact]
    public void Lists_for_everybody_alike_and_lists_that_share_the_places_are_the_ends_of_Gini()
    {
        Assert.Equal(0, BeyondAccuracy.Gini([[0, 1], [2, 3]], 4));
        Assert.Equal(0.75, BeyondAccuracy.Gini([[2], [2], [2]], 4), 12);
        Assert.Equal(0, BeyondAccuracy.Gini([[], []], 4));
        Assert.Equal((0.25, 0.0), (BeyondAccuracy.Coverage([[2], [2]], 4), BeyondAccuracy.Coverage([[]], 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BeyondAccuracy.Coverage([[4]], 4));
    }

    [Fact]
    public void Popularity_novelty_and_diversity_by_hand()
    {
        // Listeners of air: ann, bob; of blur: ann; of cake: bob, cid, dan; of dido: none.
        Interactions train = Interactions.FromIndices(["ann", "bob", "cid", "dan"], ["air", "blur", "cake", "dido"], [0, 0, 1, 1, 2, 3], [0, 1, 0, 2, 2, 2], [1, 9, 2, 1, 1, 1]);
        int[][] lists = [[0, 1], [2, 3]];
        Assert.Equal((2 + 1 + 3 + 0) / 4.0 / 4, BeyondAccuracy.MeanPopularity(lists, train), 12);
        Assert.Equal((1 + 2 + Math.Log2(4.0 / 3) + 2) / 4, BeyondAccuracy.Novelty(lists, train), 12);

        // air and blur share ann: cosine 1 / sqrt(2 · 1); cake and dido share nobody. A list of one item says nothing.
        Assert.Equal((1 - (1 / Math.Sqrt(2)) + 1) / 2, BeyondAccuracy.Diversity([[0, 1], [2, 3], [1]], train), 12);
        Assert.Equal((1 - (1 / Math.Sqrt(6)) + (1 - (1 / Math.Sqrt(2))) + 1) / 3, BeyondAccuracy.Diversity([[0, 1, 2]], train), 12);
        Assert.Equal(0, BeyondAccuracy.Diversity([[0], []], train));
        Assert.Throws<ArgumentException>(() => BeyondAccuracy.Diversity([[0, 1]], new Matrix(2, 1, [1, double.NaN])));
    }
}
