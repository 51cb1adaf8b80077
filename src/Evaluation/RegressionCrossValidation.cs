using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>Fits a regressor afresh on the training rows of every fold and judges it on that fold's test rows.</summary>
public static class RegressionCrossValidation
{
    /// <summary>
    /// Runs all folds, several at a time; the digits do not depend on how many. Whatever is learnt from data (scalers, encodings, choices
    /// of settings) must be part of the regressor that <paramref name="build"/> makes: it never sees a test row.
    /// </summary>
    /// <param name="folds">Training and test rows of each fold: of one split, of k folds, or of several rounds of k folds one after the other.</param>
    /// <param name="features">[rows, features]; NaN where a value is missing, if the regressor takes that.</param>
    /// <param name="targets">One finite number per row.</param>
    /// <param name="build">Makes an unfitted regressor from a seed; called once per fold, from several threads.</param>
    /// <param name="seed">Decides the seeds that <paramref name="build"/> is given, one per fold.</param>
    /// <param name="name">What to call the model in tables.</param>
    /// <exception cref="ArgumentException">
    /// Rows and targets differ in number; a fold names a row that does not exist, has an empty side or the same row on both sides.
    /// </exception>
    public static RegressionResult Run(
        IReadOnlyList<Split> folds, Matrix features, ReadOnlySpan<double> targets, Func<ulong, IRegressor> build, ulong seed = 0, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(build);
        Throw.IfLengthsDiffer(features.Rows, "features (rows)", targets.Length, nameof(targets));
        double[] allTargets = targets.ToArray();
        return Run(folds, targets, Predict, seed, name);

        double[] Predict(int fold, ulong modelSeed)
        {
            IRegressor regressor = FoldRows.Given(build(modelSeed), nameof(build), fold);
            regressor.Fit(features.SelectRows(folds[fold].Train), FoldRows.Pick(allTargets, folds[fold].Train));
            return regressor.Predict(features.SelectRows(folds[fold].Test));
        }
    }

    /// <summary>As above, for models that learn from something else than one table of numbers.</summary>
    /// <param name="folds">Training and test rows of each fold.</param>
    /// <param name="targets">One finite number per row.</param>
    /// <param name="predict">
    /// Given the number of a fold and a seed, learns from the fold's training rows alone and gives a finite number for each of its test
    /// rows; called once per fold, from several threads.
    /// </param>
    /// <param name="seed">Decides the seeds that <paramref name="predict"/> is given, one per fold; the same as in <see cref="CrossValidation"/>.</param>
    /// <param name="name">What to call the model in tables.</param>
    /// <exception cref="ArgumentException">
    /// A fold names a row that does not exist, has an empty side or the same row on both sides, or an answer has another number of rows.
    /// </exception>
    public static RegressionResult Run(
        IReadOnlyList<Split> folds, ReadOnlySpan<double> targets, Func<int, ulong, double[]> predict, ulong seed = 0, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(predict);
        Throw.IfNotFinite(targets);
        FoldRows.Check(folds, targets.Length);
        double[] allTargets = targets.ToArray();
        RegressionFold[] results = new RegressionFold[folds.Count];
        ParallelLoop.For(folds.Count, fold => results[fold] = Judge(
            folds[fold], allTargets, FoldRows.Given(predict(fold, CrossValidation.SeedOf(seed, fold)), nameof(predict), fold)));
        return new RegressionResult(name, allTargets, folds, results);
    }

    /// <summary>
    /// Several models' results on the same folds as one table; differences are against the first, of R², or of the mean squared error where
    /// a fold's targets are all the same.
    /// </summary>
    /// <param name="results">Results of runs over the same folds.</param>
    /// <exception cref="ArgumentException">There are no results, or they come from different folds.</exception>
    public static Table Table(params IReadOnlyList<RegressionResult> results)
    {
        FoldRows.CheckResults(results);
        RegressionResult baseline = results[0];
        bool compare = results.Count > 1 && baseline.Folds.Count > 1;
        bool byRSquared = baseline.Folds.All(fold => fold.RSquared is not null);
        ResampledTTest?[] tests = [.. results.Select((result, place) => !compare || place == 0
            ? null
            : byRSquared ? result.CompareRSquared(baseline) : result.CompareSquaredError(baseline))];
        double[] adjusted = HolmCorrection.Adjust([.. tests.OfType<ResampledTTest>().Select(test => test.PValue)]);
        List<string> headers = ["model", "R²", "± sd", "95 % interval", "RMSE", "MAE"];
        string difference = $"{(byRSquared ? "R²" : "squared error")} − {baseline.Name}";
        if (compare)
        {
            headers.AddRange([difference, "p (Holm)"]);
        }

        Table table = new([.. headers]);
        for (int place = 0; place < results.Count; place++)
        {
            RegressionResult result = results[place];
            List<object?> row =
            [
                result.Name, result.RSquared?.Mean, result.RSquared?.StandardDeviation, result.RSquared?.IntervalText(),
                result.RootMeanSquaredError.Mean, result.MeanAbsoluteError.Mean,
            ];
            if (compare)
            {
                row.AddRange([tests[place]?.Mean, place > 0 ? ResampledTTest.FormatPValue(adjusted[place - 1]) : null]);
            }

            table.Row([.. row]);
        }

        if (compare)
        {
            table.Format(difference, byRSquared ? "0.0000" : "0.###").Align("p (Holm)", Alignment.Right);
        }

        return table.Format("R²", "0.0000").Format("± sd", "0.0000").Format("RMSE", "0.000").Format("MAE", "0.000")
            .Best("R²").Best("RMSE", Best.Lowest).Best("MAE", Best.Lowest)
            .Note($"{baseline.Folds.Count} folds, the same for every model; sd over folds; intervals and p-values by the corrected resampled t-test (Nadeau and Bengio 2003).");
    }

    private static RegressionFold Judge(Split split, double[] targets, double[] predicted)
    {
        double[] own = FoldRows.Pick(targets, split.Test);
        Throw.IfLengthsDiffer(predicted.Length, "the regressor's answer", own.Length, "the test rows");
        return new RegressionFold(
            split.Test, predicted, RegressionMetrics.Vary(own) ? RegressionMetrics.RSquared(own, predicted) : null,
            RegressionMetrics.MeanSquaredError(own, predicted), RegressionMetrics.MeanAbsoluteError(own, predicted));
    }
}
