using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// Hybrids of plays and friends for listeners long known, with as much to choose as the methods of <see cref="SurveyMethods.ForPlays"/>. Friends alone
/// serve as content here: who tagged which artist tells of held-out plays, what friends play in training does not.
/// </summary>
public static class SurveyHybrids
{
    /// <summary>What they are called as a family.</summary>
    public const string Family = "hybrid";

    private static readonly (string, object)[] s_factors = [("factors", 64), ("regularisation", 10.0), ("confidence", 1.0), ("scale", RatingScale.Logarithm)];

    /// <summary>The hybrids for one split.</summary>
    /// <param name="data">Listeners and their friends.</param>
    /// <param name="train">What is learnt from; friends' plays come from here alone.</param>
    public static IReadOnlyList<SurveyMethod> For(LastFm data, Interactions train)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(train);
        ContentTable friends = ColdStartContent.PlaysOfFriends(data, train).NormalizeRows();
        return
        [
            new(Family, new TunableRecommender(
                "hybrid factorisation, friends",
                SurveyMethods.Factors().LogUniform("content weight", 0.3, 10).Include([.. s_factors, ("content weight", 3.0)]),
                (values, seed) => new HybridFactorization(friends, null, seed, new HybridFactorizationOptions { ContentWeight = values!.Number("content weight"), Factors = SurveyMethods.Factors(values) }))),
            new(Family, new TunableRecommender(
                "mapping, friends",
                SurveyMethods.Factors().LogUniform("map's regularisation", 0.5, 20).LogUniform("prior weight", 1, 300).Include([.. s_factors, ("map's regularisation", 2.0), ("prior weight", 20.0)]),
                (values, seed) => new FeatureToFactorMapping(friends, null, seed, new FeatureToFactorOptions
                {
                    Regularization = values!.Number("map's regularisation"), PriorWeight = values.Number("prior weight"), Factors = SurveyMethods.Factors(values),
                }))),
            new(Family, new TunableRecommender(
                "history ⊕ friends network",
                SurveyMethods.Network().Choice("hidden size", 100, 200, 400).LogUniform("content weight", 0.1, 3)
                    .Include(("learning rate", 1e-3), ("dropout", 0.5), ("scale", RatingScale.Binary), ("hidden size", 200), ("content weight", 1.0)),
                (values, seed) => new HistoryContentNetwork(friends, seed, new HistoryContentOptions
                {
                    LearningRate = values!.Number("learning rate"), Dropout = values.Number("dropout"), Scale = values.Value<RatingScale>("scale"),
                    HiddenSize = values.Integer("hidden size"), ContentWeight = values.Number("content weight"),
                }))),
        ];
    }
}
