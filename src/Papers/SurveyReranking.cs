using MusicRec.Evaluation;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>What it costs to balance lists between mainstream and obscure: one recommender behind several strengths of two kinds of re-ranking.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class SurveyReranking : IRenderable
{
    private static readonly double[] s_tradeoffs = [0.2, 0.4, 0.6, 0.8, 0.9];

    private readonly (string Kind, double Tradeoff, RankingResult Result)[] _rows;

    private SurveyReranking((string, double, RankingResult)[] rows) => _rows = rows;

    /// <summary>Every list judged: its kind, its strength, its result; the first is the recommender as it is.</summary>
    public IReadOnlyList<(string Kind, double Tradeoff, RankingResult Result)> Rows => _rows;

    /// <summary>Judges the recommender as it is and behind each re-ranking.</summary>
    /// <param name="build">Makes an unfitted recommender.</param>
    /// <param name="split">Its test side is judged.</param>
    /// <param name="seed">The recommender's seed.</param>
    public static SurveyReranking Run(Func<ulong, IRecommender> build, RankingSplit split, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(split);
        (string, RerankingMethod, RerankingTarget)[] kinds =
        [
            ("calibrated to the listener", RerankingMethod.Calibration, RerankingTarget.Listener), ("fair to the artists", RerankingMethod.Diversification, RerankingTarget.Equal),
        ];
        List<(string, double, RankingResult)> rows = [("as it is", 0, RankingEvaluation.Run(build(seed), split))];
        foreach ((string name, RerankingMethod method, RerankingTarget target) in kinds)
        {
            rows.AddRange(s_tradeoffs.Select(tradeoff => (
                name, tradeoff, RankingEvaluation.Run(new PopularityReranking(build(seed), new() { Method = method, Target = target, Tradeoff = tradeoff }), split))));
        }

        return new SurveyReranking([.. rows]);
    }

    /// <summary>Accuracy against novelty, a line for each kind, from the list as it is to balance alone.</summary>
    public Figure Picture() => Figure.Line(_rows.Skip(1).GroupBy(row => row.Kind).Select(kind =>
            new Series(kind.Key, [_rows[0].Result.Novelty, .. kind.Select(row => row.Result.Novelty)], [_rows[0].Result.NdcgAtK, .. kind.Select(row => row.Result.NdcgAtK)])))
        .Subtitle($"{_rows[0].Result.Name}; from left: as it is, then strengths {string.Join(", ", s_tradeoffs)}")
        .XAxis("novelty of what is recommended", "bits").YAxis("NDCG@10");

    /// <summary>Records accuracy and novelty of every row.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach ((string kind, double tradeoff, RankingResult result) in _rows)
        {
            string key = FormattableString.Invariant($"{set}.{kind.Replace(' ', '-')}.{tradeoff}");
            Metrics.Record($"{key}.ndcg", result.NdcgAtK);
            Metrics.Record($"{key}.novelty", result.Novelty);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable() => Table.Of(
            _rows,
            ("lists", row => row.Kind), ("strength", row => row.Tradeoff), ("NDCG@10", row => row.Result.NdcgAtK), ("coverage", row => row.Result.Coverage), ("Gini", row => row.Result.Gini),
            ("mean popularity", row => row.Result.MeanPopularity), ("novelty (bits)", row => row.Result.Novelty), ("diversity", row => row.Result.Diversity))
        .Format("strength", "0.0").Format("NDCG@10", "0.0000").Format("coverage", "P1").Format("Gini", "0.000").Format("mean popularity", "P1").Format("novelty (bits)", "0.00").Format("diversity", "0.000")
        .Note("Strength 0 leaves a list as it is, 1 would look at balance alone. The strengths are not chosen: every one is shown, on the test side.");
}
