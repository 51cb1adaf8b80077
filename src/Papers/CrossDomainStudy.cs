using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>A method's figures in <see cref="CrossDomainStudy"/>.</summary>
/// <param name="Name">The method.</param>
/// <param name="Listeners">Listeners of the target domain that it learnt from.</param>
/// <param name="Settings">What was chosen on other listeners.</param>
/// <param name="Ndcg">Each judged listener's NDCG@10.</param>
public sealed record CrossDomainResult(string Name, int Listeners, string Settings, double[] Ndcg);

/// <summary>
/// Cross-domain recommendation (paper 003's challenges): does what is learnt in one domain help in another? The domains here are two places where taste shows: playlists on Spotify
/// (2020, which artists somebody put together; the source) and listeners of Last.fm (2011, play counts; the target). Nobody is known to be in both; artists are the link, by
/// <see cref="ArtistKey"/>. The paper's own example, films or books, has no data here, and two places of music are nearer to each other than those. Listeners are held out whole, a few of
/// their artists are shown, all others are right answers, full ranking. EASE learns from a number of other listeners, from playlists, or from both as rows of one table: from few listeners as a
/// service that has just opened has them, to all there are.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class CrossDomainStudy : IRenderable
{
    /// <summary>The most played artists of the listeners.</summary>
    public const string TargetPopularity = "popularity, listeners";

    /// <summary>The artists in most playlists.</summary>
    public const string SourcePopularity = "popularity, playlists";

    /// <summary>EASE from playlists alone.</summary>
    public const string Source = "EASE, playlists";

    /// <summary>EASE from listeners alone.</summary>
    public const string Target = "EASE, listeners";

    /// <summary>EASE from both.</summary>
    public const string Both = "EASE, listeners and playlists";

    private const int K = 10;
    private static readonly int[] _defaultListeners = [20, 80, 320];
    private static readonly double[] _regularizations = [300, 1000, 10_000, 100_000, 300_000], _weights = [0.5, 1, 2, 4];
    private readonly ulong _seed;
    private readonly int _known;

    private CrossDomainStudy(IReadOnlyList<CrossDomainResult> results, int linked, int playlists, int known, ulong seed) =>
        (Results, LinkedArtists, Playlists, _known, _seed) = (results, linked, playlists, known, seed);

    /// <summary>The methods' figures for each number of listeners.</summary>
    public IReadOnlyList<CrossDomainResult> Results { get; }

    /// <summary>Artists of Last.fm that stand in a playlist.</summary>
    public int LinkedArtists { get; }

    /// <summary>Playlists with such an artist.</summary>
    public int Playlists { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="lastFm">The target domain.</param>
    /// <param name="playlists">The source domain.</param>
    /// <param name="seed">Decides who is held out and which artists are shown.</param>
    /// <param name="heldOut">Listeners held out for the test, 1 to half of all, by default a fifth; half as many serve for choosing settings.</param>
    /// <param name="known">Artists of each that are shown, 1 or more; who has no others is not judged.</param>
    /// <param name="listeners">From how many listeners to learn, each 1 or more and at most those left; null for 20, 80, 320 and all.</param>
    /// <exception cref="ArgumentException">The domains share no artist, or nobody held out has enough artists.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many listeners.</exception>
    public static CrossDomainStudy Run(LastFm lastFm, Playlists playlists, ulong seed, int? heldOut = null, int known = 5, IReadOnlyList<int>? listeners = null)
    {
        ArgumentNullException.ThrowIfNull(lastFm);
        ArgumentNullException.ThrowIfNull(playlists);
        Interactions plays = lastFm.Plays.MapWeights(Elementary.Log1P);
        Throw.IfBelow(plays.UserCount, 3, "the number of listeners of the target domain");
        int test = heldOut ?? Math.Max(1, plays.UserCount / 5);
        Throw.IfOutside(test, 1, plays.UserCount / 2, nameof(heldOut));
        int choosing = Math.Max(1, test / 2), left = plays.UserCount - test - choosing;
        Throw.IfBelow(known, 1);
        Throw.IfNotDistinct(listeners ??= [.. _defaultListeners.Where(number => number < left), left], nameof(listeners));
        for (int place = 0; place < listeners.Count; place++)
        {
            Throw.IfOutside(listeners[place], 1, left, $"{nameof(listeners)}[{place}]");
        }

        RandomStream seeds = new(seed);
        int[] order = seeds.Split(0).Permutation(plays.UserCount);
        Judged last = Judged.Of(plays, order[..test], known, seeds.Split(1)), validation = Judged.Of(plays, order[test..(test + choosing)], known, seeds.Split(1));
        int[][] source = Link(plays.ItemNames, playlists);
        if (source.Length == 0)
        {
            throw new ArgumentException($"None of {playlists.All.Count} playlists has an artist whom the listeners play: names are compared by {nameof(ArtistKey)}, and at least one must be in both.");
        }

        List<CrossDomainResult> results = [];
        foreach (int number in listeners)
        {
            int[] learnt = order[(test + choosing)..(test + choosing + number)];
            results.Add(last.Judge(new Popularity(), Join(plays, learnt, [], 1), TargetPopularity, number, ""));
            results.Add(Choose(last, validation, Target, number, weight => Join(plays, learnt, [], weight), [1]));
            results.Add(Choose(last, validation, Both, number, weight => Join(plays, learnt, source, weight), _weights));
        }

        // What playlists alone teach does not depend on the number of listeners.
        results.Add(last.Judge(new Popularity(), Join(plays, [], source, 1), SourcePopularity, 0, ""));
        results.Add(Choose(last, validation, Source, 0, weight => Join(plays, [], source, weight), _weights));
        return new CrossDomainStudy(results, source.SelectMany(list => list).Distinct().Count(), source.Length, known, seed);
    }

    /// <summary>A method's NDCG minus another's, listener by listener; not corrected for how many are asked about (<see cref="Tests"/> is).</summary>
    /// <param name="method">A method.</param>
    /// <param name="baseline">Another.</param>
    /// <param name="listeners">From how many listeners both learnt; a method that learns from playlists alone is the same for all.</param>
    /// <exception cref="ArgumentException">There is no such result.</exception>
    public PairedRandomizationTest Difference(string method, string baseline, int listeners)
    {
        double[] first = Find(method, listeners).Ndcg, second = Find(baseline, listeners).Ndcg;
        return PairedRandomizationTest.Of([.. first.Select((value, place) => value - second[place])], new RandomStream(_seed).Split(2).NextUInt64());
    }

    /// <summary>Both domains against the target alone and against its popularity, for every number of listeners; and the source alone against its popularity.</summary>
    public Table Tests() => PairedTestTable.Of(
        ["method", "against", "listeners learnt from"], "NDCG@10 difference",
        [
            .. from number in Numbers() from other in new[] { Target, TargetPopularity, Source } select (new object?[] { Both, other, number }, Difference(Both, other, number)),
            (new object?[] { Source, SourcePopularity, 0 }, Difference(Source, SourcePopularity, 0)),
        ],
        $"{Results[0].Ndcg.Length:N0} listeners");

    /// <summary>NDCG@10 by how many listeners were learnt from, a curve for each method.</summary>
    public Figure Picture()
    {
        int[] numbers = [.. Numbers()];
        return Figure.Line(new[] { Both, Target, Source, TargetPopularity, SourcePopularity }.Select(name =>
                new Series(name, [.. numbers.Select(number => (double)number)], [.. numbers.Select(number => Find(name, number).Ndcg.Average())])))
            .Title("What playlists teach about listeners").Subtitle($"{_known} artists shown of each new listener; flat lines learn from playlists alone").XAxis("listeners of Last.fm learnt from").XLogarithmic()
            .YAxis("NDCG@10, mean over listeners");
    }

    /// <summary>Records every method's mean.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (CrossDomainResult result in Results)
        {
            Metrics.Record(string.Create(CultureInfo.InvariantCulture, $"{set}.{PopularityStudy.Key(result.Name).ToLowerInvariant()}.{result.Listeners}.ndcg"), result.Ndcg.Average());
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    /// <summary>The playlists' artists as the target's, each once; playlists without one are left out.</summary>
    private static int[][] Link(IReadOnlyList<string> names, Playlists playlists)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int artist = 0; artist < names.Count; artist++)
        {
            places.TryAdd(ArtistKey.Of(names[artist]), artist);
        }

        return
        [
            .. ArtistSentences.Of(playlists).Select(keys => keys.Select(key => places.GetValueOrDefault(key, -1)).Where(artist => artist >= 0).Distinct().ToArray()).Where(list => list.Length > 0),
        ];
    }

    /// <summary>Listeners and playlists as rows of one table over the target's artists; what is in a playlist has the weight given.</summary>
    private static Interactions Join(Interactions plays, int[] learnt, int[][] source, double weight)
    {
        List<int> users = [], items = [];
        List<double> weights = [];
        for (int row = 0; row < learnt.Length; row++)
        {
            items.AddRange(plays.ItemsOf(learnt[row]));
            weights.AddRange(plays.WeightsOf(learnt[row]));
            users.AddRange(Enumerable.Repeat(row, items.Count - users.Count));
        }

        for (int list = 0; list < source.Length; list++)
        {
            items.AddRange(source[list]);
            weights.AddRange(Enumerable.Repeat(weight, source[list].Length));
            users.AddRange(Enumerable.Repeat(learnt.Length + list, source[list].Length));
        }

        return Interactions.FromIndices(
            [.. Enumerable.Range(0, learnt.Length + source.Length).Select(row => row.ToString(CultureInfo.InvariantCulture))], plays.ItemNames,
            users.ToArray(), items.ToArray(), weights.ToArray(), DuplicatePairs.Refuse);
    }

    private static CrossDomainResult Choose(Judged test, Judged validation, string name, int listeners, Func<double, Interactions> join, double[] weights)
    {
        (double Weight, double Regularization, double Figure) best = (0, 0, -1);
        foreach (double weight in weights)
        {
            Interactions train = join(weight);
            foreach (double regularization in _regularizations)
            {
                double figure = validation.Judge(Make(regularization), train, "", 0, "").Ndcg.Average();
                best = figure > best.Figure ? (weight, regularization, figure) : best;
            }
        }

        string settings = FormattableString.Invariant($"λ {best.Regularization}") + (weights.Length > 1 ? FormattableString.Invariant($", playlists' weight {best.Weight}") : "");
        return test.Judge(Make(best.Regularization), join(best.Weight), name, listeners, settings);

        static Ease Make(double regularization) => new(new EaseOptions { Regularization = regularization, Scale = RatingScale.AsGiven });
    }

    private IEnumerable<int> Numbers() => Results.Select(result => result.Listeners).Where(number => number > 0).Distinct();

    private CrossDomainResult Find(string name, int listeners)
    {
        CrossDomainResult? result = Results.FirstOrDefault(result => result.Name == name && (result.Listeners == listeners || result.Listeners == 0));
        if (result is null)
        {
            Throw.Unknown("result", string.Create(CultureInfo.InvariantCulture, $"{name}, {listeners} listeners"), Results.Select(other => string.Create(CultureInfo.InvariantCulture, $"{other.Name}, {other.Listeners} listeners")));
        }

        return result;
    }

    private Table ToTable() => Table.Of(Results, ("learnt from listeners", result => result.Listeners), ("method", result => result.Name), ("settings", result => result.Settings), ("NDCG@10", result => result.Ndcg.Average()))
        .Format("NDCG@10", "0.0000").Format("learnt from listeners", "#,0").ShowAtMost(Results.Count)
        .Note($"Target: Last.fm, {Results[0].Ndcg.Length:N0} listeners of whom nothing was learnt, {_known} of their artists shown, full ranking. Source: {Playlists:N0} playlists of Spotify; {LinkedArtists:N0} artists link the two, by name. Settings were chosen on other listeners.");

    /// <summary>Listeners who are judged, what is shown of each and what is right.</summary>
    private sealed record Judged(ListenerHistory[] Histories, int[][] Relevant)
    {
        public static Judged Of(Interactions plays, int[] listeners, int known, RandomStream random)
        {
            int[] able = [.. listeners.Where(user => plays.ItemsOf(user).Length > known).Order()];
            if (able.Length == 0)
            {
                throw new ArgumentException($"None of {listeners.Length} listeners held out has more than {known} artists ({nameof(known)}), so that none would be left to tell; hold out more listeners or show fewer artists.");
            }

            int[][] orders = [.. able.Select(user => random.Split((ulong)user).Permutation(plays.ItemsOf(user).Length))];
            return new Judged(
                [.. able.Select((user, place) => ListenerHistory.Of(orders[place][..known].Select(index => (plays.ItemsOf(user)[index], plays.WeightsOf(user)[index]))))],
                [.. able.Select((user, place) => orders[place][known..].Select(index => plays.ItemsOf(user)[index]).Order().ToArray())]);
        }

        public CrossDomainResult Judge(Recommender recommender, Interactions train, string name, int listeners, string settings)
        {
            recommender.Fit(train);
            int[][] lists = recommender.RankItems(Histories, K);
            return new CrossDomainResult(name, listeners, settings, [.. lists.Select((list, place) => RankingMetrics.NdcgAtK(list, Relevant[place], K))]);
        }
    }
}
