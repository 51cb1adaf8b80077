using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class AlternatingLeastSquaresContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new AlternatingLeastSquares(3, new AlternatingLeastSquaresOptions { Factors = 5, Iterations = 4, Regularization = 0.5 });
}

public sealed class ExactLeastSquaresContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new AlternatingLeastSquares(
        3, new AlternatingLeastSquaresOptions { Factors = 9, Iterations = 3, Scale = RatingScale.AsGiven, Solver = LeastSquaresSolver.Cholesky });
}

public sealed class BayesianPersonalizedRankingContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new BayesianPersonalizedRanking(3, new BayesianPersonalizedRankingOptions { Factors = 6, Epochs = 5, HasOffsets = true });
}

public sealed class RankingWithoutOffsetsContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new BayesianPersonalizedRanking(4, new BayesianPersonalizedRankingOptions { Factors = 8, Epochs = 3 });
}

public sealed class EaseContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) => new Ease(new EaseOptions { Regularization = 5 });
}

public sealed class EaseWithPowersContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new Ease(new EaseOptions { Regularization = 2, ItemPower = 0.4, ScorePower = 0.3, Scale = RatingScale.Rank });
}

public sealed class EaseOverUsersContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new Ease(new EaseOptions { Regularization = 5, ItemPower = 0.1, Form = EaseForm.OverUsers });
}
