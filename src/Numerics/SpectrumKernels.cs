using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>Powers, weighted sums over bands and decibels of spectra, eight or sixteen numbers at a time. Plain version: <see cref="SpectrumReference"/>.</summary>
internal static unsafe class SpectrumKernels
{
    /// <summary>10 / ln 10: from natural logarithms to decibels.</summary>
    public const float DecibelsPerLog = 4.34294481903251828f;

    /// <summary>real² + imaginary² of each number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Power(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, Span<float> power)
    {
        KernelGuard.Holds(imaginary, real.Length);
        KernelGuard.Holds(power, real.Length);
        int index = 0;
        fixed (float* first = real, second = imaginary, to = power)
        {
            for (; index <= real.Length - 8; index += 8)
            {
                Vector256<float> x = Vector256.Load(first + index), y = Vector256.Load(second + index);
                Vector256.FusedMultiplyAdd(x, x, y * y).Store(to + index);
            }
        }

        SpectrumReference.Power(real[index..], imaginary[index..real.Length], power[index..]);
    }

    /// <summary>
    /// For each band the sum of weight · number over the numbers from its start on, number i of the band in lane i mod 8, the lanes added up by
    /// <see cref="VectorMath.SumLanes"/>.
    /// </summary>
    /// <param name="values">The numbers; those that only weights of 0 meet must be there and finite.</param>
    /// <param name="starts">Where each band starts among the numbers.</param>
    /// <param name="offsets">Where each band's weights start, and where the last one's end; multiples of 8.</param>
    /// <param name="weights">The weights, filled up with 0 to a multiple of 8 for each band.</param>
    /// <param name="sums">One number for each band.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BandSums(ReadOnlySpan<float> values, ReadOnlySpan<int> starts, ReadOnlySpan<int> offsets, ReadOnlySpan<float> weights, Span<float> sums)
    {
        KernelGuard.Holds(sums, starts.Length);
        KernelGuard.Holds(offsets.Length, starts.Length + 1L);
        fixed (float* from = values, factors = weights)
        {
            for (int band = 0; band < starts.Length; band++)
            {
                int start = starts[band], offset = offsets[band], count = offsets[band + 1] - offset;
                KernelGuard.NotNegative(start);
                KernelGuard.NotNegative(offset);
                KernelGuard.Holds(values, (long)start + count);
                KernelGuard.Holds(weights, (long)offset + count);
                Vector256<float> lanes = default;
                for (int index = 0; index < count; index += 8)
                {
                    lanes = Vector256.FusedMultiplyAdd(Vector256.Load(from + start + index), Vector256.Load(factors + offset + index), lanes);
                }

                sums[band] = VectorMath.SumLanes(lanes);
            }
        }
    }

    /// <summary><see cref="BandSums"/> of as many spectra at once as there are lanes, whose numbers stand side by side, number after number; the same bits.</summary>
    /// <param name="values">Number after number those of the spectra; those that only weights of 0 meet must be there and finite.</param>
    /// <param name="starts">As in <see cref="BandSums"/>.</param>
    /// <param name="offsets">As in <see cref="BandSums"/>.</param>
    /// <param name="weights">As in <see cref="BandSums"/>.</param>
    /// <param name="sums">The bands of one spectrum after those of another, lanes · as many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BandSumsOfLanes<TLanes>(ReadOnlySpan<float> values, ReadOnlySpan<int> starts, ReadOnlySpan<int> offsets, ReadOnlySpan<float> weights, Span<float> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        int bands = starts.Length, lanes = TLanes.Count;
        KernelGuard.Holds(sums, (long)lanes * bands);
        KernelGuard.Holds(offsets.Length, bands + 1L);
        float* square = stackalloc float[8 * lanes];
        fixed (float* from = values, factors = weights, to = sums)
        {
            for (int band = 0; band < bands; band++)
            {
                int start = starts[band], offset = offsets[band], count = offsets[band + 1] - offset;
                KernelGuard.NotNegative(start);
                KernelGuard.NotNegative(offset);
                KernelGuard.Holds(values, lanes * ((long)start + count));
                KernelGuard.Holds(weights, (long)offset + count);
                SumOfLanes<TLanes>(from + ((long)lanes * start), factors + offset, count).Store(square + (lanes * (band % 8)));
                for (int lane = 0; band % 8 == 7 && lane < lanes; lane += 4)
                {
                    MatrixPacking.Transpose4(square + lane, lanes, to + band - 7 + ((long)lane * bands), bands);
                }
            }

            for (int band = bands / 8 * 8; band < bands; band++)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    to[((long)lane * bands) + band] = square[(lanes * (band % 8)) + lane];
                }
            }
        }
    }

    /// <summary>10 · log10 of each number or of <paramref name="smallest"/> where that is larger, less <paramref name="shift"/>; in place if wished. Returns the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Decibels(ReadOnlySpan<float> values, float smallest, float shift, Span<float> decibels)
    {
        KernelGuard.Holds(decibels, values.Length);
        Vector256<float> floor = Vector256.Create(smallest), less = Vector256.Create(-shift), scale = Vector256.Create(DecibelsPerLog);
        Vector256<float> largest = Vector256.Create(float.NegativeInfinity);
        int index = 0;
        fixed (float* from = values, to = decibels)
        {
            if (MatrixKernel.IsWide && smallest >= VectorMath.SmallestNormal)
            {
                Vector512<float> wideFloor = Vector512.Create(floor, floor), wideLess = Vector512.Create(less, less), wideScale = Vector512.Create(scale, scale);
                Vector512<float> most512 = Vector512.Create(largest, largest);
                for (; index <= values.Length - 16; index += 16)
                {
                    Vector512<float> value = Vector512.Load(from + index);
                    Vector512<float> log = VectorMath.LogOfNormal(Vector512.ConditionalSelect(Vector512.GreaterThan(value, wideFloor), value, wideFloor));
                    Vector512<float> result = Vector512.FusedMultiplyAdd(log, wideScale, wideLess);
                    result.Store(to + index);
                    most512 = Vector512.ConditionalSelect(Vector512.GreaterThan(result, most512), result, most512);
                }

                Vector256<float> lower = most512.GetLower(), upper = most512.GetUpper();
                largest = Vector256.ConditionalSelect(Vector256.GreaterThan(lower, upper), lower, upper);
            }

            for (; index <= values.Length - 8; index += 8)
            {
                Vector256<float> value = Vector256.Load(from + index);
                Vector256<float> log = VectorMath.Log(Vector256.ConditionalSelect(Vector256.GreaterThan(value, floor), value, floor));
                Vector256<float> result = Vector256.FusedMultiplyAdd(log, scale, less);
                result.Store(to + index);
                largest = Vector256.ConditionalSelect(Vector256.GreaterThan(result, largest), result, largest);
            }
        }

        float most = SpectrumReference.Decibels(values[index..], smallest, shift, decibels[index..]);
        for (int lane = 0; lane < 8; lane++)
        {
            most = MathF.Max(most, largest[lane]);
        }

        return most;
    }

    /// <summary>Raises every number below <paramref name="floor"/> to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RaiseTo(float floor, Span<float> values)
    {
        Vector256<float> least = Vector256.Create(floor);
        int index = 0;
        fixed (float* at = values)
        {
            for (; index <= values.Length - 8; index += 8)
            {
                Vector256<float> value = Vector256.Load(at + index);
                Vector256.ConditionalSelect(Vector256.LessThan(value, least), least, value).Store(at + index);
            }
        }

        SpectrumReference.RaiseTo(floor, values[index..]);
    }

    /// <summary>Whether every number is from −<paramref name="largest"/> to <paramref name="largest"/>; none is that is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreWithin(ReadOnlySpan<float> values, float largest)
    {
        Vector256<float> bound = Vector256.Create(largest);
        int index = 0;
        fixed (float* from = values)
        {
            for (; index <= values.Length - 32; index += 32)
            {
                Vector256<float> first = Vector256.LessThanOrEqual(Vector256.Abs(Vector256.Load(from + index)), bound);
                Vector256<float> second = Vector256.LessThanOrEqual(Vector256.Abs(Vector256.Load(from + index + 8)), bound);
                Vector256<float> third = Vector256.LessThanOrEqual(Vector256.Abs(Vector256.Load(from + index + 16)), bound);
                Vector256<float> fourth = Vector256.LessThanOrEqual(Vector256.Abs(Vector256.Load(from + index + 24)), bound);
                if ((first & second & third & fourth).AsInt32() != Vector256<int>.AllBitsSet)
                {
                    return false;
                }
            }
        }

        return SpectrumReference.AreWithin(values[index..], largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SumOfLanes<TLanes>(float* from, float* factors, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count;
        TLanes sum0 = default, sum1 = default, sum2 = default, sum3 = default, sum4 = default, sum5 = default, sum6 = default, sum7 = default;
        for (int index = 0; index < count; index += 8, from += 8 * lanes, factors += 8)
        {
            sum0 = TLanes.FusedMultiplyAdd(TLanes.Load(from), TLanes.Fill(factors[0]), sum0);
            sum1 = TLanes.FusedMultiplyAdd(TLanes.Load(from + lanes), TLanes.Fill(factors[1]), sum1);
            sum2 = TLanes.FusedMultiplyAdd(TLanes.Load(from + (2 * lanes)), TLanes.Fill(factors[2]), sum2);
            sum3 = TLanes.FusedMultiplyAdd(TLanes.Load(from + (3 * lanes)), TLanes.Fill(factors[3]), sum3);
            sum4 = TLanes.FusedMultiplyAdd(TLanes.Load(from + (4 * lanes)), TLanes.Fill(factors[4]), sum4);
            sum5 = TLanes.FusedMultiplyAdd(TLanes.Load(from + (5 * lanes)), TLanes.Fill(factors[5]), sum5);
            sum6 = TLanes.FusedMultiplyAdd(TLanes.Load(from + (6 * lanes)), TLanes.Fill(factors[6]), sum6);
            sum7 = TLanes.FusedMultiplyAdd(TLanes.Load(from + (7 * lanes)), TLanes.Fill(factors[7]), sum7);
        }

        return ((sum0 + sum4) + (sum2 + sum6)) + ((sum1 + sum5) + (sum3 + sum7));
    }
}
