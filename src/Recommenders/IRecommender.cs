using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// Learns from who played what, then lists items for a listener. All members but <see cref="Fit"/> leave the recommender as
/// it is and may be called from several threads. Same interactions, options and seed: same lists, to the last digit.
/// </summary>
public interface IRecommender
{
    /// <summary>What the method is called in tables and in <see cref="Recommendation.Source"/>.</summary>
    string Name { get; }

    /// <summary>Learns, forgetting what was learnt before.</summary>
    /// <exception cref="ArgumentException">There are no items.</exception>
    /// <exception cref="ArithmeticException">With these settings the numbers leave the range of floats; the message says what to change.</exception>
    void Fit(Interactions interactions);

    /// <summary>
    /// The best items for a listener it was fitted on, best first, none of them among the listener's own; equal scores stand in
    /// order of item number. Where the method has no more to say, popular items follow, marked <see cref="AnswerKind.Fallback"/>;
    /// the list is shorter than asked only when the items run out.
    /// </summary>
    /// <param name="user">A user's number.</param>
    /// <param name="count">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user, or <paramref name="count"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    RecommendationList Recommend(int user, int count);

    /// <summary>The same for anybody, by their history alone: the listener is folded in without fitting again.</summary>
    /// <param name="history">What the listener played; may be empty.</param>
    /// <param name="count">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The history names an unknown item, or <paramref name="count"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    RecommendationList Recommend(ListenerHistory history, int count);

    /// <summary>Many listeners at once: list by list what <see cref="Recommend(int, int)"/> gives, and faster where the method can.</summary>
    /// <inheritdoc cref="Recommend(int, int)" path="/exception"/>
    IReadOnlyList<RecommendationList> Recommend(IReadOnlyList<int> users, int count) => [.. users.Select(user => Recommend(user, count))];

    /// <summary>The items of <see cref="Recommend(int, int)"/> without scores and reasons, which cost time: what evaluation asks for.</summary>
    /// <inheritdoc cref="Recommend(int, int)" path="/exception"/>
    int[] RankItems(int user, int count) => Recommend(user, count).Items;

    /// <summary>The items of <see cref="Recommend(ListenerHistory, int)"/> without scores and reasons.</summary>
    /// <inheritdoc cref="Recommend(ListenerHistory, int)" path="/exception"/>
    int[] RankItems(ListenerHistory history, int count) => Recommend(history, count).Items;

    /// <summary>Many listeners at once: list by list what <see cref="RankItems(int, int)"/> gives, and faster where the method can.</summary>
    /// <inheritdoc cref="Recommend(int, int)" path="/exception"/>
    int[][] RankItems(IReadOnlyList<int> users, int count) => [.. users.Select(user => RankItems(user, count))];

    /// <summary>Many listeners at once: list by list what <see cref="RankItems(ListenerHistory, int)"/> gives, and faster where the method can.</summary>
    /// <inheritdoc cref="Recommend(ListenerHistory, int)" path="/exception"/>
    int[][] RankItems(IReadOnlyList<ListenerHistory> histories, int count) =>
        [.. histories.Select(history => RankItems(history, count))];

    /// <summary>The items most like one item, best first, itself left out; empty when the method knows nothing about it.</summary>
    /// <param name="item">An item's number.</param>
    /// <param name="count">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item, or <paramref name="count"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    IReadOnlyList<Recommendation> SimilarItems(int item, int count);

    /// <summary>Why a listener it was fitted on would, or would not, be given an item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user or item.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    Explanation Explain(int user, int item);

    /// <summary>Why a listener with this history would, or would not, be given an item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    Explanation Explain(ListenerHistory history, int item);

    /// <summary>
    /// Saves what was learnt, and what it was learnt from, as a safetensors file; <see cref="RecommenderFile.Load(string)"/> and the
    /// type's own Load read it. Lists, scores and explanations are then the same to the last digit.
    /// </summary>
    /// <param name="path">Where to; customarily it ends in ".safetensors". The file takes the place of an older one only when complete.</param>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void Save(string path);
}
