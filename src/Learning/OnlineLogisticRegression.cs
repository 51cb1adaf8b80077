using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Bayesian logistic regression that learns from one row at a time: the weights are normally distributed, and each row moves mean and
/// covariance by Laplace's approximation (Spiegelhalter and Lauritzen 1990; Bishop 2006, section 4.5), which for one row is exact up
/// to the approximation: the mode is found along one line. It needs no rows to be kept, and it knows how sure it is.
/// </summary>
public sealed class OnlineLogisticRegression
{
    private const int NewtonSteps = 100;
    private double[] _mean;
    private double[] _covariance;

    // Rows of the covariance stand so far apart: new features find room without a copy of all.
    private int _stride;

    /// <summary>A model that has seen no row: weights have mean 0 and are independent of each other.</summary>
    /// <param name="priorDeviations">How far each feature's weight is from 0 before anything is seen, as a standard deviation: finite, above 0.</param>
    /// <param name="interceptDeviation">The same of the intercept, finite, above 0.</param>
    /// <exception cref="ArgumentException">A deviation is not a finite number above 0.</exception>
    public OnlineLogisticRegression(ReadOnlySpan<double> priorDeviations, double interceptDeviation = 1)
    {
        Throw.IfNotPositive(interceptDeviation);
        (_stride, _mean) = (priorDeviations.Length + 1, new double[priorDeviations.Length + 1]);
        _covariance = new double[checked(_stride * _stride)];
        _covariance[0] = interceptDeviation * interceptDeviation;
        for (int feature = 0; feature < priorDeviations.Length; feature++)
        {
            Throw.IfNotPositive(priorDeviations[feature], $"{nameof(priorDeviations)}[{feature}]");
            _covariance[(feature + 1) * (_stride + 1)] = priorDeviations[feature] * priorDeviations[feature];
        }
    }

    /// <summary>Number of features.</summary>
    public int FeatureCount => _mean.Length - 1;

    /// <summary>Number of rows seen.</summary>
    public int RowCount { get; private set; }

    /// <summary>The mean of each feature's weight.</summary>
    public ReadOnlySpan<double> Weights => _mean.AsSpan(1);

    /// <summary>The mean of the intercept.</summary>
    public double Intercept => _mean[0];

    /// <summary>Adds a feature that no row so far had (it was 0 in all of them), such as an artist met for the first time.</summary>
    /// <param name="priorDeviation">How far its weight is from 0 before anything is seen: finite, above 0.</param>
    /// <returns>The feature's place, from 0.</returns>
    public int AddFeature(double priorDeviation)
    {
        Throw.IfNotPositive(priorDeviation);
        int size = _mean.Length;
        if (size == _stride)
        {
            int stride = checked(2 * _stride);
            double[] covariance = new double[checked(stride * stride)];
            for (int row = 0; row < size; row++)
            {
                _covariance.AsSpan(row * _stride, size).CopyTo(covariance.AsSpan(row * stride));
            }

            (_covariance, _stride) = (covariance, stride);
        }

        _covariance[size * (_stride + 1)] = priorDeviation * priorDeviation;
        _mean = [.. _mean, 0];
        return size - 1;
    }

    /// <summary>Learns from one row.</summary>
    /// <param name="features">Finite numbers, one for each feature.</param>
    /// <param name="positive">Whether the row is of class 1 (a like) or 0.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as features, or one is not finite.</exception>
    public void Observe(ReadOnlySpan<double> features, bool positive)
    {
        double[] spread = Spread(features, out double mean, out double variance);
        if (variance > 0)
        {
            // The mode lies on the line through the mean along the covariance's image of the row: one number is left to be found.
            double mode = Mode(mean, variance, positive ? 1 : 0), step = (mode - mean) / variance;
            double probability = Elementary.Sigmoid(mode), curvature = probability * (1 - probability);
            double shrink = curvature / (1 + (curvature * variance));
            int size = spread.Length;
            for (int row = 0; row < size; row++)
            {
                _mean[row] += spread[row] * step;
                if (spread[row] == 0)
                {
                    continue;
                }

                double factor = spread[row] * shrink;
                Span<double> target = _covariance.AsSpan(row * _stride, size);
                for (int column = 0; column < size; column++)
                {
                    target[column] -= factor * spread[column];
                }
            }
        }

        RowCount++;
    }

    /// <summary>Mean and variance of the row's log-odds of class 1.</summary>
    /// <param name="features">Finite numbers, one for each feature.</param>
    public (double Mean, double Variance) LogOdds(ReadOnlySpan<double> features)
    {
        Spread(features, out double mean, out double variance);
        return (mean, variance);
    }

    /// <summary>
    /// The row's probability of class 1, 0 to 1, averaged over what is not known of the weights (MacKay 1992): the less is known, the
    /// nearer to a half.
    /// </summary>
    /// <param name="features">Finite numbers, one for each feature.</param>
    public double Probability(ReadOnlySpan<double> features)
    {
        (double mean, double variance) = LogOdds(features);
        return Elementary.Sigmoid(mean / Math.Sqrt(1 + (Math.PI / 8 * variance)));
    }

    /// <summary>The covariance times the row with a leading 1, and mean and variance of the row's log-odds.</summary>
    private double[] Spread(ReadOnlySpan<double> features, out double mean, out double variance)
    {
        Throw.IfLengthsDiffer(features.Length, nameof(features), FeatureCount, "the model's weights");
        Throw.IfNotFinite(features);
        int size = _mean.Length;
        double[] spread = new double[size];
        _covariance.AsSpan(0, size).CopyTo(spread);
        for (int feature = 0; feature < features.Length; feature++)
        {
            // Rows are mostly zeros where features are kinds; the covariance is symmetric, so its rows are its columns.
            if (features[feature] != 0)
            {
                ReadOnlySpan<double> row = _covariance.AsSpan((feature + 1) * _stride, size);
                for (int column = 0; column < size; column++)
                {
                    spread[column] += features[feature] * row[column];
                }
            }
        }

        mean = Intercept + OrderedSums.Dot(features, Weights);
        variance = Math.Max(0, spread[0] + OrderedSums.Dot(features, spread.AsSpan(1)));
        return spread;
    }

    /// <summary>The number a that maximises log σ(±a) − (a − mean)² / 2 variance, by Newton's method inside a bracket.</summary>
    private static double Mode(double mean, double variance, double target)
    {
        // a = mean + variance · (target − σ(a)): σ lies between 0 and 1, so this brackets it.
        double low = mean + (variance * (target - 1)), high = mean + (variance * target), value = mean;
        for (int step = 0; step < NewtonSteps; step++)
        {
            double probability = Elementary.Sigmoid(value);
            double slope = value - mean - (variance * (target - probability));
            double next = value - (slope / (1 + (variance * probability * (1 - probability))));
            if (Math.Abs(next - value) <= 1e-14 * Math.Max(1, Math.Abs(value)))
            {
                return next;
            }

            (low, high) = slope > 0 ? (low, value) : (value, high);
            value = next > low && next < high ? next : low + ((high - low) / 2);
        }

        return value;
    }
}
