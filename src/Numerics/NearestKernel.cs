using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Scalar products of one row with many that stand in panels of <see cref="Height"/> rows, [panels, columns, <see cref="Height"/>], as a right
/// factor of <see cref="MatrixProduct.MultiplyPacked"/> does: the same chains of fused multiply-adds, so the same bits as a product of
/// matrices. Plain version: <see cref="NearestReference"/>.
/// </summary>
internal static unsafe class NearestKernel
{
    /// <summary>Rows of a panel.</summary>
    public const int Height = MatrixKernel.Columns;

    /// <summary>scores[i] = the product of <paramref name="query"/> and row i of the panels.</summary>
    /// <param name="panels">The rows, filled up to whole panels.</param>
    /// <param name="query">One row.</param>
    /// <param name="scores">Room for whole panels: a multiple of <see cref="Height"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores(ReadOnlySpan<float> panels, ReadOnlySpan<float> query, Span<float> scores)
    {
        int columns = query.Length, count = scores.Length / Height;
        KernelGuard.Holds(panels, (long)count * Height * columns);
        fixed (float* first = panels, numbers = query, result = scores)
        {
            float* panel = first, to = result;
            nint size = (nint)columns * Height;
            int done = 0;
            for (; done <= count - 2; done += 2)
            {
                float* other = panel + size;
                Vector256<float> sum0 = Vector256<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
                for (nint column = 0; column < columns; column++)
                {
                    Vector256<float> own = Vector256.Create(numbers[column]);
                    sum0 = Vector256.FusedMultiplyAdd(own, Vector256.Load(panel + (column * Height)), sum0);
                    sum1 = Vector256.FusedMultiplyAdd(own, Vector256.Load(panel + (column * Height) + 8), sum1);
                    sum2 = Vector256.FusedMultiplyAdd(own, Vector256.Load(other + (column * Height)), sum2);
                    sum3 = Vector256.FusedMultiplyAdd(own, Vector256.Load(other + (column * Height) + 8), sum3);
                }

                sum0.Store(to);
                sum1.Store(to + 8);
                sum2.Store(to + Height);
                sum3.Store(to + Height + 8);
                panel += 2 * size;
                to += 2 * Height;
            }

            if (done < count)
            {
                Vector256<float> sum0 = Vector256<float>.Zero, sum1 = sum0;
                for (nint column = 0; column < columns; column++)
                {
                    Vector256<float> own = Vector256.Create(numbers[column]);
                    sum0 = Vector256.FusedMultiplyAdd(own, Vector256.Load(panel + (column * Height)), sum0);
                    sum1 = Vector256.FusedMultiplyAdd(own, Vector256.Load(panel + (column * Height) + 8), sum1);
                }

                sum0.Store(to);
                sum1.Store(to + 8);
            }
        }
    }

    /// <summary>
    /// The same from rows of half the length in memory: of each number the sign, the exponent and seven digits (bfloat16). Number i of a
    /// panel's lower eight rows is the lower half of number i here, that of the upper eight the upper half.
    /// </summary>
    /// <param name="halves">The rows as <see cref="Halve"/> packs them, [panels, columns, 8].</param>
    /// <param name="query">One row, in full length.</param>
    /// <param name="scores">Room for whole panels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HalfScores(ReadOnlySpan<uint> halves, ReadOnlySpan<float> query, Span<float> scores)
    {
        int columns = query.Length, count = scores.Length / Height;
        KernelGuard.Holds(halves.Length, (long)count * (Height / 2) * columns);
        fixed (uint* first = halves)
        fixed (float* numbers = query, result = scores)
        {
            Vector256<uint> upper = Vector256.Create(0xFFFF0000u);
            uint* panel = first;
            float* to = result;
            nint size = (nint)columns * (Height / 2);
            for (int done = 0; done < count; done += 2)
            {
                // The last panel of an odd number is worked out twice.
                bool isPair = done + 1 < count;
                uint* other = isPair ? panel + size : panel;
                Vector256<float> sum0 = Vector256<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
                for (nint column = 0; column < columns; column++)
                {
                    Vector256<float> own = Vector256.Create(numbers[column]);
                    Vector256<uint> rows = Vector256.Load(panel + (column * 8)), otherRows = Vector256.Load(other + (column * 8));
                    sum0 = Vector256.FusedMultiplyAdd(own, (rows << 16).AsSingle(), sum0);
                    sum1 = Vector256.FusedMultiplyAdd(own, (rows & upper).AsSingle(), sum1);
                    sum2 = Vector256.FusedMultiplyAdd(own, (otherRows << 16).AsSingle(), sum2);
                    sum3 = Vector256.FusedMultiplyAdd(own, (otherRows & upper).AsSingle(), sum3);
                }

                sum0.Store(to);
                sum1.Store(to + 8);
                if (isPair)
                {
                    sum2.Store(to + Height);
                    sum3.Store(to + Height + 8);
                }

                panel += 2 * size;
                to += 2 * Height;
            }
        }
    }

    /// <summary>Two numbers in one: each rounded to the nearest with seven digits, ties to even, the largest ones towards zero.</summary>
    public static uint Halve(float lower, float upper) => (Round(lower) >> 16) | (Round(upper) & 0xFFFF0000);

    private static uint Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value), rounded = bits + 0x7FFF + ((bits >> 16) & 1);
        return float.IsFinite(BitConverter.UInt32BitsToSingle(rounded & 0xFFFF0000)) ? rounded : bits;
    }

    /// <summary>The first place from <paramref name="start"/> on whose number is above <paramref name="threshold"/>; the length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FirstAbove(ReadOnlySpan<float> scores, int start, float threshold)
    {
        KernelGuard.NotNegative(start);
        int place = start;
        fixed (float* numbers = scores)
        {
            Vector256<float> limit = Vector256.Create(threshold);
            while (place <= scores.Length - 8 && !Vector256.GreaterThanAny(Vector256.Load(numbers + place), limit))
            {
                place += 8;
            }
        }

        while (place < scores.Length && !(scores[place] > threshold))
        {
            place++;
        }

        return place;
    }
}
