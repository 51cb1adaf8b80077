namespace MusicRec.Evaluation;

/// <summary>Quantiles of sorted numbers by linear interpolation, as numpy's default.</summary>
internal static class Quantiles
{
    /// <summary>The value below which the share <paramref name="share"/> (0 to 1) of <paramref name="sorted"/> lies.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        int above = Math.Min(below + 1, sorted.Length - 1);
        double part = place - below, distance = sorted[above] - sorted[below];

        // Interpolating from the nearer end is exact at both ends.
        return part < 0.5 ? sorted[below] + (distance * part) : sorted[above] - (distance * (1 - part));
    }
}
