namespace MusicRec.Recommenders;

/// <summary>Items as evaluation asks for them, and which of them are popular ones for want of others.</summary>
internal readonly record struct RankedList(int[] Items, bool[] Popular)
{
    /// <summary>Lists for listeners by their number, without reasons where the recommender can.</summary>
    public static RankedList[] Ask(IRecommender recommender, IReadOnlyList<int> users, int count) => recommender is IRanksWithOrigin ranks
        ? ranks.RankWithOrigin(users, count)
        : [.. recommender.Recommend(users, count).Select(Of)];

    /// <summary>Lists for listeners by their histories.</summary>
    public static RankedList[] Ask(IRecommender recommender, IReadOnlyList<ListenerHistory> histories, int count) => recommender is IRanksWithOrigin ranks
        ? ranks.RankWithOrigin(histories, count)
        : [.. histories.Select(history => Of(recommender.Recommend(history, count)))];

    private static RankedList Of(RecommendationList list) => new(list.Items, [.. list.Select(item => item.Answer == AnswerKind.Fallback)]);
}
