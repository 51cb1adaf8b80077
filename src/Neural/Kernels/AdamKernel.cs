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
/// <param name="WeightDecay">L2 penalty, added to the gradient times the weight (Adam).</param>
/// <param name="WeightFactor">What the weight is multiplied by first: 1, or 1 − learning rate × weight decay (AdamW).</param>
internal readonly record struct AdamStep<T>(
    T FirstDecay, T SecondDecay, T FirstShare, T SecondShare, T StepSize, T InverseRootCorrection, T Epsilon, T WeightDecay, T WeightFactor);

/// <summary>
/// Adam over one parameter in a single pass, on several threads. Plain version: <see cref="Reference.Adam"/>.
/// </summary>
internal static unsafe class AdamKernel
{
    /// <summary>
    /// A running mean of the gradient below this size becomes 0: where gradients stay away it would shrink into the range
    /// in which some processors calculate a hundred times slower, and the step it stands for is below any rounding.
    /// </summary>
    public const float SmallestMean = 7.8886090522101181e-31f;

    // What a weight costs, in multiply-adds: it comes from memory.
    private const long Cost = 40;

    /// <summary>Updates a parameter that has a gradient; rows that no gradient has touched are not read, they count as zeros.</summary>
    public static void Step(in AdamStep<float> step, Tensor parameter, Span<float> firstMoments, Span<float> secondMoments)
    {
        // Rows of whole vectors only: others share vectors with their neighbours.
        ReadOnlySpan<bool> touched = parameter.TouchedRows;
        int count = parameter.Shape.Count;
        if (touched.IsEmpty || count % (8 * touched.Length) != 0)
        {
            Step(step, parameter.PaddedGradient, firstMoments, secondMoments, parameter.PaddedValues, count);
        }
        else
        {
            Run(step, parameter.StoredGradient, touched, firstMoments, secondMoments, parameter.PaddedValues, count);
        }
    }

    /// <summary>Updates weights and both running means; all spans carry slack.</summary>
    public static void Step(
        in AdamStep<float> step, ReadOnlySpan<float> gradients, Span<float> firstMoments, Span<float> secondMoments, Span<float> weights, int count) =>
        Run(step, gradients, default, firstMoments, secondMoments, weights, count);

    private static void Run(
        in AdamStep<float> step, ReadOnlySpan<float> gradients, ReadOnlySpan<bool> touched, Span<float> firstMoments, Span<float> secondMoments,
        Span<float> weights, int count)
    {
        KernelGuard.HoldsVectors(gradients, count);
        KernelGuard.HoldsVectors(firstMoments, count);
        KernelGuard.HoldsVectors(secondMoments, count);
        KernelGuard.HoldsVectors(weights, count);
        if (count == 0)
        {
            return;
        }

        fixed (float* gradient = gradients, first = firstMoments, second = secondMoments, weight = weights)
        fixed (bool* touchedPointer = touched)
        {
            // Units that one thread works on alone: rows, or single vectors.
            int units = touched.IsEmpty ? (count + 7) / 8 : touched.Length;
            Pieces pieces = new()
            {
                Step = step,
                Gradient = gradient,
                First = first,
                Second = second,
                Weight = weight,
                Touched = touchedPointer,
                Units = units,
                UnitSize = touched.IsEmpty ? 8 : count / units,
                UnitsPerPiece = ((units - 1) / WorkerPool.Pieces(Cost * count, units)) + 1,
            };
            WorkerPool.For(((units - 1) / pieces.UnitsPerPiece) + 1, ref pieces);
        }
    }

    private struct Pieces : IPieces
    {
        public AdamStep<float> Step;
        public float* Gradient;
        public float* First;
        public float* Second;
        public float* Weight;
        public bool* Touched;
        public int Units;
        public int UnitSize;
        public int UnitsPerPiece;

        public readonly void Run(int piece)
        {
            int start = piece * UnitsPerPiece, end = Math.Min(Units, start + UnitsPerPiece);
            while (start < end)
            {
                // Neighbours of one kind go together.
                bool isTouched = Touched == null || Touched[start];
                int stop = Touched == null ? end : start + 1;
                while (stop < end && Touched[stop] == isTouched)
                {
                    stop++;
                }

                nint from = (nint)start * UnitSize, to = (nint)stop * UnitSize;
                if (isTouched)
                {
                    Update(Step, Gradient, First, Second, Weight, from, to);
                }
                else
                {
                    Decay(Step, First, Second, Weight, from, to);
                }

                start = stop;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update(in AdamStep<float> step, float* gradient, float* first, float* second, float* weight, nint from, nint to)
    {
        Vectors vectors = new(step);
        for (nint index = from; index < to; index += 8)
        {
            One(vectors, Vector256.Load(gradient + index), first + index, second + index, weight + index);
        }
    }

    /// <summary>The update where the gradient is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decay(in AdamStep<float> step, float* first, float* second, float* weight, nint from, nint to)
    {
        Vectors vectors = new(step);
        for (nint index = from; index < to; index += 8)
        {
            One(vectors, Vector256<float>.Zero, first + index, second + index, weight + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(in Vectors by, Vector256<float> gradient, float* first, float* second, float* weight)
    {
        Vector256<float> w = Vector256.Load(weight);
        Vector256<float> g = Vector256.FusedMultiplyAdd(by.WeightDecay, w, gradient);
        Vector256<float> m = Vector256.FusedMultiplyAdd(by.FirstDecay, Vector256.Load(first), by.FirstShare * g);
        m = Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(m), by.SmallestMean), Vector256<float>.Zero, m);
        Vector256<float> v = Vector256.FusedMultiplyAdd(by.SecondDecay, Vector256.Load(second), by.SecondShare * (g * g));
        m.Store(first);
        v.Store(second);
        Vector256<float> root = Vector256.FusedMultiplyAdd(Vector256.Sqrt(v), by.Correction, by.Epsilon);
        ((w * by.WeightFactor) - (by.StepSize * m / root)).Store(weight);
    }

    private readonly struct Vectors(in AdamStep<float> step)
    {
        public readonly Vector256<float> FirstDecay = Vector256.Create(step.FirstDecay);
        public readonly Vector256<float> SecondDecay = Vector256.Create(step.SecondDecay);
        public readonly Vector256<float> FirstShare = Vector256.Create(step.FirstShare);
        public readonly Vector256<float> SecondShare = Vector256.Create(step.SecondShare);
        public readonly Vector256<float> StepSize = Vector256.Create(step.StepSize);
        public readonly Vector256<float> Correction = Vector256.Create(step.InverseRootCorrection);
        public readonly Vector256<float> Epsilon = Vector256.Create(step.Epsilon);
        public readonly Vector256<float> WeightDecay = Vector256.Create(step.WeightDecay);
        public readonly Vector256<float> WeightFactor = Vector256.Create(step.WeightFactor);
        public readonly Vector256<float> SmallestMean = Vector256.Create(AdamKernel.SmallestMean);
    }
}
