using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Transformers and a classifier behind one <see cref="IClassifier"/>: what is learnt for the transformation is learnt
/// from the same training rows, so that no test row leaks into it.
/// </summary>
public sealed class Pipeline : IClassifier
{
    private readonly IClassifier _classifier;
    private readonly ITransformer[] _transformers;

    /// <summary>A pipeline that applies <paramref name="transformers"/> in order and then <paramref name="classifier"/>.</summary>
    /// <param name="classifier">Learns from the transformed rows.</param>
    /// <param name="transformers">Applied in this order; may be none.</param>
    public Pipeline(IClassifier classifier, params ITransformer[] transformers)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(transformers);
        _classifier = classifier;
        _transformers = [.. transformers];
    }

    /// <inheritdoc/>
    public int ClassCount => _classifier.ClassCount;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        // Bad labels are refused before any transformer has changed. Whether a number may be missing is up to what comes first.
        LearningInput.CheckFiniteOrMissing(features);
        LearningInput.CheckLabels(features.Rows, labels);
        _classifier.Fit(_transformers.FitTransform(features), labels);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features) => _classifier.PredictProbabilities(_transformers.Transform(features));
}
