using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Two challenges that the review names, as far as data at rest can tell: what more listeners to learn from are worth (scalability in what is learnt, not in time), and
/// how many listeners an A/B test would take to see what this evaluation sees. Whole listeners are held out (strong generalisation, 80 % of
/// their items shown), the same ones at every size; of the others the first quarter, half and all are learnt from, in one random order.
/// Settings are chosen anew at every size, on held-out listeners who are not judged.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ListenerCountStudy : IRenderable
{
    private const int K = 10, Candidates = 10;
    private const double Shown = 0.8;
    private readonly ulong _seed;

    private ListenerCountStudy(int[] listeners, IReadOnlyList<ListenerCountResult> results, ulong seed) => (Listeners, Results, _seed) = (listeners, results, seed);

    /// <summary>The shares of the listeners left that are learnt from, ascending.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.25, 0.5, 1];

    /// <summary>How many listeners are learnt from, for each of <see cref="Shares"/>.</summary>
    public IReadOnlyList<int> Listeners { get; }

    /// <summary>The methods' results.</summary>
    public IReadOnlyList<ListenerCountResult> Results { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="plays">Who played what.</param>
    /// <param name="seed">Decides who is held out, who is learnt from first, and what the methods draw.</param>
    /// <param name="heldOut">Listeners to be judged, and as many others to choose settings by, 2 or more.</param>
    /// <param name="methods">One or more; null for <see cref="ListenerCountMethods.All"/>.</param>
    /// <exception cref="ArgumentException">There are no methods, two have one name, or there are too few listeners with enough items.</exception>
    public static ListenerCountStudy Run(Interactions plays, ulong seed, int heldOut = 380, IReadOnlyList<TunableRecommender>? methods = null)
    {
        ArgumentNullException.ThrowIfNull(plays);
        methods ??= ListenerCountMethods.All;
        Throw.IfNotNamedApart(methods, method => method.Name, []);
        Throw.IfBelow(heldOut, 2);
        RandomStream seeds = new(seed);
        RankingSplit split = RankingProtocols.StrongGeneralization(plays, heldOut, heldOut, Shown, seeds.Split(0).NextUInt64());
        int[] counts = split.Train.ItemsPerUser();
        int[] order = [.. Enumerable.Range(0, counts.Length).Where(user => counts[user] > 0)];
        seeds.Split(1).Shuffle(order.AsSpan());
        int[] listeners = [.. Shares.Select(share => Math.Max(1, (int)(share * order.Length)))];
        RankingSplit[] splits = [.. listeners.Select(count => LearntFrom(split, order.AsSpan(0, count)))];
        ulong own = seeds.Split(2).NextUInt64();
        return new ListenerCountStudy(listeners, [.. methods.Select(method => Judge(method, splits, own))], seed);
    }

    /// <summary>A method's NDCG@10 with all listeners minus with half of them, over the listeners judged; not corrected for how many are asked about (the table is).</summary>
    /// <param name="method">A name in <see cref="Results"/>.</param>
    public PairedRandomizationTest Gain(string method)
    {
        IReadOnlyList<RankingResult> sizes = Find(method).Sizes;
        return Test(sizes[^1], sizes[^2]);
    }

    /// <summary>
    /// The best method against every other one, learnt from all listeners: the difference on the listeners judged, and how many an experiment needs to see it at 5 % significance
    /// with a power of 80 % (<see cref="SampleSize"/>): where everybody meets both methods, and in an A/B test of two groups; the latter also for the low
    /// end of the difference's interval, as the difference itself is known no better than that.
    /// </summary>
    public Table Experiments()
    {
        ListenerCountResult best = Results.MaxBy(result => result.Sizes[^1].NdcgAtK)!;
        double[] first = best.Sizes[^1].Ndcg;
        Table table = new("method", "against", "NDCG@10 difference", "95 %", "listeners, all meet both", "A/B: listeners per group", "… at the low end");
        foreach (ListenerCountResult other in Results.Where(result => result != best))
        {
            double[] second = other.Sizes[^1].Ndcg, differences = [.. first.Zip(second, (one, two) => one - two)];
            ConfidenceInterval mean = Test(best.Sizes[^1], other.Sizes[^1]).Mean;
            table.Row(
                best.Name, other.Name, mean.Estimate, Interval(mean), SampleSize.Paired(differences), SampleSize.PerGroup(first, second),
                mean.Low > 0 ? SampleSize.For(mean.Low, Variance(first) + Variance(second)) : null);
        }

        return table.Format("NDCG@10 difference", "+0.0000;-0.0000;0.0000").Format("listeners, all meet both", "#,0").Format("A/B: listeners per group", "#,0").Format("… at the low end", "#,0")
            .Note($"Significance 5 %, power 80 %, normal approximation with the spread of {first.Length:N0} listeners' figures. An A/B test would count plays or clicks, whose spread is another; this says what the figure used here would take, and where it is below some 30 it says no more than 'few'. Empty: the interval holds 0, so that no number is known to be enough.");
    }

    /// <summary>NDCG@10 by how many listeners were learnt from, a curve for each method.</summary>
    public Figure Picture() => Figure.Line(Results.Select(result => new Series(result.Name, [.. Listeners.Select(count => (double)count)], [.. result.Sizes.Select(size => size.NdcgAtK)])))
        .Title("What more listeners to learn from are worth").XAxis("listeners learnt from").YAxis("NDCG@10, mean over listeners");

    /// <summary>Records each method's NDCG@10 at each size.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (ListenerCountResult result in Results)
        {
            for (int size = 0; size < Listeners.Count; size++)
            {
                string share = (100 * Shares[size]).ToString(CultureInfo.InvariantCulture);
                Metrics.Record($"{set}.{result.Name.Replace(' ', '-').ToLowerInvariant()}.ndcg-10.of-{share}-percent", result.Sizes[size].NdcgAtK);
            }
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private static RankingSplit LearntFrom(RankingSplit split, ReadOnlySpan<int> users)
    {
        HashSet<int> learnt = [.. users];
        int[] owners = split.Train.UserOfEachPair();
        Interactions train = split.Train.Select([.. Enumerable.Range(0, owners.Length).Where(place => learnt.Contains(owners[place]))]);
        return new RankingSplit(train, split.Validation, split.Test, split.Protocol, split.ValidationHistory, split.TestHistory);
    }

    private static ListenerCountResult Judge(TunableRecommender method, RankingSplit[] splits, ulong seed)
    {
        ParameterValues?[] chosen = [.. splits.Select(split => method.Space is null ? null : RecommenderSearch.Run(method, split, Candidates, seed).Best.Parameters)];
        return new ListenerCountResult(
            method.Name, chosen[^1]?.ToString() ?? "nothing to choose", [.. splits.Select((split, size) => RankingEvaluation.Run(method.Build(chosen[size], seed), split, K))]);
    }

    private static double Variance(double[] values)
    {
        (_, double deviation) = ResampledTTest.Describe(values);
        return deviation * deviation;
    }

    private static string Interval(ConfidenceInterval interval) => string.Create(CultureInfo.InvariantCulture, $"[{interval.Low:+0.0000;-0.0000}, {interval.High:+0.0000;-0.0000}]");

    private PairedRandomizationTest Test(RankingResult first, RankingResult second) =>
        PairedRandomizationTest.Of([.. first.Ndcg.Zip(second.Ndcg, (one, two) => one - two)], new RandomStream(_seed).Split(3).NextUInt64());

    private ListenerCountResult Find(string name)
    {
        ListenerCountResult? result = Results.FirstOrDefault(result => result.Name == name);
        if (result is null)
        {
            Throw.Unknown("method", name, Results.Select(other => other.Name));
        }

        return result;
    }

    private Table ToTable()
    {
        string[] sizes = [.. Listeners.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} listeners"))];
        PairedRandomizationTest[] gains = [.. Results.Select(result => Gain(result.Name))];
        double[] adjusted = HolmCorrection.Adjust([.. gains.Select(gain => gain.PValue)]);
        Table table = new(["method", "settings for all", .. sizes, "all − half", "95 %", "p (Holm)"]);
        for (int row = 0; row < Results.Count; row++)
        {
            table.Row([
                Results[row].Name, Results[row].Settings, .. Results[row].Sizes.Select(size => (object?)size.NdcgAtK),
                gains[row].Mean.Estimate, Interval(gains[row].Mean), ResampledTTest.FormatPValue(adjusted[row])]);
        }

        foreach (string size in sizes)
        {
            table.Format(size, "0.0000").Best(size);
        }

        return table.Format("all − half", "+0.0000;-0.0000;0.0000").Align("p (Holm)", Alignment.Right)
            .Note($"NDCG@10 by how many listeners were learnt from; mean over {Results[0].Sizes[0].Users.Length:N0} others, the same in every column, who show 80 % of their items; full ranking. Settings were chosen for each size on listeners who are not judged. One draw of who is learnt from first: the interval holds the spread of those judged, not of those learnt from.");
    }
}

/// <summary>A method's figures in <see cref="ListenerCountStudy"/>.</summary>
/// <param name="Name">The method.</param>
/// <param name="Settings">The settings chosen for all listeners.</param>
/// <param name="Sizes">The result for each of <see cref="ListenerCountStudy.Shares"/>, on the same listeners.</param>
public sealed record ListenerCountResult(string Name, string Settings, IReadOnlyList<RankingResult> Sizes);
