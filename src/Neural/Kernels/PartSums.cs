using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Adds up what pieces of work have summed up each on its own, in the order of the pieces. How the work is cut does not
/// depend on the number of threads, so neither do the sums. Plain version: <see cref="Reference.AddParts"/>.
/// </summary>
internal static unsafe class PartSums
{
    /// <summary>target = (target when <paramref name="accumulate"/>, else 0) + the parts in order, for <paramref name="count"/> numbers each.</summary>
    /// <param name="parts">The first part's numbers, with slack behind the last part's.</param>
    /// <param name="partStride">Distance of the parts.</param>
    /// <param name="partCount">How many there are, 0 or more.</param>
    /// <param name="target">The sums, with slack.</param>
    /// <param name="accumulate">Whether the target's numbers are kept and added to.</param>
    /// <param name="count">Numbers per part.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> parts, int partStride, int partCount, Span<float> target, bool accumulate, int count)
    {
        KernelGuard.Holds(parts, partCount == 0 ? 0 : ((partCount - 1L) * partStride) + ((count + 7L) / 8 * 8));
        KernelGuard.HoldsVectors(target, count);
        fixed (float* part = parts, to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> sum = accumulate ? Vector256.Load(to + index) : Vector256<float>.Zero;
                float* next = part + index;
                for (int number = 0; number < partCount; number++)
                {
                    sum += Vector256.Load(next);
                    next += partStride;
                }

                sum.Store(to + index);
            }
        }
    }
}
