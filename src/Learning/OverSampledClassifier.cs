using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A classifier fitted on training rows of which those of rarer classes are repeated (random over-sampling). Because it happens inside
/// <see cref="Fit"/>, no copy of a row that the model learnt from can stand among the rows it is judged on, which is what over-sampling
/// before the split does. Copies may still fall on both sides of a split that the classifier itself makes, as for early stopping.
/// Unless <see cref="RestoreBaseRates"/> is set, probabilities are those of a world in which classes are as common as after resampling:
/// to rank by, not to be read as shares.
/// </summary>
public sealed class OverSampledClassifier : IClassifier
{
    private readonly ClassResampling _resampling;

    /// <summary>A classifier behind over-sampling.</summary>
    /// <param name="seed">Decides which rows are repeated once more than others of their class.</param>
    /// <param name="classifier">Learns from the rows; not to be shared with another model.</param>
    /// <param name="ratio">Rows of every class that occurs, at least, divided by those of the largest: above 0, at most 1.</param>
    public OverSampledClassifier(ulong seed, IClassifier classifier, double ratio = 1) => _resampling = new ClassResampling(seed, classifier, ratio);

    /// <inheritdoc/>
    public int ClassCount => _resampling.ClassCount;

    /// <summary>
    /// Whether probabilities are taken back to how common classes were before: each is divided by how often its rows were repeated and rows
    /// are made to sum to 1 (Elkan 2001). Then they may be read as shares again, and the rare class is predicted as rarely as without
    /// resampling.
    /// </summary>
    public bool RestoreBaseRates { get; init; }

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        _resampling.Fit(features, labels, Choose);

        // All rows first and in their order, then the copies: no row stands more than once more often than another of its class.
        int[] Choose(int[][] rows)
        {
            int wanted = (int)Math.Round(_resampling.Ratio * rows.Max(own => own.Length), MidpointRounding.AwayFromZero);
            List<int> chosen = [.. Enumerable.Range(0, rows.Sum(own => own.Length))];
            foreach (int[] own in rows.Where(own => own.Length > 0))
            {
                for (int copy = own.Length; copy < wanted; copy++)
                {
                    chosen.Add(own[copy % own.Length]);
                }
            }

            return [.. chosen];
        }
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features) => _resampling.PredictProbabilities(features, RestoreBaseRates, nameof(OverSampledClassifier));
}
