using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>Results of two-class models where one class is rare, by the figures that a constant answer cannot reach.</summary>
public static class ImbalanceTable
{
    /// <summary>
    /// Average precision with its difference from the first model's, then balanced accuracy, precision, recall and F1 of class 1 and
    /// accuracy, all over folds; F1 is the mean of the folds' F1.
    /// </summary>
    /// <param name="results">Results of runs over the same folds, two classes each, with rows of both classes in every fold.</param>
    /// <exception cref="ArgumentException">There are no results, they come from different folds, or a fold has one class only.</exception>
    public static Table Of(params IReadOnlyList<CrossValidationResult> results)
    {
        Throw.IfEmpty(results.Count, nameof(results));
        CrossValidationResult baseline = results[0];
        bool compare = results.Count > 1 && baseline.Folds.Count > 1;
        ResampledTTest?[] tests = [.. results.Select((result, place) => compare && place > 0 ? result.Compare(baseline, CrossValidationResult.AveragePrecisionOf) : null)];
        double[] adjusted = HolmCorrection.Adjust([.. tests.OfType<ResampledTTest>().Select(test => test.PValue)]);
        string difference = $"AP − {baseline.Name}";
        List<string> headers = ["model", "average precision", "± sd", "balanced accuracy", "precision", "recall", "F1", "accuracy"];
        if (compare)
        {
            headers.AddRange([difference, "p (Holm)"]);
        }

        Table table = new([.. headers]);
        for (int place = 0; place < results.Count; place++)
        {
            CrossValidationResult result = results[place];
            if (result.AveragePrecision is not FoldFigure average || average.PerFold.Length < result.Folds.Count)
            {
                throw new ArgumentException($"'{result.Name}' has more than two classes, or a fold without a row of class 1; average precision is not defined there.", nameof(results));
            }

            List<object?> row =
            [
                result.Name, average.Mean, average.StandardDeviation, Mean(result, (labels, predicted) => ClassificationMetrics.BalancedAccuracy(labels, predicted)),
                Mean(result, (labels, predicted) => ClassificationMetrics.Precision(labels, predicted)),
                Mean(result, (labels, predicted) => ClassificationMetrics.Recall(labels, predicted)),
                Mean(result, (labels, predicted) => ClassificationMetrics.F1(labels, predicted)), result.Accuracy.Mean,
            ];
            if (compare)
            {
                row.AddRange([tests[place]?.Mean, place > 0 ? ResampledTTest.FormatPValue(adjusted[place - 1]) : null]);
            }

            table.Row([.. row]);
        }

        foreach (string figure in headers[1..8])
        {
            table.Format(figure, "0.0000");
            if (figure != "± sd")
            {
                table.Best(figure);
            }
        }

        if (compare)
        {
            table.Format(difference, "0.0000").Align("p (Holm)", Alignment.Right);
        }

        double share = (double)baseline.Labels.Count(label => label == 1) / baseline.Labels.Count;
        return table.Note(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{baseline.Folds.Count} folds, the same for every model; sd over folds. {100 * share:0.0} % of the rows are of class 1: a ranking that says nothing has about that average precision, a constant answer {100 * Math.Max(share, 1 - share):0.0} % accuracy. p-values by the corrected resampled t-test (Nadeau and Bengio 2003)."));
    }

    private static double Mean(CrossValidationResult result, Func<int[], int[], double> figure) =>
        result.Measure((labels, fold) => figure(labels, fold.Predicted))!.Mean;
}
