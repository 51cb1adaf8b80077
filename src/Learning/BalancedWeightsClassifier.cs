using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A classifier that is fitted with every class counting the same (<see cref="ClassWeights.Balanced"/>, learnt from the training rows).
/// Its probabilities are those of a world in which all classes are equally common, not of the data: to rank by, not to be read as shares.
/// </summary>
/// <param name="classifier">Learns from the weighted rows; not to be shared with another model.</param>
public sealed class BalancedWeightsClassifier(IWeightedClassifier classifier) : IClassifier
{
    /// <inheritdoc/>
    public int ClassCount => classifier.ClassCount;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        LearningInput.CheckLabels(features.Rows, labels);
        classifier.Fit(features, labels, ClassWeights.PerRow(labels, ClassWeights.Balanced(labels)));
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features) => classifier.PredictProbabilities(features);
}
