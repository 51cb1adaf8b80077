using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class PopularityContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new Popularity();
}

public sealed class RandomItemsContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new RandomItems(seed: 3);
}

public sealed class PersonalPopularityContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new PersonalPopularity(seed: 3, new PersonalPopularityOptions { Groups = 3, Dimensions = 4, AverageListeners = 2 });
}

public sealed class UserNeighborsContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new UserNeighbors();
}

public sealed class UserNeighborsByBm25Contract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new UserNeighbors(new NeighborOptions { Weighting = NeighborWeighting.Bm25, Scale = RatingScale.AsGiven, Shrinkage = 2, Neighbors = 9 });
}

public sealed class ItemNeighborsContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new ItemNeighbors();
}

public sealed class ItemNeighborsByTfIdfContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new ItemNeighbors(new NeighborOptions { Weighting = NeighborWeighting.TfIdf, Scale = RatingScale.AsGiven, Shrinkage = 5, Neighbors = 12 });
}

public sealed class ItemNeighborsByBm25Contract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new ItemNeighbors(new NeighborOptions { Weighting = NeighborWeighting.Bm25, Neighbors = 7 });
}

public sealed class PearsonOverAllItemsContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new PearsonNeighbors();
}

public sealed class PearsonOverCoRatedItemsContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new PearsonNeighbors(new PearsonOptions { Overlap = RatingOverlap.CoRated, Scale = RatingScale.Rank, Shrinkage = 5, Neighbors = 8 });
}

public sealed class ContentMeanSongContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => Content(interactions, new ContentOptions());

    internal static ContentNeighbors Content(Interactions interactions, ContentOptions options) =>
        new(MadeUpListeners.Features.SelectRows([.. Enumerable.Range(0, interactions.ItemCount)]), MadeUpListeners.FeatureNames, options);
}

public sealed class ContentNearestLikedContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        ContentMeanSongContract.Content(interactions, new ContentOptions { Similarity = ContentSimilarity.Euclidean, NearestLiked = 3 });
}

public sealed class ContentWithGapsContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions)
    {
        Matrix features = MadeUpListeners.Features.SelectRows([.. Enumerable.Range(0, interactions.ItemCount)]);
        for (int item = 4; item < features.Rows; item += 5)
        {
            features[item, 1] = double.NaN;
        }

        return new ContentNeighbors(features, MadeUpListeners.FeatureNames);
    }
}

public sealed class ExplorationMixContract : RecommenderContract
{
    protected override bool ScoresFall => false;

    internal override IRecommender Create(Interactions interactions) =>
        new ExplorationMix(new PearsonNeighbors(), ContentMeanSongContract.Content(interactions, new ContentOptions()), 0.3, seed: 5);
}

public sealed class CalibratedRerankingContract : RecommenderContract
{
    protected override bool ScoresFall => false;

    internal override IRecommender Create(Interactions interactions) =>
        new PopularityReranking(new PearsonNeighbors(), new RerankingOptions { Candidates = 12, Tradeoff = 0.7 });
}

public sealed class DiversifyingRerankingContract : RecommenderContract
{
    protected override bool ScoresFall => false;

    internal override IRecommender Create(Interactions interactions) =>
        new PopularityReranking(new Popularity(), new RerankingOptions { Method = RerankingMethod.Diversification, Target = RerankingTarget.Equal, Groups = 4 });
}
