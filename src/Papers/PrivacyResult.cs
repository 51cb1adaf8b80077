using MusicRec.Evaluation;

namespace MusicRec.Papers;

/// <summary>How one method fares in <see cref="PrivacyStudy"/>.</summary>
/// <param name="Name">The method.</param>
/// <param name="Epsilon">ε; infinity without noise, null for a method that knows no ε.</param>
/// <param name="NoiseMultiplier">Standard deviation of all noise together over what one listener can change; null for a method without noise.</param>
/// <param name="Settings">What was chosen on validation.</param>
/// <param name="DrawMeans">NDCG@10 of each draw of the noise, mean over listeners.</param>
/// <param name="Ndcg">NDCG@10 of each listener, mean over draws.</param>
/// <param name="Mean">Its mean with a bootstrap interval over listeners.</param>
/// <param name="AgainstPopularity">Each listener's figure minus popularity's.</param>
/// <param name="AttackArea">Area under the ROC curve of telling who was learnt from, mean over draws; null where nothing was tried.</param>
/// <param name="LargestArea">The largest area that ε and δ allow anybody; null where there is no noise to speak of.</param>
public sealed record PrivacyResult(
    string Name, double? Epsilon, double? NoiseMultiplier, string Settings, double[] DrawMeans, double[] Ndcg, ConfidenceInterval Mean, PairedRandomizationTest AgainstPopularity,
    double? AttackArea, double? LargestArea)
{
    /// <summary>Standard deviation of NDCG@10 over draws of the noise; 0 for one draw.</summary>
    public double DrawDeviation => ResampledTTest.Describe(DrawMeans).StandardDeviation;

    internal static PrivacyResult Of(
        string name, double? epsilon, double? multiplier, string settings, double[][] draws, double[] baseline, double? attackArea, double? largestArea, ulong seed)
    {
        double[] means = [.. Enumerable.Range(0, draws[0].Length).Select(place => draws.Average(draw => draw[place]))];
        return new PrivacyResult(
            name, epsilon, multiplier, settings, [.. draws.Select(draw => draw.Average())], means, Intervals.Bootstrap(means, seed, 2_000),
            PairedRandomizationTest.Of([.. means.Select((value, place) => value - baseline[place])], seed), attackArea, largestArea);
    }
}
