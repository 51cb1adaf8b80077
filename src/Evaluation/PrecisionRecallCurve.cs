namespace MusicRec.Evaluation;

/// <summary>
/// Precision against recall as the threshold rises: points as in scikit-learn 1.2.1's <c>precision_recall_curve</c>, one per distinct
/// score, equal scores together, and (recall 0, precision 1) last, which has no threshold. Unlike the ROC curve it does not look at rows
/// of class 0 that nobody would call 1, and so it shows what a model is worth where class 1 is rare.
/// </summary>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(double[] precisions, double[] recalls, double[] thresholds, double averagePrecision, double baseRate) =>
        (Precisions, Recalls, Thresholds, AveragePrecision, BaseRate) = (precisions, recalls, thresholds, averagePrecision, baseRate);

    /// <summary>Of the rows that score at or above each threshold, the share of class 1; then 1. One more than <see cref="Thresholds"/>.</summary>
    public double[] Precisions { get; }

    /// <summary>Share of the rows of class 1 that score at or above each threshold, falling from 1; then 0.</summary>
    public double[] Recalls { get; }

    /// <summary>The thresholds, rising: every distinct score.</summary>
    public double[] Thresholds { get; }

    /// <summary>
    /// Average precision, 0 to 1: the sum over thresholds of precision times the recall gained there, without interpolation (as
    /// scikit-learn's <c>average_precision_score</c>). Scores that say nothing reach about <see cref="BaseRate"/>, equal ones exactly.
    /// </summary>
    public double AveragePrecision { get; }

    /// <summary>Share of the rows that are of class 1: the precision of calling all of them so.</summary>
    public double BaseRate { get; }

    /// <summary>Computes the curve.</summary>
    /// <param name="labels">True classes, each 0 or 1, with a row of class 1.</param>
    /// <param name="scores">Finite numbers, higher for class 1.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or no row is of class 1.</exception>
    public static PrecisionRecallCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        Throw.IfLengthsDiffer(labels.Length, nameof(labels), scores.Length, nameof(scores));
        Throw.IfEmpty(labels.Length, nameof(labels));
        Throw.IfNotFinite(scores);
        int positives = LabelChecks.CountPositives(labels);
        if (positives == 0)
        {
            throw new ArgumentException($"All {labels.Length} labels are 0; recall is a share of the rows of class 1, and there is none.", nameof(labels));
        }

        (List<int> falseAlarms, List<int> hits, List<double> thresholds) = RocCurve.CountDown(labels, scores);
        int points = hits.Count;
        double[] precisions = new double[points + 1], recalls = new double[points + 1];
        (precisions[points], recalls[points]) = (1, 0);
        double average = 0;
        for (int point = 0; point < points; point++)
        {
            double precision = (double)hits[point] / (hits[point] + falseAlarms[point]);
            (precisions[points - 1 - point], recalls[points - 1 - point]) = (precision, (double)hits[point] / positives);

            // Weighted by counts and divided once at the end: a perfect ranking sums to exactly 1.
            average += precision * (hits[point] - (point == 0 ? 0 : hits[point - 1]));
        }

        thresholds.Reverse();
        return new PrecisionRecallCurve(precisions, recalls, [.. thresholds], average / positives, (double)positives / labels.Length);
    }
}
