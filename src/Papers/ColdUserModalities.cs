using System.Globalization;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// What each kind of knowledge about a new listener is worth, as methods of <see cref="ColdUserStudy"/>: friends alone, the tags they use alone, and both, each mapped to the factors
/// of the plays. <see cref="MultimodalStudy"/> asks the same about artists.
/// </summary>
public static class ColdUserModalities
{
    /// <summary>The method that knows friends.</summary>
    public const string Friends = "friends alone";

    /// <summary>The method that knows the tags that a listener uses.</summary>
    public const string Tags = "tags alone";

    /// <summary>The method that knows both; it is held against the others.</summary>
    public const string Both = "friends and tags";

    private static readonly double[] _priors = [10, 30, 100];

    /// <summary>Popularity, and the mapping from friends, from tags and from both.</summary>
    public static IReadOnlyList<ColdRankingMethod<ColdUserContent>> All { get; } =
    [
        new("popularity", false, [("", (_, _) => new Popularity())]),
        Mapping(Friends, false, content => content.Friends),
        Mapping(Tags, false, TagsOf),
        Mapping(Both, true, content => content.Both),
    ];

    private static ColdRankingMethod<ColdUserContent> Mapping(string name, bool isHybrid, Func<ColdUserContent, ContentTable> known) => new(
        name, isHybrid,
        [
            .. _priors.Select(value => (
                string.Create(CultureInfo.InvariantCulture, $"prior {value}"),
                (Func<ColdUserContent, ulong, IRecommender>)((content, seed) => new FeatureToFactorMapping(known(content), null, seed, new FeatureToFactorOptions { PriorWeight = value })))),
        ],
        known);

    // Both tables stand side by side in it.
    private static ContentTable TagsOf(ColdUserContent content) => content.Both.SelectFeatures(name => name.StartsWith("tag ", StringComparison.Ordinal));
}
