using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>What each number is multiplied by. Plain version: <see cref="Reference.DropoutFactors"/>.</summary>
internal static unsafe class DropoutKernels
{
    /// <summary>
    /// Each factor is 0 when <see cref="RandomStream.NextSingle"/> would give less than <paramref name="probability"/>, else 1 / (1 −
    /// <paramref name="probability"/>): the draws, and the stream's state afterwards, are those of one call per factor.
    /// </summary>
    public static void Draw(RandomStream random, float probability, Span<float> factors)
    {
        random.Fill(MemoryMarshal.Cast<float, uint>(factors));
        fixed (float* pointer = factors)
        {
            Decide(pointer, factors.Length, probability, 1f / (1f - probability));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decide(float* factors, int count, float probability, float kept)
    {
        // The uniform number is a multiple of 2⁻²⁴: exact in float, so that comparing it in vectors decides the same.
        Vector256<float> limit = Vector256.Create(probability), unit = Vector256.Create(1f / (1 << 24)), stays = Vector256.Create(kept);
        int index = 0;
        for (; index <= count - 8; index += 8)
        {
            Vector256<float> uniform = Vector256.ConvertToSingle((Vector256.Load((uint*)(factors + index)) >> 8).AsInt32()) * unit;
            Vector256.AndNot(stays, Vector256.LessThan(uniform, limit)).Store(factors + index);
        }

        for (; index < count; index++)
        {
            factors[index] = (BitConverter.SingleToUInt32Bits(factors[index]) >> 8) * (1f / (1 << 24)) < probability ? 0f : kept;
        }
    }
}
