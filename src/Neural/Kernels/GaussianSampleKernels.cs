using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>Draws from normal distributions. All spans carry slack. Plain versions: <see cref="Reference"/>.</summary>
internal static unsafe class GaussianSampleKernels
{
    /// <summary>Replaces noise by mean + e^(log variance / 2) · noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ReadOnlySpan<float> means, ReadOnlySpan<float> logVariances, Span<float> noise, int count)
    {
        KernelGuard.HoldsVectors(means, count);
        KernelGuard.HoldsVectors(logVariances, count);
        KernelGuard.HoldsVectors(noise, count);
        fixed (float* mean = means, logVariance = logVariances, draw = noise)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> deviation = VectorMath.Exp(Vector256.Load(logVariance + index) * Vector256.Create(0.5f));
                Vector256.FusedMultiplyAdd(deviation, Vector256.Load(draw + index), Vector256.Load(mean + index)).Store(draw + index);
            }
        }
    }

    /// <summary>The log variances' gradient: target (+)= ½ · gradient · (draw − mean), since draw − mean is deviation · noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ReadOnlySpan<float> draws, ReadOnlySpan<float> means, ReadOnlySpan<float> gradients, Span<float> target, int count, bool accumulate)
    {
        KernelGuard.HoldsVectors(draws, count);
        KernelGuard.HoldsVectors(means, count);
        KernelGuard.HoldsVectors(gradients, count);
        KernelGuard.HoldsVectors(target, count);
        fixed (float* draw = draws, mean = means, gradient = gradients, to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> start = accumulate ? Vector256.Load(to + index) : Vector256<float>.Zero;
                Vector256<float> half = (Vector256.Load(draw + index) - Vector256.Load(mean + index)) * Vector256.Create(0.5f);
                Vector256.FusedMultiplyAdd(half, Vector256.Load(gradient + index), start).Store(to + index);
            }
        }
    }
}
