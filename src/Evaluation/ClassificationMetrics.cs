using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>
/// How good predicted classes and their probabilities are; definitions and edge cases as in scikit-learn 1.2.1.
/// A share whose denominator is empty (precision of a class that nothing was called, recall of a class without rows)
/// is 0, as scikit-learn's <c>zero_division=0</c>. No method returns NaN; empty or unequal input is refused.
/// </summary>
public static class ClassificationMetrics
{
    // The smallest double above 1, minus 1: what scikit-learn clips probabilities of type double by.
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Share of rows whose class was predicted, 0 to 1.</summary>
    /// <param name="labels">True classes, 0 or more.</param>
    /// <param name="predicted">Predicted classes, as many.</param>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double Accuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        LabelChecks.Pair(labels, predicted);
        int right = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            right += labels[row] == predicted[row] ? 1 : 0;
        }

        return (double)right / labels.Length;
    }

    /// <summary>The mean recall over the classes that <paramref name="labels"/> names: 1 / classes for a constant answer.</summary>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double BalancedAccuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        ClassCounts counts = ClassCounts.Of(labels, predicted);
        double sum = 0;
        int classes = 0;
        for (int classIndex = 0; classIndex < counts.ClassCount; classIndex++)
        {
            if (counts.Support[classIndex] > 0)
            {
                sum += counts.Recall(classIndex);
                classes++;
            }
        }

        return sum / classes;
    }

    /// <summary>Of the rows called <paramref name="positive"/>, the share that is; 0 when none was called so.</summary>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double Precision(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int positive = 1) =>
        OfOne(labels, predicted, positive, counts => counts.Precision(positive));

    /// <summary>Precision over all classes.</summary>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double Precision(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, Averaging averaging)
    {
        ClassCounts counts = ClassCounts.Of(labels, predicted);
        return counts.Average(counts.Precision, averaging);
    }

    /// <summary>Of the rows that are <paramref name="positive"/>, the share that was called so; 0 when there is none.</summary>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double Recall(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int positive = 1) =>
        OfOne(labels, predicted, positive, counts => counts.Recall(positive));

    /// <summary>Recall over all classes.</summary>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double Recall(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, Averaging averaging)
    {
        ClassCounts counts = ClassCounts.Of(labels, predicted);
        return counts.Average(counts.Recall, averaging);
    }

    /// <summary>The harmonic mean of precision and recall of class <paramref name="positive"/>; 0 when both are 0.</summary>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double F1(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int positive = 1) =>
        OfOne(labels, predicted, positive, counts => counts.F1(positive));

    /// <summary>F1 over all classes: with macro and weighted averaging the mean of the classes' F1, not the F1 of their means.</summary>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static double F1(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, Averaging averaging)
    {
        ClassCounts counts = ClassCounts.Of(labels, predicted);
        return counts.Average(counts.F1, averaging);
    }

    /// <summary>
    /// Mean negative natural logarithm of the probability given to the true class, 0 or more, in nats. Probabilities
    /// are first clipped to [2⁻⁵², 1 − 2⁻⁵²], so one certain error costs 36 nats and not infinity.
    /// </summary>
    /// <param name="labels">True classes, each 0 or 1.</param>
    /// <param name="positive">Probability of class 1 for each row, 0 to 1.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a probability is outside [0, 1].</exception>
    public static double LogLoss(ReadOnlySpan<int> labels, ReadOnlySpan<double> positive)
    {
        LabelChecks.Probabilities(labels, positive);
        _ = LabelChecks.CountPositives(labels);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double probability = Math.Clamp(positive[row], Epsilon, 1 - Epsilon);
            sum -= Elementary.Log(labels[row] == 1 ? probability : 1 - probability);
        }

        return sum / labels.Length;
    }

    /// <summary>Log loss over any number of classes; rows are clipped as for two classes and then scaled to sum to 1.</summary>
    /// <param name="labels">True classes, each a column of <paramref name="probabilities"/>.</param>
    /// <param name="probabilities">Probability of each class, [rows, classes]; every row sums to 1 within 0.001.</param>
    /// <exception cref="ArgumentException">There are no rows, or labels and probabilities do not fit together.</exception>
    public static double LogLoss(ReadOnlySpan<int> labels, Matrix probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        LabelChecks.Probabilities(labels, probabilities);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> values = probabilities.Row(row);
            double total = 0;
            foreach (double value in values)
            {
                total += Math.Clamp(value, Epsilon, 1 - Epsilon);
            }

            sum -= Elementary.Log(Math.Clamp(values[labels[row]], Epsilon, 1 - Epsilon) / total);
        }

        return sum / labels.Length;
    }

    /// <summary>Mean squared distance between the probability of class 1 and the label, 0 (best) to 1 (Brier 1950).</summary>
    /// <param name="labels">True classes, each 0 or 1.</param>
    /// <param name="positive">Probability of class 1 for each row, 0 to 1.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a probability is outside [0, 1].</exception>
    public static double BrierScore(ReadOnlySpan<int> labels, ReadOnlySpan<double> positive)
    {
        LabelChecks.Probabilities(labels, positive);
        _ = LabelChecks.CountPositives(labels);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double error = positive[row] - labels[row];
            sum += error * error;
        }

        return sum / labels.Length;
    }

    /// <summary>
    /// Area under the ROC curve: the chance that a row of class 1 is scored above a row of class 0, equal scores counting half.
    /// </summary>
    /// <param name="labels">True classes, each 0 or 1, both of them present.</param>
    /// <param name="scores">Finite numbers, higher for class 1.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or one of the classes is missing.</exception>
    public static double AreaUnderRocCurve(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores) => RocCurve.Of(labels, scores).Area;

    /// <summary>
    /// Average precision: the mean, over the rows of class 1, of the precision at the score of each (<see cref="PrecisionRecallCurve"/>).
    /// Scores that say nothing reach the share of class 1.
    /// </summary>
    /// <param name="labels">True classes, each 0 or 1, with a row of class 1.</param>
    /// <param name="scores">Finite numbers, higher for class 1.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or no row is of class 1.</exception>
    public static double AveragePrecision(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores) => PrecisionRecallCurve.Of(labels, scores).AveragePrecision;

    private static double OfOne(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int positive, Func<ClassCounts, double> figure)
    {
        Throw.IfOutside(positive, 0, LabelChecks.MostClasses - 1);
        ClassCounts counts = ClassCounts.Of(labels, predicted);
        return positive < counts.ClassCount ? figure(counts) : 0;
    }
}
