using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Sums over rows by bin: a histogram holds four sums for each of 256 bins. Rows are added one after another, so that the bits
/// are those of <see cref="HistogramReference"/>.
/// </summary>
internal static unsafe class HistogramKernel
{
    /// <summary>Numbers of a row, and sums of a bin.</summary>
    public const int Lanes = 4;

    /// <summary>Numbers in a histogram.</summary>
    public const int Size = 256 * Lanes;

    /// <summary>Brings the numbers of <paramref name="rows"/> together, in their order.</summary>
    /// <param name="rows">Rows in ascending order, within <paramref name="statistics"/>.</param>
    /// <param name="statistics">[all rows, 4].</param>
    /// <param name="ordered">[rows, 4].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<int> rows, ReadOnlySpan<float> statistics, Span<float> ordered)
    {
        KernelGuard.Holds(ordered, (long)rows.Length * Lanes);
        CheckRows(rows, statistics.Length / Lanes);
        fixed (int* row = rows)
        fixed (float* from = statistics, to = ordered)
        {
            for (int index = 0; index < rows.Length; index++)
            {
                Vector128.Load(from + ((long)row[index] * Lanes)).Store(to + ((long)index * Lanes));
            }
        }
    }

    /// <summary>Adds rows to the histograms of two columns.</summary>
    /// <param name="rows">Rows in ascending order, within the columns.</param>
    /// <param name="ordered">Their numbers, in their order, [rows, 4].</param>
    /// <param name="first">The bins of one column, for all rows.</param>
    /// <param name="second">The bins of another column; the same one for none.</param>
    /// <param name="sums">The histograms, one behind the other, of one column or two.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<int> rows, ReadOnlySpan<float> ordered, byte[] first, byte[] second, Span<double> sums)
    {
        bool isPair = first != second;
        KernelGuard.Holds(ordered, (long)rows.Length * Lanes);
        KernelGuard.Holds(sums, isPair ? 2 * Size : Size);
        CheckRows(rows, Math.Min(first.Length, second.Length));
        fixed (int* row = rows)
        fixed (float* numbers = ordered)
        fixed (byte* firstBins = first, secondBins = second)
        fixed (double* firstSums = sums)
        {
            double* secondSums = firstSums + Size;
            for (int index = 0; index < rows.Length; index++)
            {
                Vector256<double> number = Vector256.WidenLower(Vector128.Load(numbers + ((long)index * Lanes)).ToVector256Unsafe());
                double* sum = firstSums + (firstBins[row[index]] * Lanes);
                (Vector256.Load(sum) + number).Store(sum);
                if (isPair)
                {
                    sum = secondSums + (secondBins[row[index]] * Lanes);
                    (Vector256.Load(sum) + number).Store(sum);
                }
            }
        }
    }

    /// <summary>Takes the sums of <paramref name="part"/> from those of <paramref name="whole"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(Span<double> whole, ReadOnlySpan<double> part)
    {
        KernelGuard.Holds(part, whole.Length);
        fixed (double* to = whole, from = part)
        {
            int index = 0;
            for (; index <= whole.Length - Lanes; index += Lanes)
            {
                (Vector256.Load(to + index) - Vector256.Load(from + index)).Store(to + index);
            }

            for (; index < whole.Length; index++)
            {
                to[index] -= from[index];
            }
        }
    }

    private static void CheckRows(ReadOnlySpan<int> rows, int count)
    {
        if (rows.Length > 0 && (rows[0] < 0 || rows[^1] >= count))
        {
            throw new ArgumentException($"A kernel was given rows {rows[0]} to {rows[^1]} of {count}.");
        }
    }
}
