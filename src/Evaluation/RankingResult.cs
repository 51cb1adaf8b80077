using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>
/// How good a recommender's lists are, listener by listener and together. The per-listener arrays stand in the order of
/// <see cref="Users"/>: what a bootstrap or a paired test over listeners takes.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class RankingResult : IRenderable
{
    private readonly double[][] _values;

    /// <param name="name">What the recommender is called.</param>
    /// <param name="k">Length of the lists.</param>
    /// <param name="users">The listeners judged, ascending.</param>
    /// <param name="lists">Each one's list, best first, or the lists of each one's steps.</param>
    /// <param name="values">One figure per listener, for each of <see cref="RankingMetric"/> in its order.</param>
    internal RankingResult(string name, int k, int[] users, int[][] lists, double[][] values) =>
        (Name, K, Users, Lists, _values) = (name, k, users, lists, values);

    /// <summary>What the recommender is called.</summary>
    public string Name { get; }

    /// <summary>Length of the lists.</summary>
    public int K { get; }

    /// <summary>The listeners judged: those with held-out items.</summary>
    public int[] Users { get; }

    /// <summary>Each listener's list of items, best first; where <see cref="RankingSplit.IsStepByStep"/>, the lists of all steps, listener after listener.</summary>
    public IReadOnlyList<int[]> Lists { get; }

    /// <summary>The same result under another name, where two settings of one method stand in a table.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public RankingResult Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new RankingResult(name, K, Users, [.. Lists], _values)
        {
            Protocol = Protocol,
            DroppedUsers = DroppedUsers,
            ColdUsers = ColdUsers,
            ColdPairs = ColdPairs,
            FallbackShare = FallbackShare,
            Coverage = Coverage,
            Gini = Gini,
            MeanPopularity = MeanPopularity,
            Novelty = Novelty,
            Diversity = Diversity,
            FitTime = FitTime,
        };
    }

    /// <summary>Each listener's precision at K.</summary>
    public double[] Precision => Of(RankingMetric.Precision);

    /// <summary>Each listener's recall at K.</summary>
    public double[] Recall => Of(RankingMetric.Recall);

    /// <summary>Each listener's NDCG at K.</summary>
    public double[] Ndcg => Of(RankingMetric.Ndcg);

    /// <summary>Mean precision at K.</summary>
    public double PrecisionAtK => Mean(RankingMetric.Precision);

    /// <summary>Mean recall at K.</summary>
    public double RecallAtK => Mean(RankingMetric.Recall);

    /// <summary>Mean NDCG at K.</summary>
    public double NdcgAtK => Mean(RankingMetric.Ndcg);

    /// <summary>How the held-out side was made.</summary>
    public required string Protocol { get; init; }

    /// <summary>Listeners dropped because nothing of theirs was held out.</summary>
    public required int DroppedUsers { get; init; }

    /// <summary>Listeners judged of whom nothing was known: no training items, or an empty history.</summary>
    public required int ColdUsers { get; init; }

    /// <summary>Held-out pairs whose item is in no training row: hits that only a method with other knowledge can make.</summary>
    public required int ColdPairs { get; init; }

    /// <summary>Share of all recommendations that fell back on popularity, 0 to 1.</summary>
    public required double FallbackShare { get; init; }

    /// <summary>Share of all items that are in somebody's list, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>
    /// Gini coefficient of how often each item is recommended: 0 when all items are shown alike, near 1 when a few get every place.
    /// Items that nobody is shown count.
    /// </summary>
    public required double Gini { get; init; }

    /// <summary>Mean over recommendations of the share of training listeners who have the item, 0 to 1.</summary>
    public required double MeanPopularity { get; init; }

    /// <summary>
    /// Mean over recommendations of −log₂ of the share of training listeners who have the item, in bits (Zhou et al. 2010); an item
    /// that none has counts as if one had.
    /// </summary>
    public required double Novelty { get; init; }

    /// <summary>
    /// Intra-list diversity (Ziegler et al. 2005 turned round): mean over lists of the mean, over pairs of its items, of 1 − the cosine of their
    /// training listeners; 0 to 1. Lists of one item are left out.
    /// </summary>
    public required double Diversity { get; init; }

    /// <summary>How long the fit took; null when the recommender came fitted. The only figure here that is another in each run.</summary>
    public TimeSpan? FitTime { get; init; }

    /// <summary>A metric of each listener, in the order of <see cref="Users"/>.</summary>
    public double[] Of(RankingMetric metric)
    {
        Throw.IfUndefined(metric);
        return [.. _values[(int)metric]];
    }

    /// <summary>A metric's mean over listeners.</summary>
    public double Mean(RankingMetric metric)
    {
        Throw.IfUndefined(metric);
        return _values[(int)metric].Sum() / Users.Length;
    }

    /// <summary>A metric's mean with its bootstrap interval over listeners.</summary>
    public ConfidenceInterval Interval(RankingMetric metric, ulong seed, double confidence = 0.95) => Intervals.Bootstrap(Of(metric), seed, 2_000, confidence);

    /// <summary>Mean NDCG at K with its bootstrap interval over listeners.</summary>
    public ConfidenceInterval NdcgInterval(ulong seed, double confidence = 0.95) => Interval(RankingMetric.Ndcg, seed, confidence);

    /// <inheritdoc/>
    public string ToHtml() => RankingEvaluation.Table(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => RankingEvaluation.Table(this).ToText();

    /// <summary>The result as text.</summary>
    public override string ToString() => ToText();
}
