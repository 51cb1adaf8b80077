namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="SharingKernel"/>; it gives the same bits.</summary>
internal static class SharingReference
{
    /// <inheritdoc cref="SharingKernel.Share"/>
    public static void Share(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double amount, Span<double> shares, Span<double> sums)
    {
        double[] lanes = new double[4];
        for (int index = 0; index < shares.Length; index++)
        {
            shares[index] = left[index] * right[index];
            lanes[index % 4] += shares[index];
        }

        double scale = amount / AddLanes(lanes);
        for (int index = 0; index < shares.Length; index++)
        {
            shares[index] *= scale;
            sums[index] += shares[index];
        }
    }

    /// <inheritdoc cref="SharingKernel.AddCentered"/>
    public static void AddCentered(ReadOnlySpan<double> shares, ReadOnlySpan<double> slopes, double amount, Span<double> target)
    {
        double[] lanes = new double[4];
        for (int index = 0; index < target.Length; index++)
        {
            lanes[index % 4] += shares[index] * slopes[index];
        }

        double mean = AddLanes(lanes) / amount;
        for (int index = 0; index < target.Length; index++)
        {
            target[index] += shares[index] * (slopes[index] - mean);
        }
    }

    private static double AddLanes(double[] lanes) => (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}
