using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Models of popularity on the same folds of the same songs, each judged three ways: popularity as a number, popular or not at a cut that
/// halves the songs, and popular or not at a cut that few songs reach.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityStudy : IRenderable
{
    private readonly CrossValidationResult[][] _results;
    private readonly RegressionResult[] _regressions;

    private PopularityStudy(PopularitySongs songs, IReadOnlyList<Split> folds, int[] cuts, CrossValidationResult[][] results, RegressionResult[] regressions) =>
        (Songs, Folds, Cuts, _results, _regressions) = (songs, folds, cuts, results, regressions);

    /// <summary>The songs.</summary>
    public PopularitySongs Songs { get; }

    /// <summary>The folds.</summary>
    public IReadOnlyList<Split> Folds { get; }

    /// <summary>From which popularity on songs counted as popular, ascending.</summary>
    public IReadOnlyList<int> Cuts { get; }

    /// <summary>How those models did that predict popularity as a number.</summary>
    public IReadOnlyList<RegressionResult> Regressions => _regressions;

    /// <summary>Fits and judges every model on every fold, several at a time; the digits do not depend on how many.</summary>
    /// <param name="songs">The songs; take <see cref="PopularitySongs.Sample"/> of them where time is short.</param>
    /// <param name="folds">Such as <see cref="PopularityFolds.Stratified"/> or <see cref="PopularityFolds.ByArtist"/>.</param>
    /// <param name="models">The models, each with a name of its own; tables give differences from the first.</param>
    /// <param name="cuts">From which popularity on a song is popular, each 1 to 100, ascending; null for 15 and 50.</param>
    /// <param name="seed">Decides what the models draw, fold by fold.</param>
    /// <exception cref="ArgumentException">There is no model, fold or cut, two models have one name, or a fold is not of these songs.</exception>
    public static PopularityStudy Run(PopularitySongs songs, IReadOnlyList<Split> folds, IReadOnlyList<PopularityModel> models, IReadOnlyList<int>? cuts = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfEmpty(models.Count, nameof(models));
        int[] chosen = [.. cuts ?? [PopularityFolds.MedianCut, 50]];
        Throw.IfEmpty(chosen.Length, nameof(cuts));
        for (int place = 0; place < chosen.Length; place++)
        {
            Throw.IfOutside(chosen[place], place == 0 ? 1 : chosen[place - 1] + 1, 100, $"cuts[{place}]");
        }

        if (models.DistinctBy(model => model.Name).Count() < models.Count)
        {
            throw new ArgumentException($"Two of the models have one name: {string.Join(", ", models.Select(model => model.Name))}.", nameof(models));
        }

        FoldRows.Check(folds, songs.Count);

        // Answers first, all of them in one list of pieces of work: the last models are the slow ones as a rule and are begun first.
        int tasks = chosen.Length + 1;
        Matrix?[][][] answers = [.. models.Select(_ => (Matrix?[][])[.. Enumerable.Range(0, tasks).Select(_ => new Matrix?[folds.Count])])];
        ParallelLoop.For(models.Count * tasks * folds.Count, piece =>
        {
            int model = models.Count - 1 - (piece / (tasks * folds.Count)), task = piece / folds.Count % tasks, fold = piece % folds.Count;
            answers[model][task][fold] = Answer(models[model], songs, folds[fold], task == 0 ? null : chosen[task - 1], CrossValidation.SeedOf(seed, fold));
        });
        return new PopularityStudy(
            songs, folds, chosen,
            [.. chosen.Select((cut, place) => models.Select((model, number) => CrossValidation.Run(
                folds, songs.Popular(cut), (fold, _) => answers[number][place + 1][fold]!, seed, model.Name)).ToArray())],
            [.. models.Select((model, number) => (model, number)).Where(pair => pair.model.PredictsPopularity).Select(pair => RegressionCrossValidation.Run(
                folds, songs.Popularity, (fold, _) => answers[pair.number][0][fold]!.Values, seed, pair.model.Name))]);
    }

    /// <summary>How the models told songs of a cut and more from others.</summary>
    /// <exception cref="ArgumentException">The cut is none of <see cref="Cuts"/>.</exception>
    public IReadOnlyList<CrossValidationResult> Results(int cut)
    {
        int place = Cuts.ToList().IndexOf(cut);
        if (place < 0)
        {
            Throw.Unknown("cut", cut.ToString(CultureInfo.InvariantCulture), Cuts.Select(known => known.ToString(CultureInfo.InvariantCulture)));
        }

        return _results[place];
    }

    /// <summary>How one model told songs of a cut and more from others.</summary>
    /// <exception cref="ArgumentException">There is no such cut or model.</exception>
    public CrossValidationResult Result(int cut, string model) => Find(Results(cut), model, result => result.Name);

    /// <summary>How one model predicted popularity.</summary>
    /// <exception cref="ArgumentException">There is no such model, or it predicts none.</exception>
    public RegressionResult Regression(string model) => Find(_regressions, model, result => result.Name);

    /// <summary>Accuracy, log loss and AUC at a cut.</summary>
    /// <exception cref="ArgumentException">The cut is none of <see cref="Cuts"/>.</exception>
    public Table Table(int cut) => CrossValidation.Table(Results(cut)).Caption($"{Songs.Name}: popularity {cut} and more").Note(Who(cut));

    /// <summary>Average precision first, for a cut that few songs reach: there accuracy is what a constant answer gets.</summary>
    /// <exception cref="ArgumentException">The cut is none of <see cref="Cuts"/>, or a fold has no song that reaches it.</exception>
    public Table Imbalance(int cut) => ImbalanceTable.Of(Results(cut)).Caption($"{Songs.Name}: popularity {cut} and more").Note(Who(cut));

    /// <summary>R², root mean squared and mean absolute error of those models that predict popularity.</summary>
    /// <exception cref="ArgumentException">No model does.</exception>
    public Table RegressionTable() => RegressionCrossValidation.Table(_regressions).Caption($"{Songs.Name}: popularity, 0 to 100").Note(Who(null));

    /// <summary>Records accuracy, AUC and average precision of every model at every cut, and its R².</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        for (int place = 0; place < Cuts.Count; place++)
        {
            foreach (CrossValidationResult result in _results[place])
            {
                string key = string.Create(CultureInfo.InvariantCulture, $"{set}.cut-{Cuts[place]}.{Key(result.Name)}");
                Metrics.Record($"{key}.accuracy", result.Accuracy.Mean);
                Metrics.Record($"{key}.accuracy.sd", result.Accuracy.StandardDeviation);
                if (result.AreaUnderRocCurve is FoldFigure area)
                {
                    Metrics.Record($"{key}.auc", area.Mean);
                }

                if (result.AveragePrecision is FoldFigure average)
                {
                    Metrics.Record($"{key}.average-precision", average.Mean);
                }
            }
        }

        foreach (RegressionResult result in _regressions.Where(result => result.RSquared is not null))
        {
            Metrics.Record($"{set}.popularity.{Key(result.Name)}.r-squared", result.RSquared!.Mean);
            Metrics.Record($"{set}.popularity.{Key(result.Name)}.r-squared.sd", result.RSquared.StandardDeviation);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => string.Concat(Tables().Select(table => table.ToHtml()));

    /// <inheritdoc/>
    public string ToText() => string.Join("\n\n", Tables().Select(table => table.ToText()));

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    // The commoner the popular songs, the more accuracy says.
    private IEnumerable<Table> Tables()
    {
        foreach (int cut in Cuts)
        {
            double share = Songs.Popular(cut).Average();
            yield return share is > 0.2 and < 0.8 || Results(cut).Any(result => result.AveragePrecision is null || result.AveragePrecision.PerFold.Length < Folds.Count)
                ? Table(cut)
                : Imbalance(cut);
        }

        if (_regressions.Length > 0)
        {
            yield return RegressionTable();
        }
    }

    private string Who(int? cut) => cut is int value
        ? string.Create(CultureInfo.InvariantCulture, $"{Songs.Count:#,0} songs, {100 * Songs.Popular(value).Average():0.0} % of them popular.")
        : string.Create(CultureInfo.InvariantCulture, $"{Songs.Count:#,0} songs.");

    private static Matrix? Answer(PopularityModel model, PopularitySongs songs, Split split, int? cut, ulong seed)
    {
        if (cut is int value)
        {
            return model.Classify(songs, split, value, seed);
        }

        return model.PredictsPopularity && model.Predict(songs, split, seed) is double[] predicted ? new Matrix(predicted.Length, 1, predicted) : null;
    }

    internal static string Key(string name) => name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);

    private static T Find<T>(IReadOnlyList<T> results, string model, Func<T, string> nameOf)
    {
        foreach (T result in results)
        {
            if (nameOf(result) == model)
            {
                return result;
            }
        }

        Throw.Unknown("model", model, results.Select(nameOf));
        return default;
    }
}
