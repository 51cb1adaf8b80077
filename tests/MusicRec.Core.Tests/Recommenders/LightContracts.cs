using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

// Recommenders that give something up: privacy for noise, size for accuracy.
public sealed class PrivateEaseContract : RecommenderContract
{
    protected override bool FallsBackOnTrueCounts => false;

    internal override IRecommender Create(Interactions interactions) =>
        new PrivateEase(3, new PrivateEaseOptions { Epsilon = 4, Items = 24, Regularization = 5, FullCounts = 20, Scale = RatingScale.Logarithm });
}

public sealed class PrivateEaseWithoutNoiseContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new PrivateEase(3, new PrivateEaseOptions { Epsilon = double.PositiveInfinity, Regularization = 5 });
}

public sealed class RoundedAutoencoderContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new DenoisingAutoencoder(3, new DenoisingAutoencoderOptions
    {
        LatentSize = 5,
        Epochs = 2,
        BatchSize = 16,
        Compression = new NetworkCompression { EightBits = true },
    });
}

public sealed class PrunedVariationalAutoencoderContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new VariationalAutoencoder(3, new VariationalAutoencoderOptions
    {
        HiddenSize = 7,
        LatentSize = 3,
        Epochs = 2,
        BatchSize = 16,
        Compression = new NetworkCompression { PrunedShare = 0.4 },
    });
}

public sealed class DistilledAutoencoderContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new DistilledAutoencoder(3, new DistillationOptions
    {
        Teacher = new DenoisingAutoencoderOptions { LatentSize = 6, Epochs = 2, BatchSize = 16 },
        Student = new DenoisingAutoencoderOptions
        {
            LatentSize = 3,
            Epochs = 2,
            BatchSize = 16,
            Compression = new NetworkCompression { PrunedShare = 0.3, RetrainingEpochs = 1, EightBits = true },
        },
        SoftItems = 9,
    });
}
