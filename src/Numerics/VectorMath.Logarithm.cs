using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>The natural logarithm; its polynomial follows Cephes (logf).</summary>
internal static partial class VectorMath
{
    /// <summary>The smallest number of full precision.</summary>
    internal const float SmallestNormal = 1.17549435e-38f;
    private const float RootOfHalf = 0.707106781186547524f;
    private const int MantissaBits = 0x007FFFFF;
    private const int ExponentOfOne = 0x3F800000;

    /// <summary>The natural logarithm: within 2 units in the last place; −∞ at 0, NaN below 0 and for NaN, +∞ for +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> one = Vector256<float>.One, zero = Vector256<float>.Zero;

        // Numbers below the normal range are first made 2²³ times as large.
        Vector256<float> small = Vector256.LessThan(x, Vector256.Create(SmallestNormal));
        Vector256<float> scaled = Vector256.ConditionalSelect(small, x * Vector256.Create(8388608f), x);
        Vector256<int> bits = scaled.AsInt32();
        Vector256<int> exponent = Vector256.ShiftRightLogical(bits, 23) - Vector256.Create(126) - (small.AsInt32() & Vector256.Create(23));
        Vector256<float> mantissa = ((bits & Vector256.Create(MantissaBits)) | Vector256.Create(ExponentOfOne)).AsSingle() * Vector256.Create(0.5f);

        // The mantissa goes to √½ … √2, so that what is left is small.
        Vector256<float> low = Vector256.LessThan(mantissa, Vector256.Create(RootOfHalf));
        Vector256<float> e = Vector256.ConvertToSingle(exponent + low.AsInt32());
        Vector256<float> r = mantissa - one + (mantissa & low);
        Vector256<float> p = Vector256.Create(7.0376836292e-2f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(-1.1514610310e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.1676998740e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(-1.2420140846e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.4249322787e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(-1.6668057665e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(2.0000714765e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(-2.4999993993e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(3.3333331174e-1f));
        Vector256<float> z = r * r;
        Vector256<float> y = Vector256.FusedMultiplyAdd(e, Vector256.Create(Ln2Low), p * r * z);
        y = Vector256.FusedMultiplyAdd(Vector256.Create(-0.5f), z, y);
        Vector256<float> result = Vector256.FusedMultiplyAdd(e, Vector256.Create(Ln2High), r + y);

        // What is left: 0, negative numbers, +∞ and NaN.
        Vector256<float> infinity = Vector256.Create(float.PositiveInfinity);
        result = Vector256.ConditionalSelect(Vector256.LessThan(x, infinity), result, x);
        result = Vector256.ConditionalSelect(Vector256.Equals(x, zero), -infinity, result);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, zero), Vector256.Create(float.NaN), result);
    }

    /// <summary>The steps of <see cref="Log(Vector256{float})"/> on sixteen numbers, each finite and at least the smallest normal one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogOfNormal(Vector512<float> x)
    {
        Vector512<int> bits = x.AsInt32(), exponent = Vector512.ShiftRightLogical(bits, 23) - Vector512.Create(126);
        Vector512<float> mantissa = ((bits & Vector512.Create(MantissaBits)) | Vector512.Create(ExponentOfOne)).AsSingle() * Vector512.Create(0.5f);
        Vector512<float> low = Vector512.LessThan(mantissa, Vector512.Create(RootOfHalf));
        Vector512<float> e = Vector512.ConvertToSingle(exponent + low.AsInt32());
        Vector512<float> r = mantissa - Vector512<float>.One + (mantissa & low);
        Vector512<float> p = Vector512.Create(7.0376836292e-2f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-1.1514610310e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.1676998740e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-1.2420140846e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.4249322787e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-1.6668057665e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.0000714765e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-2.4999993993e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(3.3333331174e-1f));
        Vector512<float> z = r * r;
        Vector512<float> y = Vector512.FusedMultiplyAdd(e, Vector512.Create(Ln2Low), p * r * z);
        y = Vector512.FusedMultiplyAdd(Vector512.Create(-0.5f), z, y);
        return Vector512.FusedMultiplyAdd(e, Vector512.Create(Ln2High), r + y);
    }

    /// <summary>The steps of <see cref="Log(Vector256{float})"/> on one number.</summary>
    public static float Log(float x)
    {
        if (!(x < float.PositiveInfinity))
        {
            return x;
        }

        if (x <= 0f)
        {
            return x == 0f ? float.NegativeInfinity : float.NaN;
        }

        bool small = x < SmallestNormal;
        int bits = BitConverter.SingleToInt32Bits(small ? x * 8388608f : x);
        int exponent = (bits >>> 23) - 126 - (small ? 23 : 0);
        float mantissa = BitConverter.Int32BitsToSingle((bits & MantissaBits) | ExponentOfOne) * 0.5f;
        bool low = mantissa < RootOfHalf;
        float e = exponent - (low ? 1 : 0);
        float r = mantissa - 1f + (low ? mantissa : 0f);
        float p = 7.0376836292e-2f;
        p = MathF.FusedMultiplyAdd(p, r, -1.1514610310e-1f);
        p = MathF.FusedMultiplyAdd(p, r, 1.1676998740e-1f);
        p = MathF.FusedMultiplyAdd(p, r, -1.2420140846e-1f);
        p = MathF.FusedMultiplyAdd(p, r, 1.4249322787e-1f);
        p = MathF.FusedMultiplyAdd(p, r, -1.6668057665e-1f);
        p = MathF.FusedMultiplyAdd(p, r, 2.0000714765e-1f);
        p = MathF.FusedMultiplyAdd(p, r, -2.4999993993e-1f);
        p = MathF.FusedMultiplyAdd(p, r, 3.3333331174e-1f);
        float z = r * r;
        float y = MathF.FusedMultiplyAdd(e, Ln2Low, p * r * z);
        y = MathF.FusedMultiplyAdd(-0.5f, z, y);
        return MathF.FusedMultiplyAdd(e, Ln2High, r + y);
    }

    /// <summary>The steps of <see cref="Elementary.Log"/> on four numbers, each finite and at least the smallest normal one; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LogOfNormal(Vector256<double> x)
    {
        Vector256<double> one = Vector256<double>.One, half = Vector256.Create(0.5);
        Vector256<long> bits = x.AsInt64();
        Vector256<double> mantissa = ((bits & Vector256.Create(0x000FFFFFFFFFFFFFL)) | one.AsInt64()).AsDouble();

        // Set as the mantissa of 2⁵², the exponent's bits are a whole number.
        Vector256<double> shift = Vector256.Create(4503599627370496.0);
        Vector256<double> exponent = (Vector256.ShiftRightLogical(bits, 52) | shift.AsInt64()).AsDouble() - shift - Vector256.Create(1023.0);
        Vector256<double> isUpper = Vector256.GreaterThan(mantissa, Vector256.Create(Elementary.RootOfTwo));
        mantissa = Vector256.ConditionalSelect(isUpper, mantissa * half, mantissa);
        exponent += isUpper & one;
        Vector256<double> f = mantissa - one;
        Vector256<double> s = f / (Vector256.Create(2.0) + f);
        Vector256<double> z = s * s;
        Vector256<double> series = z * Vector256.Create(Elementary.LogSeries7);
        series = z * (Vector256.Create(Elementary.LogSeries6) + series);
        series = z * (Vector256.Create(Elementary.LogSeries5) + series);
        series = z * (Vector256.Create(Elementary.LogSeries4) + series);
        series = z * (Vector256.Create(Elementary.LogSeries3) + series);
        series = z * (Vector256.Create(Elementary.LogSeries2) + series);
        series = z * (Vector256.Create(Elementary.LogSeries1) + series);
        Vector256<double> halfSquare = half * f * f;
        Vector256<double> low = (s * (halfSquare + series)) + (exponent * Vector256.Create(Elementary.Ln2Low));
        Vector256<double> result = (exponent * Vector256.Create(Elementary.Ln2High)) - (halfSquare - low - f);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), result, x);
    }
}
