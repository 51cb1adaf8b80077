using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Models of a clip's genre on the same folds, split by clip: paper 003's CNN beside learners of features made by hand.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class GenreClipStudy : IRenderable
{
    private readonly CrossValidationResult[] _results;

    private GenreClipStudy(CrossValidationResult[] results, IReadOnlyList<GenreClipFold> folds) => (_results, Folds) = (results, folds);

    /// <summary>The results, model by model.</summary>
    public IReadOnlyList<CrossValidationResult> Results => _results;

    /// <summary>The folds with their networks, for studies of what those have learnt; a fold's seed is not that of any model.</summary>
    public IReadOnlyList<GenreClipFold> Folds { get; }

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

    /// <summary>Fits and judges every model on every fold; a fold's network is trained once for all that use it.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="folds">Such as <see cref="GenreClips.Folds"/>.</param>
    /// <param name="models">Such as <see cref="GenreClipModel.All"/>, one or more.</param>
    /// <param name="seed">Decides the models' seeds, fold by fold.</param>
    /// <param name="settings">The network's; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no fold or no model, two models have one name, or a fold is not of these clips.</exception>
    public static GenreClipStudy Run(
        GenreClips clips, IReadOnlyList<Split> folds, IReadOnlyList<GenreClipModel> models, ulong seed, GenreClipNetworkSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfEmpty(folds.Count, nameof(folds));
        Throw.IfNotNamedApart(models, model => model.Name, []);
        RandomStream seeds = new(seed);
        Lazy<GenreClipNetwork>[] networks = [.. folds.Select((fold, place) => new Lazy<GenreClipNetwork>(() =>
        {
            GenreClipNetwork network = new(seeds.Split((ulong)place).NextUInt64(), settings);
            network.Fit([.. fold.Train.Select(row => clips.Spectrograms[row])], Array.ConvertAll(fold.Train, row => clips.Labels[row]));
            return network;
        }))];
        return new GenreClipStudy([.. models.Select(model => CrossValidation.Run(
            folds, clips.Labels, (fold, own) => model.Predict(new GenreClipFold(clips, folds[fold], own, networks[fold])), seed, model.Name))],
            [.. folds.Select((fold, place) => new GenreClipFold(clips, fold, seeds.Split((ulong)(folds.Count + place)).NextUInt64(), networks[place]))]);
    }

    /// <summary>Mean accuracy of each model with its 95 % interval.</summary>
    /// <param name="title">The point that the picture makes.</param>
    public Figure Picture(string title) => Figure.Intervals(_results.Select(result => (result.Name, result.Accuracy.Mean, result.Accuracy.Interval?.Low ?? result.Accuracy.Mean, result.Accuracy.Interval?.High ?? result.Accuracy.Mean)))
        .Title(title)
        .Subtitle($"Accuracy, mean of {_results[0].Folds.Count} folds by clip with its 95 % interval (corrected for overlapping training clips)")
        .XAxis("accuracy", percent: true);

    /// <summary>Records accuracy, its deviation over folds and the log loss of every model.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (CrossValidationResult result in _results)
        {
            string key = $"{set}.{result.Name.Replace(",", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace(' ', '-')}";
            Metrics.Record($"{key}.accuracy", result.Accuracy.Mean);
            Metrics.Record($"{key}.accuracy.sd", result.Accuracy.StandardDeviation);
            Metrics.Record($"{key}.log-loss", result.LogLoss.Mean);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => CrossValidation.Table(_results).ToHtml();

    /// <inheritdoc/>
    public string ToText() => CrossValidation.Table(_results).ToText();

    /// <summary>The results as text.</summary>
    public override string ToString() => ToText();
}
