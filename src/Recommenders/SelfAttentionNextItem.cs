using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// The next item by self-attention over the items so far: SASRec (Kang and McAuley 2018) with learnt positions, a causal mask, layers that
/// normalise first, and logits by the embedding's own vectors; trained by softmax cross-entropy instead of one negative item per
/// position, which is what makes it competitive (Klenitskiy and Vasilev 2023).
/// </summary>
public sealed class SelfAttentionNextItem : NextItemNetworkRecommender
{
    private readonly SelfAttentionNextItemOptions _options;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides first weights, the order of training, dropout and sampled items.</param>
    /// <param name="options">Settings; by default one layer with one head.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SelfAttentionNextItem(ulong seed, SelfAttentionNextItemOptions? options = null)
        : this(options ?? new SelfAttentionNextItemOptions(), seed)
    {
    }

    private SelfAttentionNextItem(SelfAttentionNextItemOptions options, ulong seed)
        : base(options, seed) => _options = options;

    /// <inheritdoc/>
    public override string Name => "self-attention";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SelfAttentionNextItem Load(string path) => RecommenderFile.Load<SelfAttentionNextItem>(path);

    internal static SelfAttentionNextItem Read(RecommenderReader file) => new(file.Seed("seed"), SelfAttentionNextItemOptions.Read(file));

    private protected override NextItemNetwork Make(int items, RandomStream random) => new SelfAttentionNextItemNetwork(items, _options, random);
}
