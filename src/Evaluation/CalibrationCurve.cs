namespace MusicRec.Evaluation;

/// <summary>How predicted probabilities are put into bins.</summary>
public enum CalibrationBins
{
    /// <summary>Bins of equal width over [0, 1].</summary>
    Uniform,

    /// <summary>Bins of about equally many rows, cut at quantiles of the predictions.</summary>
    Quantile,
}

/// <summary>One bin of a <see cref="CalibrationCurve"/>.</summary>
/// <param name="MeanPredicted">Mean predicted probability of class 1 of the bin's rows.</param>
/// <param name="ShareObserved">Share of the bin's rows that are of class 1.</param>
/// <param name="Count">Number of rows, 1 or more.</param>
public sealed record CalibrationBin(double MeanPredicted, double ShareObserved, int Count);

/// <summary>
/// Whether 70 % means 70 %: predicted probability against observed share, bin by bin, empty bins left out. Bins as in
/// scikit-learn 1.2.1's <c>calibration_curve</c>: a probability on an inner edge belongs to the bin below it.
/// </summary>
public sealed class CalibrationCurve
{
    private CalibrationCurve(IReadOnlyList<CalibrationBin> bins, double expectedError) => (Bins, ExpectedError) = (bins, expectedError);

    /// <summary>The bins that hold rows, by rising probability.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Mean predicted probability of each bin.</summary>
    public double[] Predicted => [.. Bins.Select(bin => bin.MeanPredicted)];

    /// <summary>Observed share of class 1 in each bin.</summary>
    public double[] Observed => [.. Bins.Select(bin => bin.ShareObserved)];

    /// <summary>Number of rows in each bin.</summary>
    public int[] Counts => [.. Bins.Select(bin => bin.Count)];

    /// <summary>
    /// Expected calibration error, 0 (best) to 1: the mean over rows of the distance between the predicted probability and
    /// the observed share of their bin (Naeini et al. 2015). It depends on the bins: compare only under the same ones.
    /// </summary>
    public double ExpectedError { get; }

    /// <summary>Computes the curve.</summary>
    /// <param name="labels">True classes, each 0 or 1.</param>
    /// <param name="positive">Probability of class 1 for each row, 0 to 1.</param>
    /// <param name="bins">Number of bins, 1 to 10,000.</param>
    /// <param name="kind">Bins of equal width or of equal filling.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a probability is outside [0, 1].</exception>
    public static CalibrationCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> positive, int bins = 10, CalibrationBins kind = CalibrationBins.Uniform)
    {
        LabelChecks.Probabilities(labels, positive);
        _ = LabelChecks.CountPositives(labels);
        Throw.IfOutside(bins, 1, 10_000);
        double[] edges = Edges(positive, bins, kind);
        double[] predicted = new double[bins];
        int[] observed = new int[bins], counts = new int[bins];
        for (int row = 0; row < labels.Length; row++)
        {
            int bin = EdgesBelow(edges, positive[row]);
            predicted[bin] += positive[row];
            observed[bin] += labels[row];
            counts[bin]++;
        }

        List<CalibrationBin> filled = [];
        double error = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            if (counts[bin] > 0)
            {
                filled.Add(new CalibrationBin(predicted[bin] / counts[bin], (double)observed[bin] / counts[bin], counts[bin]));
                error += Math.Abs(predicted[bin] - observed[bin]);
            }
        }

        return new CalibrationCurve(filled, error / labels.Length);
    }

    private static double[] Edges(ReadOnlySpan<double> positive, int bins, CalibrationBins kind)
    {
        double[] edges = new double[bins - 1];
        double[] sorted = positive.ToArray();
        Array.Sort(sorted);
        double step = 1.0 / bins;
        for (int edge = 0; edge < edges.Length; edge++)
        {
            double share = (edge + 1) * step;

            // × 100 ÷ 100 as numpy's percentile rounds: a prediction that stands on an edge must fall on the same side.
            edges[edge] = kind == CalibrationBins.Uniform ? share : Quantiles.OfSorted(sorted, share * 100 / 100);
        }

        return edges;
    }

    private static int EdgesBelow(double[] edges, double value)
    {
        int low = 0, high = edges.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = edges[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
