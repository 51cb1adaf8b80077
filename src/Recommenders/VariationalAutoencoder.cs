using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Mult-VAE (Liang et al. 2018): as <see cref="DenoisingAutoencoder"/>, but what is in the middle is a normal distribution, held near
/// the standard one by a Kullback-Leibler term whose weight rises during training. Lists are made from the mean.
/// </summary>
public sealed class VariationalAutoencoder : NetworkRecommender
{
    private readonly VariationalAutoencoderOptions _options;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides the first weights, the listeners kept aside, the order of rows, what is left out and the draws in the middle.</param>
    /// <param name="options">Layers and training.</param>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public VariationalAutoencoder(ulong seed, VariationalAutoencoderOptions? options = null)
        : base(seed)
    {
        _options = options ?? new VariationalAutoencoderOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "variational autoencoder";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static VariationalAutoencoder Load(string path) => RecommenderFile.Load<VariationalAutoencoder>(path);

    internal static VariationalAutoencoder Read(RecommenderReader file) => new(file.Seed("seed"), VariationalAutoencoderOptions.Read(file));

    private protected override NetworkOptions Training => _options;

    private protected override NetworkRecommender WithCompression(NetworkCompression compression) => new VariationalAutoencoder(Seed, _options with { Compression = compression });

    private protected override ListenerNetwork CreateNetwork(Interactions interactions, RandomStream random) =>
        new VariationalNetwork(interactions.ItemCount, _options, random);

    private protected override void CheckSizes(Interactions interactions, RecommenderReader file)
    {
        file.ExpectWeights(_options.Compression, "network.encode.weight", interactions.ItemCount, _options.HiddenSize);
        file.ExpectWeights(_options.Compression, "network.mean.weight", _options.LatentSize, _options.HiddenSize);
    }
}
