using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>What the model learns training songs with, where test songs get something in place of their artist's vector.</summary>
public enum ColdStartTraining
{
    /// <summary>Their own artists' vectors, as in the paper.</summary>
    OwnVectors,

    /// <summary>What test songs get: nothing that the model learns to rely on is missing later.</summary>
    AsInTest,

    /// <summary>Each training song twice, with its artist's vector and with what test songs get (after Volkovs et al. 2017, DropoutNet).</summary>
    Both,
}

/// <summary>What a model reached on songs whose artists nobody has listened to yet.</summary>
/// <param name="Model">The model.</param>
/// <param name="Given">What test songs get in place of their artist's vector.</param>
/// <param name="Training">What it learnt training songs with.</param>
/// <param name="Result">Its accuracy and area under the ROC curve, fold by fold.</param>
public sealed record ColdStartResult(string Model, string Given, ColdStartTraining Training, CrossValidationResult Result);

/// <summary>
/// Artists never heard: every test song's artist is taken for one without listeners, and something else stands where the artist's vector would. Folds keep
/// artists together; what stands in must not have been learnt from the listener's artists (<see cref="ArtistTracks.Without"/>).
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ArtistColdStartStudy : IRenderable
{
    /// <summary>The artist's own vector: what there would be if the artist were known.</summary>
    public const string OwnVector = "own vector";

    /// <summary>All zeros: no vector at all.</summary>
    public const string Zeros = "zeros";

    private readonly int _folds;

    private ArtistColdStartStudy(int folds, IReadOnlyList<ColdStartResult> results) => (_folds, Results) = (folds, results);

    /// <summary>The results: model by model what test songs get, and for each what was learnt from.</summary>
    public IReadOnlyList<ColdStartResult> Results { get; }

    /// <summary>One of the results.</summary>
    /// <exception cref="ArgumentException">There is no such model, or nothing of that name was given.</exception>
    public CrossValidationResult this[string model, string given, ColdStartTraining training = ColdStartTraining.OwnVectors]
    {
        get
        {
            ColdStartResult? result = Results.FirstOrDefault(candidate => candidate.Model == model && candidate.Given == given && candidate.Training == training);
            if (result is null)
            {
                Throw.Unknown("result", $"{model}, {given}, {training}", Results.Select(candidate => $"{candidate.Model}, {candidate.Given}, {candidate.Training}"));
            }

            return result.Result;
        }
    }

    /// <summary>Fits and judges every model with every stand-in; zeros and the artists' own vectors are always among them.</summary>
    /// <param name="inputs">The songs with their artists' vectors.</param>
    /// <param name="folds">Training and test rows, artists together.</param>
    /// <param name="models">The models.</param>
    /// <param name="standIns">What songs get in place of their artist's vector, by name, [songs, dimension].</param>
    /// <param name="trainings">What to learn training songs with, one or more; own vectors are learnt from in one way only.</param>
    /// <param name="seed">Decides the models' seeds, fold by fold.</param>
    /// <exception cref="ArgumentException">There is no model, fold or training, an artist stands on both sides of a fold, or two stand-ins have one name.</exception>
    public static ArtistColdStartStudy Run(
        ArtistTrackInputs inputs, IReadOnlyList<Split> folds, IReadOnlyList<ArtistTrackModel> models, IReadOnlyList<(string Name, Matrix Vectors)> standIns,
        IReadOnlyList<ColdStartTraining> trainings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(standIns);
        ArgumentNullException.ThrowIfNull(trainings);
        Throw.IfEmpty(folds.Count, nameof(folds));
        Throw.IfEmpty(models.Count, nameof(models));
        Throw.IfEmpty(trainings.Count, nameof(trainings));
        CheckArtists(inputs, folds);
        string[] names = [OwnVector, Zeros, .. standIns.Select(standIn => standIn.Name)];
        if (names.Distinct().Count() < names.Length)
        {
            throw new ArgumentException($"Two stand-ins have one name: {string.Join(", ", names)}.", nameof(standIns));
        }

        ArtistTrackInputs[] given =
        [
            inputs, inputs.WithStandIns(new Matrix(inputs.Count, inputs.ArtistVectors.Columns), all: true),
            .. standIns.Select(standIn => inputs.WithStandIns(standIn.Vectors, all: true)),
        ];
        List<ColdStartResult> results = [];
        foreach (ArtistTrackModel model in models)
        {
            for (int place = 0; place < names.Length; place++)
            {
                foreach (ColdStartTraining training in place == 0 ? [ColdStartTraining.OwnVectors] : trainings.Distinct())
                {
                    ArtistTrackInputs[] learnt = training switch
                    {
                        ColdStartTraining.OwnVectors => [inputs],
                        ColdStartTraining.AsInTest => [given[place]],
                        _ => [inputs, given[place]],
                    };
                    ArtistTrackInputs test = given[place];
                    results.Add(new ColdStartResult(model.Name, names[place], training, CrossValidation.Run(
                        folds, inputs.Songs.Labels, (fold, own) => model.Predict(learnt, test, folds[fold], own), seed, $"{model.Name}, {names[place]}")));
                }
            }
        }

        return new ArtistColdStartStudy(folds.Count, results);
    }

    /// <summary>
    /// How much larger the area under the ROC curve is than that of the same model with zeros that learnt from own vectors, paired by fold; null for one fold, or
    /// where a fold tests songs of one class only.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such result.</exception>
    public ResampledTTest? CompareWithZeros(string model, string given, ColdStartTraining training = ColdStartTraining.OwnVectors)
    {
        CrossValidationResult own = this[model, given, training], zeros = this[model, Zeros, ZerosTraining(model)];
        return _folds < 2 || own.Folds.Any(fold => fold.AreaUnderRocCurve is null) ? null : own.Compare(zeros, (_, fold) => fold.AreaUnderRocCurve);
    }

    /// <summary>Accuracy and area under the ROC curve with intervals, and the difference in area to zeros.</summary>
    public Table ToTable()
    {
        Table table = new("model", "test artists get", "learnt from", "accuracy", "95 % interval", "AUC", "95 % interval ", "AUC − zeros", "95 % interval  ");
        foreach (ColdStartResult result in Results)
        {
            ResampledTTest? test = result.Given == Zeros && result.Training == ZerosTraining(result.Model) ? null : CompareWithZeros(result.Model, result.Given, result.Training);
            string learnt = result.Training switch
            {
                ColdStartTraining.OwnVectors => "own vectors",
                ColdStartTraining.AsInTest => "the same",
                _ => "both",
            };
            table.Row(
                result.Model, result.Given, learnt, result.Result.Accuracy.Mean, result.Result.Accuracy.IntervalText(), result.Result.AreaUnderRocCurve?.Mean,
                result.Result.AreaUnderRocCurve?.IntervalText(), test?.Mean, test?.IntervalText);
        }

        return table.Format("accuracy", "0.0000").Format("AUC", "0.0000").Format("AUC − zeros", "+0.0000;−0.0000;0.0000").ShowAtMost(Math.Max(1, Results.Count)).Note(
            $"{_folds} folds, artists together. AUC − zeros: paired by fold, against the same model with zeros that learnt from own vectors; intervals by the corrected resampled t-test.");
    }

    /// <summary>Records accuracy, area under the ROC curve and its difference to zeros of every result.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (ColdStartResult result in Results)
        {
            string training = result.Training switch { ColdStartTraining.OwnVectors => "", ColdStartTraining.AsInTest => ".as-in-test", _ => ".both" };
            string key = $"{set}.{PopularityStudy.Key(result.Model)}.{PopularityStudy.Key(result.Given)}{training}";
            Metrics.Record($"{key}.accuracy", result.Result.Accuracy.Mean);
            if (result.Result.AreaUnderRocCurve is FoldFigure area)
            {
                Metrics.Record($"{key}.auc", area.Mean);
            }
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    // What zeros are compared by where own vectors were not asked for: the first way that was.
    private ColdStartTraining ZerosTraining(string model) =>
        Results.Where(result => result.Model == model && result.Given == Zeros).Select(result => result.Training).Prepend(ColdStartTraining.OwnVectors)
            .First(training => Results.Any(result => result.Model == model && result.Given == Zeros && result.Training == training));

    private static void CheckArtists(ArtistTrackInputs inputs, IReadOnlyList<Split> folds)
    {
        for (int fold = 0; fold < folds.Count; fold++)
        {
            HashSet<int> trained = [.. folds[fold].Train.Select(row => inputs.ArtistGroups[row])];
            int heard = Array.FindIndex(folds[fold].Test, row => trained.Contains(inputs.ArtistGroups[row]));
            if (heard >= 0)
            {
                throw new ArgumentException($"folds[{fold}] tests song {folds[fold].Test[heard]}, whose artist has training songs; folds must keep artists together.", nameof(folds));
            }
        }
    }
}
