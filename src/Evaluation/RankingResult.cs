using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>
/// How good a recommender's lists are, listener by listener and together. The per-listener arrays stand in the order of
/// <see cref="Users"/>: what a bootstrap or a paired test over listeners takes.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class RankingResult : IRenderable
{
    internal RankingResult(string name, int k, int[] users, double[] precision, double[] recall, double[] ndcg) =>
        (Name, K, Users, Precision, Recall, Ndcg) = (name, k, users, precision, recall, ndcg);

    /// <summary>What the recommender is called.</summary>
    public string Name { get; }

    /// <summary>Length of the lists.</summary>
    public int K { get; }

    /// <summary>The listeners judged: those with held-out items.</summary>
    public int[] Users { get; }

    /// <summary>Each listener's precision at K.</summary>
    public double[] Precision { get; }

    /// <summary>Each listener's recall at K.</summary>
    public double[] Recall { get; }

    /// <summary>Each listener's NDCG at K.</summary>
    public double[] Ndcg { get; }

    /// <summary>Mean precision at K.</summary>
    public double PrecisionAtK => Precision.Sum() / Precision.Length;

    /// <summary>Mean recall at K.</summary>
    public double RecallAtK => Recall.Sum() / Recall.Length;

    /// <summary>Mean NDCG at K.</summary>
    public double NdcgAtK => Ndcg.Sum() / Ndcg.Length;

    /// <summary>Listeners dropped because nothing of theirs was held out.</summary>
    public required int DroppedUsers { get; init; }

    /// <summary>Listeners judged who have no training items.</summary>
    public required int ColdUsers { get; init; }

    /// <summary>Held-out pairs whose item is in no training row: hits that only a method with other knowledge can make.</summary>
    public required int ColdPairs { get; init; }

    /// <summary>Share of all recommendations that fell back on popularity, 0 to 1.</summary>
    public required double FallbackShare { get; init; }

    /// <summary>Share of all items that are in somebody's list, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>Mean over recommendations of the share of training listeners who have the item, 0 to 1.</summary>
    public required double MeanPopularity { get; init; }

    /// <summary>
    /// Mean over recommendations of −log₂ of the share of training listeners who have the item, in bits (Zhou et al. 2010); an item
    /// that none has counts as if one had.
    /// </summary>
    public required double Novelty { get; init; }

    /// <summary>Mean NDCG at K with its bootstrap interval over listeners.</summary>
    public ConfidenceInterval NdcgInterval(ulong seed, double confidence = 0.95) => Intervals.Bootstrap(Ndcg, seed, 2_000, confidence);

    /// <inheritdoc/>
    public string ToHtml() => RankingEvaluation.Table(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => RankingEvaluation.Table(this).ToText();

    /// <summary>The result as text.</summary>
    public override string ToString() => ToText();
}
