using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// The mean of each plane, summed in eight lanes. Plain versions: <see cref="Reference.AveragePool"/>, <see cref="Reference.AveragePoolBackward"/>.
/// </summary>
internal static unsafe class AveragePoolKernel
{
    /// <summary>result [planes] = the means of <paramref name="values"/> [planes, places], with slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ReadOnlySpan<float> values, Span<float> result, int planes, int places)
    {
        KernelGuard.Holds(values, planes == 0 ? 0 : ((planes - 1L) * places) + ((places + 7L) / 8 * 8));
        KernelGuard.Holds(result, planes);
        fixed (float* from = values, to = result)
        {
            for (int plane = 0; plane < planes; plane++)
            {
                float* next = from + ((nint)plane * places);
                Vector256<float> sum = Vector256<float>.Zero;
                int place = 0;
                for (; place <= places - 8; place += 8)
                {
                    sum += Vector256.Load(next + place);
                }

                if (place < places)
                {
                    sum += Vector256.Load(next + place) & VectorMath.FirstLanes(places - place);
                }

                to[plane] = VectorMath.SumLanes(sum) / places;
            }
        }
    }

    /// <summary>Each number gets its plane's gradient divided by <paramref name="places"/>, or that added to what stands there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ReadOnlySpan<float> gradients, Span<float> inputGradients, bool accumulate, int planes, int places)
    {
        KernelGuard.Holds(gradients, planes);
        KernelGuard.Holds(inputGradients, (long)planes * places);
        fixed (float* from = gradients, to = inputGradients)
        {
            for (int plane = 0; plane < planes; plane++)
            {
                float* target = to + ((nint)plane * places);
                Vector256<float> share = Vector256.Create(from[plane] / places);
                for (int place = 0; place < places; place += 8)
                {
                    Vector256<float> start = accumulate ? Vector256.Load(target + place) : Vector256<float>.Zero;
                    PartialVector.Store(start + share, target + place, places - place);
                }
            }
        }
    }
}
