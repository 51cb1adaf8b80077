using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>
/// Recommenders held against one of them, listener by listener: paired differences with interval, effect size and a two-sided randomisation test,
/// p-values corrected by Holm for the number of recommenders asked about. With several seeds a listener's figures are averaged over the seeds first,
/// because listeners are independent of each other and seeds of the same listener are not.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class RankingComparison : IRenderable
{
    private readonly int _k;
    private readonly int _seeds;

    private RankingComparison(string baseline, RankingMetric metric, int k, int seeds, IReadOnlyList<RankingDifference> differences) =>
        (Baseline, Metric, _k, _seeds, Differences) = (baseline, metric, k, seeds, differences);

    /// <summary>The recommender that the others are held against.</summary>
    public string Baseline { get; }

    /// <summary>What is compared.</summary>
    public RankingMetric Metric { get; }

    /// <summary>The others, in the order given.</summary>
    public IReadOnlyList<RankingDifference> Differences { get; }

    /// <summary>Compares results of one seed.</summary>
    /// <param name="baseline">What the others are held against.</param>
    /// <param name="others">One or more results on the same listeners.</param>
    /// <param name="metric">What to compare.</param>
    /// <param name="seed">Decides the test's draws.</param>
    /// <exception cref="ArgumentException">There are no others, or one comes from other listeners or lists of other length.</exception>
    public static RankingComparison Of(RankingResult baseline, IReadOnlyList<RankingResult> others, RankingMetric metric = RankingMetric.Ndcg, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(others);
        return Of([baseline], [.. others.Select(other => (IReadOnlyList<RankingResult>)[other])], metric, seed);
    }

    /// <summary>Compares results of several seeds.</summary>
    /// <param name="baseline">One result per seed.</param>
    /// <param name="others">For each other recommender one result per seed, on the listeners of the baseline's result of that seed.</param>
    /// <param name="metric">What to compare.</param>
    /// <param name="seed">Decides the test's draws.</param>
    /// <exception cref="ArgumentException">There are no others, or seeds, listeners or lengths differ.</exception>
    public static RankingComparison Of(
        IReadOnlyList<RankingResult> baseline, IReadOnlyList<IReadOnlyList<RankingResult>> others, RankingMetric metric = RankingMetric.Ndcg, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(others);
        Throw.IfEmpty(baseline.Count, nameof(baseline));
        Throw.IfEmpty(others.Count, nameof(others));
        Throw.IfUndefined(metric);
        PairedRandomizationTest[] tests = [.. others.Select((other, place) => Test(baseline, other, metric, new Numerics.RandomStream(seed).Split((ulong)place).NextUInt64()))];
        double[] adjusted = HolmCorrection.Adjust([.. tests.Select(test => test.PValue)]);
        return new RankingComparison(
            baseline[0].Name, metric, baseline[0].K, baseline.Count,
            [.. others.Select((other, place) => new RankingDifference(other[0].Name, other.Average(result => result.Mean(metric)), tests[place], adjusted[place]))]);
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The comparison as text.</summary>
    public override string ToString() => ToText();

    /// <summary>Whether two results judge the same listeners by lists of the same length.</summary>
    internal static bool Alike(RankingResult first, RankingResult second) => first.K == second.K && first.Users.AsSpan().SequenceEqual(second.Users);

    private static PairedRandomizationTest Test(IReadOnlyList<RankingResult> baseline, IReadOnlyList<RankingResult> other, RankingMetric metric, ulong seed)
    {
        Throw.IfLengthsDiffer(baseline.Count, "the baseline's seeds", other.Count, $"the seeds of '{(other.Count == 0 ? "" : other[0].Name)}'");
        SortedDictionary<int, (double Sum, int Count)> differences = [];
        for (int run = 0; run < baseline.Count; run++)
        {
            if (!Alike(baseline[run], other[run]))
            {
                throw new ArgumentException($"'{other[run].Name}' and '{baseline[run].Name}' come from other listeners or lists of other length; only like can be compared with like.", nameof(other));
            }

            double[] first = other[run].Of(metric), second = baseline[run].Of(metric);
            for (int place = 0; place < first.Length; place++)
            {
                (double sum, int count) = differences.GetValueOrDefault(baseline[run].Users[place]);
                differences[baseline[run].Users[place]] = (sum + first[place] - second[place], count + 1);
            }
        }

        return PairedRandomizationTest.Of([.. differences.Values.Select(one => one.Sum / one.Count)], seed);
    }

    private Table ToTable()
    {
        string difference = $"{Metric}@{_k} − {Baseline}";
        Table table = new("recommender", difference, "95 %", "effect size", "better / equal / worse", "p (Holm)");
        foreach (RankingDifference row in Differences)
        {
            PairedRandomizationTest test = row.Test;
            table.Row(
                row.Name, test.Mean.Estimate, string.Create(CultureInfo.InvariantCulture, $"[{test.Mean.Low:0.0000}, {test.Mean.High:0.0000}]"), test.EffectSize,
                string.Create(CultureInfo.InvariantCulture, $"{test.Better:#,0} / {test.Equal:#,0} / {test.Worse:#,0}"), ResampledTTest.FormatPValue(row.AdjustedPValue));
        }

        return table.Format(difference, "+0.0000;-0.0000;0.0000").Format("effect size", "+0.00;-0.00;0.00").Align("p (Holm)", Alignment.Right)
            .Note($"Paired over listeners{(_seeds > 1 ? $", each averaged over {_seeds} seeds" : "")}: bootstrap interval of the mean difference, effect size (mean / standard deviation), number of listeners better, equal and worse, p-value of a two-sided randomisation test after Holm (its draws can show no p below {PairedTestTable.Smallest(Differences.Count)}).");
    }
}

/// <summary>One recommender held against a baseline.</summary>
/// <param name="Name">The recommender.</param>
/// <param name="Mean">Its own mean figure.</param>
/// <param name="Test">Its differences from the baseline.</param>
/// <param name="AdjustedPValue">The test's p-value after Holm's correction, 0 to 1.</param>
public sealed record RankingDifference(string Name, double Mean, PairedRandomizationTest Test, double AdjustedPValue);
