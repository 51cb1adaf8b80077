using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>ROC and precision-recall curves of several classifiers on the same rows.</summary>
public static class ClassifierCurves
{
    /// <summary>Both kinds of curve side by side; give it a title that states the point.</summary>
    /// <param name="labels">True classes, each 0 or 1, both of them present.</param>
    /// <param name="classifiers">1 to 8 names with a score for each row, higher for class 1, such as out-of-fold probabilities of one round.</param>
    /// <exception cref="ArgumentException">There are no rows, lengths differ, a class is missing, or there are no classifiers or too many.</exception>
    public static Figure Figure(ReadOnlySpan<int> labels, params IReadOnlyList<(string Name, double[] Scores)> classifiers)
    {
        ArgumentNullException.ThrowIfNull(classifiers);
        var curves = new (string, double[], double[], double, double[], double[], double)[classifiers.Count];
        double baseRate = 1;
        for (int index = 0; index < curves.Length; index++)
        {
            (string name, double[] scores) = classifiers[index];
            RocCurve roc = RocCurve.Of(labels, scores);
            PrecisionRecallCurve precision = PrecisionRecallCurve.Of(labels, scores);
            baseRate = precision.BaseRate;
            curves[index] = (name, roc.FalsePositiveRates, roc.TruePositiveRates, roc.Area, precision.Recalls, precision.Precisions, precision.AveragePrecision);
        }

        return Reporting.Figure.RocAndPrecisionRecall(baseRate, curves);
    }
}
