using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Models of paper 004's recommender on the same folds of one listener's songs, and what becomes of them when artists are unheard of.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ArtistTrackStudy : IRenderable
{
    private readonly ArtistTrackInputs _inputs;
    private readonly IReadOnlyList<Split> _folds;
    private readonly CrossValidationResult[] _results;
    private readonly ulong _seed;

    private ArtistTrackStudy(ArtistTrackInputs inputs, IReadOnlyList<Split> folds, CrossValidationResult[] results, ulong seed) =>
        (_inputs, _folds, _results, _seed) = (inputs, folds, results, seed);

    /// <summary>The results, model by model.</summary>
    public IReadOnlyList<CrossValidationResult> Results => _results;

    /// <summary>The result of one model.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public CrossValidationResult this[string model]
    {
        get
        {
            CrossValidationResult? result = Array.Find(_results, candidate => candidate.Name == model);
            if (result is null)
            {
                Throw.Unknown("model", model, _results.Select(candidate => candidate.Name));
            }

            return result;
        }
    }

    /// <summary>Share of test songs whose artist has songs on the training side, over all folds, 0 to 1: 0 where folds keep artists together.</summary>
    public double KnownArtistShare
    {
        get
        {
            int known = 0, tested = 0;
            foreach (Split fold in _folds)
            {
                HashSet<int> trained = [.. fold.Train.Select(row => _inputs.ArtistGroups[row])];
                known += fold.Test.Count(row => trained.Contains(_inputs.ArtistGroups[row]));
                tested += fold.Test.Length;
            }

            return known / (double)tested;
        }
    }

    /// <summary>Fits and judges every model on every fold, several at a time; the digits do not depend on how many.</summary>
    /// <param name="inputs">The songs.</param>
    /// <param name="folds">Training and test rows of each fold, the same for every model.</param>
    /// <param name="models">Such as <see cref="ArtistTrackModel.All"/>, each with a name of its own.</param>
    /// <param name="seed">Decides the models' seeds, fold by fold.</param>
    /// <exception cref="ArgumentException">There is no model or fold, two models have one name, or a fold is not of these songs.</exception>
    public static ArtistTrackStudy Run(ArtistTrackInputs inputs, IReadOnlyList<Split> folds, IReadOnlyList<ArtistTrackModel> models, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfEmpty(models.Count, nameof(models));
        if (models.DistinctBy(model => model.Name).Count() < models.Count)
        {
            throw new ArgumentException($"Two of the models have one name: {string.Join(", ", models.Select(model => model.Name))}.", nameof(models));
        }

        return new ArtistTrackStudy(inputs, folds, [.. models.Select(model => Judge(inputs, inputs, folds, model, seed, model.Name))], seed);
    }

    /// <summary>
    /// Every test song's artist taken for one that nobody has listened to yet, each model learning from training songs with their own artists' vectors. Folds
    /// must keep artists together.
    /// </summary>
    /// <param name="models">The models.</param>
    /// <param name="standIns">
    /// What test songs get in place of their artist's vector, by name, such as <see cref="ArtistStandIn.Vectors"/> of <see cref="ArtistTrackInputs.EightOf"/>.
    /// Zeros are always among them, and the artists' own vectors for comparison.
    /// </param>
    /// <returns>Accuracy and area under the ROC curve of every model under every stand-in.</returns>
    public Table ColdStart(IReadOnlyList<ArtistTrackModel> models, params IReadOnlyList<(string Name, Numerics.Matrix Vectors)> standIns) =>
        ArtistColdStartStudy.Run(_inputs, _folds, models, standIns, [ColdStartTraining.OwnVectors], _seed).ToTable();

    /// <summary>Accuracy and area under the ROC curve of every model with intervals, and its lead over the better of forest and boosting on raw features.</summary>
    public Table Summary()
    {
        CrossValidationResult[] raw = [.. _results.Where(result => result.Name is ArtistTrackModel.RawForest or ArtistTrackModel.RawBoosting)];
        CrossValidationResult? best = raw.MaxBy(result => result.Accuracy.Mean);
        Table table = new("model", "accuracy", "95 % interval", "AUC", "95 % interval ", "accuracy − raw features", "p");
        foreach (CrossValidationResult result in _results)
        {
            ResampledTTest? test = best is null || result == best || _folds.Count < 2 ? null : result.CompareAccuracy(best);
            table.Row(
                result.Name, result.Accuracy.Mean, result.Accuracy.IntervalText(), result.AreaUnderRocCurve?.Mean, result.AreaUnderRocCurve?.IntervalText(), test?.Mean,
                test?.PValueText);
        }

        return table.Format("accuracy", "0.0000").Format("AUC", "0.0000").Format("accuracy − raw features", "+0.0000;−0.0000;0.0000").Align("p", Alignment.Right)
            .Best("accuracy").Best("AUC").Note(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{_folds.Count} folds of {_inputs.Songs.Count} songs, {_inputs.HasVector.Count(has => has)} with an artist's vector; {KnownArtistShare:0.0 %} of test songs by an artist with training songs. Raw features: {best?.Name ?? "not among the models"}. The paper: {TrackEmbeddingClaims.Recommender.Accuracy}."));
    }

    /// <summary>Each model's ROC curve in the first round of cross-validation.</summary>
    /// <param name="models">1 to 6 of the models.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The folds do not cover all songs.</exception>
    public Figure Roc(params IReadOnlyList<string> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        return Figure.Roc(models.Select(model =>
        {
            RocCurve curve = RocCurve.Of(_inputs.Songs.Labels, this[model].ProbabilitiesInRound(0).Column(1));
            return (model, curve.FalsePositiveRates, curve.TruePositiveRates, curve.Area);
        }));
    }

    /// <summary>Records accuracy with its deviation, area under the ROC curve and log loss of every model.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (CrossValidationResult result in _results)
        {
            string key = $"{set}.{PopularityStudy.Key(result.Name)}";
            Metrics.Record($"{key}.accuracy", result.Accuracy.Mean);
            Metrics.Record($"{key}.accuracy.sd", result.Accuracy.StandardDeviation);
            Metrics.Record($"{key}.log-loss", result.LogLoss.Mean);
            if (result.AreaUnderRocCurve is FoldFigure area)
            {
                Metrics.Record($"{key}.auc", area.Mean);
            }
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => Summary().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Summary().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private static CrossValidationResult Judge(ArtistTrackInputs train, ArtistTrackInputs test, IReadOnlyList<Split> folds, ArtistTrackModel model, ulong seed, string name) =>
        CrossValidation.Run(folds, train.Songs.Labels, (fold, own) => model.Predict(train, test, folds[fold], own), seed, name);
}
