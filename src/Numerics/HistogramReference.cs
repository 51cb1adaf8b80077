namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="HistogramKernel"/>, with the same bits.</summary>
internal static class HistogramReference
{
    /// <summary>Adds rows to the histogram of one column.</summary>
    public static void Add(ReadOnlySpan<int> rows, ReadOnlySpan<float> ordered, byte[] bins, Span<double> sums)
    {
        for (int index = 0; index < rows.Length; index++)
        {
            for (int lane = 0; lane < HistogramKernel.Lanes; lane++)
            {
                sums[(bins[rows[index]] * HistogramKernel.Lanes) + lane] += ordered[(index * HistogramKernel.Lanes) + lane];
            }
        }
    }
}
