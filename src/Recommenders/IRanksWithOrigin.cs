namespace MusicRec.Recommenders;

/// <summary>A recommender that ranks without reasons and still tells which items are popular ones for want of others: what evaluation counts.</summary>
internal interface IRanksWithOrigin
{
    /// <summary>Lists as <see cref="IRecommender.RankItems(IReadOnlyList{int}, int)"/> gives them.</summary>
    RankedList[] RankWithOrigin(IReadOnlyList<int> users, int count);

    /// <summary>The same for listeners by their histories.</summary>
    RankedList[] RankWithOrigin(IReadOnlyList<ListenerHistory> histories, int count);
}
