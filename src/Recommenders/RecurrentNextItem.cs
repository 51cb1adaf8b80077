using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// The next item by a recurrent network over the items so far, as GRU4Rec (Hidasi et al. 2016) and the RNN and LSTM of paper 003: an
/// embedding, recurrent layers, and logits by the embedding's own vectors; softmax cross-entropy at every position.
/// </summary>
public sealed class RecurrentNextItem : NextItemNetworkRecommender
{
    private readonly RecurrentNextItemOptions _options;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides first weights, the order of training, dropout and sampled items.</param>
    /// <param name="options">Settings; by default one layer of gated recurrent units.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RecurrentNextItem(ulong seed, RecurrentNextItemOptions? options = null)
        : this(options ?? new RecurrentNextItemOptions(), seed)
    {
    }

    private RecurrentNextItem(RecurrentNextItemOptions options, ulong seed)
        : base(options, seed) => _options = options;

    /// <inheritdoc/>
    public override string Name => _options.Kind switch
    {
        RecurrentKind.Rnn => "RNN",
        RecurrentKind.Gru => "GRU",
        _ => "LSTM",
    };

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecurrentNextItem Load(string path) => RecommenderFile.Load<RecurrentNextItem>(path);

    internal static RecurrentNextItem Read(RecommenderReader file) => new(file.Seed("seed"), RecurrentNextItemOptions.Read(file));

    private protected override NextItemNetwork Make(int items, RandomStream random) => new RecurrentNextItemNetwork(items, _options, random);
}
