using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Stretches each column so that the training rows span 0 to 1. Other rows may fall outside. A column that is constant
/// in training is shifted to 0 and not stretched, as in scikit-learn's MinMaxScaler.
/// </summary>
public sealed class MinMaxScaler : ITransformer
{
    private double[]? _minimum;
    private double[]? _scale;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no rows, or a number is not finite.</exception>
    public void Fit(Matrix features)
    {
        LearningInput.CheckFinite(features);
        Throw.IfEmpty(features.Rows, nameof(features));
        double[] minimum = features.Row(0).ToArray();
        double[] maximum = features.Row(0).ToArray();
        for (int row = 1; row < features.Rows; row++)
        {
            ReadOnlySpan<double> values = features.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                minimum[column] = Math.Min(minimum[column], values[column]);
                maximum[column] = Math.Max(maximum[column], values[column]);
            }
        }

        double[] scale = new double[features.Columns];
        for (int column = 0; column < scale.Length; column++)
        {
            double range = maximum[column] - minimum[column];
            scale[column] = 1.0 / (StandardScaler.IsTiny(range) ? 1.0 : range);
        }

        _minimum = minimum;
        _scale = scale;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The number of columns is not that of <see cref="Fit"/>, or a number is not finite.</exception>
    public Matrix Transform(Matrix features)
    {
        Throw.IfNotFitted(_scale, nameof(MinMaxScaler));
        return StandardScaler.ShiftAndScale(features, _minimum!, _scale);
    }
}
