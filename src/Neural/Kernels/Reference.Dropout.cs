using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="DropoutKernels.Draw"/>
    public static void DropoutFactors<T>(RandomStream random, float probability, Span<T> factors)
        where T : IFloatingPointIeee754<T>
    {
        T kept = T.One / (T.One - T.CreateChecked(probability));
        foreach (ref T factor in factors)
        {
            factor = random.NextSingle() < probability ? T.Zero : kept;
        }
    }
}
