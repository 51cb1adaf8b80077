using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Neural.Kernels;

/// <summary>Makes gradients smaller. Plain versions: Reference.Optimizers.cs.</summary>
internal static unsafe class ClipKernel
{
    /// <summary>Replaces numbers beyond ±<paramref name="limit"/> by it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clamp(float limit, Span<float> values)
    {
        fixed (float* pointer = values)
        {
            Vector256<float> most = Vector256.Create(limit), least = -most;
            int index = 0;
            for (; index + 8 <= values.Length; index += 8)
            {
                Vector256<float> x = Vector256.Load(pointer + index);
                x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, most), most, x);
                Vector256.ConditionalSelect(Vector256.LessThan(x, least), least, x).Store(pointer + index);
            }

            for (; index < values.Length; index++)
            {
                pointer[index] = pointer[index] > limit ? limit : pointer[index] < -limit ? -limit : pointer[index];
            }
        }
    }

    /// <summary>Multiplies every number by <paramref name="factor"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float factor, Span<float> values)
    {
        fixed (float* pointer = values)
        {
            Vector256<float> by = Vector256.Create(factor);
            int index = 0;
            for (; index + 8 <= values.Length; index += 8)
            {
                (Vector256.Load(pointer + index) * by).Store(pointer + index);
            }

            for (; index < values.Length; index++)
            {
                pointer[index] *= factor;
            }
        }
    }
}
