using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="GeluKernel.Activate"/>
    public static void Gelu<T>(Span<T> values, Span<T> slopes)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = GeluAndSlope(values[index], out slopes[index]);
        }
    }

    private static T GeluAndSlope<T>(T x, out T slope)
        where T : IFloatingPointIeee754<T>
    {
        T half = T.CreateChecked(0.5);
        T share = T.FusedMultiplyAdd(half, Apply(x * Constant<T>(GeluKernel.InverseRootOfTwo, Math.Sqrt(0.5)), VectorMath.Erf, Elementary.Erf), half);
        slope = T.FusedMultiplyAdd(
            x * Apply(x * x * -half, VectorMath.Exp, Elementary.Exp), Constant<T>(GeluKernel.NormalPeak, 1 / Math.Sqrt(2 * Math.PI)), share);
        return x * share;
    }

    // Rounded from double, a constant would be rounded twice.
    private static T Constant<T>(float single, double other)
        where T : IFloatingPointIeee754<T> =>
        T.Zero is float ? T.CreateChecked(single) : T.CreateChecked(other);
}
