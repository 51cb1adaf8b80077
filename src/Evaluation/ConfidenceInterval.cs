using System.Globalization;

namespace MusicRec.Evaluation;

/// <summary>An estimate and the range that holds the true value with the given confidence.</summary>
/// <param name="Estimate">The value itself.</param>
/// <param name="Low">Lower end, finite.</param>
/// <param name="High">Upper end, finite.</param>
/// <param name="Confidence">How sure, above 0 and below 1; 0.95 by custom.</param>
public sealed record ConfidenceInterval(double Estimate, double Low, double High, double Confidence)
{
    /// <summary>Half the width: the number behind "±". Percentile and Wilson intervals need not be symmetric about the estimate.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether <paramref name="value"/> lies inside, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>As in "0.795 [0.645, 0.892]".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Estimate:0.000} [{Low:0.000}, {High:0.000}]");
}
