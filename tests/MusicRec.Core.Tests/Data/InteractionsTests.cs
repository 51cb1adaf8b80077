using FsCheck;
using FsCheck.Fluent;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

public sealed class InteractionsTests
{
    private static readonly Interactions Small = Interactions.FromPairs(
    [
        ("ann", "blur", 3), ("bob", "air", 1), ("ann", "air", 2), ("bob", "cake", 4), ("ann", "blur", 5),
    ]);

    [Fact]
    public void Users_and_items_are_numbered_in_order_of_appearance_and_rows_are_sorted()
    {
        Assert.Equal(["ann", "bob"], Small.UserNames);
        Assert.Equal(["blur", "air", "cake"], Small.ItemNames);
        Assert.Equal([0, 1], Small.ItemsOf(0).ToArray());
        Assert.Equal([8.0, 2.0], Small.WeightsOf(0).ToArray());
        Assert.Equal([1, 2], Small.ItemsOf(1).ToArray());
        Assert.Equal(4, Small.Count);
    }

    [Fact]
    public void The_turned_view_holds_the_same_pairs()
    {
        Assert.Equal([0, 1], Small.UsersOf(1).ToArray());
        Assert.Equal([2.0, 1.0], Small.WeightsOfItem(1).ToArray());
        Assert.Equal([1], Small.UsersOf(2).ToArray());
        Assert.Equal([1, 2, 1], Small.UsersPerItem());
        Assert.Equal([2, 2], Small.ItemsPerUser());
    }

    [Fact]
    public void A_weight_is_found_by_pair_and_an_unknown_pair_has_none()
    {
        Assert.Equal(8, Small.Weight(0, 0));
        Assert.Equal(0, Small.Weight(0, 2));
        Assert.True(Small.TryFindUser("bob", out int bob));
        Assert.Equal(1, bob);
        Assert.False(Small.TryFindItem("nobody", out _));
    }

    [Fact]
    public void A_selection_keeps_names_and_numbers()
    {
        Interactions part = Small.Select([3, 0]);
        Assert.Equal(2, part.Count);
        Assert.Equal([0], part.ItemsOf(0).ToArray());
        Assert.Equal([2], part.ItemsOf(1).ToArray());
        Assert.Equal(Small.ItemNames, part.ItemNames);
        Assert.Equal([0], part.UsersOf(0).ToArray());
        Assert.Throws<ArgumentException>(() => Small.Select([1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.Select([4]));
    }

    [Fact]
    public void Statistics_count_and_average_what_is_there()
    {
        InteractionStatistics statistics = Small.Statistics();
        Assert.Equal((2, 3, 4), (statistics.Users, statistics.Items, statistics.Interactions));
        Assert.Equal(4.0 / 6, statistics.Density, 15);
        Assert.Equal((2.0, 4.0 / 3), (statistics.MeanItemsPerUser, statistics.MeanUsersPerItem));
        Assert.Equal((3.0, 8.0), (statistics.MedianWeight, statistics.LargestWeight));
        Assert.Contains("2 × 3", statistics.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_gives_an_empty_table_without_nan()
    {
        Interactions empty = Interactions.FromPairs([]);
        Assert.Equal(new InteractionStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), empty.Statistics());
        Interactions cold = Interactions.FromIndices(["ann"], ["air", "blur"], [], [], []);
        Assert.Equal((1, 2, 1, 2), (cold.UserCount, cold.ItemCount, cold.Statistics().UsersWithoutItems, cold.Statistics().ItemsWithoutUsers));
        Assert.Equal(0, cold.ItemsOf(0).Length);
        Assert.Equal(0, cold.UsersOf(1).Length);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(0)]
    public void A_weight_that_is_no_positive_number_is_refused(double weight)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Interactions.FromPairs([("ann", "air", 1), ("ann", "blur", weight)]));
        Assert.Contains("The weight of pair 1 is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Interactions.FromPairs([("ann", "air", 1), ("ann", "air", 1)], DuplicatePairs.Refuse));
        Assert.Throws<ArgumentException>(() => Interactions.FromIndices(["ann", "ann"], ["air"], [0], [0], [1]));
        Assert.Throws<ArgumentException>(() => Interactions.FromIndices(["ann"], ["air"], [0], [0, 0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interactions.FromIndices(["ann"], ["air"], [0], [1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interactions.FromIndices(["ann"], ["air"], [-1], [0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.ItemsOf(2));
        Assert.Throws<ArgumentException>(() => Small.MapWeights(_ => double.NaN));
        Assert.Throws<ArgumentException>(() => Interactions.FromPairs([("ann", "air", 1e308), ("ann", "air", 1e308)]));
    }

    [Fact]
    public void Any_pairs_give_the_sums_that_a_dictionary_gives_both_ways_round() =>
        Prop.ForAll(
            Gen.Choose(0, 6).SelectMany(user => Gen.Choose(0, 8).SelectMany(item => Gen.Choose(1, 9).Select(weight => (user, item, weight)))).ListOf().ToArbitrary(),
            pairs =>
            {
                Interactions interactions = Interactions.FromPairs(pairs.Select(pair => ($"u{pair.user}", $"i{pair.item}", (double)pair.weight)));
                var sums = pairs.GroupBy(pair => (pair.user, pair.item)).ToDictionary(group => group.Key, group => group.Sum(pair => pair.weight));
                Assert.Equal(sums.Count, interactions.Count);
                Assert.Equal(interactions.Count, Enumerable.Range(0, interactions.ItemCount).Sum(item => interactions.UsersOf(item).Length));
                foreach (((int user, int item), int sum) in sums)
                {
                    Assert.True(interactions.TryFindUser($"u{user}", out int row));
                    Assert.True(interactions.TryFindItem($"i{item}", out int column));
                    Assert.Equal(sum, interactions.Weight(row, column));
                    Assert.Equal(sum, interactions.WeightsOfItem(column)[interactions.UsersOf(column).BinarySearch(row)]);
                }
            }).QuickCheckThrowOnFailure();
}
