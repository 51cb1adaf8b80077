using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>The numbers of one step of gradient descent that are the same for every weight.</summary>
/// <param name="LearningRate">Step size.</param>
/// <param name="Momentum">How much of the velocity is kept.</param>
/// <param name="Nesterov">Whether to look ahead along the velocity.</param>
/// <param name="WeightDecay">L2 penalty, added to the gradient times the weight.</param>
internal readonly record struct SgdStep<T>(T LearningRate, T Momentum, bool Nesterov, T WeightDecay);

/// <summary>Gradient descent over one parameter in a single pass. Plain version: <see cref="Reference.Sgd"/>.</summary>
internal static unsafe class SgdKernel
{
    // One weight costs about as much as this many multiply-adds.
    private const int CostOfWeight = 32;

    /// <summary>Updates weights and velocities; velocities are empty without momentum. All spans carry slack.</summary>
    public static void Step(in SgdStep<float> step, ReadOnlySpan<float> gradients, Span<float> velocities, Span<float> weights, int count)
    {
        KernelGuard.HoldsVectors(gradients, count);
        KernelGuard.HoldsVectors(velocities, velocities.IsEmpty ? 0 : count);
        KernelGuard.HoldsVectors(weights, count);
        fixed (float* gradient = gradients, velocity = velocities, weight = weights)
        {
            int perPiece = (int)Math.Clamp(WorkerPool.SmallestPiece / CostOfWeight, 1, Math.Max(1, count));
            RangePieces pieces = new() { Numbers = step, Gradients = gradient, Velocities = velocity, Weights = weight, Count = count, PerPiece = perPiece };
            WorkerPool.For((int)(((long)count + perPiece - 1) / perPiece), ref pieces);
        }
    }

    /// <summary>Updates the weights of the touched rows; without momentum and weight decay the others would not change. All spans carry slack.</summary>
    public static void StepRows(in SgdStep<float> step, ReadOnlySpan<float> gradients, ReadOnlySpan<bool> touched, Span<float> weights, int columns)
    {
        int count = checked(touched.Length * columns);
        KernelGuard.HoldsVectors(gradients, count + 8);
        KernelGuard.HoldsVectors(weights, count + 8);
        fixed (float* gradient = gradients, weight = weights)
        {
            for (int row = 0; row < touched.Length; row++)
            {
                if (touched[row])
                {
                    nint start = (nint)row * columns;
                    Range(step, gradient + start, null, weight + start, columns);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Range(in SgdStep<float> step, float* gradients, float* velocities, float* weights, int count)
    {
        Vector256<float> minusRate = Vector256.Create(-step.LearningRate), momentum = Vector256.Create(step.Momentum);
        Vector256<float> weightDecay = Vector256.Create(step.WeightDecay);
        for (int index = 0; index < count; index += 8)
        {
            Vector256<float> w = Vector256.Load(weights + index);
            Vector256<float> g = Vector256.FusedMultiplyAdd(weightDecay, w, Vector256.Load(gradients + index));
            if (velocities != null)
            {
                Vector256<float> v = Vector256.FusedMultiplyAdd(momentum, Vector256.Load(velocities + index), g);
                PartialVector.Store(v, velocities + index, count - index);
                g = step.Nesterov ? Vector256.FusedMultiplyAdd(momentum, v, g) : v;
            }

            PartialVector.Store(Vector256.FusedMultiplyAdd(minusRate, g, w), weights + index, count - index);
        }
    }

    private struct RangePieces : IPieces
    {
        public SgdStep<float> Numbers;
        public float* Gradients, Velocities, Weights;
        public int Count, PerPiece;

        public readonly void Run(int piece)
        {
            int start = piece * PerPiece, count = Math.Min(PerPiece, Count - start);
            Range(Numbers, Gradients + start, Velocities == null ? null : Velocities + start, Weights + start, count);
        }
    }
}
