using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>What is left of the exponential function without 1, and without 1 + x, where subtracting them would leave nothing but rounding.</summary>
internal static partial class VectorMath
{
    // Up to here the series needs no reduction, and beyond it a difference loses three bits at most.
    private const float NearZero = 0.34f;

    /// <summary>e to the power x, minus 1: within 2 units in the last place; −1 below −104, +∞ above 88.73, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpM1(Vector256<float> x)
    {
        Vector256<float> r = Reduce(x, out Vector256<int> n);
        Vector256<float> q = Vector256.FusedMultiplyAdd(ExpSeries(r), r * r, r);

        // With 2ⁿ in two factors a · b it is (q · a + (a − 1 / b)) · b, which neither overflows too early nor rounds for n = 0.
        Vector256<int> half = Vector256.ShiftRightArithmetic(n, 1), rest = n - half, bias = Vector256.Create(127);
        Vector256<float> a = Vector256.ShiftLeft(bias + half, 23).AsSingle(), b = Vector256.ShiftLeft(bias + rest, 23).AsSingle();
        return Vector256.FusedMultiplyAdd(q, a, a - Vector256.ShiftLeft(bias - rest, 23).AsSingle()) * b;
    }

    /// <summary>The steps of <see cref="ExpM1(Vector256{float})"/> on one number.</summary>
    public static float ExpM1(float x)
    {
        float r = Reduce(x, out int n);
        float q = MathF.FusedMultiplyAdd(ExpSeries(r), r * r, r);
        int half = n >> 1, rest = n - half;
        float a = BitConverter.Int32BitsToSingle((127 + half) << 23), b = BitConverter.Int32BitsToSingle((127 + rest) << 23);
        return MathF.FusedMultiplyAdd(q, a, a - BitConverter.Int32BitsToSingle((127 - rest) << 23)) * b;
    }

    /// <summary>e to the power x, minus 1 and x: within 16 units in the last place. <paramref name="expM1"/> is <see cref="ExpM1(Vector256{float})"/> of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpMinusLine(Vector256<float> x, Vector256<float> expM1) =>
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(NearZero)), ExpSeries(x) * (x * x), expM1 - x);

    /// <summary>The steps of <see cref="ExpMinusLine(Vector256{float}, Vector256{float})"/> on one number.</summary>
    public static float ExpMinusLine(float x) => MathF.Abs(x) < NearZero ? ExpSeries(x) * (x * x) : ExpM1(x) - x;

    // x = n · ln 2 + r with r within ± ln 2 / 2; beyond what a float's exponent holds, x counts as the last that it does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reduce(Vector256<float> x, out Vector256<int> n)
    {
        // Compared and selected rather than clamped: minimum and maximum treat NaN differently between processors.
        Vector256<float> smallest = Vector256.Create(SmallestExponent), largest = Vector256.Create(LargestExponent);
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, smallest), smallest, x);
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, largest), largest, x);
        Vector256<float> shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(RoundingShift));
        Vector256<float> whole = shifted - Vector256.Create(RoundingShift);
        n = shifted.AsInt32() - Vector256.Create(RoundingShift).AsInt32();
        Vector256<float> r = Vector256.FusedMultiplyAdd(whole, Vector256.Create(-Ln2High), x);
        return Vector256.FusedMultiplyAdd(whole, Vector256.Create(-Ln2Low), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Reduce(float x, out int n)
    {
        x = x < SmallestExponent ? SmallestExponent : x;
        x = x > LargestExponent ? LargestExponent : x;
        float shifted = MathF.FusedMultiplyAdd(x, Log2E, RoundingShift);
        float whole = shifted - RoundingShift;
        n = BitConverter.SingleToInt32Bits(shifted) - BitConverter.SingleToInt32Bits(RoundingShift);
        float r = MathF.FusedMultiplyAdd(whole, -Ln2High, x);
        return MathF.FusedMultiplyAdd(whole, -Ln2Low, r);
    }

    // (eʳ − 1 − r) / r² for r within ± ln 2 / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpSeries(Vector256<float> r)
    {
        Vector256<float> p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        return Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
    }

    private static float ExpSeries(float r)
    {
        float p = 1.9875691500e-4f;
        p = MathF.FusedMultiplyAdd(p, r, 1.3981999507e-3f);
        p = MathF.FusedMultiplyAdd(p, r, 8.3334519073e-3f);
        p = MathF.FusedMultiplyAdd(p, r, 4.1665795894e-2f);
        p = MathF.FusedMultiplyAdd(p, r, 1.6666665459e-1f);
        return MathF.FusedMultiplyAdd(p, r, 5.0000001201e-1f);
    }
}
