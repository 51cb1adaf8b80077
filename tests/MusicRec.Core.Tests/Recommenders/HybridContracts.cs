using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class DenoisingAutoencoderContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new DenoisingAutoencoder(3, new DenoisingAutoencoderOptions { LatentSize = 5, Epochs = 3, BatchSize = 16 });
}

public sealed class VariationalAutoencoderContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new VariationalAutoencoder(4, new VariationalAutoencoderOptions { HiddenSize = 7, LatentSize = 4, Epochs = 3, BatchSize = 16, AnnealingSteps = 3, Scale = RatingScale.Logarithm });
}

public sealed class HistoryContentNetworkContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new HistoryContentNetwork(MadeUpContent.Listeners(interactions.UserCount), 5, new HistoryContentOptions { HiddenSize = 6, Epochs = 3, BatchSize = 16 });
}

public sealed class HybridFactorizationContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new HybridFactorization(
        MadeUpContent.Listeners(interactions.UserCount), MadeUpContent.Songs(interactions.ItemCount), 6,
        new HybridFactorizationOptions { Factors = new AlternatingLeastSquaresOptions { Factors = 5, Iterations = 4 } });
}

public sealed class FeatureToFactorMappingContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new FeatureToFactorMapping(
        MadeUpContent.Listeners(interactions.UserCount), MadeUpContent.Songs(interactions.ItemCount), 7,
        new FeatureToFactorOptions { Factors = new AlternatingLeastSquaresOptions { Factors = 5, Iterations = 4 } });
}
