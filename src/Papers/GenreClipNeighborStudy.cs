using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>How near clips of the same genre stand by some features.</summary>
/// <param name="Name">The features.</param>
/// <param name="Shares">For each clip the share of its nearest ones that are of its genre, 0 to 1, the mean over the rounds in which it was a test clip.</param>
/// <param name="Interval">The mean over clips with its bootstrap interval.</param>
public sealed record GenreClipNeighborResult(string Name, IReadOnlyList<double> Shares, ConfidenceInterval Interval);

/// <summary>
/// "More that sounds like this", from sound alone: for each test clip of each fold the training clips that are nearest (cosine of the scaled features), and how many of
/// them are of its genre. Neither the features nor their scale have seen the test clip; of a training clip the genre may have been seen. A genre is a coarse stand-in
/// for what sounds alike, and the features taught genres know the question.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class GenreClipNeighborStudy : IRenderable
{
    /// <summary>The name of the first result: what clips taken at random would give.</summary>
    public const string Chance = "chance";

    private readonly ulong _seed;

    private GenreClipNeighborStudy(int[] clips, int nearest, int rounds, IReadOnlyList<GenreClipNeighborResult> results, ulong seed) =>
        (Clips, Nearest, Rounds, Results, _seed) = (clips, nearest, rounds, results, seed);

    /// <summary>The clips that were test clips.</summary>
    public IReadOnlyList<int> Clips { get; }

    /// <summary>How many nearest clips are looked at.</summary>
    public int Nearest { get; }

    /// <summary>How often each was one at most.</summary>
    public int Rounds { get; }

    /// <summary><see cref="Chance"/>, then the features in the order given.</summary>
    public IReadOnlyList<GenreClipNeighborResult> Results { get; }

    /// <summary>The result of some features.</summary>
    /// <exception cref="ArgumentException">There are no such features.</exception>
    public GenreClipNeighborResult this[string name]
    {
        get
        {
            GenreClipNeighborResult? result = Results.FirstOrDefault(result => result.Name == name);
            if (result is null)
            {
                Throw.Unknown("features", name, Results.Select(other => other.Name));
            }

            return result;
        }
    }

    /// <summary>Runs the study on the folds of another, whose networks are trained if they are not yet.</summary>
    /// <param name="study">Such as the one that told genres.</param>
    /// <param name="seed">Decides the draws of intervals and tests.</param>
    /// <param name="nearest">How many nearest clips are looked at, 1 to the training clips of a fold.</param>
    /// <param name="contents">The features; null for <see cref="GenreClipContent.All"/>.</param>
    /// <exception cref="ArgumentException">There are no features or two of one name, one is not a finite number, or a fold has too few training clips.</exception>
    public static GenreClipNeighborStudy Run(GenreClipStudy study, ulong seed, int nearest = 5, IReadOnlyList<GenreClipContent>? contents = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        contents ??= GenreClipContent.All;
        Throw.IfNotNamedApart(contents, content => content.Name, [Chance]);
        Throw.IfOutside(nearest, 1, study.Folds.Min(fold => fold.Split.Train.Length));
        int count = study.Folds[0].Clips.Count;
        int[] rounds = new int[count];
        double[][] sums = [.. Enumerable.Range(0, contents.Count + 1).Select(_ => new double[count])];
        foreach (GenreClipFold fold in study.Folds)
        {
            int[] labels = fold.Clips.Labels;
            IRecommender[] recommenders = [.. contents.Select(content => content.Recommender(fold))];
            HashSet<int> train = [.. fold.Split.Train];
            foreach (int clip in fold.Split.Test)
            {
                rounds[clip]++;
                sums[0][clip] += fold.TrainLabels.Count(label => label == labels[clip]) / (double)train.Count;
                for (int place = 0; place < recommenders.Length; place++)
                {
                    IEnumerable<int> found = recommenders[place].SimilarItems(clip, count).Select(similar => similar.Item).Where(train.Contains).Take(nearest);
                    sums[place + 1][clip] += found.Count(other => labels[other] == labels[clip]) / (double)nearest;
                }
            }
        }

        int[] clips = [.. Enumerable.Range(0, count).Where(clip => rounds[clip] > 0)];
        ulong own = new RandomStream(seed).Split(0).NextUInt64();
        return new GenreClipNeighborStudy(
            clips, nearest, rounds.Max(),
            [.. sums.Select((sum, place) =>
            {
                double[] shares = [.. clips.Select(clip => sum[clip] / rounds[clip])];
                return new GenreClipNeighborResult(place == 0 ? Chance : contents[place - 1].Name, shares, Intervals.Bootstrap(shares, own));
            })],
            seed);
    }

    /// <summary>The share of some features minus that of others, clip by clip, not corrected for how many are asked about.</summary>
    public PairedRandomizationTest Difference(string first, string second)
    {
        IReadOnlyList<double> left = this[first].Shares, right = this[second].Shares;
        return PairedRandomizationTest.Of([.. left.Select((value, place) => value - right[place])], new RandomStream(_seed).Split(1).NextUInt64());
    }

    /// <summary>Every two of the features, and each against chance; p-values after Holm over the table.</summary>
    public Table Tests()
    {
        (string First, string Second)[] pairs = [.. Results.SelectMany((result, place) => Results.Take(place).Select(earlier => (result.Name, earlier.Name)))];
        PairedRandomizationTest[] tests = [.. pairs.Select(pair => Difference(pair.First, pair.Second))];
        double[] adjusted = HolmCorrection.Adjust([.. tests.Select(test => test.PValue)]);
        Table table = new("features", "against", "difference", "95 %", "p (Holm)");
        for (int row = 0; row < pairs.Length; row++)
        {
            table.Row(
                pairs[row].First, pairs[row].Second, tests[row].Mean.Estimate,
                string.Create(CultureInfo.InvariantCulture, $"[{tests[row].Mean.Low:+0.000;-0.000;0.000}, {tests[row].Mean.High:+0.000;-0.000;0.000}]"), ResampledTTest.FormatPValue(adjusted[row]));
        }

        return table.Format("difference", "+0.000;-0.000;0.000").Align("p (Holm)", Alignment.Right)
            .Note($"{Clips.Count:N0} clips, paired: bootstrap interval over clips, two-sided randomisation test after Holm. Clips share neighbours, so the intervals are somewhat too narrow.");
    }

    /// <summary>The mean of each with its 95 % interval.</summary>
    /// <param name="title">The point that the picture makes.</param>
    public Figure Picture(string title) => Figure.Intervals(Results.Select(result => (result.Name, result.Interval.Estimate, result.Interval.Low, result.Interval.High)))
        .Title(title)
        .Subtitle($"Share of the {Nearest} nearest training clips that are of the test clip's genre, mean of {Clips.Count:N0} clips with its 95 % interval")
        .XAxis("same genre", percent: true);

    /// <summary>Records the mean share of each.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (GenreClipNeighborResult result in Results)
        {
            string name = PopularityStudy.Key(result.Name).ToLowerInvariant();
            Metrics.Record($"{set}.{name}.same-genre", result.Interval.Estimate);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable() => Table.Of(
            Results, ("features", result => result.Name), ("same genre", result => result.Interval.Estimate),
            ("95 %", result => string.Create(CultureInfo.InvariantCulture, $"[{result.Interval.Low:0.000}, {result.Interval.High:0.000}]")))
        .Format("same genre", "0.000").Best("same genre")
        .Note($"Share of the {Nearest} nearest training clips that are of the test clip's genre: {Clips.Count:N0} clips, each a test clip in {Rounds} round{(Rounds == 1 ? "" : "s")}, by networks that have never heard it.");
}
