using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>The numbers of one Adam step that are the same for every weight.</summary>
/// <param name="FirstDecay">β₁, how much of the gradient's running mean is kept.</param>
/// <param name="SecondDecay">β₂, how much of the squared gradient's running mean is kept.</param>
/// <param name="FirstShare">1 − β₁.</param>
/// <param name="SecondShare">1 − β₂.</param>
/// <param name="StepSize">Learning rate / (1 − β₁ᵗ).</param>
/// <param name="InverseRootCorrection">1 / √(1 − β₂ᵗ).</param>
/// <param name="Epsilon">ε, added to the root.</param>
/// <param name="WeightDecay">L2 penalty, added to the gradient times the weight.</param>
/// <param name="WeightFactor">Decoupled decay: what the weight is multiplied by before it is changed; 1 for none.</param>
internal readonly record struct AdamStep<T>(
    T FirstDecay, T SecondDecay, T FirstShare, T SecondShare, T StepSize, T InverseRootCorrection, T Epsilon, T WeightDecay, T WeightFactor);

/// <summary>Adam over one parameter in a single pass. Plain version: <see cref="Reference.Adam"/>.</summary>
internal static unsafe class AdamKernel
{
    /// <summary>Updates weights and both running means; all spans carry slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(
        in AdamStep<float> step, ReadOnlySpan<float> gradients, Span<float> firstMoments, Span<float> secondMoments, Span<float> weights, int count)
    {
        KernelGuard.HoldsVectors(gradients, count);
        KernelGuard.HoldsVectors(firstMoments, count);
        KernelGuard.HoldsVectors(secondMoments, count);
        KernelGuard.HoldsVectors(weights, count);
        Vector256<float> firstDecay = Vector256.Create(step.FirstDecay), secondDecay = Vector256.Create(step.SecondDecay);
        Vector256<float> firstShare = Vector256.Create(step.FirstShare), secondShare = Vector256.Create(step.SecondShare);
        Vector256<float> stepSize = Vector256.Create(step.StepSize), correction = Vector256.Create(step.InverseRootCorrection);
        Vector256<float> epsilon = Vector256.Create(step.Epsilon), weightDecay = Vector256.Create(step.WeightDecay);
        Vector256<float> weightFactor = Vector256.Create(step.WeightFactor);
        fixed (float* gradient = gradients, first = firstMoments, second = secondMoments, weight = weights)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> w = Vector256.Load(weight + index);
                Vector256<float> g = Vector256.FusedMultiplyAdd(weightDecay, w, Vector256.Load(gradient + index));
                Vector256<float> m = Vector256.FusedMultiplyAdd(firstDecay, Vector256.Load(first + index), firstShare * g);
                Vector256<float> v = Vector256.FusedMultiplyAdd(secondDecay, Vector256.Load(second + index), secondShare * (g * g));
                m.Store(first + index);
                v.Store(second + index);
                Vector256<float> root = Vector256.FusedMultiplyAdd(Vector256.Sqrt(v), correction, epsilon);
                ((w * weightFactor) - (stepSize * m / root)).Store(weight + index);
            }
        }
    }
}
