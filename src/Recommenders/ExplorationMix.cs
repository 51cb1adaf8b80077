using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// The "balanced mix" of paper 002 (section 1.3): mostly what is safe, now and then something outside the comfort zone. For each
/// place of the list a seeded coin decides between the next item of the exploitative and of the explorative list, an item
/// that stands in the mix already being passed over. <see cref="Recommendation.Source"/> and the reason say which it came from;
/// scores are those of the source and comparable only within it.
/// </summary>
public sealed class ExplorationMix : IStoredRecommender
{
    private readonly IRecommender _exploitative;
    private readonly IRecommender _explorative;
    private readonly double _rate;
    private readonly ulong _seed;
    private readonly RandomStream _random;
    private Interactions? _fitted;

    /// <summary>Makes an unfitted mix.</summary>
    /// <param name="exploitative">Gives the safe items.</param>
    /// <param name="explorative">Gives the others.</param>
    /// <param name="explorationRate">Chance that a place goes to the explorative list, 0 (never) to 1 (always).</param>
    /// <param name="seed">Decides the coins; each listener has coins of their own.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="explorationRate"/> lies outside [0, 1].</exception>
    public ExplorationMix(IRecommender exploitative, IRecommender explorative, double explorationRate, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(exploitative);
        ArgumentNullException.ThrowIfNull(explorative);
        Throw.IfOutside(explorationRate, 0, 1);
        (_exploitative, _explorative, _rate) = (exploitative, explorative, explorationRate);
        (_seed, _random) = (seed, new RandomStream(seed));
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ExplorationMix Load(string path) => RecommenderFile.Load<ExplorationMix>(path);

    /// <inheritdoc/>
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"mix ({_rate:P0} explorative)");

    /// <summary>Fits both parts.</summary>
    public void Fit(Interactions interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        _fitted = null;
        _exploitative.Fit(interactions);
        _explorative.Fit(interactions);
        _fitted = interactions;
    }

    /// <inheritdoc/>
    public RecommendationList Recommend(int user, int count)
    {
        int length = Reach(count);
        return Mix(_exploitative.Recommend(user, length), _explorative.Recommend(user, length), _random.Split(0).Split((ulong)user), count);
    }

    /// <inheritdoc/>
    public RecommendationList Recommend(ListenerHistory history, int count)
    {
        ArgumentNullException.ThrowIfNull(history);
        int length = Reach(count);
        RandomStream coins = _random.Split(1);
        foreach (int item in history.Items)
        {
            coins = coins.Split((ulong)item);
        }

        return Mix(_exploitative.Recommend(history, length), _explorative.Recommend(history, length), coins, count);
    }

    /// <summary>Those of the explorative part: likeness in sound.</summary>
    public IReadOnlyList<Recommendation> SimilarItems(int item, int count)
    {
        Throw.IfNotFitted(_fitted, Name);
        return _explorative.SimilarItems(item, count);
    }

    /// <summary>What both parts say, one after the other.</summary>
    public Explanation Explain(int user, int item)
    {
        Throw.IfNotFitted(_fitted, Name);
        return Join(_exploitative.Explain(user, item), _explorative.Explain(user, item));
    }

    /// <summary>What both parts say, one after the other.</summary>
    public Explanation Explain(ListenerHistory history, int item)
    {
        Throw.IfNotFitted(_fitted, Name);
        return Join(_exploitative.Explain(history, item), _explorative.Explain(history, item));
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A part is no recommender of this library.</exception>
    public void Save(string path) => RecommenderFile.Save(path, this);

    string IStoredRecommender.Architecture => nameof(ExplorationMix);

    Interactions IStoredRecommender.FittedOn
    {
        get
        {
            Throw.IfNotFitted(_fitted, Name);
            return _fitted;
        }
    }

    void IStoredRecommender.Write(RecommenderWriter file)
    {
        file.Add("explorationRate", _rate);
        file.Add("seed", _seed);
        file.Add("exploitative", _exploitative);
        file.Add("explorative", _explorative);
    }

    // Both parts were restored with the mix.
    void IStoredRecommender.Restore(Interactions interactions, RecommenderReader file) => _fitted = interactions;

    internal static ExplorationMix Read(RecommenderReader file) =>
        new(file.Recommender("exploitative"), file.Recommender("explorative"), file.Number("explorationRate"), file.Seed("seed"));

    private static Explanation Join(Explanation exploitative, Explanation explorative) => new(
        exploitative.Item,
        $"exploitative: {exploitative.Text}; explorative: {explorative.Text}",
        [.. exploitative.Because, .. explorative.Because],
        [.. exploitative.Features, .. explorative.Features]);

    // Each part may be asked for every place, and lose as many to the other part.
    private int Reach(int count)
    {
        Throw.IfNotFitted(_fitted, Name);
        Throw.IfBelow(count, 1);
        return (int)Math.Min(2L * count, _fitted.ItemCount);
    }

    private RecommendationList Mix(RecommendationList safe, RecommendationList bold, RandomStream coins, int count)
    {
        List<Recommendation> mixed = [];
        HashSet<int> taken = [];
        int nextSafe = 0, nextBold = 0;
        while (mixed.Count < count)
        {
            // The coin is tossed for every place, so that one list's length does not move the other places' coins.
            bool explore = coins.NextDouble() < _rate;
            while (nextSafe < safe.Count && taken.Contains(safe[nextSafe].Item))
            {
                nextSafe++;
            }

            while (nextBold < bold.Count && taken.Contains(bold[nextBold].Item))
            {
                nextBold++;
            }

            if (nextSafe == safe.Count && nextBold == bold.Count)
            {
                break;
            }

            bool fromBold = nextBold < bold.Count && (explore || nextSafe == safe.Count);
            Recommendation chosen = fromBold ? bold[nextBold] : safe[nextSafe];
            taken.Add(chosen.Item);
            mixed.Add(chosen with { Reason = $"{(fromBold ? "explorative" : "exploitative")}: {chosen.Reason}" });
        }

        AnswerKind answer = safe.Answer == AnswerKind.Fallback ? bold.Answer : safe.Answer;
        return new RecommendationList(mixed.Count > 0 && mixed.TrueForAll(item => item.Answer == AnswerKind.Fallback) ? AnswerKind.Fallback : answer, mixed);
    }
}
