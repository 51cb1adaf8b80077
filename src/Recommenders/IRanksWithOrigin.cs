namespace MusicRec.Recommenders;

/// <summary>A recommender that ranks for evaluation and tells from which place on its lists are popular items for want of others.</summary>
internal interface IRanksWithOrigin
{
    /// <summary>Lists as <see cref="IRecommender.RankItems(IReadOnlyList{int}, int)"/> gives them, each with the number of its items that are the method's own.</summary>
    (int[] Items, int Own)[] RankWithOrigin(IReadOnlyList<int> users, int count);

    /// <summary>The same for listeners by their histories.</summary>
    (int[] Items, int Own)[] RankWithOrigin(IReadOnlyList<ListenerHistory> histories, int count);
}
