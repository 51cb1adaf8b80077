using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Data;

public sealed class InteractionOrderTests
{
    // ann: c a b c; bob: nothing; cid: b c.
    private static readonly Interactions Small = Interactions.FromSequences(
        ["ann", "bob", "cid"], ["a", "b", "c"], [[2, 0, 1, 2], [], [1, 2]]);

    [Fact]
    public void Sequences_keep_their_order_and_count_as_weights()
    {
        Assert.True(Small.HasOrder);
        Assert.Equal([2, 0, 1, 2], Small.SequenceOf(0).ToArray());
        Assert.Empty(Small.SequenceOf(1).ToArray());
        Assert.Equal([1, 2], Small.SequenceOf(2).ToArray());
        Assert.Equal([0, 1, 2], Small.ItemsOf(0).ToArray());
        Assert.Equal([1.0, 1.0, 2.0], Small.WeightsOf(0).ToArray());
        Assert.Equal((3, 3, 5), (Small.UserCount, Small.ItemCount, Small.Count));
    }

    [Fact]
    public void A_selection_keeps_the_order_of_what_stays()
    {
        // Stored pairs: ann a, ann b, ann c, cid b, cid c.
        Interactions part = Small.Select([2, 0, 4]);
        Assert.Equal([2, 0, 2], part.SequenceOf(0).ToArray());
        Assert.Equal([2], part.SequenceOf(2).ToArray());
        Assert.Equal([2, 0, 2], part.Select([0, 1, 2]).MapWeights(weight => weight * 2).SequenceOf(0).ToArray());
        Assert.Equal([2, 0, 1, 2], Small.SequenceOf(0).ToArray());
    }

    [Fact]
    public void What_has_no_order_says_so()
    {
        Interactions unordered = Interactions.FromPairs([("ann", "a", 1)]);
        Assert.False(unordered.HasOrder);
        Assert.Contains("FromSequences", Assert.Throws<InvalidOperationException>(() => unordered.SequenceOf(0).ToArray()).Message, StringComparison.Ordinal);
        ListenerHistory history = ListenerHistory.Of([2, 5]);
        Assert.False(history.HasOrder);
        Assert.Contains("InOrder", Assert.Throws<InvalidOperationException>(() => history.Sequence.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_sequences_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Interactions.FromSequences(["ann"], ["a"], [[0], [0]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interactions.FromSequences(["ann"], ["a"], [[1]]));
        Assert.Throws<ArgumentNullException>(() => Interactions.FromSequences(["ann"], ["a"], [null!]));
        Assert.Throws<ArgumentException>(() => Interactions.FromSequences(["ann", "ann"], ["a"], [[0], [0]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.SequenceOf(3).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => ListenerHistory.InOrder(1, -1));
    }

    [Fact]
    public void A_history_in_order_counts_items_and_keeps_the_order()
    {
        ListenerHistory history = ListenerHistory.InOrder(7, 3, 7);
        Assert.Equal([7, 3, 7], history.Sequence.ToArray());
        Assert.Equal([3, 7], history.Items.ToArray());
        Assert.Equal([1.0, 2.0], history.Weights.ToArray());
        Assert.Equal([2, 0, 1, 2], ListenerHistory.Of(Small, 0).Sequence.ToArray());
        Assert.False(ListenerHistory.Of(Interactions.FromPairs([("ann", "a", 1), ("ann", "b", 1)]), 0).HasOrder);
        Assert.Equal([4], ListenerHistory.Of([(4, 2.5)]).Sequence.ToArray());
        Assert.True(ListenerHistory.Empty.HasOrder);
    }
}
