namespace MusicRec.Numerics;

/// <summary>Sums in double, one number after another: for few numbers, or where the time does not matter.</summary>
internal static class OrderedSums
{
    /// <summary>The sum of the products; <paramref name="right"/> is at least as long as <paramref name="left"/>.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int index = 0; index < left.Length; index++)
        {
            sum += left[index] * right[index];
        }

        return sum;
    }

    /// <summary>The sum.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
