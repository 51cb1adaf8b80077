using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RankingBreakdownTests
{
    [Fact]
    public void Buckets_hold_equal_shares_of_the_pairs_and_never_part_items_alike()
    {
        // Listeners per item: 4, 2, 2, 1, 1, 1, 1, 0. Thirds of 12 pairs: the four rarest, the two of two, the one of four.
        Interactions train = Item(4, 2, 2, 1, 1, 1, 1, 0);
        Assert.Equal([3, 2, 2, 1, 1, 1, 1, 0], RankingBreakdown.PopularityBuckets(train, 3));
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0], RankingBreakdown.PopularityBuckets(train, 1));
        Assert.Equal([2, 2, 2, 2], RankingBreakdown.PopularityBuckets(Item(3, 3, 3, 3), 3));

        // Items per listener: 7, 3, 1, 1: half of the listeners have the fewest.
        Assert.Equal([2, 2, 1, 1], RankingBreakdown.ActivityGroups(train, 2));
    }

    [Fact]
    public void Recall_by_bucket_and_NDCG_by_activity_come_from_the_right_rows()
    {
        // Popular are i0 (3 listeners), i1 (2), i2 (1); i3 is new. u3 knows nothing.
        string[] users = ["u0", "u1", "u2", "u3"], items = ["i0", "i1", "i2", "i3"];
        Interactions train = Interactions.FromIndices(users, items, [0, 0, 0, 1, 1, 2], [0, 1, 2, 0, 1, 0], [1, 1, 1, 1, 1, 1]);
        Interactions test = Interactions.FromIndices(users, items, [0, 1, 2, 3, 3], [3, 2, 1, 0, 1], [1, 1, 1, 1, 1]);
        RankingSplit split = new(train, train.Select([]), test, "by hand");
        RankingResult result = RankingEvaluation.Run(new Popularity(), split, 1);

        // Lists of one: u0 i3, u1 i2, u2 i1, u3 i0: all right but for u3's i1.
        Assert.Equal([1.0, 1, 1, 1], result.Precision);
        string byPopularity = RankingBreakdown.ByPopularity(split, RankingSide.Test, [result], 2).ToText();
        Assert.Contains(RankingBreakdown.NewItems, byPopularity, StringComparison.Ordinal);
        string rarest = byPopularity.Split('\n').Single(line => line.Contains("rarest", StringComparison.Ordinal));
        Assert.Contains("0.6667", rarest, StringComparison.Ordinal);
        Assert.Contains("1 to 2", rarest, StringComparison.Ordinal);
        Assert.Contains("1.0000", byPopularity.Split('\n').Single(line => line.Contains("most popular", StringComparison.Ordinal)), StringComparison.Ordinal);
        string byActivity = RankingBreakdown.ByActivity(split, RankingSide.Test, [result], RankingMetric.Recall, 3).ToText();
        Assert.Contains("0.5000", byActivity.Split('\n').Single(line => line.Contains(RankingBreakdown.NewListeners, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("1.0000", byActivity.Split('\n').Single(line => line.Contains("least active", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RankingBreakdown.ByPopularity(split, RankingSide.Test, []));
        RankingSplit other = new(train, train.Select([]), test.Select([0]), "other");
        Assert.Throws<ArgumentException>(() => RankingBreakdown.ByActivity(other, RankingSide.Test, [result]));
    }

    private static Interactions Item(params int[] listeners) => Interactions.FromIndices(
        ["a", "b", "c", "d"], [.. listeners.Select((_, item) => $"i{item}")], [.. listeners.SelectMany(count => Enumerable.Range(0, count))],
        [.. listeners.SelectMany((count, item) => Enumerable.Repeat(item, count))], [.. Enumerable.Repeat(1.0, listeners.Sum())]);
}
