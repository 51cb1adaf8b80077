using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// What is done to one sequence [time, size]. Inputs carry slack; nothing but the sequence's own numbers is written.
/// Plain versions: <see cref="Reference.Mean"/>, <see cref="Reference.MeanBackward"/>.
/// </summary>
internal static unsafe class SequenceKernels
{
    /// <summary>target [size] = the mean of the first <paramref name="length"/> rows, added up first row first; zeros when there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mean(ReadOnlySpan<float> values, Span<float> target, int length, int size)
    {
        Guard(target, values, length, size);
        Vector256<float> count = Vector256.Create((float)Math.Max(1, length));
        fixed (float* from = values, to = target)
        {
            for (int column = 0; column < size; column += 8)
            {
                Vector256<float> sum = Vector256<float>.Zero;
                for (int row = 0; row < length; row++)
                {
                    sum += Vector256.Load(from + ((nint)row * size) + column);
                }

                PartialVector.Store(sum / count, to + column, size - column);
            }
        }
    }

    /// <summary>Each of the first <paramref name="length"/> rows of target = gradient [size] / length, or target + that when <paramref name="accumulate"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MeanBackward(ReadOnlySpan<float> gradient, Span<float> target, int length, int size, bool accumulate)
    {
        Guard(gradient, target, length, size);
        Vector256<float> count = Vector256.Create((float)Math.Max(1, length));
        fixed (float* from = gradient, to = target)
        {
            for (int row = 0; row < length; row++)
            {
                float* place = to + ((nint)row * size);
                for (int column = 0; column < size; column += 8)
                {
                    Vector256<float> share = Vector256.Load(from + column) / count;
                    PartialVector.Store(accumulate ? Vector256.Load(place + column) + share : share, place + column, size - column);
                }
            }
        }
    }

    private static void Guard(ReadOnlySpan<float> one, ReadOnlySpan<float> all, int length, int size)
    {
        int padded = (size + 7) / 8 * 8;
        KernelGuard.Holds(one, padded);
        KernelGuard.Holds(all, length == 0 ? 0 : ((length - 1L) * size) + padded);
    }
}
