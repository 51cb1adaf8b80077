using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Exponential functions over eight floats, each followed by the same steps on one float. Both give the same bits, on
/// every processor: only +, −, ×, ÷, fused multiply-add and bit operations, all of them exactly rounded.
/// Polynomials of exp and tanh follow Cephes (expf, tanhf).
/// </summary>
internal static partial class VectorMath
{
    // Adding 1.5·2²³ rounds to the nearest whole number and leaves it in the low bits.
    private const float RoundingShift = 12582912f;
    private const float Log2E = 1.44269504088896341f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float SmallestExponent = -104f;
    private const float LargestExponent = 89f;

    /// <summary>e to the power x: within 2 units in the last place, 0 below −104, +∞ above 88.73, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> r = Reduce(x, out Vector256<int> n);
        Vector256<float> p = Vector256.FusedMultiplyAdd(ExpSeries(r), r * r, r) + Vector256<float>.One;

        // 2ⁿ in two factors reaches numbers below the normal range, and infinity.
        Vector256<int> half = Vector256.ShiftRightArithmetic(n, 1);
        Vector256<int> bias = Vector256.Create(127);
        return p * Vector256.ShiftLeft(half + bias, 23).AsSingle() * Vector256.ShiftLeft(n - half + bias, 23).AsSingle();
    }

    /// <summary>The steps of <see cref="Exp(Vector256{float})"/> on one number.</summary>
    public static float Exp(float x)
    {
        float r = Reduce(x, out int n);
        float p = MathF.FusedMultiplyAdd(ExpSeries(r), r * r, r) + 1f;
        int half = n >> 1;
        return p * BitConverter.Int32BitsToSingle((half + 127) << 23) * BitConverter.Int32BitsToSingle((n - half + 127) << 23);
    }

    /// <summary>The logistic function 1 / (1 + e⁻ˣ): within 4 units in the last place for x ≥ −87, below that 0 or as good as.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) =>
        Vector256<float>.One / (Vector256<float>.One + Exp(-x));

    /// <summary>The steps of <see cref="Sigmoid(Vector256{float})"/> on one number.</summary>
    public static float Sigmoid(float x) => 1f / (1f + Exp(-x));

    /// <summary>The hyperbolic tangent: within 3 units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> size = Vector256.Abs(x);
        Vector256<float> z = x * x;
        Vector256<float> p = Vector256.Create(-5.70498872745e-3f);
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(2.06390887954e-2f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(-5.37397155531e-2f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1.33314422036e-1f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(-3.33332819422e-1f));
        Vector256<float> near = Vector256.FusedMultiplyAdd(p * z, x, x);
        Vector256<float> far = Vector256<float>.One - (Vector256.Create(2f) / (Exp(size + size) + Vector256<float>.One));
        far = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), -far, far);
        return Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256.Create(0.625f)), near, far);
    }

    /// <summary>The steps of <see cref="Tanh(Vector256{float})"/> on one number.</summary>
    public static float Tanh(float x)
    {
        float size = MathF.Abs(x);
        float z = x * x;
        float p = -5.70498872745e-3f;
        p = MathF.FusedMultiplyAdd(p, z, 2.06390887954e-2f);
        p = MathF.FusedMultiplyAdd(p, z, -5.37397155531e-2f);
        p = MathF.FusedMultiplyAdd(p, z, 1.33314422036e-1f);
        p = MathF.FusedMultiplyAdd(p, z, -3.33332819422e-1f);
        float near = MathF.FusedMultiplyAdd(p * z, x, x);
        float far = 1f - (2f / (Exp(size + size) + 1f));
        far = x < 0f ? -far : far;
        return size < 0.625f ? near : far;
    }

    /// <summary>
    /// log(1 + x) for x from 0 to 1, all that softplus needs: within 3 units in the last place.
    /// The series of 2·artanh(x / (2 + x)), whose ninth term is below rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1P(Vector256<float> x)
    {
        Vector256<float> s = x / (x + Vector256.Create(2f));
        Vector256<float> z = s * s;
        Vector256<float> p = Vector256.Create(1f / 15f);
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1f / 13f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1f / 11f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1f / 9f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1f / 7f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1f / 5f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1f / 3f));
        Vector256<float> twice = s + s;
        return Vector256.FusedMultiplyAdd(p * z, twice, twice);
    }

    /// <summary>The steps of <see cref="Log1P(Vector256{float})"/> on one number.</summary>
    public static float Log1P(float x)
    {
        float s = x / (x + 2f);
        float z = s * s;
        float p = 1f / 15f;
        p = MathF.FusedMultiplyAdd(p, z, 1f / 13f);
        p = MathF.FusedMultiplyAdd(p, z, 1f / 11f);
        p = MathF.FusedMultiplyAdd(p, z, 1f / 9f);
        p = MathF.FusedMultiplyAdd(p, z, 1f / 7f);
        p = MathF.FusedMultiplyAdd(p, z, 1f / 5f);
        p = MathF.FusedMultiplyAdd(p, z, 1f / 3f);
        float twice = s + s;
        return MathF.FusedMultiplyAdd(p * z, twice, twice);
    }

    /// <summary>The sum of the eight lanes, always in the order ((0+4)+(2+6)) + ((1+5)+(3+7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector256<float> lanes)
    {
        Vector128<float> four = lanes.GetLower() + lanes.GetUpper();
        return (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));
    }

    /// <summary>All bits set in the lanes below <paramref name="count"/>, for the last, incomplete vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FirstLanes(int count) =>
        Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(count)).AsSingle();
}
