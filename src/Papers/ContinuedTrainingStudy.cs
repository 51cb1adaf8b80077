using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Continued training on new data, which paper 000 leaves for later: models learn from songs up to a year and meet the next years' songs
/// step by step. Each step is predicted before anything is learnt from it (as in Gama et al. 2013, "prequential"); then its popularity
/// is known.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ContinuedTrainingStudy : IRenderable
{
    private readonly string _what;
    private readonly ulong _seed;

    private ContinuedTrainingStudy(ContinuedTrainingStep[] steps, string what, ulong seed) => (Steps, _what, _seed) = (steps, what, seed);

    /// <summary>The methods, in the order of the tables.</summary>
    public static IReadOnlyList<ContinuedTrainingMethod> Methods { get; } = Enum.GetValues<ContinuedTrainingMethod>();

    /// <summary>What came in, step by step.</summary>
    public IReadOnlyList<ContinuedTrainingStep> Steps { get; }

    /// <summary>Runs all methods over the same steps.</summary>
    /// <param name="songs">Songs of two years or more; those whose year is unknown are left out.</param>
    /// <param name="settings">How songs come in.</param>
    /// <exception cref="ArgumentException">No song is left to begin with, or none to come in.</exception>
    public static ContinuedTrainingStudy Run(PopularitySongs songs, ContinuedTrainingSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        settings ??= new ContinuedTrainingSettings();
        settings.Check();
        RandomStream random = new(settings.Seed);
        PopularitySongs all = songs;
        songs = all.Select([.. Enumerable.Range(0, all.Count).Where(row => all.Years[row] != 0)]).Sample(settings.MostSongs, settings.Seed);
        int lastFirst = settings.LastFirstYear ?? Half(songs.Years);
        (int From, int To, int[] Rows)[] blocks = Blocks(songs, lastFirst, settings.YearsPerStep);
        Learner[] learners = [.. Methods.Select(method => new Learner(method, songs, settings, random.Split(1 + (ulong)method)))];
        double[][][] predicted = new double[learners.Length][][];
        long[][] visits = new long[learners.Length][];
        ParallelLoop.For(learners.Length, index =>
        {
            (predicted[index], visits[index]) = (new double[blocks.Length - 1][], new long[blocks.Length - 1]);
            for (int step = 1; step < blocks.Length; step++)
            {
                learners[index].Learn(blocks[..step]);
                predicted[index][step - 1] = learners[index].Predict(blocks[step].Rows);
                visits[index][step - 1] = learners[index].Visits;
            }
        });
        ContinuedTrainingStep[] steps =
        [
            .. blocks.Skip(1).Select((block, step) => new ContinuedTrainingStep(
                block.From, block.To, [.. block.Rows.Select(row => songs.Popularity[row])], [.. predicted.Select(rows => rows[step])], [.. visits.Select(counts => counts[step])])),
        ];
        return new ContinuedTrainingStudy(
            steps, string.Create(CultureInfo.InvariantCulture, $"{songs.Name}: {blocks[0].Rows.Length:#,0} songs up to {lastFirst}, then {blocks.Skip(1).Sum(block => block.Rows.Length):#,0} songs in {steps.Length} steps"), settings.Seed);
    }

    /// <summary>Each new song's absolute error, step after step.</summary>
    public double[] AbsoluteErrors(ContinuedTrainingMethod method) =>
        [.. Steps.SelectMany(step => step.Popularity.Zip(step.Predicted[(int)method], (truth, predicted) => Math.Abs(truth - predicted)))];

    /// <summary>How much larger a method's absolute error is than another's on the same songs, with its 95 % bootstrap interval over songs.</summary>
    /// <param name="method">The method.</param>
    /// <param name="other">What it is held against.</param>
    public ConfidenceInterval Difference(ContinuedTrainingMethod method, ContinuedTrainingMethod other) =>
        Intervals.Bootstrap([.. AbsoluteErrors(method).Zip(AbsoluteErrors(other), (left, right) => left - right)], _seed, 2_000);

    /// <summary>Mean absolute errors step by step.</summary>
    public Figure ToFigure()
    {
        double[] years = [.. Steps.Select(step => (double)step.LastYear)];
        return Figure.Line(Methods.Select(method => new Series(MethodName(method), years, [.. Steps.Select(step => step.MeanAbsoluteError((int)method))])))
            .Title("New songs, predicted before they are learnt from").Subtitle(_what).XAxis("songs up to this year come in").YAxis("mean absolute error of popularity");
    }

    /// <summary>How far seeds move the figures: mean absolute errors of several runs, which differ in their seeds.</summary>
    /// <param name="runs">Two or more.</param>
    /// <exception cref="ArgumentException">There are fewer than two runs.</exception>
    public static Table Spread(params IReadOnlyList<ContinuedTrainingStudy> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Throw.IfBelow(runs.Count, 2, "number of runs");
        Table table = new("method", "mean absolute error", "± sd", "lowest", "highest", "better than refitting the network in");
        foreach (ContinuedTrainingMethod method in Methods)
        {
            double[] errors = [.. runs.Select(run => run.AbsoluteErrors(method).Average())];
            (double mean, double deviation) = ResampledTTest.Describe(errors);
            int better = runs.Count(run => run.AbsoluteErrors(method).Average() < run.AbsoluteErrors(ContinuedTrainingMethod.NetworkRefit).Average());
            table.Row(MethodName(method), mean, deviation, errors.Min(), errors.Max(), method == ContinuedTrainingMethod.NetworkRefit ? "" : $"{better} of {runs.Count}");
        }

        return table.Format("mean absolute error", "0.00").Format("± sd", "0.00").Format("lowest", "0.00").Format("highest", "0.00")
            .Caption(runs[0]._what).Best("mean absolute error", Best.Lowest).Note($"{runs.Count} seeds; sd over seeds.");
    }

    /// <summary>Records each method's mean absolute error and bias.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (ContinuedTrainingMethod method in Methods)
        {
            Metrics.Record($"{set}.continued.{PopularityStudy.Key(MethodName(method))}.absolute-error", AbsoluteErrors(method).Average());
            Metrics.Record($"{set}.continued.{PopularityStudy.Key(MethodName(method))}.bias", Bias(method));
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    /// <summary>A method's name in tables.</summary>
    public static string MethodName(ContinuedTrainingMethod method) => method switch
    {
        ContinuedTrainingMethod.LastMean => "mean of the songs met last",
        ContinuedTrainingMethod.NetworkFrozen => "network, frozen",
        ContinuedTrainingMethod.NetworkRefit => "network, refit on all",
        ContinuedTrainingMethod.NetworkWarmStart => "network, warm start on new songs",
        ContinuedTrainingMethod.NetworkWarmStartWithReplay => "network, warm start with replay",
        ContinuedTrainingMethod.BoostingFrozen => "boosting, frozen",
        _ => "boosting, refit on all",
    };

    private double Bias(ContinuedTrainingMethod method) =>
        Steps.SelectMany(step => step.Predicted[(int)method].Zip(step.Popularity, (predicted, truth) => predicted - truth)).Average();

    private static string Text(ConfidenceInterval difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{difference.Estimate:+0.00;−0.00;0.00} [{difference.Low:+0.00;−0.00;0.00}, {difference.High:+0.00;−0.00;0.00}]");

    private static int Half(ReadOnlySpan<int> years)
    {
        int[] sorted = years.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) / 2];
    }

    private static (int From, int To, int[] Rows)[] Blocks(PopularitySongs songs, int lastFirst, int yearsPerStep)
    {
        int[] years = songs.Years.ToArray();
        int last = years.Length == 0 ? lastFirst : years.Max();
        List<(int From, int To, int[] Rows)> blocks = [(int.MinValue, lastFirst, Rows(int.MinValue, lastFirst))];

        // Counted from the first year that comes in at the earliest, in long numbers: any year and any width are allowed.
        long next = Math.Max(lastFirst, years.Length == 0 ? lastFirst : years.Min() - 1L) + 1;
        for (; next <= last; next += yearsPerStep)
        {
            (int from, int to) = ((int)next, (int)Math.Min(next + yearsPerStep - 1, last));
            int[] rows = Rows(from, to);
            if (rows.Length > 0)
            {
                blocks.Add((from, to, rows));
            }
        }

        return blocks[0].Rows.Length > 0 && blocks.Count > 1
            ? [.. blocks]
            : throw new ArgumentException($"Up to {lastFirst} there are {blocks[0].Rows.Length} songs, after it {years.Length - blocks[0].Rows.Length}; both sides need one.", nameof(songs));

        int[] Rows(int from, int to) => [.. Enumerable.Range(0, years.Length).Where(row => years[row] >= from && years[row] <= to)];
    }

    private Table ToTable()
    {
        Table table = new("method", "mean absolute error", "− network, frozen", "bias", "first step", "last step", "songs × passes");
        foreach (ContinuedTrainingMethod method in Methods)
        {
            ConfidenceInterval difference = Difference(method, ContinuedTrainingMethod.NetworkFrozen);
            table.Row(
                MethodName(method), AbsoluteErrors(method).Average(),
                method == ContinuedTrainingMethod.NetworkFrozen ? "" : Text(difference),
                Bias(method), Steps[0].MeanAbsoluteError((int)method), Steps[^1].MeanAbsoluteError((int)method), Steps[^1].Visits[(int)method]);
        }

        return table.Format("mean absolute error", "0.00").Format("bias", "0.00").Format("first step", "0.00").Format("last step", "0.00").Format("songs × passes", "#,0")
            .Best("mean absolute error", Best.Lowest).Caption(_what)
            .Note($"Steps: {string.Join(", ", Steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Name} ({step.Popularity.Count:#,0})")))}. Differences with 95 % bootstrap intervals over songs.")
            .Note($"Warm start on new songs − refit on all: {Text(Difference(ContinuedTrainingMethod.NetworkWarmStart, ContinuedTrainingMethod.NetworkRefit))}, of one first network; Spread shows how far seeds move it.")
            .Note("The data are one snapshot: popularity of old songs as it was when the data were collected, not when these songs were new.");
    }

    /// <summary>One method going through the steps.</summary>
    private sealed class Learner(ContinuedTrainingMethod method, PopularitySongs songs, ContinuedTrainingSettings settings, RandomStream random)
    {
        private PopularityNetwork? _network;
        private GradientBoostingRegressor? _boosting;
        private double _mean;
        private int _steps;

        public long Visits { get; private set; }

        /// <summary>Learns from what has come in so far, of which the last block is new.</summary>
        public void Learn((int From, int To, int[] Rows)[] blocks)
        {
            int[] all = [.. blocks.SelectMany(block => block.Rows)], last = blocks[^1].Rows;
            bool first = _steps++ == 0;
            switch (method)
            {
                case ContinuedTrainingMethod.LastMean:
                    _mean = last.Average(row => songs.Popularity[row]);
                    Visits += last.Length;
                    break;
                case ContinuedTrainingMethod.BoostingFrozen when first:
                case ContinuedTrainingMethod.BoostingRefit:
                    Boost(all);
                    break;
                case ContinuedTrainingMethod.NetworkWarmStart when !first:
                    Continue(last);
                    break;
                case ContinuedTrainingMethod.NetworkWarmStartWithReplay when !first:
                    int[] older = all[..^last.Length];
                    RandomStream draws = random.Split((ulong)_steps);
                    Continue([.. last, .. last.Select(_ => older[draws.NextInt32(older.Length)])]);
                    break;
                case ContinuedTrainingMethod.NetworkRefit:
                case var _ when first && method is not ContinuedTrainingMethod.BoostingFrozen:
                    // The same seed for all: only what they learn from differs.
                    _network = new PopularityNetwork(settings.Seed, settings.Network);
                    _network.Fit(songs, all);
                    Visits += (long)all.Length * settings.Network.Epochs;
                    break;
            }
        }

        public double[] Predict(int[] rows) => method switch
        {
            ContinuedTrainingMethod.LastMean => [.. rows.Select(_ => _mean)],
            ContinuedTrainingMethod.BoostingFrozen or ContinuedTrainingMethod.BoostingRefit => _boosting!.Predict(Features(rows)),
            _ => _network!.Predict(songs, rows),
        };

        private void Continue(int[] rows)
        {
            _network!.ContinueFit(songs, rows, settings.ContinuedEpochs);
            Visits += (long)rows.Length * settings.ContinuedEpochs;
        }

        private void Boost(int[] rows)
        {
            _boosting = new GradientBoostingRegressor(settings.Seed, new GradientBoostingSettings { CategoricalFeatures = [songs.Audio.Columns + 1] });
            _boosting.Fit(Features(rows), [.. rows.Select(row => songs.Popularity[row])]);
            Visits += (long)rows.Length * _boosting.IterationCount;
        }

        private Matrix Features(int[] rows) => songs.Select(rows).Features(PopularityColumns.Sound);
    }
}
