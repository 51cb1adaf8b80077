using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Models of paper 004's genre task on the same folds: each fitted and judged on every fold, and what that gives together.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class GenreStudy : IRenderable
{
    private readonly GenreTracks _tracks;
    private readonly int[][] _allGenres;
    private readonly CrossValidationResult[] _results;
    private readonly TrackAnswer[][] _answers;

    private GenreStudy(GenreTracks tracks, CrossValidationResult[] results, TrackAnswer[][] answers)
    {
        (_tracks, _results, _answers) = (tracks, results, answers);
        _allGenres = tracks.LabelSets([.. Enumerable.Range(0, tracks.Count)]);
    }

    /// <summary>The results, model by model.</summary>
    public IReadOnlyList<CrossValidationResult> Results => _results;

    /// <summary>The result of one model.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public CrossValidationResult this[string model] => _results[Place(model)];

    /// <summary>Fits and judges every model on every fold, several at a time; the digits do not depend on how many.</summary>
    /// <param name="tracks">The rows.</param>
    /// <param name="folds">Training and test rows of each fold, the same for every model.</param>
    /// <param name="models">Such as <see cref="GenreModel.All"/>, each with a name of its own.</param>
    /// <param name="seed">Decides the models' seeds, fold by fold.</param>
    /// <exception cref="ArgumentException">There is no model or fold, two models have one name, or a fold is not of these rows.</exception>
    public static GenreStudy Run(GenreTracks tracks, IReadOnlyList<Split> folds, IReadOnlyList<GenreModel> models, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfEmpty(models.Count, nameof(models));
        if (models.DistinctBy(model => model.Name).Count() < models.Count)
        {
            throw new ArgumentException($"Two of the models have one name: {string.Join(", ", models.Select(model => model.Name))}.", nameof(models));
        }

        TrackAnswer[][] answers = [.. models.Select(_ => new TrackAnswer[folds.Count])];
        CrossValidationResult[] results = [.. models.Select((model, place) => CrossValidation.Run(
            folds, tracks.Labels, (fold, own) => (answers[place][fold] = model.Predict(tracks, folds[fold], own)).Probabilities, seed, model.Name))];
        return new GenreStudy(tracks, results, answers);
    }

    /// <summary>How training went on one fold; null for models without epochs.</summary>
    /// <exception cref="ArgumentException">There is no such model or fold.</exception>
    public History? History(string model, int fold)
    {
        TrackAnswer[] answers = _answers[Place(model)];
        Throw.IfOutside(fold, 0, answers.Length - 1);
        return answers[fold].History;
    }

    /// <summary>Share of test rows whose genre is among the likeliest <paramref name="count"/>, mean over folds, 0 to 1; of equally likely ones the smaller counts first.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public double TopAccuracy(string model, int count)
    {
        Throw.IfBelow(count, 1);
        return this[model].Folds.Average(fold => RankedClasses.TopAccuracy(fold.Probabilities, Array.ConvertAll(fold.TestRows, row => _tracks.Labels[row]), count));
    }

    /// <summary>Share of test rows whose likeliest genre is any that their track is listed under, mean over folds, 0 to 1.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public double AnyGenreAccuracy(string model) => this[model].Folds.Average(fold =>
        fold.Predicted.Select((genre, place) => _allGenres[fold.TestRows[place]].Contains(genre) ? 1.0 : 0.0).Average());

    /// <summary>Share of all answers "is it this genre?" that are right when a share above ½ is a yes, mean over folds, 0 to 1: what a framework's binary accuracy counts.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public double BinaryAccuracy(string model) => MeanOverCells(model, (share, isTrue) => share > 0.5 == isTrue ? 1 : 0);

    /// <summary>Binary cross-entropy of every share against 0 or 1, the mean over rows, genres and folds: the paper's loss.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public double BinaryCrossEntropy(string model) => MeanOverCells(model, (share, isTrue) => -Elementary.Log(Math.Max(1e-15, isTrue ? share : 1 - share)));

    /// <summary>What can be called accuracy, and the loss, for every model: which of them is the paper's 53.34 % (at a loss of 0.2062)?</summary>
    public Table Readings()
    {
        Table table = new("model", "likeliest", "any of the track's genres", "among two", "among three", "training rows", "yes or no per genre", "loss");
        foreach (CrossValidationResult result in _results)
        {
            TrackAnswer[] answers = _answers[Place(result.Name)];
            table.Row(
                result.Name, result.Accuracy.Mean, AnyGenreAccuracy(result.Name), TopAccuracy(result.Name, 2), TopAccuracy(result.Name, 3),
                answers.All(answer => answer.History is not null) ? answers.Average(answer => answer.History!.Accuracies[^1]) : null,
                BinaryAccuracy(result.Name), BinaryCrossEntropy(result.Name));
        }

        foreach (string header in (ReadOnlySpan<string>)["likeliest", "any of the track's genres", "among two", "among three", "training rows", "yes or no per genre"])
        {
            table.Format(header, "0.0 %");
        }

        return table.Format("loss", "0.0000").Note(
            $"{_tracks.Genres.Count} genres, {_tracks.Count} rows, means over {_results[0].Folds.Count} folds. The paper: {TrackEmbeddingClaims.Genre.Accuracy} at a loss of 0.2062. "
            + "Training rows: in the last epoch. Loss: binary cross-entropy of every share, the mean over rows and genres.");
    }

    /// <summary>Every model against each of scikit-learn's recorded ones, fold by fold.</summary>
    /// <param name="reference">scikit-learn's accuracies; the study must have been run on its folds.</param>
    /// <param name="peers">The recorded models to compare with, in the order of the columns.</param>
    /// <exception cref="ArgumentException">There is no such recorded model, or there are as many folds on neither side.</exception>
    public Table AgainstReference(ReferenceFolds reference, params IReadOnlyList<string> peers)
    {
        ArgumentNullException.ThrowIfNull(reference);
        reference.RequireRows(_tracks.Count);
        Table table = new(["model", "accuracy", .. peers.SelectMany(peer => (string[])[$"− {peer}", $"95 % interval, {peer}", $"p, {peer}"])]);
        foreach (CrossValidationResult result in _results)
        {
            ResampledTTest[] tests = [.. peers.Select(peer => result.CompareAccuracy(reference.Accuracies(peer)))];
            table.Row([result.Name, result.Accuracy.Mean, .. tests.SelectMany(test => (object[])[test.Mean, test.IntervalText, test.PValueText])]);
        }

        foreach (string peer in peers)
        {
            table.Format($"− {peer}", "+0.0000;−0.0000;0.0000").Align($"p, {peer}", Alignment.Right);
        }

        return table.Format("accuracy", "0.0000").Note(
            $"{reference.Library} on the same {reference.Folds.Count} folds: {string.Join(", ", peers.Select(peer => $"{peer} {reference.Accuracies(peer).Average():0.0000}"))}. p by the corrected resampled t-test.");
    }

    /// <summary>Records by how much every model's accuracy is above each of scikit-learn's recorded ones, with the ends of its 95 % interval.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    /// <param name="reference">scikit-learn's accuracies; the study must have been run on its folds.</param>
    /// <param name="peers">The recorded models to compare with.</param>
    /// <exception cref="ArgumentException">There is no such recorded model, or there are as many folds on neither side.</exception>
    public void RecordAgainst(string set, ReferenceFolds reference, params IReadOnlyList<string> peers)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(peers);
        reference.RequireRows(_tracks.Count);
        foreach (CrossValidationResult result in _results)
        {
            foreach (string peer in peers)
            {
                ResampledTTest test = result.CompareAccuracy(reference.Accuracies(peer));
                string key = $"{set}.{PopularityStudy.Key(result.Name)}-minus-sklearn.{peer}";
                Metrics.Record(key, test.Mean);
                Metrics.Record($"{key}.low", test.Interval.Low);
                Metrics.Record($"{key}.high", test.Interval.High);
            }
        }
    }

    /// <summary>Records accuracy with its deviation, log loss, top-3 accuracy and the paper's loss of every model.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (CrossValidationResult result in _results)
        {
            string key = $"{set}.{PopularityStudy.Key(result.Name)}";
            Metrics.Record($"{key}.accuracy", result.Accuracy.Mean);
            Metrics.Record($"{key}.accuracy.sd", result.Accuracy.StandardDeviation);
            Metrics.Record($"{key}.log-loss", result.LogLoss.Mean);
            Metrics.Record($"{key}.top-3", TopAccuracy(result.Name, 3));
            Metrics.Record($"{key}.binary-cross-entropy", BinaryCrossEntropy(result.Name));
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => CrossValidation.Table(_results).ToHtml();

    /// <inheritdoc/>
    public string ToText() => CrossValidation.Table(_results).ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private double MeanOverCells(string model, Func<double, bool, double> value) => this[model].Folds.Average(fold =>
    {
        double sum = 0;
        for (int place = 0; place < fold.TestRows.Length; place++)
        {
            for (int genre = 0; genre < fold.Probabilities.Columns; genre++)
            {
                sum += value(fold.Probabilities[place, genre], _tracks.Labels[fold.TestRows[place]] == genre);
            }
        }

        return sum / fold.Probabilities.Values.Length;
    });

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
