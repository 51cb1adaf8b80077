using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Paper 000's network as written, in the readings that its text allows, on folds and with several seeds on each: how good it is and how far
/// that moves with the songs and with the first weights.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityNetworkStudy : IRenderable
{
    private readonly PopularityNetworkFigures[][][] _figures;

    private PopularityNetworkStudy(PopularitySongs songs, IReadOnlyList<Split> folds, int cut, IReadOnlyList<string> names, PopularityNetworkFigures[][][] figures) =>
        (Songs, Folds, Cut, Names, _figures) = (songs, folds, cut, names, figures);

    /// <summary>The two ways to show a row of numbers to an LSTM, as the paper says nothing of it.</summary>
    public static IReadOnlyList<(string Name, PopularityNetworkSettings Settings)> AsWritten { get; } =
    [
        ("sequence of numbers", new PopularityNetworkSettings()),
        ("one position", new PopularityNetworkSettings { UsesNumericSequence = false }),
    ];

    /// <summary>The songs.</summary>
    public PopularitySongs Songs { get; }

    /// <summary>The folds.</summary>
    public IReadOnlyList<Split> Folds { get; }

    /// <summary>From which popularity on a song is popular.</summary>
    public int Cut { get; }

    /// <summary>The networks.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Trains and judges every network on every fold with every seed, several at a time; the digits do not depend on how many.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="folds">Such as stratified ones.</param>
    /// <param name="cut">From which popularity on a song is popular, 0 to 100.</param>
    /// <param name="seeds">How often each network is trained on a fold, 1 or more; each time from other first weights.</param>
    /// <param name="networks">The networks with names of their own; null for <see cref="AsWritten"/>.</param>
    /// <param name="seed">Decides the seeds.</param>
    /// <exception cref="ArgumentException">There is no network or fold, two networks have one name, or a fold is not of these songs.</exception>
    public static PopularityNetworkStudy Run(
        PopularitySongs songs, IReadOnlyList<Split> folds, int cut, int seeds = 2,
        IReadOnlyList<(string Name, PopularityNetworkSettings Settings)>? networks = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(songs);
        (string Name, PopularityNetworkSettings Settings)[] chosen = [.. networks ?? AsWritten];
        Throw.IfEmpty(chosen.Length, nameof(networks));
        Throw.IfOutside(cut, 0, 100);
        Throw.IfBelow(seeds, 1);
        if (chosen.DistinctBy(network => network.Name).Count() < chosen.Length)
        {
            throw new ArgumentException($"Two of the networks have one name: {string.Join(", ", chosen.Select(network => network.Name))}.", nameof(networks));
        }

        FoldRows.Check(folds, songs.Count);
        int pieces = folds.Count * seeds;
        PopularityNetworkFigures[] figures = new PopularityNetworkFigures[chosen.Length * pieces];
        ParallelLoop.For(figures.Length, piece =>
        {
            int fold = piece % pieces / seeds;
            ulong own = new RandomStream(CrossValidation.SeedOf(seed, fold)).Split((ulong)(piece % seeds)).NextUInt64();
            figures[piece] = PopularityNetworkFigures.Measure(songs, folds[fold], cut, own, chosen[piece / pieces].Settings);
        });
        return new PopularityNetworkStudy(
            songs, folds, cut, [.. chosen.Select(network => network.Name)],
            [.. figures.Chunk(pieces).Select(network => network.Chunk(seeds).ToArray())]);
    }

    /// <summary>What one network reached, a row per fold with an entry per seed.</summary>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public IReadOnlyList<IReadOnlyList<PopularityNetworkFigures>> this[string network]
    {
        get
        {
            int place = Names.ToList().IndexOf(network);
            if (place < 0)
            {
                Throw.Unknown("network", network, Names);
            }

            return _figures[place];
        }
    }

    /// <summary>The mean of a figure over folds and seeds, its deviation over folds (each fold's mean over its seeds) and over seeds (within a fold).</summary>
    /// <param name="network">The network.</param>
    /// <param name="figure">Such as <c>figures => figures.Accuracy</c>.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public (double Mean, double OverFolds, double OverSeeds) Spread(string network, Func<PopularityNetworkFigures, double> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return SpreadOf([.. this[network].Select(fold => fold.Select(figure).ToArray())]);
    }

    /// <summary>Records means and deviations of every network.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (string name in Names)
        {
            string key = $"{set}.{name.Replace(' ', '-')}";
            foreach ((string figure, Func<PopularityNetworkFigures, double> of) in PopularityNetworkFigures.All)
            {
                (double mean, double overFolds, double overSeeds) = Spread(name, of);
                Metrics.Record($"{key}.{figure}", mean);
                Metrics.Record($"{key}.{figure}.sd-folds", overFolds);
                Metrics.Record($"{key}.{figure}.sd-seeds", overSeeds);
            }
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    internal static (double Mean, double OverFolds, double OverSeeds) SpreadOf(IReadOnlyList<double[]> folds)
    {
        double[] means = [.. folds.Select(fold => fold.Average())];
        double within = folds.Average(fold => fold.Length < 2 ? 0 : Square(ResampledTTest.Describe(fold).StandardDeviation));
        return (means.Average(), means.Length < 2 ? 0 : ResampledTTest.Describe(means).StandardDeviation, Math.Sqrt(within));
    }

    private static double Square(double value) => value * value;

    private Table ToTable()
    {
        Table table = new("numbers as", "learns", "figure", "mean", "± folds", "± seeds");
        int seeds = _figures[0][0].Length;
        foreach (string name in Names)
        {
            Add("popularity", "R²", figures => figures.RSquared);
            Add("popularity", $"accuracy of {Cut} and more", figures => figures.AccuracyOfCut);
            Add("popular or not", "accuracy", figures => figures.Accuracy);
            Add("popular or not", "average precision", figures => figures.AveragePrecision);

            void Add(string learns, string figure, Func<PopularityNetworkFigures, double> of)
            {
                (double mean, double overFolds, double overSeeds) = Spread(name, of);
                table.Row(name, learns, figure, mean, Folds.Count > 1 ? overFolds : null, seeds > 1 ? overSeeds : null);
            }
        }

        double share = Songs.Popular(Cut).Average();
        return table.Format("mean", "0.0000").Format("± folds", "0.0000").Format("± seeds", "0.0000")
            .Caption($"{Songs.Name}: paper 000's network")
            .Note(FormattableString.Invariant(
                $"{Songs.Count:#,0} songs, {100 * share:0.0} % of them popular at {Cut}; {Folds.Count} fold{(Folds.Count == 1 ? "" : "s")}, {seeds} seed{(seeds == 1 ? "" : "s")} on each. The constant guess is right for {100 * Math.Max(share, 1 - share):0.0} %."));
    }
}
