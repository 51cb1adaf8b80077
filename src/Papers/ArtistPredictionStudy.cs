using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>What one model reached in telling artists, one figure per split.</summary>
/// <param name="Name">The model.</param>
/// <param name="TopOne">Share of test tracks whose likeliest artist is one of the track's.</param>
/// <param name="TopTen">Share of test tracks with one of theirs among the likeliest ten.</param>
/// <param name="MedianRanks">Place of the likeliest of a track's artists among all, counted from 1, in the middle of the test tracks.</param>
/// <param name="BinaryCrossEntropies">The paper's loss: binary cross-entropy of every share, the mean over tracks and artists.</param>
/// <param name="Histories">How training went; empty for models without epochs.</param>
public sealed record ArtistPredictionResult(
    string Name, double[] TopOne, double[] TopTen, double[] MedianRanks, double[] BinaryCrossEntropies, IReadOnlyList<History> Histories);

/// <summary>Models of paper 004's artist task on the same splits. Tracks of an artist stand on both sides, as the task asks; so do tracks of one album, which makes it easier.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ArtistPredictionStudy : IRenderable
{
    private readonly ArtistTracks _tracks;
    private readonly IReadOnlyList<Split> _splits;

    private ArtistPredictionStudy(ArtistTracks tracks, IReadOnlyList<Split> splits, ArtistPredictionResult[] results) => (_tracks, _splits, Results) = (tracks, splits, results);

    /// <summary>The results, model by model.</summary>
    public IReadOnlyList<ArtistPredictionResult> Results { get; }

    /// <summary>The result of one model.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public ArtistPredictionResult this[string model]
    {
        get
        {
            ArtistPredictionResult? result = Results.FirstOrDefault(candidate => candidate.Name == model);
            if (result is null)
            {
                Throw.Unknown("model", model, Results.Select(candidate => candidate.Name));
            }

            return result;
        }
    }

    /// <summary>How much more often one model's likeliest artist is right than another's, split by split on the same tracks, with its interval widened for shared training tracks.</summary>
    /// <exception cref="ArgumentException">There is no such model, or there is one split only.</exception>
    public ResampledTTest CompareTopOne(string model, string other) => ResampledTTest.Of(
        [.. this[model].TopOne.Zip(this[other].TopOne, (first, second) => first - second)], FoldRows.TestToTrainRatio(_splits));

    /// <summary>Fits and judges every model on every split, model after model, several splits at once; the digits do not depend on the number of threads.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="splits">Training and test rows; each artist should have training rows, as <see cref="Splits.Stratified(ReadOnlySpan{int}, double, ulong)"/> gives them.</param>
    /// <param name="models">Such as <see cref="ArtistPredictionModel.All"/>.</param>
    /// <param name="seed">Decides the models' seeds, split by split.</param>
    /// <exception cref="ArgumentException">There is no model or split.</exception>
    public static ArtistPredictionStudy Run(ArtistTracks tracks, IReadOnlyList<Split> splits, IReadOnlyList<ArtistPredictionModel> models, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfEmpty(splits.Count, nameof(splits));
        Throw.IfEmpty(models.Count, nameof(models));
        FoldRows.Check(splits, tracks.Count);
        return new ArtistPredictionStudy(tracks, splits, [.. models.Select(model => Judge(tracks, splits, model, seed))]);
    }

    /// <summary>Records top-1, top-10 and the paper's loss of every model, and how many artists there are.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        Metrics.Record($"{set}.artists", _tracks.ArtistCount);
        foreach (ArtistPredictionResult result in Results)
        {
            string key = $"{set}.{PopularityStudy.Key(result.Name)}";
            Metrics.Record($"{key}.top-1", result.TopOne.Average());
            Metrics.Record($"{key}.top-10", result.TopTen.Average());
            if (_splits.Count > 1)
            {
                Metrics.Record($"{key}.top-1.sd", ResampledTTest.Describe(result.TopOne).StandardDeviation);
                Metrics.Record($"{key}.top-10.sd", ResampledTTest.Describe(result.TopTen).StandardDeviation);
            }

            Metrics.Record($"{key}.binary-cross-entropy", result.BinaryCrossEntropies.Average());
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private static ArtistPredictionResult Judge(ArtistTracks tracks, IReadOnlyList<Split> splits, ArtistPredictionModel model, ulong seed)
    {
        double[] one = new double[splits.Count], ten = new double[splits.Count], ranks = new double[splits.Count], losses = new double[splits.Count];
        History?[] histories = new History?[splits.Count];
        ParallelLoop.For(splits.Count, split =>
        {
            TrackAnswer answer = model.Predict(tracks, splits[split], CrossValidation.SeedOf(seed, split));
            int[][] sets = Array.ConvertAll(splits[split].Test, row => tracks.ArtistSets[row]);
            int[] best = BestRanks(answer.Probabilities, sets);
            one[split] = best.Count(rank => rank < 1) / (double)best.Length;
            ten[split] = best.Count(rank => rank < 10) / (double)best.Length;
            ranks[split] = 1 + best.Order().ElementAt(best.Length / 2);
            losses[split] = Loss(answer.Probabilities, sets, tracks.ArtistCount);
            histories[split] = answer.History;
        });
        return new ArtistPredictionResult(model.Name, one, ten, ranks, losses, [.. histories.OfType<History>()]);
    }

    // The best rank of a track's artists is that of the one with the highest probability.
    private static int[] BestRanks(Matrix probabilities, int[][] sets) => RankedClasses.Ranks(probabilities, [.. sets.Select((set, row) =>
        set.MaxBy(artist => artist < probabilities.Columns ? probabilities[row, artist] : -1))]);

    private static double Loss(Matrix probabilities, int[][] sets, int artists)
    {
        const double Least = 1e-15;
        double sum = 0;
        for (int row = 0; row < probabilities.Rows; row++)
        {
            foreach (double share in probabilities.Row(row))
            {
                sum -= Elementary.Log1P(-Math.Min(share, 1 - Least));
            }

            foreach (int artist in sets[row])
            {
                double share = artist < probabilities.Columns ? probabilities[row, artist] : 0;
                sum += Elementary.Log1P(-Math.Min(share, 1 - Least)) - Elementary.Log(Math.Max(share, Least));
            }
        }

        return sum / ((double)probabilities.Rows * artists);
    }

    private Table ToTable()
    {
        bool several = _splits.Count > 1;
        string baseline = $"top 1 − {Results[0].Name}";
        Table table = new(["model", "top 1", "± sd", "top 10", "± sd ", "median place", "loss", .. several && Results.Count > 1 ? (string[])[baseline, "95 % interval"] : []]);
        foreach (ArtistPredictionResult result in Results)
        {
            (double one, double oneDeviation) = ResampledTTest.Describe(result.TopOne);
            (double ten, double tenDeviation) = ResampledTTest.Describe(result.TopTen);
            List<object?> row =
            [
                result.Name, one, several ? oneDeviation : null, ten, several ? tenDeviation : null, result.MedianRanks.Average(), result.BinaryCrossEntropies.Average(),
            ];
            if (several && Results.Count > 1)
            {
                ResampledTTest? test = result == Results[0] ? null : CompareTopOne(result.Name, Results[0].Name);
                row.AddRange([test?.Mean, test?.IntervalText]);
            }

            table.Row([.. row]);
        }

        foreach (string header in (ReadOnlySpan<string>)["top 1", "± sd", "top 10", "± sd "])
        {
            table.Format(header, "0.0 %");
        }

        if (several && Results.Count > 1)
        {
            table.Format(baseline, "+0.0000;−0.0000;0.0000");
        }

        return table.Format("median place", "0").Format("loss", "0.00000").Best("top 1").Best("top 10").Best("median place", Best.Lowest).Best("loss", Best.Lowest).Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{_tracks.ArtistCount} artists with {_tracks.MinimumTracks} tracks or more, {_tracks.Count} tracks ({_tracks.RepeatCount} further ids of the same recordings left out), {_splits.Count} splits with {_splits.Average(split => split.Test.Length):0} test tracks; a guess is right once in {_tracks.ArtistCount}. The paper: {TrackEmbeddingClaims.Artist.Accuracy} of {TrackEmbeddingClaims.ArtistCount} artists. Equal shares cost {LossFloor.UniformSoftmaxBinaryCrossEntropy(_tracks.ArtistCount):0.00000}."));
    }
}
