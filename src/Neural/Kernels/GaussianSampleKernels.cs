using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>Draws from normal distributions. All spans carry slack. Plain versions: <see cref="Reference"/>.</summary>
internal static unsafe class GaussianSampleKernels
{
    /// <summary>Replaces noise by e^(log variance / 2) · noise; draws are that + mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ReadOnlySpan<float> means, ReadOnlySpan<float> logVariances, Span<float> noise, Span<float> draws, int count)
    {
        KernelGuard.HoldsVectors(means, count);
        KernelGuard.HoldsVectors(logVariances, count);
        KernelGuard.HoldsVectors(noise, count);
        KernelGuard.HoldsVectors(draws, count);
        fixed (float* mean = means, logVariance = logVariances, deviations = noise, draw = draws)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> deviation = VectorMath.Exp(Vector256.Load(logVariance + index) * Vector256.Create(0.5f)) * Vector256.Load(deviations + index);
                deviation.Store(deviations + index);
                (Vector256.Load(mean + index) + deviation).Store(draw + index);
            }
        }
    }

    /// <summary>The log variances' gradient: target (+)= ½ · gradient · what <see cref="Forward"/> made of the noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ReadOnlySpan<float> noise, ReadOnlySpan<float> gradients, Span<float> target, int count, bool accumulate)
    {
        KernelGuard.HoldsVectors(noise, count);
        KernelGuard.HoldsVectors(gradients, count);
        KernelGuard.HoldsVectors(target, count);
        fixed (float* deviation = noise, gradient = gradients, to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> start = accumulate ? Vector256.Load(to + index) : Vector256<float>.Zero;
                Vector256<float> half = Vector256.Load(deviation + index) * Vector256.Create(0.5f);
                Vector256.FusedMultiplyAdd(half, Vector256.Load(gradient + index), start).Store(to + index);
            }
        }
    }
}
