using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicRec.Numerics;

/// <summary>Eight numbers, for every processor.</summary>
internal readonly unsafe struct EightLanes(Vector256<float> value) : ILanes<EightLanes>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    /// <summary>The numbers as a vector.</summary>
    public Vector256<float> Value => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Fill(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadFour(float* from, nint stride, out EightLanes first, out EightLanes second, out EightLanes third, out EightLanes fourth)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> one = Vector256.Create(Vector128.Load(from), Vector128.Load(from + (4 * stride)));
            Vector256<float> two = Vector256.Create(Vector128.Load(from + stride), Vector128.Load(from + (5 * stride)));
            Vector256<float> three = Vector256.Create(Vector128.Load(from + (2 * stride)), Vector128.Load(from + (6 * stride)));
            Vector256<float> four = Vector256.Create(Vector128.Load(from + (3 * stride)), Vector128.Load(from + (7 * stride)));
            Vector256<double> low12 = Avx.UnpackLow(one, two).AsDouble(), high12 = Avx.UnpackHigh(one, two).AsDouble();
            Vector256<double> low34 = Avx.UnpackLow(three, four).AsDouble(), high34 = Avx.UnpackHigh(three, four).AsDouble();
            (first, second) = (new(Avx.UnpackLow(low12, low34).AsSingle()), new(Avx.UnpackHigh(low12, low34).AsSingle()));
            (third, fourth) = (new(Avx.UnpackLow(high12, high34).AsSingle()), new(Avx.UnpackHigh(high12, high34).AsSingle()));
            return;
        }

        (first, second, third, fourth) = (Strided(from, stride), Strided(from + 1, stride), Strided(from + 2, stride), Strided(from + 3, stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes FusedMultiplyAdd(EightLanes x, EightLanes y, EightLanes z) => new(Vector256.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator +(EightLanes x, EightLanes y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes x, EightLanes y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator *(EightLanes x, EightLanes y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _value.Store(to);

    private static EightLanes Strided(float* from, nint stride) => new(Vector256.Create(
        from[0], from[stride], from[2 * stride], from[3 * stride], from[4 * stride], from[5 * stride], from[6 * stride], from[7 * stride]));
}
