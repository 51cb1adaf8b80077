using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="DropoutKernels.Draw"/>
    public static void DropoutFactors(RandomStream random, float probability, Span<float> factors)
    {
        foreach (ref float factor in factors)
        {
            factor = random.NextSingle() < probability ? 0f : 1f / (1f - probability);
        }
    }
}
