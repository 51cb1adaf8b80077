using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Losses with their gradients in one pass. The sum runs in eight lanes, number i in lane i mod 8, added up by
/// <see cref="VectorMath.SumLanes"/> at the end. All spans carry slack.
/// Plain versions: <see cref="Reference.BinaryCrossEntropyWithLogits"/>, <see cref="Reference.MeanSquaredError"/>.
/// </summary>
internal static unsafe class LossKernels
{
    /// <summary>
    /// The mean of max(z, 0) − z·t + log(1 + e^−|z|) over logits z and targets t, and its gradient (sigmoid(z) − t) / count.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float BinaryCrossEntropyWithLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(logits, count);
        KernelGuard.HoldsVectors(targets, count);
        KernelGuard.HoldsVectors(gradients, count);
        Vector256<float> sum = Vector256<float>.Zero, share = Vector256.Create(1f / count), one = Vector256<float>.One;
        fixed (float* logit = logits, target = targets, gradient = gradients)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> z = Vector256.Load(logit + index), t = Vector256.Load(target + index);
                Vector256<float> negative = Vector256.LessThan(z, Vector256<float>.Zero);
                Vector256<float> power = VectorMath.Exp(-Vector256.Abs(z));
                Vector256<float> positivePart = Vector256.ConditionalSelect(negative, Vector256<float>.Zero, z);
                Vector256<float> loss = Vector256.FusedMultiplyAdd(-z, t, positivePart) + VectorMath.Log1P(power);
                sum += loss & VectorMath.FirstLanes(count - index);

                // sigmoid(z) from the same power: e^z / (1 + e^z) below 0, 1 / (1 + e^−z) from 0 on.
                Vector256<float> probability = Vector256.ConditionalSelect(negative, power, one) / (one + power);
                ((probability - t) * share).Store(gradient + index);
            }
        }

        return VectorMath.SumLanes(sum) / count;
    }

    /// <summary>The mean of (prediction − target)², and its gradient 2·(prediction − target) / count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float MeanSquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(predictions, count);
        KernelGuard.HoldsVectors(targets, count);
        KernelGuard.HoldsVectors(gradients, count);
        Vector256<float> sum = Vector256<float>.Zero, share = Vector256.Create(2f / count);
        fixed (float* prediction = predictions, target = targets, gradient = gradients)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> difference = Vector256.Load(prediction + index) - Vector256.Load(target + index);
                Vector256<float> known = difference & VectorMath.FirstLanes(count - index);
                sum = Vector256.FusedMultiplyAdd(known, known, sum);
                (difference * share).Store(gradient + index);
            }
        }

        return VectorMath.SumLanes(sum) / count;
    }
}
