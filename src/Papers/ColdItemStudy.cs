using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>What is known about artists in <see cref="ColdItemStudy"/>.</summary>
/// <param name="Tags">The tags that listeners who are not judged gave them, [artists, tags].</param>
/// <param name="Compressed">The same in few columns, [artists, size]; NaN where an artist has no tags.</param>
public sealed record ColdItemContent(ContentTable Tags, Matrix Compressed);

/// <summary>
/// New artists: a share of those with enough listeners and at least one tag lose all their plays in training, and are then ranked among
/// themselves for the listeners who play some of them. Half of the listeners are judged; tags come from the other half alone, as a
/// listener's own tag would tell that they know the artist. Where a method has settings they are chosen on other artists in the same way.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ColdItemStudy : IRenderable
{
    private const int K = 10;
    private readonly ulong _seed;

    private ColdItemStudy(int[] artists, int[] listeners, IReadOnlyList<ColdRankingResult> results, ulong seed) =>
        (NewArtists, Listeners, Results, _seed) = (artists, listeners, results, seed);

    /// <summary>The artists without training plays, which are ranked.</summary>
    public IReadOnlyList<int> NewArtists { get; }

    /// <summary>The listeners judged: those with training plays who play a new artist.</summary>
    public IReadOnlyList<int> Listeners { get; }

    /// <summary>The methods' figures, one step each.</summary>
    public IReadOnlyList<ColdRankingResult> Results { get; }

    /// <summary>Chance, collaborative filtering without content, content alone, and two hybrids.</summary>
    public static IReadOnlyList<ColdRankingMethod<ColdItemContent>> Methods { get; } =
    [
        new("random", false, [("", (_, seed) => new RandomItems(seed))]),
        new("ALS, plays alone", false, [("", (_, seed) => new AlternatingLeastSquares(seed))]),
        new("content neighbours", false, [.. new[] { RatingScale.Binary, RatingScale.Logarithm, RatingScale.AsGiven }.Select(scale => ($"plays {scale}", Make((content, _) =>
            new ContentNeighbors(content.Compressed, [.. Enumerable.Range(0, content.Compressed.Columns).Select(column => $"tag dimension {column}")], new ContentOptions { Scale = scale }))))]),
        new("hybrid factorisation", true, [.. new double[] { 1, 3, 10, 30 }.Select(weight => ($"content {weight}", Make((content, seed) =>
            new HybridFactorization(null, content.Tags, seed, new HybridFactorizationOptions { ContentWeight = weight }))))]),
        new("feature-to-factor mapping", true, [.. new double[] { 0.5, 2, 8 }.Select(value => ($"λ {value}", Make((content, seed) =>
            new FeatureToFactorMapping(null, content.Tags, seed, new FeatureToFactorOptions { Regularization = value }))))]),
    ];

    /// <summary>Runs the study.</summary>
    /// <param name="data">Plays and tags.</param>
    /// <param name="seed">Decides which artists are new, who is judged, and what the methods draw.</param>
    /// <param name="share">Share of the artists that could be new which are, above 0 to 0.4; as many others serve for choosing settings.</param>
    /// <param name="minimumListeners">Listeners that an artist must have to be among those, 1 or more.</param>
    /// <param name="size">Columns of the compressed tags, 1 or more.</param>
    /// <param name="methods">The methods; null for <see cref="Methods"/>.</param>
    /// <exception cref="ArgumentException">There are not enough such artists, or nobody judged plays one.</exception>
    public static ColdItemStudy Run(
        LastFm data, ulong seed, double share = 0.2, int minimumListeners = 5, int size = 64, IReadOnlyList<ColdRankingMethod<ColdItemContent>>? methods = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        methods ??= Methods;
        Throw.IfNotAboveZeroTo(share, 0.4);
        Throw.IfBelow(minimumListeners, 1);
        Throw.IfBelow(size, 1);
        ColdRankingMethod.Check(methods);
        RandomStream seeds = new(seed);
        int[] order = seeds.Split(0).Permutation(data.Plays.UserCount);
        int[] judged = [.. order[..(order.Length / 2)].Order()];
        HashSet<int> judges = [.. judged];
        int[] players = data.Plays.UsersPerItem();
        int[] eligible =
        [
            .. data.Taggings.Where(tagging => !judges.Contains(tagging.User)).Select(tagging => tagging.Artist).Distinct().Order()
                .Where(artist => players[artist] >= minimumListeners),
        ];
        int count = (int)(share * eligible.Length);
        if (count == 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"A {nameof(share)} of {share} of {eligible.Length} tagged artists with {nameof(minimumListeners)} ({minimumListeners}) or more leaves no artist to be new; at least {Math.Ceiling(1 / share)} are needed. Lower {nameof(minimumListeners)} or raise {nameof(share)}."));
        }

        int[] places = seeds.Split(1).Permutation(eligible.Length);
        int[] test = [.. places[..count].Select(place => eligible[place]).Order()];
        int[] validation = [.. places[count..(2 * count)].Select(place => eligible[place]).Order()];
        Side last = Side.Of(data, test, test, judged, size, seeds.Split(2).NextUInt64());
        Side choosing = Side.Of(data, [.. test.Concat(validation)], validation, judged, size, seeds.Split(2).NextUInt64());
        ulong own = seeds.Split(3).NextUInt64();
        List<ColdRankingResult> results = [];
        foreach (ColdRankingMethod<ColdItemContent> method in methods)
        {
            int best = 0;
            if (method.Candidates.Count > 1)
            {
                double[] figures = [.. method.Candidates.Select(candidate => choosing.Judge(candidate.Make(choosing.Content, own)).Average())];
                best = Array.IndexOf(figures, figures.Max());
            }

            (string settings, Func<ColdItemContent, ulong, IRecommender> make) = method.Candidates[best];
            results.Add(new ColdRankingResult(method.Name, method.IsHybrid, settings, [last.Judge(make(last.Content, own))]));
        }

        return new ColdItemStudy(test, last.Listeners, results, seed);
    }

    /// <summary>A method's NDCG minus another's, listener by listener, not corrected for how many are asked about.</summary>
    public PairedRandomizationTest Difference(string method, string baseline)
    {
        double[] first = Find(method), second = Find(baseline);
        return PairedRandomizationTest.Of([.. first.Select((value, place) => value - second[place])], new RandomStream(_seed).Split(4).NextUInt64());
    }

    /// <summary>Every hybrid against every other method; p-values after Holm over the table.</summary>
    public Table Tests() => PairedTestTable.Of(
        ["hybrid", "against"], "NDCG@10 difference",
        [.. from hybrid in Results where hybrid.IsHybrid from other in Results where !other.IsHybrid select (new object?[] { hybrid.Name, other.Name }, Difference(hybrid.Name, other.Name))],
        $"{Listeners.Count:N0} listeners");

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable() => Table.Of(Results, ("method", result => result.Name), ("settings", result => result.Settings), ("NDCG@10", result => result.Means[0]))
        .Format("NDCG@10", "0.0000").Best("NDCG@10")
        .Note($"{NewArtists.Count:N0} artists without any training play, ranked among themselves, mean over {Listeners.Count:N0} listeners. Tags come from listeners who are not judged; settings were chosen on other artists.");

    private double[] Find(string name)
    {
        ColdRankingResult? result = Results.FirstOrDefault(result => result.Name == name);
        if (result is null)
        {
            Throw.Unknown("method", name, Results.Select(other => other.Name));
        }

        return result.Ndcg[0];
    }

    private sealed record Side(Interactions Train, ColdItemContent Content, int[] NewArtists, int[] Listeners, int[][] Relevant)
    {
        public static Side Of(LastFm data, int[] without, int[] ranked, int[] judged, int size, ulong seed)
        {
            HashSet<int> left = [.. without], candidates = [.. ranked];
            int[] artists = data.Plays.ItemOfEachPair();
            Interactions train = data.Plays.Select([.. Enumerable.Range(0, artists.Length).Where(place => !left.Contains(artists[place]))]);
            int[] known = [.. Enumerable.Range(0, data.Plays.ItemCount).Where(artist => !left.Contains(artist))];
            ContentTable tags = ColdStartContent.TagsOfArtists(data, known, judged).NormalizeRows();
            int[] listeners = [.. judged.Where(user => train.ItemsOf(user).Length > 0 && data.Plays.ItemsOf(user).ToArray().Any(candidates.Contains))];
            if (listeners.Length == 0)
            {
                throw new ArgumentException($"None of {judged.Length} listeners judged plays one of {ranked.Length} new artists besides others; make more artists new.");
            }

            return new Side(
                train, new ColdItemContent(tags, tags.Compress(Math.Min(size, Math.Min(tags.Count, tags.FeatureCount)), seed)), ranked, listeners,
                [.. listeners.Select(user => data.Plays.ItemsOf(user).ToArray().Where(candidates.Contains).ToArray())]);
        }

        public double[] Judge(IRecommender recommender)
        {
            recommender.Fit(Train);
            double[] ndcg = new double[Listeners.Length];
            ParallelLoop.For(ndcg.Length, place => ndcg[place] = RankingMetrics.NdcgAtK(List(recommender, Listeners[place]), Relevant[place], K));
            return ndcg;
        }

        // The order of the new artists in a ranking of all: what has no score comes last, and equal ones stand by number.
        private int[] List(IRecommender recommender, int listener)
        {
            if (recommender is Recommender method)
            {
                ItemScores? scores = method.ScoresFor(ListenerHistory.Of(Train, listener), listener);
                return [.. NewArtists.OrderByDescending(artist => scores is null ? double.NegativeInfinity : scores[artist]).Take(K)];
            }

            HashSet<int> candidates = [.. NewArtists];
            return [.. recommender.RankItems(listener, Train.ItemCount).Where(candidates.Contains).Take(K)];
        }
    }

    private static Func<ColdItemContent, ulong, IRecommender> Make(Func<ColdItemContent, ulong, IRecommender> make) => make;
}
