namespace MusicRec.Neural.Compression;

/// <summary>
/// Magnitude pruning (Han et al. 2015): of every weight matrix of a network the smallest numbers become 0; what is left may be trained
/// on while those stay 0. Biases and other tensors that are no matrices are left alone.
/// </summary>
public sealed class MagnitudePruning
{
    private readonly List<(Tensor Weight, bool[] Kept)> _masks = [];

    private MagnitudePruning()
    {
    }

    /// <summary>How many weights the matrices have.</summary>
    public int Weights { get; private set; }

    /// <summary>How many of them are 0 by pruning.</summary>
    public int Pruned { get; private set; }

    /// <summary>Sets the smallest weights of each matrix to 0: ⌊share × count⌋ of them, of equal ones the first.</summary>
    /// <param name="module">Whose weights they are.</param>
    /// <param name="share">0 (none) to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> lies outside its range.</exception>
    public static MagnitudePruning Prune(Module module, double share)
    {
        ArgumentNullException.ThrowIfNull(module);
        Throw.IfOutside(share, 0, Math.BitDecrement(1.0));
        MagnitudePruning pruning = new();
        foreach (Tensor weight in module.Parameters.Where(IsMatrix))
        {
            bool[] kept = Largest(weight.Values, (int)(share * weight.Shape.Count));
            pruning._masks.Add((weight, kept));
            pruning.Weights += kept.Length;
            pruning.Pruned += kept.Count(keeps => !keeps);
        }

        pruning.Apply();
        return pruning;
    }

    /// <summary>Sets the pruned weights to 0 again.</summary>
    public void Apply()
    {
        foreach ((Tensor weight, bool[] kept) in _masks)
        {
            Span<float> values = weight.Values;
            for (int place = 0; place < kept.Length; place++)
            {
                if (!kept[place])
                {
                    values[place] = 0;
                }
            }
        }
    }

    /// <summary>An optimiser that does what another does and leaves the pruned weights 0.</summary>
    public Optimizer Keep(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new PrunedOptimizer(this, optimizer);
    }

    /// <summary>Whether a tensor is a weight matrix: what is pruned and stored in fewer bits.</summary>
    internal static bool IsMatrix(Tensor tensor) => tensor.Shape.Rank == 2;

    private static bool[] Largest(ReadOnlySpan<float> values, int pruned)
    {
        bool[] kept = new bool[values.Length];
        Array.Fill(kept, true);
        if (pruned == 0)
        {
            return kept;
        }

        float[] sizes = new float[values.Length];
        for (int place = 0; place < sizes.Length; place++)
        {
            sizes[place] = Math.Abs(values[place]);
        }

        Array.Sort(sizes);
        float bar = sizes[pruned - 1];
        int atBar = pruned - sizes.AsSpan(0, pruned).IndexOf(bar);
        for (int place = 0; place < kept.Length; place++)
        {
            float size = Math.Abs(values[place]);
            kept[place] = size > bar || (size == bar && atBar-- <= 0);
        }

        return kept;
    }
}
