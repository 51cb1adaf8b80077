using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A classifier fitted on training rows of which only some of the commoner classes are kept (random under-sampling). It happens inside
/// <see cref="Fit"/>, so rows to judge on stay as they are. Unless <see cref="RestoreBaseRates"/> is set, probabilities are those of a
/// world in which classes are as common as after resampling: to rank by, not to be read as shares.
/// </summary>
public sealed class UnderSampledClassifier : IClassifier
{
    private readonly ClassResampling _resampling;

    /// <summary>A classifier behind under-sampling.</summary>
    /// <param name="seed">Decides which rows are kept.</param>
    /// <param name="classifier">Learns from the rows; not to be shared with another model.</param>
    /// <param name="ratio">Rows of the smallest class that occurs divided by those of any other, at least: above 0, at most 1.</param>
    public UnderSampledClassifier(ulong seed, IClassifier classifier, double ratio = 1) => _resampling = new ClassResampling(seed, classifier, ratio);

    /// <inheritdoc/>
    public int ClassCount => _resampling.ClassCount;

    /// <summary>
    /// Whether probabilities are taken back to how common classes were before: each is multiplied by its class's rows divided by those kept,
    /// and rows are made to sum to 1 (Elkan 2001). Then they may be read as shares again.
    /// </summary>
    public bool RestoreBaseRates { get; init; }

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        _resampling.Fit(features, labels, Choose);

        int[] Choose(int[][] rows)
        {
            double most = Math.Round(rows.Where(own => own.Length > 0).Min(own => own.Length) / _resampling.Ratio, MidpointRounding.AwayFromZero);
            return [.. rows.SelectMany(own => own.Take((int)Math.Min(most, own.Length))).Order()];
        }
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features) => _resampling.PredictProbabilities(features, RestoreBaseRates, nameof(UnderSampledClassifier));
}
