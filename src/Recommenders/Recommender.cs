using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// What every recommender of this library shares: checks, leaving out the listener's own items, order, ties by item number,
/// popular items where the method has nothing (more) to say, and files. A method adds how it learns and how it scores.
/// </summary>
public abstract class Recommender : IStoredRecommender, IRanksWithOrigin
{
    // Large enough for a matrix product over listeners, small enough that their scores for all items stay in the cache's reach.
    private const int BatchSize = 64;

    private Interactions? _fitted;
    private PopularityOrder? _popularity;

    private protected Recommender()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    string IStoredRecommender.Architecture => GetType().Name;

    Interactions IStoredRecommender.FittedOn => Fitted;

    /// <summary>What the recommender was fitted on.</summary>
    private protected Interactions Fitted
    {
        get
        {
            Throw.IfNotFitted(_fitted, Name);
            return _fitted;
        }
    }

    /// <inheritdoc/>
    public void Fit(Interactions interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Throw.IfEmpty(interactions.ItemCount, "the items of the interactions");
        CheckBeforeLearning(interactions);
        _fitted = null;
        Learn(interactions);
        BecomeFitted(interactions);
    }

    /// <inheritdoc/>
    public RecommendationList Recommend(int user, int count) => Recommend([user], count)[0];

    /// <inheritdoc/>
    public RecommendationList Recommend(ListenerHistory history, int count)
    {
        RecommendationList[] lists = new RecommendationList[1];
        ForEach([ListenerOf(history)], count, (place, listener, scores) => lists[place] = List(listener, scores, count));
        return lists[0];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RecommendationList> Recommend(IReadOnlyList<int> users, int count)
    {
        ArgumentNullException.ThrowIfNull(users);
        RecommendationList[] lists = new RecommendationList[users.Count];
        ForEach([.. users.Select(ListenerOf)], count, (place, listener, scores) => lists[place] = List(listener, scores, count));
        return lists;
    }

    /// <inheritdoc/>
    public int[] RankItems(int user, int count) => Rank([ListenerOf(user)], count)[0].Items;

    /// <inheritdoc/>
    public int[] RankItems(ListenerHistory history, int count) => Rank([ListenerOf(history)], count)[0].Items;

    /// <inheritdoc/>
    public int[][] RankItems(IReadOnlyList<int> users, int count)
    {
        ArgumentNullException.ThrowIfNull(users);
        return [.. Rank([.. users.Select(ListenerOf)], count).Select(list => list.Items)];
    }

    /// <inheritdoc/>
    public int[][] RankItems(IReadOnlyList<ListenerHistory> histories, int count)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return [.. Rank([.. histories.Select(ListenerOf)], count).Select(list => list.Items)];
    }

    RankedList[] IRanksWithOrigin.RankWithOrigin(IReadOnlyList<int> users, int count) => Rank([.. users.Select(ListenerOf)], count);

    RankedList[] IRanksWithOrigin.RankWithOrigin(IReadOnlyList<ListenerHistory> histories, int count) => Rank([.. histories.Select(ListenerOf)], count);

    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> SimilarItems(int item, int count)
    {
        Throw.IfOutside(item, 0, Fitted.ItemCount - 1);
        Throw.IfBelow(count, 1);
        double[] scores = ScoreSimilar(item);
        return
        [
            .. TopItems.Best<double>(scores, [item], count).Select(other => new Recommendation(
                other, Fitted.ItemNames[other], scores[other], AnswerKind.Known, Name, $"similar to {Fitted.ItemNames[item]}")),
        ];
    }

    /// <inheritdoc/>
    public Explanation Explain(int user, int item) => Explain(ListenerOf(user), item);

    /// <inheritdoc/>
    public Explanation Explain(ListenerHistory history, int item) => Explain(ListenerOf(history), item);

    /// <inheritdoc/>
    public void Save(string path) => RecommenderFile.Save(path, this);

    void IStoredRecommender.Write(RecommenderWriter file) => Write(file);

    void IStoredRecommender.Restore(Interactions interactions, RecommenderReader file)
    {
        _fitted = null;
        Restore(interactions, file);
        BecomeFitted(interactions);
    }

    /// <summary>
    /// A listener's scores as the lists are made from them, or null when nothing useful is known about the listener: for methods that
    /// build on this one. The listener's own items are among them.
    /// </summary>
    internal ItemScores? ScoresFor(ListenerHistory history, int? user = null)
    {
        CheckHistory(history);
        return ScoreOne(new Listener(history, user));
    }

    /// <summary>The scores behind the popular items that this method's lists fall back on: for methods that steer lists of listeners without plays.</summary>
    internal ItemScores FallbackScores()
    {
        _ = Fitted;
        return new PopularityScores(_popularity!);
    }

    /// <summary>Refuses what cannot be learnt from, while what was learnt before is still there.</summary>
    private protected virtual void CheckBeforeLearning(Interactions interactions)
    {
    }

    /// <summary>Learns from the interactions.</summary>
    private protected abstract void Learn(Interactions interactions);

    /// <summary>Scores all items for a listener with a history that is not empty; null when nothing useful is known about them.</summary>
    /// <param name="history">What the listener played.</param>
    /// <param name="user">The listener's number if they were there at the fit.</param>
    private protected abstract ItemScores? Score(ListenerHistory history, int? user);

    /// <summary>
    /// Scores several listeners at once, none of whose histories is empty, with the digits that each would get alone. A method that
    /// can do this by one matrix product does it here; by default they are scored side by side.
    /// </summary>
    private protected virtual ItemScores?[] ScoreBatch(IReadOnlyList<Listener> listeners)
    {
        ItemScores?[] scores = new ItemScores?[listeners.Count];
        ParallelLoop.For(scores.Length, place => scores[place] = Score(listeners[place].History, listeners[place].User));
        return scores;
    }

    /// <summary>
    /// Whether a listener with an empty history is scored too, as by methods that know more of a known listener than plays.
    /// By default such a listener gets popular items without being asked about.
    /// </summary>
    private protected virtual bool ScoresEmptyHistories => false;

    /// <summary>Whether a history's content is what the method itself knows about a listener.</summary>
    internal bool AsksForContent => ScoresEmptyHistories;

    /// <summary>How like each item is to one; −∞ for items that have no answer.</summary>
    private protected abstract double[] ScoreSimilar(int item);

    /// <summary>
    /// Writes the method's settings, and the numbers that it has learnt unless it learns them from the interactions again in no time.
    /// The interactions themselves are in the file already.
    /// </summary>
    private protected abstract void Write(RecommenderWriter file);

    /// <summary>
    /// Takes up what <see cref="Write"/> wrote beside the settings, which the recommender was made with. Sizes must come from the
    /// interactions or be checked by the reader before memory is taken. By default the method learns from the interactions again.
    /// </summary>
    private protected virtual void Restore(Interactions interactions, RecommenderReader file) => Learn(interactions);

    /// <summary>Refuses a history that names an item unknown here.</summary>
    private protected void CheckHistory(ListenerHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        int largest = history.Count == 0 ? 0 : history.Items[^1];
        Throw.IfOutside(largest, 0, Fitted.ItemCount - 1, "item in the history");
    }

    /// <summary>The popular items that lists fall back on.</summary>
    private protected virtual PopularityOrder PopularityOf(Interactions interactions) => new(interactions);

    /// <summary>Takes what was learnt as learnt from these interactions.</summary>
    private protected void BecomeFitted(Interactions interactions)
    {
        _popularity = PopularityOf(interactions);
        _fitted = interactions;
    }

    private Listener ListenerOf(int user)
    {
        if (Fitted.UserCount == 0)
        {
            Throw.OutOfRange(nameof(user), user, $"none, as {Name} holds no listeners here; ask with a {nameof(ListenerHistory)}");
        }

        Throw.IfOutside(user, 0, Fitted.UserCount - 1);
        return new Listener(ListenerHistory.Of(Fitted, user), user);
    }

    private Listener ListenerOf(ListenerHistory history)
    {
        CheckHistory(history);
        return new Listener(history, null);
    }

    private RankedList[] Rank(Listener[] listeners, int count)
    {
        RankedList[] lists = new RankedList[listeners.Length];
        ForEach(listeners, count, (place, listener, scores) =>
        {
            int[] answered = scores?.Best(listener.History.Items, count) ?? [];
            int[] items = answered.Length == count ? answered : [.. answered, .. _popularity!.Others(listener.History, answered, count - answered.Length)];
            bool[] popular = new bool[items.Length];
            Array.Fill(popular, true, answered.Length, items.Length - answered.Length);
            lists[place] = new RankedList(items, popular);
        });
        return lists;
    }

    /// <summary>Scores listeners block by block and hands each one's scores on, on several threads.</summary>
    private void ForEach(Listener[] listeners, int count, Action<int, Listener, ItemScores?> use)
    {
        Throw.IfBelow(count, 1);
        if (listeners.Length == 1)
        {
            use(0, listeners[0], ScoreOne(listeners[0]));
            return;
        }

        for (int start = 0; start < listeners.Length; start += BatchSize)
        {
            int first = start;
            int[] asked = [.. Enumerable.Range(first, Math.Min(BatchSize, listeners.Length - first)).Where(place => IsAsked(listeners[place]))];
            ItemScores?[] answers = asked.Length == 0 ? [] : ScoreBatch([.. asked.Select(place => listeners[place])]);
            ItemScores?[] scores = new ItemScores?[Math.Min(BatchSize, listeners.Length - first)];
            for (int index = 0; index < asked.Length; index++)
            {
                scores[asked[index] - first] = answers[index];
            }

            ParallelLoop.For(scores.Length, index => use(first + index, listeners[first + index], scores[index]));
        }
    }

    private bool IsAsked(Listener listener) => listener.History.Count > 0 || (ScoresEmptyHistories && (listener.User is not null || listener.History.Content is not null));

    private ItemScores? ScoreOne(Listener listener) => IsAsked(listener) ? Score(listener.History, listener.User) : null;

    private RecommendationList List(Listener listener, ItemScores? scores, int count)
    {
        AnswerKind kind = listener.User is null ? AnswerKind.FoldedIn : AnswerKind.Known;
        int[] answered = scores?.Best(listener.History.Items, count) ?? [];
        int[] popular = answered.Length == count ? [] : _popularity!.Others(listener.History, answered, count - answered.Length);
        return new RecommendationList(
            answered.Length == 0 ? AnswerKind.Fallback : kind,
            [
                .. answered.Select(item => new Recommendation(item, Fitted.ItemNames[item], scores![item], kind, Name, scores.Explain(item).Text)),
                .. popular.Select(_popularity!.Recommend),
            ]);
    }

    private Explanation Explain(Listener listener, int item)
    {
        Throw.IfOutside(item, 0, Fitted.ItemCount - 1);
        ItemScores? scores = ScoreOne(listener);
        return scores is null || !scores.Knows(item) ? _popularity!.Explain(item) : scores.Explain(item);
    }
}
