using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// What every recommender of this library shares: checks, leaving out the listener's own items, order, ties by item number,
/// and popular items where the method has nothing (more) to say. A method adds how it learns and how it scores.
/// </summary>
public abstract class Recommender : IRecommender
{
    private Interactions? _fitted;
    private PopularityOrder? _popularity;

    private protected Recommender()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

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
        _fitted = null;
        Learn(interactions);
        _popularity = new PopularityOrder(interactions);
        _fitted = interactions;
    }

    /// <inheritdoc/>
    public RecommendationList Recommend(int user, int count)
    {
        Throw.IfOutside(user, 0, Fitted.UserCount - 1);
        return Recommend(ListenerHistory.Of(Fitted, user), user, count);
    }

    /// <inheritdoc/>
    public RecommendationList Recommend(ListenerHistory history, int count)
    {
        CheckHistory(history);
        return Recommend(history, null, count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> SimilarItems(int item, int count)
    {
        Throw.IfOutside(item, 0, Fitted.ItemCount - 1);
        Throw.IfBelow(count, 1);
        double[] scores = ScoreSimilar(item);
        return
        [
            .. TopItems.Best(scores, [item], count).Select(other => new Recommendation(
                other, Fitted.ItemNames[other], scores[other], AnswerKind.Known, Name, $"similar to {Fitted.ItemNames[item]}")),
        ];
    }

    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        Throw.IfOutside(user, 0, Fitted.UserCount - 1);
        return Explain(ListenerHistory.Of(Fitted, user), user, item);
    }

    /// <inheritdoc/>
    public Explanation Explain(ListenerHistory history, int item)
    {
        CheckHistory(history);
        return Explain(history, null, item);
    }

    /// <summary>Learns from the interactions.</summary>
    private protected abstract void Learn(Interactions interactions);

    /// <summary>Scores all items for a listener with a history that is not empty; null when nothing useful is known about them.</summary>
    /// <param name="history">What the listener played.</param>
    /// <param name="user">The listener's number if they were there at the fit.</param>
    private protected abstract ItemScores? Score(ListenerHistory history, int? user);

    /// <summary>How like each item is to one; −∞ for items that have no answer.</summary>
    private protected abstract double[] ScoreSimilar(int item);

    private RecommendationList Recommend(ListenerHistory history, int? user, int count)
    {
        Throw.IfBelow(count, 1);
        AnswerKind kind = user is null ? AnswerKind.FoldedIn : AnswerKind.Known;
        ItemScores? scores = history.Count == 0 ? null : Score(history, user);
        List<Recommendation> list = [];
        if (scores is not null)
        {
            foreach (int item in TopItems.Best(scores.Values, history.Items, count))
            {
                list.Add(new Recommendation(item, Fitted.ItemNames[item], scores.Values[item], kind, Name, scores.Explain(item).Text));
            }
        }

        AnswerKind answer = list.Count == 0 ? AnswerKind.Fallback : kind;
        if (list.Count < count)
        {
            bool[] taken = new bool[Fitted.ItemCount];
            foreach (Recommendation recommendation in list)
            {
                taken[recommendation.Item] = true;
            }

            foreach (int item in _popularity!.Order)
            {
                if (list.Count == count)
                {
                    break;
                }

                if (!taken[item] && !history.Contains(item))
                {
                    list.Add(_popularity.Recommend(item));
                }
            }
        }

        return new RecommendationList(answer, list);
    }

    private Explanation Explain(ListenerHistory history, int? user, int item)
    {
        Throw.IfOutside(item, 0, Fitted.ItemCount - 1);
        ItemScores? scores = history.Count == 0 ? null : Score(history, user);
        return scores is null || double.IsNegativeInfinity(scores.Values[item]) ? _popularity!.Explain(item) : scores.Explain(item);
    }

    /// <summary>Refuses a history that names an item unknown here.</summary>
    private protected void CheckHistory(ListenerHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        int largest = history.Count == 0 ? 0 : history.Items[^1];
        Throw.IfOutside(largest, 0, Fitted.ItemCount - 1, "item in the history");
    }
}

/// <summary>A listener's score for every item, −∞ where the method has no answer, and the reasons behind them.</summary>
internal abstract class ItemScores(double[] values)
{
    /// <summary>One score per item.</summary>
    public double[] Values { get; } = values;

    /// <summary>Why an item that has a score has it.</summary>
    public abstract Explanation Explain(int item);
}
