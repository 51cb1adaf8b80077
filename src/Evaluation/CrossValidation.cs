using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>Fits a classifier afresh on the training rows of every fold and judges it on that fold's test rows.</summary>
public static class CrossValidation
{
    /// <summary>
    /// Runs all folds, several at a time; the digits do not depend on how many. Whatever is learnt from data (scalers,
    /// choices of settings) must be part of the classifier that <paramref name="build"/> makes: it never sees a test row.
    /// </summary>
    /// <param name="folds">Training and test rows of each fold: of one split, of k folds, or of several rounds of k folds one after the other.</param>
    /// <param name="features">Finite numbers, [rows, features].</param>
    /// <param name="labels">One class per row, 0 or more.</param>
    /// <param name="build">Makes an unfitted classifier from a seed; called once per fold, from several threads.</param>
    /// <param name="seed">Decides the seeds that <paramref name="build"/> is given, one per fold.</param>
    /// <param name="name">What to call the model in tables.</param>
    /// <exception cref="ArgumentException">
    /// Rows and labels differ in number; a fold names a row that does not exist, has an empty side or the same row on both sides.
    /// </exception>
    public static CrossValidationResult Run(
        IReadOnlyList<Split> folds, Matrix features, ReadOnlySpan<int> labels, Func<ulong, IClassifier> build, ulong seed = 0, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(features);
        return Run<Matrix>(folds, features.Rows, rows => features.SelectRows(rows), labels, build, seed, name);
    }

    /// <inheritdoc cref="Run(IReadOnlyList{Split}, Matrix, ReadOnlySpan{int}, Func{ulong, IClassifier}, ulong, string)"/>
    public static CrossValidationResult Run(
        IReadOnlyList<Split> folds, SparseMatrix features, ReadOnlySpan<int> labels, Func<ulong, IClassifier<SparseMatrix>> build,
        ulong seed = 0, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(features);
        return Run(folds, features.Rows, rows => features.SelectRows(rows), labels, build, seed, name);
    }

    private static CrossValidationResult Run<TFeatures>(
        IReadOnlyList<Split> folds, int rowCount, Func<int[], TFeatures> selectRows, ReadOnlySpan<int> labels,
        Func<ulong, IClassifier<TFeatures>> build, ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(build);
        Throw.IfLengthsDiffer(rowCount, "features (rows)", labels.Length, nameof(labels));
        int[] allLabels = labels.ToArray();
        return Run(folds, labels, Predict, seed, name);

        Matrix Predict(int fold, ulong modelSeed)
        {
            IClassifier<TFeatures> classifier = FoldRows.Given(build(modelSeed), nameof(build), fold);
            classifier.Fit(selectRows(folds[fold].Train), FoldRows.Pick(allLabels, folds[fold].Train));
            return classifier.PredictProbabilities(selectRows(folds[fold].Test));
        }
    }

    /// <summary>
    /// As above, for models that learn from something else than one table of numbers, such as texts whose vocabulary is learnt from each
    /// fold's training rows.
    /// </summary>
    /// <param name="folds">Training and test rows of each fold.</param>
    /// <param name="labels">One class per row, 0 or more.</param>
    /// <param name="predict">
    /// Given the number of a fold and a seed, learns from the fold's training rows alone and gives the probabilities of its test
    /// rows, [test rows, classes]; called once per fold, from several threads.
    /// </param>
    /// <param name="seed">Decides the seeds that <paramref name="predict"/> is given, one per fold.</param>
    /// <param name="name">What to call the model in tables.</param>
    /// <exception cref="ArgumentException">
    /// A fold names a row that does not exist, has an empty side or the same row on both sides, or an answer has another number of rows.
    /// </exception>
    public static CrossValidationResult Run(
        IReadOnlyList<Split> folds, ReadOnlySpan<int> labels, Func<int, ulong, Matrix> predict, ulong seed = 0, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(predict);
        int classCount = Math.Max(2, 1 + LabelChecks.Largest(labels, nameof(labels)));
        FoldRows.Check(folds, labels.Length);
        int[] allLabels = labels.ToArray();
        FoldResult[] results = new FoldResult[folds.Count];
        ParallelLoop.For(folds.Count, fold => results[fold] = Judge(
            folds[fold], allLabels, FoldRows.Given(predict(fold, SeedOf(seed, fold)), nameof(predict), fold), classCount));
        return new CrossValidationResult(name, allLabels, classCount, folds, results);
    }

    /// <summary>The seed of a fold's model.</summary>
    internal static ulong SeedOf(ulong seed, int fold) => new RandomStream(seed).Split((ulong)fold).NextUInt64();

    /// <summary>Several models' results on the same folds as one table; differences are against the first.</summary>
    /// <param name="results">Results of runs over the same folds.</param>
    /// <exception cref="ArgumentException">There are no results, or they come from different folds.</exception>
    public static Table Table(params IReadOnlyList<CrossValidationResult> results)
    {
        FoldRows.CheckResults(results);
        CrossValidationResult baseline = results[0];
        bool compare = results.Count > 1 && baseline.Folds.Count > 1;
        ResampledTTest?[] tests = [.. results.Select((result, place) => compare && place > 0 ? result.CompareAccuracy(baseline) : null)];
        double[] adjusted = HolmCorrection.Adjust([.. tests.OfType<ResampledTTest>().Select(test => test.PValue)]);
        List<string> headers = ["model", "accuracy", "± sd", "95 % interval", "log loss", "AUC"];
        if (compare)
        {
            headers.AddRange([$"accuracy − {baseline.Name}", "p (Holm)"]);
        }

        Table table = new([.. headers]);
        for (int place = 0; place < results.Count; place++)
        {
            CrossValidationResult result = results[place];
            List<object?> row =
            [
                result.Name, result.Accuracy.Mean, result.Accuracy.StandardDeviation, result.Accuracy.IntervalText(),
                result.LogLoss.Mean, result.AreaUnderRocCurve?.Mean,
            ];
            if (compare)
            {
                row.AddRange([tests[place]?.Mean, place > 0 ? ResampledTTest.FormatPValue(adjusted[place - 1]) : null]);
            }

            table.Row([.. row]);
        }

        if (compare)
        {
            table.Align("p (Holm)", Alignment.Right);
        }

        return table.Format("accuracy", "0.0000").Format("± sd", "0.0000").Format("log loss", "0.0000").Format("AUC", "0.0000")
            .Best("accuracy").Best("log loss", Best.Lowest).Best("AUC")
            .Note($"{baseline.Folds.Count} folds, the same for every model; sd over folds; intervals and p-values by the corrected resampled t-test (Nadeau and Bengio 2003).");
    }

    private static FoldResult Judge(Split split, int[] labels, Matrix answer, int classCount)
    {
        int[] testLabels = FoldRows.Pick(labels, split.Test);
        Matrix probabilities = Widen(answer, split.Test.Length, classCount);
        int[] predicted = [.. Enumerable.Range(0, probabilities.Rows).Select(row => ClassifierExtensions.MostProbable(probabilities.Row(row)))];
        double? area = classCount == 2 && testLabels.Contains(0) && testLabels.Contains(1)
            ? ClassificationMetrics.AreaUnderRocCurve(testLabels, probabilities.Column(1))
            : null;
        return new FoldResult(
            split.Test, probabilities, predicted, ClassificationMetrics.Accuracy(testLabels, predicted), ClassificationMetrics.LogLoss(testLabels, probabilities), area);
    }

    /// <summary>A class that the training rows of a fold lack has no column in the model's answer; its probability is 0.</summary>
    private static Matrix Widen(Matrix probabilities, int rows, int classCount)
    {
        Throw.IfLengthsDiffer(probabilities.Rows, "the classifier's answer (rows)", rows, "the test rows");
        Throw.IfOutside(probabilities.Columns, 1, classCount, "number of classes in the classifier's answer");
        if (probabilities.Columns == classCount)
        {
            return probabilities;
        }

        Matrix wide = new(rows, classCount);
        for (int row = 0; row < rows; row++)
        {
            probabilities.Row(row).CopyTo(wide.Row(row));
        }

        return wide;
    }
}
