using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>What dropout multiplies numbers by.</summary>
internal static class DropoutFactors
{
    /// <summary>Fills <paramref name="factors"/> with 0, with this probability, and 1 / (1 − probability).</summary>
    public static void Fill(Tensor factors, float probability, RandomStream random) =>
        DropoutKernels.Draw(random, probability, factors.Values);
}
