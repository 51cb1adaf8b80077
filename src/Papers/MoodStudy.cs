using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>A method's figures in <see cref="MoodStudy"/>, each an array with one mean per playlist.</summary>
/// <param name="Name">The method.</param>
/// <param name="Base">The method that it steers by mood; null for one that mood does not steer.</param>
/// <param name="Settings">What was chosen on other playlists.</param>
/// <param name="Ndcg">NDCG@10 of the next artist.</param>
/// <param name="HitRate">Share of lists that hold the next artist.</param>
/// <param name="Distance">Mean distance of the listed artists' moods from that of the song that came next, in the plane of valence and energy.</param>
/// <param name="SameQuadrant">Share of the listed artists whose mood lies in the quadrant of that song.</param>
public sealed record MoodResult(string Name, string? Base, string Settings, double[] Ndcg, double[] HitRate, double[] Distance, double[] SameQuadrant);

/// <summary>
/// Emotion-aware recommendation (paper 003's challenges) on playlists: does the mood of the songs that are playing tell which artist comes next? Playlists are held
/// out whole; at every artist that is new to the playlist, from the sixth on, lists are asked for with the artists so far, all artists compete, and methods steered by
/// mood (<see cref="MoodReranking"/>) are told besides the mean valence and energy of the latest songs. An artist's mood is the mean of their songs in other playlists. Valence
/// and energy are computed from sound by Spotify: this is the mood of music, and of nobody's face, voice or pulse. One method is told the mood of the very song that
/// comes next, which nobody can know: what perfect knowledge of the wanted mood would be worth. Another is given the artists' moods in shuffled order.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class MoodStudy : IRenderable
{
    /// <summary>The method that is told the mood of the song that comes next: a bound.</summary>
    public const string Told = "session neighbours, told the next song's mood (bound)";

    /// <summary>The method that takes one artist's mood for another's.</summary>
    public const string Shuffled = "session neighbours, moods shuffled";

    private const string SessionNeighborsName = "session neighbours";
    private static readonly int[] _recent = [1, 5, 20], _neighbors = [30, 100, 300];
    private static readonly double[] _strengths = [0.1, 0.3, 1, 3], _rare = [0.5, 1];
    private static readonly (int Recent, double Strength)[] _steering = [.. from recent in _recent from strength in _strengths select (recent, strength)];
    private readonly ulong _seed;

    private MoodStudy(IReadOnlyList<MoodResult> results, int playlists, int questions, ulong seed) =>
        (Results, Playlists, Questions, _seed) = (results, playlists, questions, seed);

    /// <summary>The methods' figures.</summary>
    public IReadOnlyList<MoodResult> Results { get; }

    /// <summary>Playlists judged.</summary>
    public int Playlists { get; }

    /// <summary>Lists asked for.</summary>
    public int Questions { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="playlists">The playlists, with valence and energy of their tracks.</param>
    /// <param name="seed">Decides which playlists are held out, and the shuffled moods.</param>
    /// <param name="share">Share of the playlists that is held out, above 0 to 0.4; as large a share serves for choosing settings.</param>
    /// <exception cref="ArgumentException">No playlist held out is long enough.</exception>
    public static MoodStudy Run(Playlists playlists, ulong seed, double share = 0.2)
    {
        ArgumentNullException.ThrowIfNull(playlists);
        Throw.IfNotAboveZeroTo(share, 0.4);
        Throw.IfBelow(playlists.All.Count, 3, "the number of playlists");
        RandomStream seeds = new(seed);
        int[] order = seeds.Split(0).Permutation(playlists.All.Count);
        int held = Math.Max(1, (int)(share * order.Length));
        MoodQuestions choosing = MoodQuestions.Of(playlists, order[..(2 * held)], order[held..(2 * held)]), last = MoodQuestions.Of(playlists, order[..held], order[..held]);
        List<MoodResult> results = [];
        foreach ((string name, (string Settings, Func<Recommender> Make)[] candidates) in Bases())
        {
            (string settings, Func<Recommender> make) = Best(candidates, candidate => choosing.Judge("", null, "", candidate.Make(), MoodSource.None));
            results.Add(last.Judge(name, null, settings, make(), MoodSource.None));
            (int recent, double strength) = Best(_steering, candidate => choosing.Judge("", name, "", Steer(make, choosing.Moods, candidate.Strength), MoodSource.Latest(candidate.Recent)));
            string steering = FormattableString.Invariant($"last {recent}, strength {strength}");
            results.Add(last.Judge($"{name}, mood", name, steering, Steer(make, last.Moods, strength), MoodSource.Latest(recent)));
            if (name == SessionNeighborsName)
            {
                results.Add(last.Judge(Shuffled, name, steering, Steer(make, MoodQuestions.ShuffleRows(last.Moods, seeds.Split(1)), strength), MoodSource.Latest(recent)));
                double told = Best(_strengths, candidate => choosing.Judge("", name, "", Steer(make, choosing.Moods, candidate), MoodSource.Next));
                results.Add(last.Judge(Told, name, FormattableString.Invariant($"strength {told}"), Steer(make, last.Moods, told), MoodSource.Next));
            }
        }

        return new MoodStudy(results, last.PlaylistCount, last.Count, seed);
    }

    /// <summary>A steered method's figures minus those of its base, playlist by playlist; not corrected for how many are asked about (<see cref="Tests"/> is).</summary>
    /// <param name="method">A name in <see cref="Results"/> that has a base.</param>
    /// <param name="figure">Which figures, as <c>result => result.Ndcg</c>.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public PairedRandomizationTest Difference(string method, Func<MoodResult, double[]> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        MoodResult steered = this[method], plain = this[steered.Base ?? method];
        double[] other = figure(plain);
        return PairedRandomizationTest.Of([.. figure(steered).Select((value, place) => value - other[place])], new RandomStream(_seed).Split(2).NextUInt64());
    }

    /// <summary>The result of one method.</summary>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public MoodResult this[string method]
    {
        get
        {
            MoodResult? result = Results.FirstOrDefault(result => result.Name == method);
            if (result is null)
            {
                Throw.Unknown("method", method, Results.Select(other => other.Name));
            }

            return result;
        }
    }

    /// <summary>Every steered method against its base: next artist, and nearness to the mood of the song that came next.</summary>
    public Table Tests() => PairedTestTable.Of(
        ["method", "against", "figure"], "difference",
        [
            .. from result in Results where result.Base is not null
               from figure in new (string Name, Func<MoodResult, double[]> Of)[] { ("NDCG@10", one => one.Ndcg), ("distance in mood", one => one.Distance), ("same quadrant", one => one.SameQuadrant) }
               select (new object?[] { result.Name, result.Base, figure.Name }, Difference(result.Name, figure.Of)),
        ],
        $"{Playlists:N0} playlists");

    /// <summary>NDCG@10 of each method, with its bootstrap interval over playlists.</summary>
    public Figure Picture() => Figure.Intervals(Results.Select((result, place) =>
        {
            ConfidenceInterval interval = Intervals.Bootstrap(result.Ndcg, new RandomStream(_seed).Split(3).Split((ulong)place).NextUInt64(), 2_000);
            return (result.Name, interval.Estimate, interval.Low, interval.High);
        }))
        .Title("What the mood of the music playing tells about the artist who comes next").Subtitle($"NDCG@10, mean over {Playlists} playlists with its 95 % interval").XAxis("NDCG@10");

    /// <summary>Records every method's means.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (MoodResult result in Results)
        {
            string key = $"{set}.{PopularityStudy.Key(result.Name).ToLowerInvariant().Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)}";
            Metrics.Record($"{key}.ndcg", result.Ndcg.Average());
            Metrics.Record($"{key}.mood-distance", result.Distance.Average());
            Metrics.Record($"{key}.same-quadrant", result.SameQuadrant.Average());
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private static (string Name, (string Settings, Func<Recommender> Make)[] Candidates)[] Bases() =>
    [
        ("popularity", [("", () => new Popularity())]),
        ("last-artist Markov",
        [
            ("next only", () => new LastItemMarkov(new() { Smoothing = 1 })),
            ("window and look-back 5", () => new LastItemMarkov(new() { Window = 5, LookBack = 5, Smoothing = 1 })),
            ("window and look-back 20", () => new LastItemMarkov(new() { Window = 20, LookBack = 20, Decay = 0.9, Smoothing = 1 })),
        ]),
        (SessionNeighborsName,
        [
            .. _neighbors.Select(neighbors => ($"{neighbors} neighbours", (Func<Recommender>)(() => new SessionNeighbors(new() { Neighbors = neighbors })))),
            .. _rare.Select(rare => (FormattableString.Invariant($"100 neighbours, rare shared artists {rare}"), (Func<Recommender>)(() => new SessionNeighbors(new() { Neighbors = 100, RareSharedItems = rare })))),
        ]),
    ];

    private static MoodReranking Steer(Func<Recommender> make, Matrix moods, double strength) => new(make(), moods, new MoodOptions { Strength = strength });

    private static T Best<T>(IReadOnlyList<T> candidates, Func<T, MoodResult> judge)
    {
        double[] figures = [.. candidates.Select(candidate => candidates.Count == 1 ? 0 : judge(candidate).Ndcg.Average())];
        return candidates[Array.IndexOf(figures, figures.Max())];
    }

    private Table ToTable() => Table.Of(
            Results, ("method", result => result.Name), ("settings", result => result.Settings), ("NDCG@10", result => result.Ndcg.Average()), ("hit rate@10", result => result.HitRate.Average()),
            ("distance in mood", result => result.Distance.Average()), ("same quadrant", result => result.SameQuadrant.Average()))
        .Format("NDCG@10", "0.0000").Format("hit rate@10", "P1").Format("distance in mood", "0.000").Format("same quadrant", "P1")
        .Note($"Next artist new to the playlist, full ranking: {Questions:N0} lists in {Playlists:N0} playlists of which nothing was learnt, means over playlists. Distance and quadrant: listed artists against the song that came next, valence × energy, 0 to 1 each, as Spotify computes them from sound. The bound is told what nobody knows. Settings were chosen on other playlists.");
}
