using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>All models of paper 002's comparison on the same folds of one listener's songs, beside scikit-learn's where it is recorded.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class LikesComparison : IRenderable
{
    private const string OurBest = "our best";

    private readonly ReferenceFolds? _reference;
    private readonly CrossValidationResult[] _results;

    private LikesComparison(ReferenceFolds? reference, CrossValidationResult[] results) => (_reference, _results) = (reference, results);

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

    /// <summary>Fits and judges every model on every fold.</summary>
    /// <param name="songs">One listener's songs.</param>
    /// <param name="folds">Training and test rows of each fold, the same for every model.</param>
    /// <param name="seed">Decides the models' seeds.</param>
    /// <param name="reference">scikit-learn's accuracies on these folds; null where none are recorded.</param>
    /// <exception cref="ArgumentException">The recorded folds are of another number of songs.</exception>
    public static LikesComparison Run(LikedSongs songs, IReadOnlyList<Split> folds, ulong seed, ReferenceFolds? reference = null)
    {
        reference?.RequireRows(songs.Count);
        return new LikesComparison(
            reference,
            [.. SpotifyLikes.Models(songs.Count).Select(model => CrossValidation.Run(folds, songs.Features, songs.Labels, model.Build, seed, model.Name))]);
    }

    /// <summary>Mean accuracy of each model with its 95 % interval, scikit-learn's two forests last.</summary>
    /// <param name="title">The point that the picture makes.</param>
    public Figure Picture(string title)
    {
        List<(string, double, double, double)> intervals = [];
        foreach (CrossValidationResult result in _results)
        {
            ConfidenceInterval interval = result.Accuracy.Interval!;
            intervals.Add((result.Name, interval.Estimate, interval.Low, interval.High));
        }

        foreach ((string model, string label) in (ReadOnlySpan<(string, string)>)[("randomForest", "scikit-learn random forest"), ("extraTrees", "scikit-learn extra trees")])
        {
            if (_reference is not null)
            {
                ConfidenceInterval interval = ResampledTTest.MeanInterval(_reference.Accuracies(model), 1.0 / (_reference.SplitCount - 1));
                intervals.Add((label, interval.Estimate, interval.Low, interval.High));
            }
        }

        return Figure.Intervals(intervals).Title(title)
            .Subtitle($"Accuracy, mean of {_results[0].Folds.Count} folds with its 95 % interval (corrected for overlapping training rows)")
            .XAxis("accuracy", percent: true);
    }

    /// <summary>Our best model against each of scikit-learn's recorded ones, fold by fold.</summary>
    public Table AgainstReference()
    {
        Table table = new Table("our best minus", "mean difference", "95 % interval", "p")
            .Format("mean difference", "+0.0000;−0.0000").Align("p", Alignment.Right);
        if (_reference is null)
        {
            return table.Note("scikit-learn's results are recorded for the real data only");
        }

        foreach ((string model, string label) in (ReadOnlySpan<(string, string)>)
            [("extraTrees", "extra trees"), ("randomForest", "random forest"), ("logisticRegression", "logistic regression"), ("majority", "majority")])
        {
            ResampledTTest test = this[OurBest].CompareAccuracy(_reference.Accuracies(model));
            table.Row($"{_reference.Library}, {label}", test.Mean, test.IntervalText, test.PValueText);
        }

        return table;
    }

    /// <summary>Records accuracy, log loss and AUC of every model, and our best model's lead over each recorded one.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (CrossValidationResult result in _results)
        {
            string key = $"{set}.{result.Name.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal)}";
            Metrics.Record($"{key}.accuracy", result.Accuracy.Mean);
            Metrics.Record($"{key}.accuracy.sd", result.Accuracy.StandardDeviation);
            Metrics.Record($"{key}.log-loss", result.LogLoss.Mean);
            Metrics.Record($"{key}.auc", result.AreaUnderRocCurve!.Mean);
        }

        foreach (string model in _reference?.Models ?? [])
        {
            Metrics.Record($"{set}.our-best-minus-sklearn.{model}", this[OurBest].CompareAccuracy(_reference!.Accuracies(model)).Mean);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => CrossValidation.Table(_results).ToHtml();

    /// <inheritdoc/>
    public string ToText() => CrossValidation.Table(_results).ToText();

    /// <summary>The comparison as text.</summary>
    public override string ToString() => ToText();
}
