using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Knows only how common each class is: every row gets the training shares as probabilities, and so the most common
/// class as prediction. What a model must beat before it is worth a look.
/// </summary>
public sealed class MajorityClassifier : IClassifier
{
    private double[]? _shares;
    private int _columns;

    /// <inheritdoc/>
    public int ClassCount => _shares?.Length ?? 0;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        double[] shares = new double[LearningInput.CheckTraining(features, labels)];
        foreach (int label in labels)
        {
            shares[label]++;
        }

        for (int label = 0; label < shares.Length; label++)
        {
            shares[label] /= labels.Length;
        }

        _shares = shares;
        _columns = features.Columns;
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_shares, nameof(MajorityClassifier));
        LearningInput.CheckPrediction(features, _columns);
        Matrix probabilities = new(features.Rows, _shares.Length);
        for (int row = 0; row < features.Rows; row++)
        {
            _shares.CopyTo(probabilities.Row(row));
        }

        return probabilities;
    }
}
