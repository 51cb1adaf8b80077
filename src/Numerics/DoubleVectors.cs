using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// The steps of an iterative solver over vectors of doubles. What is computed number by number has the bits of the plain
/// loop; sums of <see cref="LongLength"/> numbers or more run in sixteen lanes (number i in lane i mod 16, added up pairwise), shorter ones
/// in order. Plain version: <see cref="DoubleVectorsReference"/>.
/// </summary>
internal static unsafe class DoubleVectors
{
    /// <summary>From here on sums run in lanes.</summary>
    public const int LongLength = 1024;

    /// <summary>Lanes of a long sum.</summary>
    public const int Lanes = 16;

    /// <summary>Σ first · second.</summary>
    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        KernelGuard.Holds(second, first.Length);
        return first.Length < LongLength ? OrderedSums.Dot(first, second) : SumInLanes(first, second, false);
    }

    /// <summary>Σ values² / divisors.</summary>
    public static double DividedSquare(ReadOnlySpan<double> values, ReadOnlySpan<double> divisors)
    {
        KernelGuard.Holds(divisors, values.Length);
        return values.Length < LongLength ? DoubleVectorsReference.DividedSquare(values, divisors) : SumInLanes(values, divisors, true);
    }

    /// <summary>target += factor · values, rounded after each of the two operations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> values)
    {
        KernelGuard.Holds(values, target.Length);
        Vector256<double> factors = Vector256.Create(factor);
        int index = 0;
        fixed (double* to = target, from = values)
        {
            for (; index <= target.Length - 4; index += 4)
            {
                (Vector256.Load(to + index) + (factors * Vector256.Load(from + index))).Store(to + index);
            }
        }

        DoubleVectorsReference.AddScaled(target[index..], factor, values[index..target.Length]);
    }

    /// <summary>direction = residual / divisors + mixing · direction, rounded after each of the three operations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MixDirection(Span<double> direction, double mixing, ReadOnlySpan<double> residual, ReadOnlySpan<double> divisors)
    {
        KernelGuard.Holds(residual, direction.Length);
        KernelGuard.Holds(divisors, direction.Length);
        Vector256<double> mixings = Vector256.Create(mixing);
        int index = 0;
        fixed (double* to = direction, top = residual, bottom = divisors)
        {
            for (; index <= direction.Length - 4; index += 4)
            {
                ((Vector256.Load(top + index) / Vector256.Load(bottom + index)) + (mixings * Vector256.Load(to + index))).Store(to + index);
            }
        }

        DoubleVectorsReference.MixDirection(direction[index..], mixing, residual[index..direction.Length], divisors[index..direction.Length]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumInLanes(ReadOnlySpan<double> first, ReadOnlySpan<double> second, bool divide)
    {
        double* lanes = stackalloc double[Lanes];
        Vector256<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int index = 0;
        fixed (double* left = first, right = second)
        {
            for (; index <= first.Length - Lanes; index += Lanes)
            {
                sum0 += Term(left + index, right + index, divide);
                sum1 += Term(left + index + 4, right + index + 4, divide);
                sum2 += Term(left + index + 8, right + index + 8, divide);
                sum3 += Term(left + index + 12, right + index + 12, divide);
            }
        }

        sum0.Store(lanes);
        sum1.Store(lanes + 4);
        sum2.Store(lanes + 8);
        sum3.Store(lanes + 12);
        for (int lane = 0; index < first.Length; index++, lane++)
        {
            lanes[lane] += divide ? first[index] * first[index] / second[index] : first[index] * second[index];
        }

        return DoubleVectorsReference.SumLanes(new Span<double>(lanes, Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Term(double* left, double* right, bool divide)
    {
        Vector256<double> value = Vector256.Load(left);
        return divide ? value * value / Vector256.Load(right) : value * Vector256.Load(right);
    }
}
