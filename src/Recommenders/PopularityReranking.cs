using System.Globalization;
using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Another recommender's lists, balanced between mainstream and obscure: the constraint on popularity bias and fairness that paper 003 asks for. Of the
/// best candidates one after the other is chosen by (1 − trade-off) × relevance + trade-off × balance. Relevance is 1 / log₂(place + 1) in the list as it was,
/// so that it means the same for every method, whatever its scores are. Scores and reasons stay the other recommender's. Who has no
/// history is answered as before.
/// </summary>
public sealed class PopularityReranking : IStoredRecommender, IRanksWithOrigin
{
    // Steck's smoothing: a group that the list lacks must not make the divergence infinite.
    private const double Smoothing = 0.01;
    private readonly IRecommender _recommender;
    private readonly RerankingOptions _options;
    private Interactions? _fitted;
    private int[] _groups = [];

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="recommender">Whose lists are balanced.</param>
    /// <param name="options">Settings; by default half relevance, half calibration to the listener.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public PopularityReranking(IRecommender recommender, RerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        _options = options ?? new RerankingOptions();
        _options.Check();
        _recommender = recommender;
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{_recommender.Name}, {(_options.Method == RerankingMethod.Calibration ? "calibrated" : "xQuAD")} {_options.Tradeoff:0.##}");

    string IStoredRecommender.Architecture => nameof(PopularityReranking);

    Interactions IStoredRecommender.FittedOn => Known;

    private Interactions Known
    {
        get
        {
            Throw.IfNotFitted(_fitted, Name);
            return _fitted;
        }
    }

    /// <summary>Balances the lists of a recommender that has been fitted already, so that many trade-offs can be tried on one fit.</summary>
    /// <param name="recommender">Fitted on <paramref name="interactions"/>.</param>
    /// <param name="interactions">What it was fitted on.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">The recommender was fitted on something of another size.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public static PopularityReranking OfFitted(IRecommender recommender, Interactions interactions, RerankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        PopularityReranking reranking = new(recommender, options);
        if (recommender is IStoredRecommender { FittedOn: Interactions known })
        {
            Throw.IfLengthsDiffer(known.ItemCount, "what the recommender was fitted on (items)", interactions.ItemCount, nameof(interactions));
            Throw.IfLengthsDiffer(known.UserCount, "what the recommender was fitted on (users)", interactions.UserCount, nameof(interactions));
        }

        reranking.BecomeFitted(interactions);
        return reranking;
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PopularityReranking Load(string path) => RecommenderFile.Load<PopularityReranking>(path);

    /// <inheritdoc/>
    public void Fit(Interactions interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        _fitted = null;
        _recommender.Fit(interactions);
        BecomeFitted(interactions);
    }

    /// <inheritdoc/>
    public RecommendationList Recommend(int user, int count)
    {
        ListenerHistory history = HistoryOf(user);
        return Reorder(_recommender.Recommend(user, Reach(count)), history, count);
    }

    /// <inheritdoc/>
    public RecommendationList Recommend(ListenerHistory history, int count)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Reorder(_recommender.Recommend(history, Reach(count)), history, count);
    }

    /// <inheritdoc/>
    public int[] RankItems(int user, int count) => RankItems([user], count)[0];

    /// <inheritdoc/>
    public int[] RankItems(ListenerHistory history, int count) => RankItems([history], count)[0];

    /// <inheritdoc/>
    public int[][] RankItems(IReadOnlyList<int> users, int count) => [.. ((IRanksWithOrigin)this).RankWithOrigin(users, count).Select(list => list.Items)];

    /// <inheritdoc/>
    public int[][] RankItems(IReadOnlyList<ListenerHistory> histories, int count) => [.. ((IRanksWithOrigin)this).RankWithOrigin(histories, count).Select(list => list.Items)];

    /// <summary>Those of the recommender underneath.</summary>
    public IReadOnlyList<Recommendation> SimilarItems(int item, int count)
    {
        Throw.IfNotFitted(_fitted, Name);
        return _recommender.SimilarItems(item, count);
    }

    /// <summary>What the recommender underneath says.</summary>
    public Explanation Explain(int user, int item)
    {
        Throw.IfNotFitted(_fitted, Name);
        return _recommender.Explain(user, item);
    }

    /// <summary>What the recommender underneath says.</summary>
    public Explanation Explain(ListenerHistory history, int item)
    {
        Throw.IfNotFitted(_fitted, Name);
        return _recommender.Explain(history, item);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The recommender underneath is none of this library.</exception>
    public void Save(string path) => RecommenderFile.Save(path, this);

    RankedList[] IRanksWithOrigin.RankWithOrigin(IReadOnlyList<int> users, int count)
    {
        ArgumentNullException.ThrowIfNull(users);
        RankedList[] lists = RankedList.Ask(_recommender, users, Reach(count));
        ParallelLoop.For(lists.Length, place => lists[place] = Reorder(lists[place], HistoryOf(users[place]), count));
        return lists;
    }

    RankedList[] IRanksWithOrigin.RankWithOrigin(IReadOnlyList<ListenerHistory> histories, int count)
    {
        ArgumentNullException.ThrowIfNull(histories);
        RankedList[] lists = RankedList.Ask(_recommender, histories, Reach(count));
        ParallelLoop.For(lists.Length, place => lists[place] = Reorder(lists[place], histories[place], count));
        return lists;
    }

    void IStoredRecommender.Write(RecommenderWriter file)
    {
        file.Add("method", _options.Method);
        file.Add("target", _options.Target);
        file.Add("tradeoff", _options.Tradeoff);
        file.Add("candidates", _options.Candidates);
        file.Add("groups", _options.Groups);
        file.Add("base", _recommender);
    }

    // What is underneath was restored with it.
    void IStoredRecommender.Restore(Interactions interactions, RecommenderReader file) => BecomeFitted(interactions);

    internal static PopularityReranking Read(RecommenderReader file) => new(file.Recommender("base"), new RerankingOptions
    {
        Method = file.Choice<RerankingMethod>("method"),
        Target = file.Choice<RerankingTarget>("target"),
        Tradeoff = file.Number("tradeoff"),
        Candidates = file.Whole("candidates"),
        Groups = file.Whole("groups"),
    });

    // Items that nobody has stand with the rarest.
    private void BecomeFitted(Interactions interactions) =>
        (_groups, _fitted) = (Array.ConvertAll(PopularityBuckets.Of(interactions, _options.Groups), bucket => Math.Max(0, bucket - 1)), interactions);

    private ListenerHistory HistoryOf(int user)
    {
        Throw.IfOutside(user, 0, Known.UserCount - 1);
        return ListenerHistory.Of(Known, user);
    }

    private int Reach(int count)
    {
        Throw.IfNotFitted(_fitted, Name);
        Throw.IfBelow(count, 1);
        return Math.Max(count, Math.Min(_options.Candidates, _fitted.ItemCount));
    }

    private RecommendationList Reorder(RecommendationList list, ListenerHistory history, int count) =>
        new(list.Answer, Order(list.Items, history, count).Select(place => list[place]));

    private RankedList Reorder(RankedList list, ListenerHistory history, int count)
    {
        int[] order = Order(list.Items, history, count);
        return new RankedList(Array.ConvertAll(order, place => list.Items[place]), Array.ConvertAll(order, place => list.Popular[place]));
    }

    /// <summary>The places of the items chosen, one after the other.</summary>
    private int[] Order(int[] items, ListenerHistory history, int count)
    {
        int candidates = Math.Min(_options.Candidates, items.Length), wanted = Math.Min(count, items.Length);
        if (history.Count == 0 || _options.Tradeoff == 0)
        {
            return [.. Enumerable.Range(0, wanted)];
        }

        double[] target = TargetOf(history);
        int[] chosenOf = new int[target.Length];
        List<int> left = [.. Enumerable.Range(0, candidates)], order = [];
        while (order.Count < wanted && left.Count > 0)
        {
            // The gain is the same for all candidates of a group, so the first of each group is the best of it.
            int best = 0;
            double highest = double.NegativeInfinity;
            double[] gains = Gains(target, chosenOf, order.Count);
            for (int place = 0; place < left.Count; place++)
            {
                double value = ((1 - _options.Tradeoff) * Elementary.Log(2) / Elementary.Log(left[place] + 2.0)) + (_options.Tradeoff * gains[_groups[items[left[place]]]]);
                if (value > highest)
                {
                    (best, highest) = (place, value);
                }
            }

            chosenOf[_groups[items[left[best]]]]++;
            order.Add(left[best]);
            left.RemoveAt(best);
        }

        return [.. order, .. Enumerable.Range(candidates, Math.Max(0, wanted - order.Count))];
    }

    /// <summary>The target's share of each group.</summary>
    private double[] TargetOf(ListenerHistory history)
    {
        double[] target = new double[_options.Groups];
        if (_options.Target == RerankingTarget.Equal)
        {
            Array.Fill(target, 1.0 / target.Length);
            return target;
        }

        foreach (int item in history.Items)
        {
            target[_groups[item]]++;
        }

        return Array.ConvertAll(target, count => count / history.Count);
    }

    /// <summary>What one more item of each group is worth.</summary>
    private double[] Gains(double[] target, int[] chosenOf, int chosen)
    {
        double[] gains = new double[target.Length];
        for (int group = 0; group < gains.Length; group++)
        {
            gains[group] = _options.Method == RerankingMethod.Diversification
                ? target[group] * (1 - (chosen == 0 ? 0 : (double)chosenOf[group] / chosen))
                : -Divergence(target, chosenOf, chosen, group);
        }

        return gains;
    }

    /// <summary>Kullback-Leibler divergence, in nats, of the list with one more item of a group from the target.</summary>
    private static double Divergence(double[] target, int[] chosenOf, int chosen, int added)
    {
        double sum = 0;
        for (int group = 0; group < target.Length; group++)
        {
            if (target[group] > 0)
            {
                double share = (chosenOf[group] + (group == added ? 1.0 : 0)) / (chosen + 1);
                sum += target[group] * Elementary.Log(target[group] / (((1 - Smoothing) * share) + (Smoothing * target[group])));
            }
        }

        return sum;
    }
}
