namespace MusicRec.Evaluation;

/// <summary>
/// The receiver operating characteristic: share of true against share of false alarms as the threshold falls.
/// Points as in scikit-learn 1.2.1's <c>roc_curve</c>: one per distinct score, equal scores together, points on a straight
/// line between their neighbours dropped, and (0, 0) first under the threshold "largest score + 1".
/// </summary>
public sealed class RocCurve
{
    private RocCurve(double[] falsePositiveRates, double[] truePositiveRates, double[] thresholds, double area) =>
        (FalsePositiveRates, TruePositiveRates, Thresholds, Area) = (falsePositiveRates, truePositiveRates, thresholds, area);

    /// <summary>Share of the rows of class 0 that score at or above each threshold, 0 to 1, rising.</summary>
    public double[] FalsePositiveRates { get; }

    /// <summary>Share of the rows of class 1 that score at or above each threshold, 0 to 1, rising.</summary>
    public double[] TruePositiveRates { get; }

    /// <summary>The thresholds, falling.</summary>
    public double[] Thresholds { get; }

    /// <summary>The area under the curve, 0 to 1; 0.5 for scores that say nothing.</summary>
    public double Area { get; }

    /// <summary>Computes the curve.</summary>
    /// <param name="labels">True classes, each 0 or 1, both of them present.</param>
    /// <param name="scores">Finite numbers, higher for class 1.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or one of the classes is missing.</exception>
    public static RocCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        Throw.IfLengthsDiffer(labels.Length, nameof(labels), scores.Length, nameof(scores));
        Throw.IfEmpty(labels.Length, nameof(labels));
        Throw.IfNotFinite(scores);
        int positives = LabelChecks.CountPositives(labels), negatives = labels.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            throw new ArgumentException($"All {labels.Length} labels are {labels[0]}; a ROC curve needs rows of both classes.", nameof(labels));
        }

        (List<int> falseAlarms, List<int> hits, List<double> thresholds) = CountDown(labels, scores);

        // Twice the area in whole numbers: exact, whatever the number of rows.
        long doubledArea = (long)falseAlarms[0] * hits[0];
        for (int point = 1; point < hits.Count; point++)
        {
            doubledArea += (long)(falseAlarms[point] - falseAlarms[point - 1]) * (hits[point] + hits[point - 1]);
        }

        List<double> falseRates = [0], trueRates = [0], kept = [thresholds[0] + 1];
        for (int point = 0; point < hits.Count; point++)
        {
            if (point == 0 || point == hits.Count - 1 || Bends(falseAlarms, point) || Bends(hits, point))
            {
                falseRates.Add((double)falseAlarms[point] / negatives);
                trueRates.Add((double)hits[point] / positives);
                kept.Add(thresholds[point]);
            }
        }

        return new RocCurve([.. falseRates], [.. trueRates], [.. kept], doubledArea / (2.0 * positives * negatives));
    }

    /// <summary>Rows of class 0 and of class 1 that score at or above each distinct score, from the largest score down.</summary>
    internal static (List<int> FalseAlarms, List<int> Hits, List<double> Thresholds) CountDown(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        double[] sorted = scores.ToArray();
        int[] sortedLabels = labels.ToArray();
        Array.Sort(sorted, sortedLabels);
        List<int> falseAlarms = [], hits = [];
        List<double> thresholds = [];
        int above = 0, right = 0;
        for (int row = sorted.Length - 1; row >= 0; row--)
        {
            above++;
            right += sortedLabels[row];
            if (row == 0 || sorted[row - 1] != sorted[row])
            {
                hits.Add(right);
                falseAlarms.Add(above - right);
                thresholds.Add(sorted[row]);
            }
        }

        return (falseAlarms, hits, thresholds);
    }

    private static bool Bends(List<int> counts, int point) =>
        counts[point + 1] - counts[point] != counts[point] - counts[point - 1];
}
