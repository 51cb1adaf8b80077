using System.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <summary>The gradient of an embedding's table, added to <paramref name="target"/>.</summary>
    public static void AddRows<T>(ReadOnlySpan<T> gradients, ReadOnlySpan<int> indices, Span<T> target, int size, int skipped)
        where T : IFloatingPointIeee754<T>
    {
        for (int place = 0; place < indices.Length; place++)
        {
            for (int column = 0; column < size && indices[place] != skipped; column++)
            {
                target[(indices[place] * size) + column] += gradients[(place * size) + column];
            }
        }
    }
}
