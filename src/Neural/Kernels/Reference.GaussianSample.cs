using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="GaussianSampleKernels.Forward"/>
    public static void GaussianSample<T>(ReadOnlySpan<T> means, ReadOnlySpan<T> logVariances, Span<T> noise, Span<T> draws)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < noise.Length; index++)
        {
            noise[index] = ReferenceMath.Exp(logVariances[index] * T.CreateChecked(0.5)) * noise[index];
            draws[index] = means[index] + noise[index];
        }
    }

    /// <inheritdoc cref="GaussianSampleKernels.Backward"/>
    public static void GaussianSampleBackward<T>(ReadOnlySpan<T> noise, ReadOnlySpan<T> gradients, Span<T> target, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < target.Length; index++)
        {
            T half = noise[index] * T.CreateChecked(0.5);
            target[index] = T.FusedMultiplyAdd(half, gradients[index], accumulate ? target[index] : T.Zero);
        }
    }
}
