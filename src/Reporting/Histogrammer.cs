namespace MusicRec.Reporting;

/// <summary>Counts values in bins of one round width.</summary>
internal static class Histogrammer
{
    private const int FewestBins = 8;
    private const int MostBins = 60;

    /// <summary>Bin edges, all multiples of one round width, for the values of all groups together.</summary>
    /// <param name="values">Finite numbers, at least one.</param>
    /// <param name="bins">Roughly how many; 0 leaves it to the rule of Freedman and Diaconis (1981).</param>
    public static double[] Edges(double[] values, int bins)
    {
        double[] sorted = [.. values.Order()];
        double low = sorted[0];
        double span = sorted[^1] - low;
        if (span == 0)
        {
            return [low - 0.5, low + 0.5];
        }

        double middleHalf = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
        double wanted = bins > 0 ? span / bins : 2 * middleHalf / Math.Cbrt(sorted.Length);
        double width = Round(Math.Clamp(wanted, span / MostBins, bins > 0 ? span : span / FewestBins));
        double first = Math.Floor(low / width);
        int count = (int)Math.Floor((sorted[^1] / width) - first) + 1;
        return [.. Enumerable.Range(0, count + 1).Select(index => (first + index) * width)];
    }

    /// <summary>How many values lie in each bin [edge, next edge).</summary>
    public static double[] Count(double[] values, double[] edges)
    {
        double[] counts = new double[edges.Length - 1];
        foreach (double value in values)
        {
            int place = Array.BinarySearch(edges, value);
            counts[Math.Min(place >= 0 ? place : ~place - 1, counts.Length - 1)]++;
        }

        return counts;
    }

    /// <summary>The quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, 1996, as in NumPy).</summary>
    public static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    // The nearest, by ratio, of 1, 2, 2.5, 5 times a power of ten.
    private static double Round(double width)
    {
        double power = 1;
        while (power > width)
        {
            power /= 10;
        }

        while (power * 10 <= width)
        {
            power *= 10;
        }

        return power * new[] { 1, 2, 2.5, 5, 10 }.MinBy(step => Math.Max(step * power / width, width / (step * power)));
    }
}
