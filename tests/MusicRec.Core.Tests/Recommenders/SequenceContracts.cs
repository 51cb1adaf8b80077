using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public abstract class SequenceContract : RecommenderContract
{
    protected sealed override bool NeedsOrder => true;

    [Fact]
    public void What_has_no_order_is_refused_by_name()
    {
        IRecommender recommender = Create(MadeUpListeners.Plays);
        string message = Assert.Throws<ArgumentException>(() => recommender.Fit(MadeUpListeners.Plays)).Message;
        Assert.Contains(recommender.Name, message, StringComparison.Ordinal);
        Assert.Contains("FromSequences", message, StringComparison.Ordinal);
        recommender.Fit(Interactions.FromSequences(["ann", "bob"], ["a", "b", "c"], [[0, 1, 2], [1, 2]]));
        Assert.Contains("InOrder", Assert.Throws<ArgumentException>(() => recommender.Recommend(ListenerHistory.Of([0, 1]), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => recommender.RankItems([ListenerHistory.Of([0]), ListenerHistory.Of([0, 1])], 1));
        Assert.Single(recommender.Recommend(ListenerHistory.Of([(0, 2.5)]), 1));
    }

    [Fact]
    public void Nobody_who_played_two_items_leaves_popular_ones()
    {
        Interactions single = Interactions.FromSequences(["ann", "bob", "cid"], ["a", "b"], [[0], [1], [1]]);
        IRecommender recommender = Create(single);
        recommender.Fit(single);
        RecommendationList list = recommender.Recommend(ListenerHistory.InOrder(0), 5);
        Assert.Equal((1, AnswerKind.Fallback), (list[0].Item, list.Answer));
    }
}

public sealed class LastItemMarkovContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) => new LastItemMarkov();
}

public sealed class WindowedMarkovContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new LastItemMarkov(new LastItemMarkovOptions { Window = 3, LookBack = 4, Decay = 0.5, Smoothing = 0 });
}

public sealed class SessionNeighborsContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) => new SessionNeighbors(new SessionNeighborsOptions { Neighbors = 9 });
}

public sealed class LatestFirstSessionNeighborsContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) => new SessionNeighbors(
        new SessionNeighborsOptions { Weighting = SessionWeighting.Linear, Reach = 7, InverseFrequency = 0.5, RareSharedItems = 1.5 });
}

public sealed class RnnNextItemContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) => new RecurrentNextItem(
        2, new RecurrentNextItemOptions { Kind = RecurrentKind.Rnn, Size = 5, Epochs = 1, MaximumLength = 4, SampledItems = 3 });
}

public sealed class GruNextItemContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) => new RecurrentNextItem(
        2, new RecurrentNextItemOptions { Size = 6, Layers = 2, Epochs = 2, MaximumLength = 5, SampledItems = 0 });
}

public sealed class LstmNextItemContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) => new RecurrentNextItem(
        3, new RecurrentNextItemOptions { Kind = RecurrentKind.Lstm, Size = 8, Epochs = 1, MaximumLength = 12, BatchSize = 7, SampledItems = 9 });
}

public sealed class SelfAttentionNextItemContract : SequenceContract
{
    internal override IRecommender Create(Interactions interactions) => new SelfAttentionNextItem(
        2, new SelfAttentionNextItemOptions { Size = 6, Heads = 2, Layers = 2, Epochs = 1, MaximumLength = 5, SampledItems = 4 });
}
