using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A classifier whose training rows may count more or less.</summary>
public interface IWeightedClassifier : IClassifier
{
    /// <summary>Learns from rows that count more or less, forgetting what was learnt before.</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="labels">One class per row, 0 or more; the number of classes is the largest plus one.</param>
    /// <param name="weights">One finite number of 0 or more per row, not all 0; empty gives all rows the same weight.</param>
    void Fit(Matrix features, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights);
}
