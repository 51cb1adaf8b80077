namespace MusicRec.Neural.Kernels;

/// <summary>The sizes of scaled dot-product attention and which keys a query may look at.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Heads">Attentions side by side, each over its own columns.</param>
/// <param name="Queries">Positions of a sequence that ask.</param>
/// <param name="Keys">Positions of a sequence that are looked at.</param>
/// <param name="HeadSize">Columns of one head.</param>
/// <param name="Causal">Whether position i looks at positions 0 to i only.</param>
internal readonly record struct AttentionShape(int Batch, int Heads, int Queries, int Keys, int HeadSize, bool Causal)
{
    /// <summary>Columns of all heads together.</summary>
    public int Size => Heads * HeadSize;

    /// <summary>Whether there is nothing to weigh: no sequence, no query or no key.</summary>
    public bool IsEmpty => Batch == 0 || Queries == 0 || Keys == 0;

    /// <summary>Distance between two queries' weights: the keys rounded up to whole vectors, so that no vector reaches into another row.</summary>
    public int WeightStride => (Keys + 7) / 8 * 8;

    /// <summary>Weights of one head of one sequence.</summary>
    public int HeadWeights => Queries * WeightStride;

    /// <summary>Multiply-adds of one product over all heads.</summary>
    public long MultiplyAdds => (long)Batch * Queries * Keys * Size;

    /// <summary>How many keys, from the first on, query number <paramref name="query"/> of a sequence of <paramref name="length"/> may look at.</summary>
    public int Visible(int query, int length) => Causal ? Math.Min(query + 1, length) : length;
}
