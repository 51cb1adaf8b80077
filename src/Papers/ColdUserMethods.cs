using System.Globalization;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>What is known about listeners in <see cref="ColdUserStudy"/>.</summary>
/// <param name="Friends">What their friends play.</param>
/// <param name="Both">What their friends play and which tags they use.</param>
public sealed record ColdUserContent(ContentTable Friends, ContentTable Both);

/// <summary>The methods of <see cref="ColdUserStudy"/>, each with a few settings to choose among where it has any; the widest choice is that of the methods to be beaten.</summary>
public static class ColdUserMethods
{
    private static readonly double[] _regularizations = [10, 30, 100, 300];
    private static readonly double[] _penalties = [2000, 8000, 30_000, 100_000, 300_000];
    private static readonly NeighborOptions[] _neighborhoods =
    [
        new() { Neighbors = 50 }, new() { Neighbors = 100 }, new() { Neighbors = 300 }, new() { Neighbors = 300, Shrinkage = 10 }, new() { Neighbors = 100, Weighting = NeighborWeighting.TfIdf },
    ];
    private static readonly double[] _priors = [10, 30, 100];
    private static readonly double[] _weights = [0.5, 1, 2];
    private static readonly (double Content, double Regularization)[] _factorizations = [(1, 30), (1, 100), (3, 100)];

    /// <summary>All of them: popularity, pure collaborative filtering by factors, neighbours and linear weights, three hybrids, and the last one with friends alone.</summary>
    public static IReadOnlyList<ColdRankingMethod<ColdUserContent>> All { get; } =
    [
        new("popularity", false, [("", (_, _) => new Popularity())]),
        new("ALS, plays alone", false, [.. _regularizations.Select(value => ($"λ {value}", Make((_, seed) => new AlternatingLeastSquares(seed, new AlternatingLeastSquaresOptions { Regularization = value }))))]),
        new("user neighbours", false, [.. _neighborhoods.Select(options => (Words(options), Make((_, _) => new UserNeighbors(options))))]),
        new("item neighbours", false, [.. _neighborhoods.Select(options => (Words(options), Make((_, _) => new ItemNeighbors(options))))]),
        new("EASE", false, [.. _penalties.Select(value => ($"λ {value}", Make((_, _) => new Ease(new EaseOptions { Regularization = value }))))]),
        new("hybrid factorisation", true, [.. _factorizations.Select(value => ($"content {value.Content}, λ {value.Regularization}", Make((content, seed) => new HybridFactorization(
            content.Both, null, seed, new HybridFactorizationOptions { ContentWeight = value.Content, Factors = new AlternatingLeastSquaresOptions { Regularization = value.Regularization } }))))], content => content.Both),
        new("history ⊕ content network", true, [.. _weights.Select(value => ($"content {value}", Make((content, seed) => new HistoryContentNetwork(content.Both, seed, new HistoryContentOptions { ContentWeight = value }))))], content => content.Both),
        new("feature-to-factor mapping", true, [.. _priors.Select(value => ($"prior {value}", Make((content, seed) => new FeatureToFactorMapping(content.Both, null, seed, new FeatureToFactorOptions { PriorWeight = value }))))], content => content.Both),
        new("mapping, friends alone", true, [.. _priors.Select(value => ($"prior {value}", Make((content, seed) => new FeatureToFactorMapping(content.Friends, null, seed, new FeatureToFactorOptions { PriorWeight = value }))))], content => content.Friends),
    ];

    private static string Words(NeighborOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.Weighting}, {options.Neighbors} neighbours{(options.Shrinkage > 0 ? $", shrinkage {options.Shrinkage}" : "")}");

    private static Func<ColdUserContent, ulong, IRecommender> Make(Func<ColdUserContent, ulong, IRecommender> make) => make;
}
