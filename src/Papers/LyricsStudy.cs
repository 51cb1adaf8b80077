using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Models of paper 001's task on the same splits: every model fitted and judged on each, and what that gives together.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class LyricsStudy : IRenderable
{
    private readonly LyricsCorpus _corpus;
    private readonly CrossValidationResult[] _results;
    private readonly LyricsPrediction[][] _predictions;

    private LyricsStudy(LyricsCorpus corpus, IReadOnlyList<Split> splits, CrossValidationResult[] results, LyricsPrediction[][] predictions) =>
        (_corpus, Splits, _results, _predictions) = (corpus, splits, results, predictions);

    /// <summary>The splits.</summary>
    public IReadOnlyList<Split> Splits { get; }

    /// <summary>The results, model by model.</summary>
    public IReadOnlyList<CrossValidationResult> Results => _results;

    /// <summary>The result of one model.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public CrossValidationResult this[string model] => _results[Place(model)];

    internal int SongCount => _corpus.Count;

    /// <summary>Whether the splits are <see cref="LyricsSplits.PaperSplits"/> of the songs, row by row.</summary>
    internal bool HasPaperSplits => Splits.Count == LyricsSplits.Seeds.Count
        && LyricsSplits.PaperSplits(_corpus).Zip(Splits).All(pair => pair.First.Test.SequenceEqual(pair.Second.Test) && pair.First.Train.SequenceEqual(pair.Second.Train));

    /// <summary>Fits and judges every model on every split, several at a time; the digits do not depend on how many.</summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="splits">Such as <see cref="LyricsSplits.PaperSplits"/>.</param>
    /// <param name="models">The models, each with a name of its own.</param>
    /// <param name="seed">Decides what the models draw, split by split.</param>
    /// <exception cref="ArgumentException">There is no model or split, two models have one name, or a split is not of these songs.</exception>
    public static LyricsStudy Run(LyricsCorpus corpus, IReadOnlyList<Split> splits, IReadOnlyList<LyricsModel> models, ulong seed = 42)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfEmpty(splits.Count, nameof(splits));
        Throw.IfEmpty(models.Count, nameof(models));
        if (models.DistinctBy(model => model.Name).Count() < models.Count)
        {
            throw new ArgumentException($"Two of the models have one name: {string.Join(", ", models.Select(model => model.Name))}.", nameof(models));
        }

        // The slowest models are the last ones to be named as a rule; begun first, none of them is waited for alone.
        LyricsPrediction[][] predictions = [.. models.Select(_ => new LyricsPrediction[splits.Count])];
        ParallelLoop.For(models.Count * splits.Count, piece =>
        {
            int model = models.Count - 1 - (piece / splits.Count), split = piece % splits.Count;
            predictions[model][split] = models[model].Predict(corpus, splits[split], CrossValidation.SeedOf(seed, split));
        });
        return new LyricsStudy(
            corpus, splits,
            [.. models.Select((model, place) => CrossValidation.Run(splits, corpus.Topics, (split, _) => predictions[place][split].Probabilities, seed, model.Name))],
            predictions);
    }

    /// <summary>Precision, recall and F1 of every topic on one split's test songs.</summary>
    /// <exception cref="ArgumentException">There is no such model or split.</exception>
    public ClassReport Report(string model, int split) => ClassReport.Of(_corpus.TopicsOf(Fold(model, split).TestRows), Fold(model, split).Predicted, LyricsSongs.TopicNames);

    /// <summary>Which topics were taken for which, the test songs of all splits together.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public ConfusionMatrix Confusion(string model) => ConfusionMatrix.Of(
        [.. this[model].Folds.SelectMany(fold => _corpus.TopicsOf(fold.TestRows))], [.. this[model].Folds.SelectMany(fold => fold.Predicted)], LyricsSongs.TopicNames);

    /// <summary>How training went on one split, phase by phase; empty for models without epochs.</summary>
    /// <exception cref="ArgumentException">There is no such model or split.</exception>
    public IReadOnlyList<History> Histories(string model, int split)
    {
        Throw.IfOutside(split, 0, Splits.Count - 1);
        return _predictions[Place(model)][split].Histories;
    }

    /// <summary>One figure of every epoch, phases one after another, for each split: the lines of a learning curve; empty for models without epochs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="figure">The figure, such as an epoch's ValidationAccuracy; epochs without it are left out.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public IReadOnlyList<double[]> LearningCurves(string model, Func<EpochSummary, double?> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return [.. _predictions[Place(model)].Select(prediction => (double[])[.. prediction.Histories.SelectMany(history => history.Epochs).Select(figure).OfType<double>()])];
    }

    /// <summary>Every topic's recall (what the paper calls its accuracy), precision and F1 by one model: mean and standard deviation over the splits.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public Table Classes(string model)
    {
        ClassReport[] reports = [.. Splits.Select((_, split) => Report(model, split))];
        Table table = new("topic", "recall", "± sd", "precision", "± sd ", "F1", "songs");
        for (int topic = 0; topic < LyricsSongs.TopicNames.Count; topic++)
        {
            ClassReportLine[] lines = [.. reports.Select(report => report.Classes[topic])];
            (double recall, double recallDeviation) = ResampledTTest.Describe([.. lines.Select(line => line.Recall)]);
            (double precision, double precisionDeviation) = ResampledTTest.Describe([.. lines.Select(line => line.Precision)]);
            table.Row(lines[0].Name, recall, recallDeviation, precision, precisionDeviation, lines.Average(line => line.F1), lines.Sum(line => line.Support));
        }

        foreach (string header in (ReadOnlySpan<string>)["recall", "± sd", "precision", "± sd ", "F1"])
        {
            table.Format(header, "0.000");
        }

        return table.Best("recall").Caption(model).Note($"Mean and standard deviation over {Splits.Count} splits; songs: in all test sides together.");
    }

    /// <summary>Records accuracy with its deviation, weighted precision, macro F1 and log loss of every model, and every topic's recall.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (CrossValidationResult result in _results)
        {
            string key = $"{set}.{result.Name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)}";
            ClassReport[] reports = [.. Splits.Select((_, split) => Report(result.Name, split))];
            Metrics.Record($"{key}.accuracy", result.Accuracy.Mean);
            Metrics.Record($"{key}.accuracy.sd", result.Accuracy.StandardDeviation);
            Metrics.Record($"{key}.weighted-precision", reports.Average(report => report.Weighted.Precision));
            Metrics.Record($"{key}.macro-f1", reports.Average(report => report.Macro.F1));
            if (IsProbability(result))
            {
                Metrics.Record($"{key}.log-loss", result.LogLoss.Mean);
            }

            for (int topic = 0; topic < LyricsSongs.TopicNames.Count; topic++)
            {
                Metrics.Record($"{key}.recall.{LyricsSongs.TopicNames[topic].Replace('/', '-')}", reports.Average(report => report.Classes[topic].Recall));
            }
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
        Table table = new("model", "accuracy", "± sd", "weighted precision", "weighted recall", "macro F1", "log loss");
        foreach (CrossValidationResult result in _results)
        {
            ClassReport[] reports = [.. Splits.Select((_, split) => Report(result.Name, split))];
            table.Row(
                result.Name, result.Accuracy.Mean, result.Accuracy.StandardDeviation, reports.Average(report => report.Weighted.Precision),
                reports.Average(report => report.Weighted.Recall), reports.Average(report => report.Macro.F1),
                IsProbability(result) ? result.LogLoss.Mean : null);
        }

        foreach (string header in (ReadOnlySpan<string>)["accuracy", "± sd", "weighted precision", "weighted recall", "macro F1", "log loss"])
        {
            table.Format(header, "0.0000");
        }

        return table.Best("accuracy").Best("macro F1").Best("log loss", Best.Lowest)
            .Note($"Means over {Splits.Count} splits, the same for every model; sd over splits.");
    }

    private bool IsProbability(CrossValidationResult result) => _predictions[Place(result.Name)].All(prediction => prediction.IsProbability);

    private FoldResult Fold(string model, int split)
    {
        Throw.IfOutside(split, 0, Splits.Count - 1);
        return this[model].Folds[split];
    }

    private int Place(string model)
    {
        int place = Array.FindIndex(_results, result => result.Name == model);
        if (place < 0)
        {
            Throw.Unknown("model", model, _results.Select(result => result.Name));
        }

        return place;
    }
}
