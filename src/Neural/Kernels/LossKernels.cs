using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Losses by single numbers with their gradients in one pass. Within blocks of <see cref="Reductions.BlockSize"/> the sum
/// runs in eight lanes, number i in lane i mod 8, added up by <see cref="VectorMath.SumLanes"/>; the blocks are added up in
/// double, first one first. All spans carry slack. Plain versions: Reference.Losses.cs.
/// </summary>
internal static unsafe class LossKernels
{
    /// <summary>PyTorch's limits: a logarithm is at least this, and a denominator p·(1 − p) at least the other.</summary>
    public const float SmallestLogarithm = -100f;

    /// <inheritdoc cref="SmallestLogarithm"/>
    public const float SmallestVariance = 1e-12f;

    /// <summary>
    /// The mean of max(z, 0) − z·t + log(1 + e^−|z|) over logits z and targets t, and its gradient (sigmoid(z) − t) / count.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float BinaryCrossEntropyWithLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(logits, count);
        KernelGuard.HoldsVectors(targets, count);
        KernelGuard.HoldsVectors(gradients, count);
        Vector256<float> share = Vector256.Create(1f / count), one = Vector256<float>.One;
        double total = 0;
        fixed (float* logit = logits, target = targets, gradient = gradients)
        {
            for (int block = 0; block < count; block += Reductions.BlockSize)
            {
                int end = Math.Min(count, block + Reductions.BlockSize);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int index = block; index < end; index += 8)
                {
                    Vector256<float> z = Vector256.Load(logit + index), t = Vector256.Load(target + index);
                    Vector256<float> negative = Vector256.LessThan(z, Vector256<float>.Zero);
                    Vector256<float> power = VectorMath.Exp(-Vector256.Abs(z));
                    Vector256<float> positivePart = Vector256.ConditionalSelect(negative, Vector256<float>.Zero, z);
                    Vector256<float> loss = Vector256.FusedMultiplyAdd(-z, t, positivePart) + VectorMath.Log1P(power);
                    sum += loss & VectorMath.FirstLanes(end - index);

                    // sigmoid(z) from the same power: e^z / (1 + e^z) below 0, 1 / (1 + e^−z) from 0 on.
                    Vector256<float> probability = Vector256.ConditionalSelect(negative, power, one) / (one + power);
                    ((probability - t) * share).Store(gradient + index);
                }

                total += VectorMath.SumLanes(sum);
            }
        }

        return (float)(total / count);
    }

    /// <summary>
    /// The mean of −t·log p − (1 − t)·log(1 − p) over probabilities p and targets t, each logarithm at least −100, and its
    /// gradient (p − t) / max(p·(1 − p), 1e-12) / count.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float BinaryCrossEntropy(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> targets, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(probabilities, count);
        KernelGuard.HoldsVectors(targets, count);
        KernelGuard.HoldsVectors(gradients, count);
        Vector256<float> share = Vector256.Create(1f / count), one = Vector256<float>.One, half = Vector256.Create(0.5f);
        Vector256<float> smallestLogarithm = Vector256.Create(SmallestLogarithm), smallestVariance = Vector256.Create(SmallestVariance);
        double total = 0;
        fixed (float* probability = probabilities, target = targets, gradient = gradients)
        {
            for (int block = 0; block < count; block += Reductions.BlockSize)
            {
                int end = Math.Min(count, block + Reductions.BlockSize);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int index = block; index < end; index += 8)
                {
                    Vector256<float> p = Vector256.Load(probability + index), t = Vector256.Load(target + index), rest = one - p;
                    Vector256<float> yes = VectorMath.Log(p);

                    // 1 − p loses digits of a small p; the series takes p itself.
                    Vector256<float> no = Vector256.ConditionalSelect(Vector256.LessThan(p, half), VectorMath.Log1P(-p), VectorMath.Log(rest));
                    yes = Vector256.ConditionalSelect(Vector256.LessThan(yes, smallestLogarithm), smallestLogarithm, yes);
                    no = Vector256.ConditionalSelect(Vector256.LessThan(no, smallestLogarithm), smallestLogarithm, no);
                    Vector256<float> loss = Vector256.FusedMultiplyAdd(-t, yes, (t - one) * no);
                    sum += loss & VectorMath.FirstLanes(end - index);
                    Vector256<float> variance = p * rest;
                    variance = Vector256.ConditionalSelect(Vector256.LessThan(variance, smallestVariance), smallestVariance, variance);
                    ((p - t) / variance * share).Store(gradient + index);
                }

                total += VectorMath.SumLanes(sum);
            }
        }

        return (float)(total / count);
    }

    /// <summary>The mean of (prediction − target)², and its gradient 2·(prediction − target) / count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float MeanSquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(predictions, count);
        KernelGuard.HoldsVectors(targets, count);
        KernelGuard.HoldsVectors(gradients, count);
        Vector256<float> share = Vector256.Create(2f / count);
        double total = 0;
        fixed (float* prediction = predictions, target = targets, gradient = gradients)
        {
            for (int block = 0; block < count; block += Reductions.BlockSize)
            {
                int end = Math.Min(count, block + Reductions.BlockSize);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int index = block; index < end; index += 8)
                {
                    Vector256<float> difference = Vector256.Load(prediction + index) - Vector256.Load(target + index);
                    Vector256<float> known = difference & VectorMath.FirstLanes(end - index);
                    sum = Vector256.FusedMultiplyAdd(known, known, sum);
                    (difference * share).Store(gradient + index);
                }

                total += VectorMath.SumLanes(sum);
            }
        }

        return (float)(total / count);
    }

    /// <summary>
    /// The sum of (e^v − 1 − v + m²) / 2 over means m and logarithms of variances v, divided by <paramref name="rows"/>, and
    /// its gradients m / rows and (e^v − 1) / 2 / rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float GaussianKl(
        ReadOnlySpan<float> means, ReadOnlySpan<float> logVariances, Span<float> meanGradients, Span<float> logVarianceGradients, int count, int rows)
    {
        KernelGuard.HoldsVectors(means, count);
        KernelGuard.HoldsVectors(logVariances, count);
        KernelGuard.HoldsVectors(meanGradients, count);
        KernelGuard.HoldsVectors(logVarianceGradients, count);
        Vector256<float> share = Vector256.Create(1f / rows), halfShare = Vector256.Create(0.5f / rows);
        double total = 0;
        fixed (float* mean = means, logVariance = logVariances, meanGradient = meanGradients, logVarianceGradient = logVarianceGradients)
        {
            for (int block = 0; block < count; block += Reductions.BlockSize)
            {
                int end = Math.Min(count, block + Reductions.BlockSize);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int index = block; index < end; index += 8)
                {
                    Vector256<float> m = Vector256.Load(mean + index), v = Vector256.Load(logVariance + index);
                    Vector256<float> excess = VectorMath.ExpM1(v);
                    sum += Vector256.FusedMultiplyAdd(m, m, VectorMath.ExpMinusLine(v, excess)) & VectorMath.FirstLanes(end - index);
                    (m * share).Store(meanGradient + index);
                    (excess * halfShare).Store(logVarianceGradient + index);
                }

                total += VectorMath.SumLanes(sum);
            }
        }

        return (float)(total / 2 / rows);
    }

    /// <summary>
    /// The mean of log(1 + e^−d) over differences d = positive − negative, and its gradient −sigmoid(−d) / count by the
    /// positive scores.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Bpr(ReadOnlySpan<float> positives, ReadOnlySpan<float> negatives, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(positives, count);
        KernelGuard.HoldsVectors(negatives, count);
        KernelGuard.HoldsVectors(gradients, count);
        Vector256<float> share = Vector256.Create(-1f / count), one = Vector256<float>.One;
        double total = 0;
        fixed (float* positive = positives, negative = negatives, gradient = gradients)
        {
            for (int block = 0; block < count; block += Reductions.BlockSize)
            {
                int end = Math.Min(count, block + Reductions.BlockSize);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int index = block; index < end; index += 8)
                {
                    Vector256<float> d = Vector256.Load(positive + index) - Vector256.Load(negative + index);
                    Vector256<float> wrong = Vector256.LessThan(d, Vector256<float>.Zero);
                    Vector256<float> power = VectorMath.Exp(-Vector256.Abs(d));
                    Vector256<float> loss = Vector256.ConditionalSelect(wrong, -d, Vector256<float>.Zero) + VectorMath.Log1P(power);
                    sum += loss & VectorMath.FirstLanes(end - index);
                    (Vector256.ConditionalSelect(wrong, one, power) / (one + power) * share).Store(gradient + index);
                }

                total += VectorMath.SumLanes(sum);
            }
        }

        return (float)(total / count);
    }
}
