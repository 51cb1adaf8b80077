using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>The methods of <see cref="ListenerCountStudy"/>, each with a few settings to choose among where it has any.</summary>
public static class ListenerCountMethods
{
    /// <summary>Popularity, neighbours, factors and linear weights.</summary>
    public static IReadOnlyList<TunableRecommender> All { get; } =
    [
        new("popularity", null, (_, _) => new Popularity()),
        new("user neighbours", new ParameterSpace().Choice("neighbours", 20, 50, 100, 200), (values, _) => new UserNeighbors(new NeighborOptions { Neighbors = values!.Integer("neighbours") })),
        new("item neighbours", new ParameterSpace().Choice("shrinkage", 0.0, 10.0, 50.0), (values, _) => new ItemNeighbors(new NeighborOptions { Shrinkage = values!.Number("shrinkage") })),
        new("ALS", new ParameterSpace().Choice("λ", 10.0, 30.0, 100.0), (values, seed) => new AlternatingLeastSquares(seed, new AlternatingLeastSquaresOptions { Regularization = values!.Number("λ") })),
        new("EASE", new ParameterSpace().Choice("λ", 300.0, 1000.0, 3000.0), (values, _) => new Ease(new EaseOptions { Regularization = values!.Number("λ") })),
    ];
}
