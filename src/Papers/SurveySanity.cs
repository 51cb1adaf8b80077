using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>How plays are shuffled before they are divided.</summary>
public enum SurveyShuffle
{
    /// <summary>The plays as they are.</summary>
    None,

    /// <summary>Listeners and artists keep their numbers of plays: nothing but popularity is left to learn.</summary>
    KeepingDegrees,

    /// <summary>Every artist is as likely as every other: nothing is left to learn.</summary>
    Freely,
}

/// <summary>
/// Whether the evaluation itself can be trusted: on plays that hold nothing but popularity no method may be better than popularity, on plays that hold nothing
/// at all none better than chance, and whoever knows the answers must score 1.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class SurveySanity : IRenderable
{
    private const string Real = "plays as they are", Degrees = "shuffled, numbers of plays kept", DegreesExcess = "minus popularity (95 %)", Free = "shuffled freely", FreeExcess = "minus random (95 %)";
    private readonly string[] _names;
    private readonly Dictionary<(string Method, SurveyShuffle Shuffle), RankingResult> _results;
    private readonly ulong _seed;

    private SurveySanity(string[] names, Dictionary<(string, SurveyShuffle), RankingResult> results, double oracle, ulong seed) => (_names, _results, Oracle, _seed) = (names, results, oracle, seed);

    /// <summary>Mean NDCG@10 of lists that begin with what is held out, on the real plays.</summary>
    public double Oracle { get; }

    /// <summary>Judges methods on both kinds of shuffled plays, each divided 8:1:1 listener by listener as the plays themselves were.</summary>
    /// <param name="plays">The plays.</param>
    /// <param name="methods">The methods, random and popularity among them.</param>
    /// <param name="results">Their results on the plays as they are, in the same order.</param>
    /// <param name="chosen">How each is made.</param>
    /// <param name="seed">Decides shuffles, splits and recommenders.</param>
    public static SurveySanity Run(
        Interactions plays, IReadOnlyList<SurveyMethod> methods, IReadOnlyList<RankingResult> results, Func<SurveyMethod, Func<ulong, IRecommender>> chosen, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(plays);
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(chosen);
        Throw.IfLengthsDiffer(methods.Count, nameof(methods), results.Count, nameof(results));
        Dictionary<(string, SurveyShuffle), RankingResult> all = [];
        foreach ((SurveyMethod method, RankingResult result) in methods.Zip(results))
        {
            all.Add((method.Name, SurveyShuffle.None), result);
        }

        foreach (SurveyShuffle shuffle in (SurveyShuffle[])[SurveyShuffle.KeepingDegrees, SurveyShuffle.Freely])
        {
            Interactions own = shuffle == SurveyShuffle.KeepingDegrees ? InteractionShuffle.KeepingDegrees(plays, seed) : InteractionShuffle.Freely(plays, seed);
            RankingSplit split = RankingProtocols.RandomSharesPerUser(own, 0.1, 0.1, seed);
            foreach (SurveyMethod method in methods)
            {
                all.Add((method.Name, shuffle), RankingEvaluation.Run(chosen(method)(seed), split));
            }
        }

        double oracle = OracleOf(RankingProtocols.RandomSharesPerUser(plays, 0.1, 0.1, seed).Test);
        return new SurveySanity([.. methods.Select(method => method.Name)], all, oracle, seed);
    }

    /// <summary>A method's result.</summary>
    /// <exception cref="ArgumentException">It was not judged.</exception>
    public RankingResult Result(string method, SurveyShuffle shuffle)
    {
        if (!_results.TryGetValue((method, shuffle), out RankingResult? result))
        {
            Throw.Unknown("method", method, _names);
        }

        return result;
    }

    /// <summary>A method's NDCG@10 minus another's on the same plays, listener by listener.</summary>
    public PairedRandomizationTest Difference(string method, string other, SurveyShuffle shuffle)
    {
        double[] first = Result(method, shuffle).Ndcg, second = Result(other, shuffle).Ndcg;
        return PairedRandomizationTest.Of([.. first.Select((value, place) => value - second[place])], new RandomStream(_seed).NextUInt64());
    }

    /// <summary>Records all figures.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        Metrics.Record($"{set}.oracle", Oracle);
        foreach (string name in _names)
        {
            string key = $"{set}.{name.Replace(' ', '-')}";
            Metrics.Record($"{key}.degrees-kept", Result(name, SurveyShuffle.KeepingDegrees).NdcgAtK);
            Metrics.Record($"{key}.shuffled-freely", Result(name, SurveyShuffle.Freely).NdcgAtK);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    private static double OracleOf(Interactions test) => Enumerable.Range(0, test.UserCount).Where(user => test.ItemsOf(user).Length > 0)
        .Average(user => RankingMetrics.NdcgAtK(test.ItemsOf(user)[..Math.Min(10, test.ItemsOf(user).Length)], test.ItemsOf(user), 10));

    private Table ToTable()
    {
        Table table = new("method", Real, Degrees, DegreesExcess, Free, FreeExcess);
        foreach (string name in _names)
        {
            table.Row(
                name, Result(name, SurveyShuffle.None).NdcgAtK, Result(name, SurveyShuffle.KeepingDegrees).NdcgAtK, Excess(name, SurveyMethods.Popularity, SurveyShuffle.KeepingDegrees),
                Result(name, SurveyShuffle.Freely).NdcgAtK, Excess(name, SurveyMethods.Random, SurveyShuffle.Freely));
        }

        return table.Format(Real, "0.0000").Format(Degrees, "0.0000").Format(Free, "0.0000").Align(DegreesExcess, Alignment.Right).Align(FreeExcess, Alignment.Right)
            .Note(string.Create(CultureInfo.InvariantCulture, $"NDCG@10, one split each, with the settings found on the real plays. An oracle, whose lists begin with what is held out, scores {Oracle:0.0000}."));
    }

    private string Excess(string method, string other, SurveyShuffle shuffle)
    {
        if (method == other)
        {
            return "";
        }

        ConfidenceInterval mean = Difference(method, other, shuffle).Mean;
        return string.Create(CultureInfo.InvariantCulture, $"{mean.Estimate:+0.0000;-0.0000;0.0000} [{mean.Low:+0.0000;-0.0000;0.0000}, {mean.High:+0.0000;-0.0000;0.0000}]");
    }
}
