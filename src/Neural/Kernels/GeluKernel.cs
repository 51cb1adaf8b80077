using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// The Gaussian error linear unit (Hendrycks and Gimpel 2016), exactly, as PyTorch's default: x · Φ(x) with
/// Φ(x) = (1 + erf(x / √2)) / 2. Its slope Φ(x) + x · φ(x) does not follow from the output, so it is worked out on the
/// way forward. Spans carry slack. Plain version: <see cref="Reference.Gelu"/>.
/// </summary>
internal static unsafe class GeluKernel
{
    /// <summary>1 / √2.</summary>
    public const float InverseRootOfTwo = 0.707106781186547524f;

    /// <summary>1 / √(2π).</summary>
    public const float NormalPeak = 0.398942280401432678f;

    /// <summary>Replaces each of the first <paramref name="count"/> numbers by its activation; its slope goes to <paramref name="slopes"/>, unless that is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(Span<float> values, Span<float> slopes, int count)
    {
        KernelGuard.HoldsVectors(values, count);
        Vector256<float> half = Vector256.Create(0.5f), toErf = Vector256.Create(InverseRootOfTwo), peak = Vector256.Create(NormalPeak);
        if (slopes.IsEmpty)
        {
            fixed (float* value = values)
            {
                for (int index = 0; index < count; index += 8)
                {
                    Vector256<float> x = Vector256.Load(value + index);
                    (x * Vector256.FusedMultiplyAdd(half, VectorMath.Erf(x * toErf), half)).Store(value + index);
                }
            }

            return;
        }

        KernelGuard.HoldsVectors(slopes, count);
        fixed (float* value = values, slope = slopes)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> x = Vector256.Load(value + index);
                Vector256<float> share = Vector256.FusedMultiplyAdd(half, VectorMath.Erf(x * toErf), half);
                (x * share).Store(value + index);
                Vector256.FusedMultiplyAdd(x * VectorMath.Exp(x * x * -half), peak, share).Store(slope + index);
            }
        }
    }
}
