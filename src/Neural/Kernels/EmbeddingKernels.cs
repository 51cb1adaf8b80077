namespace MusicRec.Neural.Kernels;

/// <summary>Rows of a table by number. Plain versions: <see cref="Reference.GatherRows"/>, <see cref="Reference.AddRows"/>.</summary>
internal static class EmbeddingKernels
{
    /// <summary>Row i of <paramref name="result"/> is row indices[i] of <paramref name="table"/>.</summary>
    public static void Gather(ReadOnlySpan<float> table, ReadOnlySpan<int> indices, Span<float> result, int size)
    {
        for (int place = 0; place < indices.Length; place++)
        {
            table.Slice(indices[place] * size, size).CopyTo(result.Slice(place * size, size));
        }
    }

    /// <summary>
    /// Adds row i of <paramref name="gradients"/> to row indices[i] of <paramref name="target"/>, in order; the first on a row
    /// that is not yet touched overwrites it. Nothing is added to row <paramref name="skipped"/> (−1: none is skipped).
    /// </summary>
    public static void AddRows(
        ReadOnlySpan<float> gradients, ReadOnlySpan<int> indices, Span<float> target, Span<bool> touched, int size, int skipped)
    {
        for (int place = 0; place < indices.Length; place++)
        {
            int row = indices[place];
            if (row == skipped)
            {
                continue;
            }

            ReadOnlySpan<float> from = gradients.Slice(place * size, size);
            Span<float> to = target.Slice(row * size, size);
            if (touched[row])
            {
                for (int index = 0; index < to.Length; index++)
                {
                    to[index] += from[index];
                }
            }
            else
            {
                from.CopyTo(to);
                touched[row] = true;
            }
        }
    }
}
