using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Brings each column to mean 0 and standard deviation 1 (divisor: the number of rows) over the training rows. A column
/// that is constant in training is shifted to 0 and not stretched, as in scikit-learn's StandardScaler.
/// </summary>
public sealed class StandardScaler : ITransformer
{
    private double[]? _mean;
    private double[]? _scale;

    /// <summary>The columns' means; null before Fit.</summary>
    internal double[]? Means => _mean;

    /// <summary>What the columns are multiplied by after the mean is taken off; null before Fit.</summary>
    internal double[]? Factors => _scale;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no rows, or a number is not finite.</exception>
    public void Fit(Matrix features)
    {
        LearningInput.CheckFinite(features);
        Throw.IfEmpty(features.Rows, nameof(features));
        int rows = features.Rows;
        double[] mean = new double[features.Columns];
        double[] scale = new double[features.Columns];
        for (int column = 0; column < mean.Length; column++)
        {
            double[] values = features.Column(column);
            double sum = 0;
            foreach (double value in values)
            {
                sum += value;
            }

            mean[column] = sum / rows;
            double squares = 0;
            double rest = 0;
            foreach (double value in values)
            {
                double difference = value - mean[column];
                squares += difference * difference;
                rest += difference;
            }

            // The second term takes out what rounding left in the mean (Chan, Golub and LeVeque 1983).
            double variance = (squares - (rest * rest / rows)) / rows;
            scale[column] = 1.0 / (IsConstant(variance, mean[column], rows) ? 1.0 : Math.Sqrt(variance));
        }

        _mean = mean;
        _scale = scale;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The number of columns is not that of <see cref="Fit"/>, or a number is not finite.</exception>
    public Matrix Transform(Matrix features)
    {
        Throw.IfNotFitted(_scale, nameof(StandardScaler));
        return ShiftAndScale(features, _mean!, _scale);
    }

    /// <summary>The scaler that has these <see cref="Means"/> and <see cref="Factors"/>.</summary>
    internal static StandardScaler Restore(double[] means, double[] factors) => new() { _mean = means, _scale = factors };

    /// <summary>Whether a range counts as zero beside rounding: scikit-learn's bound of ten machine epsilons.</summary>
    internal static bool IsTiny(double range) => range < 10 * MachineEpsilon;

    internal static Matrix ShiftAndScale(Matrix features, double[] shift, double[] scale)
    {
        LearningInput.CheckPrediction(features, shift.Length);
        Matrix result = new(features.Rows, features.Columns);
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<double> from = features.Row(row);
            Span<double> to = result.Row(row);
            for (int column = 0; column < to.Length; column++)
            {
                to[column] = (from[column] - shift[column]) * scale[column];
            }
        }

        return result;
    }

    private const double MachineEpsilon = 2.220446049250313e-16;

    // A constant column of large numbers keeps a tiny variance from rounding; dividing by it would blow up noise.
    private static bool IsConstant(double variance, double mean, int rows)
    {
        double error = rows * mean * MachineEpsilon;
        return variance <= (rows * MachineEpsilon * variance) + (error * error);
    }
}
