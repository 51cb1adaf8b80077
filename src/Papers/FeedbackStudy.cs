using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// What a listener's likes and dislikes are worth: sessions of the same listeners with every method, judged by the share of the songs
/// shown that are liked. Listeners are simulated on real songs, or one real listener's answers are replayed.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class FeedbackStudy : IRenderable
{
    private static readonly FeedbackMethod[] s_all = [.. Enum.GetValues<FeedbackMethod>()];
    private readonly Dictionary<(string Group, FeedbackMethod Method), int[][]> _likes = [];
    private readonly List<(string Group, double Rate)> _baseRates = [];
    private readonly FeedbackSettings _settings;
    private readonly string _what;
    private readonly string _over;

    private FeedbackStudy(FeedbackSettings settings, string what, string over, FeedbackMethod[] methods) => (_settings, _what, _over, Methods) = (settings, what, over, methods);

    /// <summary>Methods that were tried.</summary>
    public IReadOnlyList<FeedbackMethod> Methods { get; }

    /// <summary>Groups of listeners, in order.</summary>
    public IReadOnlyList<string> Groups => [.. _baseRates.Select(pair => pair.Group)];

    /// <summary>Sessions with simulated listeners of every kind (<see cref="SimulatedListener"/>).</summary>
    /// <param name="songs">The catalogue.</param>
    /// <param name="predicted">Each song's popularity, predicted without it (<see cref="PopularityRecommender.Predicted"/>).</param>
    /// <param name="settings">How sessions go.</param>
    /// <exception cref="ArgumentException">There is not one finite prediction for each song.</exception>
    public static FeedbackStudy Run(PopularitySongs songs, ReadOnlySpan<double> predicted, FeedbackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        settings ??= new FeedbackSettings();
        settings.Check();
        Throw.IfLengthsDiffer(predicted.Length, nameof(predicted), songs.Count, nameof(songs));
        Throw.IfNotFinite(predicted);
        double[] popularity = predicted.ToArray();
        RandomStream random = new(settings.Seed);
        if (songs.Count > settings.MostSongs)
        {
            int[] rows = random.Split(0).Permutation(songs.Count)[..settings.MostSongs];
            Array.Sort(rows);
            (songs, popularity) = (songs.Select(rows), Array.ConvertAll(rows, row => popularity[row]));
        }

        settings.CheckSongs(songs.Count);
        ListenerSpace space = new(songs);
        FeedbackStudy study = new(settings, string.Create(CultureInfo.InvariantCulture, $"{settings.Listeners} simulated listeners of each kind on {songs.Count:#,0} songs of {songs.Name}"), "listener", s_all);
        foreach (ListenerKind kind in Enum.GetValues<ListenerKind>())
        {
            RandomStream own = random.Split(1 + (ulong)kind);
            study.Add(GroupName(kind), space, popularity, settings.Listeners, index =>
                SimulatedListener.Draw(kind, songs, space, own.Split((ulong)index).Split(0).NextUInt64()).Likes, own);
        }

        return study;
    }

    /// <summary>
    /// Sessions that replay one real listener's likes and dislikes: <see cref="FeedbackSettings.Listeners"/> sessions, which differ in the
    /// songs named first. They say how far sessions of this listener differ, not how far listeners do.
    /// </summary>
    /// <param name="rated">The listener's songs.</param>
    /// <param name="name">What the listener is called.</param>
    /// <param name="settings">How sessions go.</param>
    public static FeedbackStudy Replay(LikedSongs rated, string name, FeedbackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(rated);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        settings ??= new FeedbackSettings();
        settings.Check();
        settings.CheckSongs(rated.Count);
        FeedbackStudy study = new(
            settings, string.Create(CultureInfo.InvariantCulture, $"{settings.Listeners} sessions of one real listener on {rated.Count:#,0} songs"), "session",
            [.. s_all.Where(method => method != FeedbackMethod.Popularity)]);
        bool[] likes = [.. Enumerable.Range(0, rated.Count).Select(row => rated.Labels[row] == 1)];
        study.Add(name, new ListenerSpace(rated), null, settings.Listeners, _ => likes, new RandomStream(settings.Seed));
        return study;
    }

    /// <summary>The share of the songs shown that each listener of a group liked, in the order of the listeners.</summary>
    /// <exception cref="ArgumentException">There is no such group or method.</exception>
    public double[] Shares(string group, FeedbackMethod method) =>
        Array.ConvertAll(Likes(group, method), rounds => rounds.Sum() / (double)(_settings.Rounds * _settings.SongsPerRound));

    /// <summary>The mean share of liked songs in each round.</summary>
    /// <exception cref="ArgumentException">There is no such group or method.</exception>
    public double[] ByRound(string group, FeedbackMethod method)
    {
        int[][] likes = Likes(group, method);
        return [.. Enumerable.Range(0, _settings.Rounds).Select(round => likes.Sum(rounds => rounds[round]) / (double)(likes.Length * _settings.SongsPerRound))];
    }

    /// <summary>The mean gain of a method over another for the same listeners, with its 95 % bootstrap interval.</summary>
    /// <param name="group">The listeners.</param>
    /// <param name="method">The method.</param>
    /// <param name="other">What it is held against.</param>
    public ConfidenceInterval Gain(string group, FeedbackMethod method, FeedbackMethod other)
    {
        double[] first = Shares(group, method), second = Shares(group, other);
        return Intervals.Bootstrap([.. first.Zip(second, (left, right) => left - right)], _settings.Seed, 2_000);
    }

    /// <summary>Shares of liked songs by round, a panel for each group.</summary>
    public Figure ToFigure()
    {
        double[] rounds = [.. Enumerable.Range(1, _settings.Rounds).Select(round => (double)round)];
        return Figure.SmallMultiples(_baseRates.Select(pair => Figure.Line(Methods.Select(method => new Series(MethodName(method), rounds, ByRound(pair.Group, method))))
            .HorizontalLine(pair.Rate, "of all songs").YRange(0, Highest(pair.Group)).Title(pair.Group).XAxis("round").YAxis("liked of those shown", percent: true)), 2);

        // From 0 on, so that chance does not look like much.
        double Highest(string group) => Math.Max(0.05, 1.15 * Methods.Max(method => ByRound(group, method).Max()));
    }

    /// <summary>Records the share of liked songs of every method, and what feedback gains.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (string group in Groups)
        {
            foreach (FeedbackMethod method in Methods)
            {
                Metrics.Record($"{set}.feedback.{PopularityStudy.Key(group)}.{PopularityStudy.Key(MethodName(method))}.liked", Shares(group, method).Average());
            }

            Metrics.Record(
                $"{set}.feedback.{PopularityStudy.Key(group)}.gain", Gain(group, FeedbackMethod.Online, FeedbackMethod.OnlineWithoutFeedback).Estimate);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    /// <summary>A method's name in tables.</summary>
    public static string MethodName(FeedbackMethod method) => method switch
    {
        FeedbackMethod.Random => "random",
        FeedbackMethod.Popularity => "predicted popularity",
        FeedbackMethod.RocchioWithoutFeedback => "Rocchio, no feedback",
        FeedbackMethod.Rocchio => "Rocchio",
        FeedbackMethod.OnlineWithoutFeedback => "online regression, no feedback",
        _ => "online regression",
    };

    /// <summary>A kind's name in tables.</summary>
    public static string GroupName(ListenerKind kind) => kind switch
    {
        ListenerKind.GenresAndArtists => "genres and artists",
        ListenerKind.SoundIslands => "islands of sound",
        ListenerKind.Years => "years (the model sees none)",
        _ => "indifferent",
    };

    private int[][] Likes(string group, FeedbackMethod method) =>
        _likes.TryGetValue((group, method), out int[][]? likes) ? likes : throw new ArgumentException($"There is no '{group}' with {method}. Groups: {string.Join(", ", Groups)}.");

    private void Add(string group, ListenerSpace space, double[]? predicted, int listeners, Func<int, IReadOnlyList<bool>> likesOf, RandomStream random)
    {
        int[][][] likes = [.. Methods.Select(_ => new int[listeners][])];
        double[] rates = new double[listeners];
        ParallelLoop.For(listeners, listener =>
        {
            IReadOnlyList<bool> answers = likesOf(listener);
            rates[listener] = answers.Count(liked => liked) / (double)answers.Count;
            for (int method = 0; method < likes.Length; method++)
            {
                likes[method][listener] = FeedbackSession.Run(space, predicted, answers, Methods[method], _settings, random.Split((ulong)listener).Split(1));
            }
        });
        for (int method = 0; method < likes.Length; method++)
        {
            _likes.Add((group, Methods[method]), likes[method]);
        }

        _baseRates.Add((group, rates.Average()));
    }

    private Table ToTable()
    {
        Table table = new("listeners", "method", "liked of songs shown", "in the last round", "gain by feedback", "gain over popularity", "gain over random");
        foreach (string group in Groups)
        {
            foreach (FeedbackMethod method in Methods)
            {
                FeedbackMethod? without = method switch
                {
                    FeedbackMethod.Rocchio => FeedbackMethod.RocchioWithoutFeedback,
                    FeedbackMethod.Online => FeedbackMethod.OnlineWithoutFeedback,
                    _ => null,
                };
                table.Row(
                    group, MethodName(method), Shares(group, method).Average(), ByRound(group, method)[^1], Points(group, method, without),
                    Points(group, method, FeedbackMethod.Popularity), Points(group, method, FeedbackMethod.Random));
            }
        }

        return table.Format("liked of songs shown", "P1").Format("in the last round", "P1")
            .Caption(string.Create(CultureInfo.InvariantCulture, $"{_what}: {_settings.Rounds} rounds of {_settings.SongsPerRound} songs after {_settings.StartSongs} named ones"))
            .Note($"Gains in points with 95 % intervals, paired by {_over} (percentile bootstrap over {_over}s). Shares liked of all songs: "
                + string.Join(", ", _baseRates.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Group} {pair.Rate:P1}"))) + ".");
    }

    private string Points(string group, FeedbackMethod method, FeedbackMethod? other)
    {
        if (other is not FeedbackMethod baseline || method == baseline || !Methods.Contains(baseline))
        {
            return "";
        }

        ConfidenceInterval gain = Gain(group, method, baseline);
        return string.Create(CultureInfo.InvariantCulture, $"{100 * gain.Estimate:+0.0;−0.0;0.0} [{100 * gain.Low:+0.0;−0.0;0.0}, {100 * gain.High:+0.0;−0.0;0.0}]");
    }
}
