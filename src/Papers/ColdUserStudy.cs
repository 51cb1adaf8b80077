using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Cold listeners: some are held out whole, and lists are asked for them with 0, 1, 2, 5 and 10 of their artists known, drawn at random;
/// all their other artists are right answers, all artists but the known ones compete. Hybrids see besides what their friends play (those in
/// training) and which tags they use. Each method's settings are chosen in the same way on other listeners, held out of the
/// training side. Only listeners with more artists than the most shown are judged, the same ones at every step.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ColdUserStudy : IRenderable
{
    private const int K = 10;
    private readonly ulong _seed;

    private ColdUserStudy(int[] listeners, int dropped, IReadOnlyList<ColdRankingResult> results, ulong seed) =>
        (Listeners, DroppedListeners, Results, _seed) = (listeners, dropped, results, seed);

    /// <summary>How many of a listener's artists are known, step by step.</summary>
    public static IReadOnlyList<int> KnownArtists { get; } = [0, 1, 2, 5, 10];

    /// <summary>The listeners judged.</summary>
    public IReadOnlyList<int> Listeners { get; }

    /// <summary>Listeners held out but not judged because they have too few artists.</summary>
    public int DroppedListeners { get; }

    /// <summary>The methods' figures; steps are those of <see cref="KnownArtists"/>.</summary>
    public IReadOnlyList<ColdRankingResult> Results { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="data">Plays, friends and tags.</param>
    /// <param name="seed">Decides who is held out, which artists are known, and what the methods draw.</param>
    /// <param name="heldOut">How many listeners are held out, 1 or more; for choosing settings as large a share of those left is held out again.</param>
    /// <param name="methods">The methods; null for <see cref="ColdUserMethods.All"/>.</param>
    /// <exception cref="ArgumentException">Too few listeners are left to learn from, or none held out has enough artists.</exception>
    public static ColdUserStudy Run(LastFm data, ulong seed, int heldOut = 380, IReadOnlyList<ColdRankingMethod<ColdUserContent>>? methods = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        methods ??= ColdUserMethods.All;
        ColdRankingMethod.Check(methods);
        int users = data.Plays.UserCount;
        Throw.IfBelow(users, 3, "the number of listeners");
        Throw.IfOutside(heldOut, 1, users - 2);
        int inner = (int)((long)heldOut * (users - heldOut) / users);
        RandomStream seeds = new(seed);
        int[] order = seeds.Split(0).Permutation(users);
        int[] test = [.. order[..heldOut].Order()], validation = [.. order[heldOut..(heldOut + Math.Max(1, inner))].Order()];
        Side last = Side.Of(data, test, test, seeds.Split(1)), choosing = Side.Of(data, [.. test.Concat(validation)], validation, seeds.Split(2));
        ulong own = seeds.Split(3).NextUInt64();
        List<ColdRankingResult> results = [];
        foreach (ColdRankingMethod<ColdUserContent> method in methods)
        {
            int best = 0;
            if (method.Candidates.Count > 1)
            {
                double[] figures = [.. method.Candidates.Select(candidate => choosing.Judge(candidate.Make(choosing.Content, own), method.Shown).Average(values => values.Average()))];
                best = Array.IndexOf(figures, figures.Max());
            }

            (string settings, Func<ColdUserContent, ulong, IRecommender> make) = method.Candidates[best];
            results.Add(new ColdRankingResult(method.Name, method.IsHybrid, settings, last.Judge(make(last.Content, own), method.Shown)));
        }

        return new ColdUserStudy(last.Listeners, test.Length - last.Listeners.Length, results, seed);
    }

    /// <summary>
    /// A method's NDCG minus another's at one step, listener by listener: interval, effect size and two-sided randomisation test,
    /// not corrected for how many are asked about (<see cref="Tests"/> is).
    /// </summary>
    /// <param name="method">A name in <see cref="Results"/>.</param>
    /// <param name="baseline">Another.</param>
    /// <param name="known">One of <see cref="KnownArtists"/>.</param>
    public PairedRandomizationTest Difference(string method, string baseline, int known)
    {
        int step = KnownArtists.ToArray().IndexOf(known);
        if (step < 0)
        {
            Throw.OutOfRange(nameof(known), known, string.Join(", ", KnownArtists));
        }

        double[] first = Find(method).Ndcg[step], second = Find(baseline).Ndcg[step];
        return PairedRandomizationTest.Of([.. first.Select((value, place) => value - second[place])], new RandomStream(_seed).Split(4).NextUInt64());
    }

    /// <summary>Every hybrid against every method without content, at every step; p-values after Holm over the whole table.</summary>
    public Table Tests() => PairedTestTable.Of(
        ["hybrid", "against", "known artists"], "NDCG@10 difference",
        [.. from hybrid in Results where hybrid.IsHybrid from other in Results where !other.IsHybrid from known in KnownArtists select (new object?[] { hybrid.Name, other.Name, known }, Difference(hybrid.Name, other.Name, known))],
        $"{Listeners.Count:N0} listeners");

    /// <summary>NDCG@10 by how many artists are known, a curve for each method.</summary>
    /// <param name="without">Methods to leave out; a figure has room for eight.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public Figure Curves(params IReadOnlyList<string> without)
    {
        ArgumentNullException.ThrowIfNull(without);
        ColdRankingResult[] left = [.. without.Select(Find)];
        return Figure.Line(Results.Except(left).Select(result => new Series(result.Name, [.. KnownArtists.Select(known => (double)known)], result.Means)))
            .Title("Cold listeners: what a few plays and what friends and tags tell").XAxis("artists known of a new listener").YAxis("NDCG@10, mean over listeners");
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        string[] steps = [.. KnownArtists.Select(known => $"{known} known")];
        Table table = new(["method", "settings", .. steps]);
        foreach (ColdRankingResult result in Results)
        {
            table.Row([result.Name, result.Settings, .. result.Means.Cast<object>()]);
        }

        foreach (string step in steps)
        {
            table.Format(step, "0.0000").Best(step);
        }

        return table.Note(
            $"NDCG@10, mean over {Listeners.Count:N0} listeners of whom nothing was learnt ({DroppedListeners} with too few artists left out); all their artists but the known ones are right answers, full ranking. Settings were chosen on other listeners.");
    }

    private ColdRankingResult Find(string name)
    {
        ColdRankingResult? result = Results.FirstOrDefault(result => result.Name == name);
        if (result is null)
        {
            Throw.Unknown("method", name, Results.Select(other => other.Name));
        }

        return result;
    }

    /// <summary>What is fitted, and the listeners judged with what is shown of each.</summary>
    private sealed record Side(Interactions Train, Interactions Plays, ColdUserContent Content, int[] Listeners, int[][] Orders)
    {
        public static Side Of(LastFm data, int[] without, int[] judged, RandomStream random)
        {
            HashSet<int> left = [.. without];
            int[] owners = data.Plays.UserOfEachPair();
            Interactions train = data.Plays.Select([.. Enumerable.Range(0, owners.Length).Where(place => !left.Contains(owners[place]))]);
            int[] learnt = [.. Enumerable.Range(0, data.Plays.UserCount).Where(user => !left.Contains(user))];
            ContentTable friends = ColdStartContent.PlaysOfFriends(data, train), tags = ColdStartContent.TagsOfListeners(data, learnt);
            int[] listeners = [.. judged.Where(user => data.Plays.ItemsOf(user).Length > KnownArtists[^1])];
            Throw.IfEmpty(train.Count, "the interactions to learn from");
            if (listeners.Length == 0)
            {
                throw new ArgumentException($"None of {judged.Length} listeners held out has more than {KnownArtists[^1]} artists, which the last step shows; hold out more.");
            }

            return new Side(
                train, data.Plays, new ColdUserContent(friends.NormalizeRows(), ContentTable.Join((friends, 1), (tags, 1))), listeners,
                [.. listeners.Select(user => random.Split((ulong)user).Permutation(data.Plays.ItemsOf(user).Length))]);
        }

        public double[][] Judge(IRecommender recommender, Func<ColdUserContent, ContentTable>? shown)
        {
            recommender.Fit(Train);
            ContentTable? content = shown?.Invoke(Content);
            return [.. KnownArtists.Select(known =>
            {
                ListenerHistory[] histories = [.. Listeners.Select((user, place) =>
                {
                    ListenerHistory history = ListenerHistory.Of(Orders[place][..known].Select(index => (Plays.ItemsOf(user)[index], Plays.WeightsOf(user)[index])));
                    return content is null ? history : history.WithContent(content.Row(user));
                })];
                int[][] lists = recommender.RankItems(histories, K);
                return lists.Select((list, place) =>
                {
                    int[] relevant = [.. Orders[place][known..].Select(index => Plays.ItemsOf(Listeners[place])[index]).Order()];
                    return RankingMetrics.NdcgAtK(list, relevant, K);
                }).ToArray();
            })];
        }
    }
}
