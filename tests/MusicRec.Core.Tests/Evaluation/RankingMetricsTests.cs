using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    private static readonly Lazy<JsonElement> s_golden = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Evaluation", "golden", "ranking.json"))).RootElement);

    internal static IEnumerable<JsonElement> Golden(string name) => s_golden.Value.GetProperty(name).EnumerateArray();

    // Paper 003: "If a system recommends 10 songs and 8 are pertinent, the precision would be 0.8"; "if the system identifies 20 songs
    // that align with the user's preferences and accurately recommends 15, the recall would be 0.75".
    [Fact]
    public void The_worked_examples_of_paper_003_come_out()
    {
        int[] tenSongs = [.. Enumerable.Range(0, 10)], pertinent = [0, 1, 2, 3, 5, 6, 7, 9, 40, 41, 42];
        Assert.Equal(0.8, RankingMetrics.PrecisionAtK(tenSongs, pertinent, 10));
        int[] aligned = [.. Enumerable.Range(100, 20)], recommended = [.. Enumerable.Range(105, 15), .. Enumerable.Range(0, 15)];
        Assert.Equal(0.75, RankingMetrics.RecallAtK(recommended, aligned, 30));
        Assert.Equal(2 * 0.5 * 0.75 / (0.5 + 0.75), RankingMetrics.F1AtK(recommended, aligned, 30), 15);
    }

    [Fact]
    public void A_small_list_by_hand()
    {
        // Hits at places 2 and 4 of a list of five; three items are relevant.
        int[] list = [7, 2, 5, 9, 1], relevant = [2, 9, 11];
        Assert.Equal(0.5, RankingMetrics.ReciprocalRankAtK(list, relevant, 5));
        Assert.Equal(0, RankingMetrics.ReciprocalRankAtK(list, relevant, 1));
        Assert.Equal(((1.0 / 2) + (2.0 / 4)) / 3, RankingMetrics.AveragePrecisionAtK(list, relevant, 5), 15);
        Assert.Equal((1.0 / 2) / 2, RankingMetrics.TruncatedAveragePrecisionAtK(list, relevant, 2), 15);
        Assert.Equal(1.0 / 2, RankingMetrics.TruncatedRecallAtK(list, relevant, 2), 15);
        Assert.Equal((0, 1), (RankingMetrics.HitAtK(list, relevant, 1), RankingMetrics.HitAtK(list, relevant, 2)));
        Assert.Equal(2.0 * (2.0 / 5) * (2.0 / 3) / ((2.0 / 5) + (2.0 / 3)), RankingMetrics.F1AtK(list, relevant, 5), 15);
        Assert.Equal(0, RankingMetrics.F1AtK(list, [3], 5));
    }

    [Fact]
    public void All_equal_those_of_scikit_learn_and_numpy()
    {
        foreach (JsonElement golden in Golden("rankings"))
        {
            int[] ranking = golden.Integers("ranking"), relevant = golden.Integers("relevant");
            int k = golden.Integer("k");
            string what = $"{ranking.Length} items, {relevant.Length} relevant, @{k}: ";
            EvaluationGolden.Near(golden.Number("ndcg"), RankingMetrics.NdcgAtK(ranking, relevant, k), what + "NDCG");
            EvaluationGolden.Near(golden.Number("wholeAveragePrecision"), RankingMetrics.AveragePrecisionAtK(ranking, relevant, ranking.Length), what + "AP of all");
            EvaluationGolden.Near(golden.Number("averagePrecision"), RankingMetrics.AveragePrecisionAtK(ranking, relevant, k), what + "AP");
            EvaluationGolden.Near(golden.Number("truncatedAveragePrecision"), RankingMetrics.TruncatedAveragePrecisionAtK(ranking, relevant, k), what + "truncated AP");
            EvaluationGolden.Near(golden.Number("precision"), RankingMetrics.PrecisionAtK(ranking, relevant, k), what + "precision");
            EvaluationGolden.Near(golden.Number("recall"), RankingMetrics.RecallAtK(ranking, relevant, k), what + "recall");
            EvaluationGolden.Near(golden.Number("truncatedRecall"), RankingMetrics.TruncatedRecallAtK(ranking, relevant, k), what + "truncated recall");
            EvaluationGolden.Near(golden.Number("f1"), RankingMetrics.F1AtK(ranking, relevant, k), what + "F1");
            EvaluationGolden.Near(golden.Number("reciprocalRank"), RankingMetrics.ReciprocalRankAtK(ranking, relevant, k), what + "reciprocal rank");
            EvaluationGolden.Near(golden.Number("hit"), RankingMetrics.HitAtK(ranking, relevant, k), what + "hit");
        }
    }

    [Fact]
    public void Every_metric_is_within_its_bounds_is_1_for_the_best_list_and_0_without_a_hit() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), CheckBounds).QuickCheckThrowOnFailure();

    private static void CheckBounds(int seed)
    {
        RandomStream random = new((ulong)seed);
        int k = 1 + random.NextInt32(12), count = 1 + random.NextInt32(12);
        int[] items = random.Permutation(60), relevant = [.. items.AsSpan(0, count).ToArray().Order()], list = random.Permutation(60)[..(1 + random.NextInt32(20))];
        int[] missed = [.. items.Skip(count).Take(k)], best = [.. items.Take(count)];
        Func<int[], double>[] metrics =
        [
            own => RankingMetrics.NdcgAtK(own, relevant, k), own => RankingMetrics.ReciprocalRankAtK(own, relevant, k), own => RankingMetrics.HitAtK(own, relevant, k),
            own => RankingMetrics.TruncatedAveragePrecisionAtK(own, relevant, k), own => RankingMetrics.TruncatedRecallAtK(own, relevant, k),
            own => RankingMetrics.PrecisionAtK(own, relevant, k), own => RankingMetrics.RecallAtK(own, relevant, k), own => RankingMetrics.F1AtK(own, relevant, k),
            own => RankingMetrics.AveragePrecisionAtK(own, relevant, k),
        ];
        foreach (Func<int[], double> metric in metrics)
        {
            Assert.InRange(metric(list), 0, 1);
            Assert.Equal(0, metric(missed));
            Assert.True(metric(best) >= metric(list));
        }

        Assert.All(metrics[..5], metric => Assert.Equal(1, metric(best), 12));
    }
}
