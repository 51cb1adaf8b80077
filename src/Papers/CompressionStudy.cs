using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Smaller networks, one of the challenges that paper 003 names (pruning, quantisation, distillation): one denoising autoencoder whole,
/// rounded to 8 bits, pruned, pruned and trained on, both; beside it a small one that learnt alone and one that learnt from the large one. Each is saved; what is
/// judged is what was loaded from the file, whose size stands in the table.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class CompressionStudy : IRenderable
{
    /// <summary>The names of the rows that others are held against.</summary>
    public const string Popularity = "popularity", Whole = "whole", SmallAlone = "small, learnt alone";

    private const int K = 10, RetrainingEpochs = 15;
    private readonly int _size, _smallSize;

    private CompressionStudy(int listeners, int dropped, DistillationOptions networks, IReadOnlyList<CompressionResult> results) =>
        (Listeners, DroppedListeners, _size, _smallSize, Results) = (listeners, dropped, networks.Teacher.LatentSize, networks.Student.LatentSize, results);

    /// <summary>How many listeners are judged.</summary>
    public int Listeners { get; }

    /// <summary>Listeners left out because nothing of theirs is held out.</summary>
    public int DroppedListeners { get; }

    /// <summary>Popularity, the whole network, then the smaller ones.</summary>
    public IReadOnlyList<CompressionResult> Results { get; }

    /// <summary>The networks unless told: 200 units and 20, chosen on validation plays of Last.fm.</summary>
    public static DistillationOptions Networks { get; } = new()
    {
        Teacher = new DenoisingAutoencoderOptions { LearningRate = 3e-3 },
        Student = new DenoisingAutoencoderOptions { LearningRate = 3e-3, LatentSize = 20 },
    };

    /// <summary>The result of one row.</summary>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public CompressionResult this[string name]
    {
        get
        {
            CompressionResult? result = Results.FirstOrDefault(result => result.Name == name);
            if (result is null)
            {
                Throw.Unknown("network", name, Results.Select(other => other.Name));
            }

            return result;
        }
    }

    /// <summary>Runs the study on random 8:1:1 shares of each listener's plays.</summary>
    /// <param name="plays">Who played what.</param>
    /// <param name="seed">Decides the split, and what the networks draw.</param>
    /// <param name="networks">The large network, the small one, and how it learns from the large one; null for <see cref="Networks"/>.</param>
    /// <exception cref="ArgumentException">There are too few plays to divide, or a setting lies outside its range.</exception>
    /// <exception cref="IOException">The files cannot be written to the folder for temporary files.</exception>
    public static CompressionStudy Run(Interactions plays, ulong seed, DistillationOptions? networks = null)
    {
        ArgumentNullException.ThrowIfNull(plays);
        networks ??= Networks;
        networks.Check();
        if (networks.Teacher.Compression is not null || networks.Student.Compression is not null)
        {
            throw new ArgumentException($"{nameof(networks)} has a network with a {nameof(NetworkOptions.Compression)}; allowed: whole ones, as the study makes them smaller itself.", nameof(networks));
        }

        RankingSplit split = RankingProtocols.RandomSharesPerUser(plays, 0.1, 0.1, seed);
        RandomStream seeds = new(seed);
        ulong own = seeds.Split(0).NextUInt64();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("musicrec-compression-");
        try
        {
            Bench bench = new(split, folder.FullName, seeds.Split(1).NextUInt64());
            bench.Add(Popularity, new Popularity());
            DenoisingAutoencoder whole = new(own, networks.Teacher), small = new(own, networks.Student);
            whole.Fit(split.Train);
            bench.Add(Whole, whole);
            bench.Add("8 bits", whole.Compress(new NetworkCompression { EightBits = true }));
            bench.Add("half pruned", whole.Compress(new NetworkCompression { PrunedShare = 0.5 }));
            bench.Add("80% pruned", whole.Compress(new NetworkCompression { PrunedShare = 0.8 }));

            // A hundredth pruned is next to nothing: what this row gains is what training on gains.
            bench.Add("1% pruned, trained on", whole.Compress(new NetworkCompression { PrunedShare = 0.01, RetrainingEpochs = RetrainingEpochs }));
            bench.Add("half pruned, trained on, 8 bits", whole.Compress(new NetworkCompression { PrunedShare = 0.5, RetrainingEpochs = RetrainingEpochs, EightBits = true }));
            bench.Add("80% pruned, trained on, 8 bits", whole.Compress(new NetworkCompression { PrunedShare = 0.8, RetrainingEpochs = RetrainingEpochs, EightBits = true }));
            small.Fit(split.Train);
            bench.Add(SmallAlone, small);
            DistilledAutoencoder distilled = new(own, networks);
            distilled.FitTo(whole);
            bench.Add("small, distilled", distilled);
            bench.Add("small, distilled, 8 bits", distilled.Compress(new NetworkCompression { EightBits = true }));
            return new CompressionStudy(bench.Listeners, plays.UserCount - bench.Listeners, networks, bench.Results);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One row's NDCG minus another's, listener by listener: interval, effect size and two-sided randomisation test.</summary>
    /// <param name="name">A row.</param>
    /// <param name="baseline">Another.</param>
    /// <param name="seed">Decides the test's draws.</param>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public PairedRandomizationTest Difference(string name, string baseline, ulong seed = 0)
    {
        double[] other = this[baseline].Ndcg;
        return PairedRandomizationTest.Of([.. this[name].Ndcg.Select((value, place) => value - other[place])], seed);
    }

    /// <summary>NDCG@10 with its interval against the model's size on disk.</summary>
    public Figure Picture() => Figure.NamedPoints(
            Results.Where(result => result.Name != Popularity).Select(result => (result.Name, result.ModelBytes / 1e6, result.Mean.Estimate, (double?)result.Mean.Low, (double?)result.Mean.High)), logarithmicX: true)
        .Title("How small a network can become").XAxis("model on disk, million bytes").YAxis("NDCG@10, mean over listeners");

    /// <summary>Records size and NDCG@10 of every row.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (CompressionResult result in Results)
        {
            string key = $"{set}.{result.Name.Replace(",", "", StringComparison.Ordinal).Replace("%", "", StringComparison.Ordinal).Replace(' ', '-')}";
            Metrics.Record($"{key}.ndcg", result.Mean.Estimate);
            Metrics.Record($"{key}.model-bytes", result.ModelBytes);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        CompressionResult[] tested = [.. Results.Where(result => result.AgainstWhole is not null)];
        double[] adjusted = HolmCorrection.Adjust([.. tested.Select(result => result.AgainstWhole!.PValue)]);
        Table table = new("network", "file, bytes", "model, bytes", "of the whole", "NDCG@10", "95 %", "against the whole", "p (Holm)");
        foreach (CompressionResult result in Results)
        {
            table.Row(
                result.Name, result.FileBytes, result.ModelBytes, (double)result.ModelBytes / this[Whole].ModelBytes, result.Mean.Estimate, Text($"[{result.Mean.Low:0.0000}, {result.Mean.High:0.0000}]"),
                result.AgainstWhole?.Mean.Estimate, result.AgainstWhole is null ? null : ResampledTTest.FormatPValue(adjusted[Array.IndexOf(tested, result)]));
        }

        return table.Format("file, bytes", "#,0").Format("model, bytes", "#,0").Format("of the whole", "P1").Format("NDCG@10", "0.0000").Format("against the whole", "+0.0000;-0.0000;0.0000")
            .Align("p (Holm)", Alignment.Right)
            .Note(Text($"Denoising autoencoder of {_size} units, the small ones {_smallSize}. Random 8:1:1 shares of each listener's plays, full ranking, {Listeners:N0} listeners ({DroppedListeners} without held-out plays left out); judged is what the file gives back. File: as saved, names and plays included; model: without them. Interval and paired test over listeners, one seed of training. Trained on: up to {RetrainingEpochs} more epochs with the pruned weights held at 0. What becomes smaller is the file; in memory weights are floats."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Saves, loads and judges one recommender after the other.</summary>
    private sealed class Bench(RankingSplit split, string folder, ulong seed)
    {
        private long _shared;
        private double[]? _whole;

        public List<CompressionResult> Results { get; } = [];

        public int Listeners => Results[0].Ndcg.Length;

        public void Add(string name, IRecommender recommender)
        {
            string path = Path.Combine(folder, $"{Results.Count}.safetensors");
            if (Results.Count == 0)
            {
                recommender.Fit(split.Train);
            }

            recommender.Save(path);
            long bytes = new FileInfo(path).Length;

            // The first is popularity, whose file holds names and plays and no model.
            _shared = Results.Count == 0 ? bytes : _shared;
            double[] ndcg = RankingEvaluation.NdcgOfFitted(RecommenderFile.Load(path), split, K, RankingSide.Test);
            PairedRandomizationTest? test = _whole is null ? null : PairedRandomizationTest.Of([.. ndcg.Select((value, place) => value - _whole[place])], seed);
            Results.Add(new CompressionResult(name, bytes, bytes - _shared, ndcg, Intervals.Bootstrap(ndcg, seed, 2_000), test));
            _whole = name == Whole ? ndcg : _whole;
        }
    }
}
