using System.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <summary>The named rows of a table one below the other, for <see cref="EmbeddingKernels.Gather"/> and <see cref="RowCopies.Gather"/>.</summary>
    public static void GatherRows<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> indices, Span<T> result, int size)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < indices.Length * size; index++)
        {
            result[index] = table[(indices[index / size] * size) + (index % size)];
        }
    }

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
