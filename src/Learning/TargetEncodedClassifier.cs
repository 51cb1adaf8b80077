using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A classifier behind a <see cref="TargetEncoder"/>, which learns how often rows are of class 1 from the same training rows, so that
/// no test row leaks into it. For two classes: a share of one class says nothing of a third.
/// </summary>
/// <param name="classifier">Learns from the encoded rows.</param>
/// <param name="encoder">Encodes; not to be shared with another model.</param>
public sealed class TargetEncodedClassifier(IClassifier classifier, TargetEncoder encoder) : IClassifier
{
    /// <inheritdoc/>
    public int ClassCount => classifier.ClassCount;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more than two classes, or rows and labels do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        int classes = LearningInput.CheckLabels(features.Rows, labels);
        if (classes > 2)
        {
            throw new ArgumentException($"labels has {classes} classes; target encoding is for classes 0 and 1.", nameof(labels));
        }

        classifier.Fit(encoder.FitTransform(features, Array.ConvertAll(labels.ToArray(), label => (double)label)), labels);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features) => classifier.PredictProbabilities(encoder.Transform(features));
}
