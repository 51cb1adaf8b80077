using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicRec.Numerics;

/// <summary>Sixteen numbers, for processors that have such vectors.</summary>
internal readonly unsafe struct SixteenLanes(Vector512<float> value) : ILanes<SixteenLanes>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes Fill(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadFour(float* from, nint stride, out SixteenLanes first, out SixteenLanes second, out SixteenLanes third, out SixteenLanes fourth)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> one = Fourths(from, stride), two = Fourths(from + stride, stride);
            Vector512<float> three = Fourths(from + (2 * stride), stride), four = Fourths(from + (3 * stride), stride);
            Vector512<double> low12 = Avx512F.UnpackLow(one, two).AsDouble(), high12 = Avx512F.UnpackHigh(one, two).AsDouble();
            Vector512<double> low34 = Avx512F.UnpackLow(three, four).AsDouble(), high34 = Avx512F.UnpackHigh(three, four).AsDouble();
            (first, second) = (new(Avx512F.UnpackLow(low12, low34).AsSingle()), new(Avx512F.UnpackHigh(low12, low34).AsSingle()));
            (third, fourth) = (new(Avx512F.UnpackLow(high12, high34).AsSingle()), new(Avx512F.UnpackHigh(high12, high34).AsSingle()));
            return;
        }

        EightLanes.LoadFour(from, stride, out EightLanes lower1, out EightLanes lower2, out EightLanes lower3, out EightLanes lower4);
        EightLanes.LoadFour(from + (8 * stride), stride, out EightLanes upper1, out EightLanes upper2, out EightLanes upper3, out EightLanes upper4);
        (first, second) = (new(Vector512.Create(lower1.Value, upper1.Value)), new(Vector512.Create(lower2.Value, upper2.Value)));
        (third, fourth) = (new(Vector512.Create(lower3.Value, upper3.Value)), new(Vector512.Create(lower4.Value, upper4.Value)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes FusedMultiplyAdd(SixteenLanes x, SixteenLanes y, SixteenLanes z) => new(Vector512.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes operator +(SixteenLanes x, SixteenLanes y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes operator -(SixteenLanes x, SixteenLanes y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes operator *(SixteenLanes x, SixteenLanes y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes operator -(SixteenLanes x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fourths(float* from, nint stride) => Vector512.Create(
        Vector256.Create(Vector128.Load(from), Vector128.Load(from + (4 * stride))), Vector256.Create(Vector128.Load(from + (8 * stride)), Vector128.Load(from + (12 * stride))));
}
