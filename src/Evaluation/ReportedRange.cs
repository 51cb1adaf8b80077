using System.Globalization;

namespace MusicRec.Evaluation;

/// <summary>A share that follows from printed figures: from them as printed, and between which ends their rounding leaves it.</summary>
/// <param name="Estimate">From the figures as printed, 0 to 1.</param>
/// <param name="Low">The smallest that figures printing so allow.</param>
/// <param name="High">The largest.</param>
public sealed record ReportedRange(double Estimate, double Low, double High)
{
    /// <summary>Whether <paramref name="share"/> lies inside, ends included.</summary>
    public bool Contains(double share) => share >= Low && share <= High;

    /// <summary>As in "49.48 % [49.37, 49.60]".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Estimate:0.00} % [{100 * Low:0.00}, {100 * High:0.00}]");
}
