using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Mult-DAE (Liang et al. 2018): a listener's items, half of them left out, go through a narrow layer, and all of them shall come
/// out. Inputs are sparse, the softmax runs over all items.
/// </summary>
public sealed class DenoisingAutoencoder : NetworkRecommender
{
    private readonly DenoisingAutoencoderOptions _options;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides the first weights, the listeners kept aside, the order of rows and what is left out.</param>
    /// <param name="options">Layers and training.</param>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public DenoisingAutoencoder(ulong seed, DenoisingAutoencoderOptions? options = null)
        : base(seed)
    {
        _options = options ?? new DenoisingAutoencoderOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "denoising autoencoder";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DenoisingAutoencoder Load(string path) => RecommenderFile.Load<DenoisingAutoencoder>(path);

    internal static DenoisingAutoencoder Read(RecommenderReader file) => new(file.Seed("seed"), DenoisingAutoencoderOptions.Read(file));

    private protected override NetworkOptions Training => _options;

    private protected override NetworkRecommender WithCompression(NetworkCompression compression) => new DenoisingAutoencoder(Seed, _options with { Compression = compression });

    private protected override ListenerNetwork CreateNetwork(Interactions interactions, RandomStream random) =>
        new DenoisingNetwork(interactions.ItemCount, _options, random);

    private protected override void CheckSizes(Interactions interactions, RecommenderReader file) =>
        file.ExpectWeights(_options.Compression, "network.encode.weight", interactions.ItemCount, _options.LatentSize);
}
