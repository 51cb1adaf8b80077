using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A two-class model that predicts class 1 where a classifier's probability of it is above a threshold other than ½. So that the most
/// probable class is the one decided for, the odds are divided by the odds of the threshold: a probability equal to the threshold becomes
/// ½, the order of rows stays, and what comes out is the probability in a world in which the classes are as common, or errors as costly,
/// as that threshold is right for (Elkan 2001). Probabilities to be read as shares are <see cref="Classifier"/>'s own.
/// </summary>
public sealed class ThresholdClassifier : IClassifier
{
    /// <summary>A classifier behind a threshold.</summary>
    /// <param name="classifier">Gives the probabilities; not to be shared with another model.</param>
    /// <param name="threshold">Between 0 and 1, both excluded.</param>
    public ThresholdClassifier(IClassifier classifier, double threshold)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        if (!(threshold is > 0 and < 1))
        {
            Throw.OutOfRange(nameof(threshold), threshold, "a number between 0 and 1, both excluded");
        }

        (Classifier, Threshold) = (classifier, threshold);
    }

    /// <summary>Gives the probabilities that are compared with <see cref="Threshold"/>.</summary>
    public IClassifier Classifier { get; }

    /// <summary>The probability above which a row is predicted to be of class 1.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public int ClassCount => Classifier.ClassCount;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more than two classes, or rows and labels do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckTwoClasses(features.Rows, labels);
        Classifier.Fit(features, labels);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Matrix probabilities = Classifier.PredictProbabilities(features);
        if (probabilities.Columns < 2)
        {
            return probabilities;
        }

        Matrix shifted = new(probabilities.Rows, 2);
        for (int row = 0; row < shifted.Rows; row++)
        {
            double positive = Shift(probabilities[row, 1]);
            (shifted[row, 0], shifted[row, 1]) = (1 - positive, positive);
        }

        return shifted;
    }

    internal static int CheckTwoClasses(int rows, ReadOnlySpan<int> labels)
    {
        int classes = LearningInput.CheckLabels(rows, labels);
        return classes <= 2 ? classes : throw new ArgumentException($"labels has {classes} classes; a threshold is for classes 0 and 1.", nameof(labels));
    }

    private double Shift(double positive)
    {
        double inFavour = positive * (1 - Threshold), against = (1 - positive) * Threshold;
        double shifted = inFavour / (inFavour + against);

        // Rounding must not decide otherwise than the threshold does.
        return positive > Threshold ? Math.Max(shifted, Math.BitIncrement(0.5)) : Math.Min(shifted, 0.5);
    }
}
