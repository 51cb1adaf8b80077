using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>
/// Recommenders judged again and again: each seed draws its own split (where the protocol draws one) and seeds every recommender, and all recommenders see
/// the same splits. Means with standard deviation over seeds, and paired comparisons over listeners.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class RankingSeeds : IRenderable
{
    private RankingSeeds(IReadOnlyList<ulong> seeds, IReadOnlyList<IReadOnlyList<RankingResult>> results) => (Seeds, Results) = (seeds, results);

    /// <summary>The seeds, in the order of the results.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>For each recommender one result per seed.</summary>
    public IReadOnlyList<IReadOnlyList<RankingResult>> Results { get; }

    /// <summary>Fits and judges every recommender with every seed.</summary>
    /// <param name="recommenders">Make unfitted recommenders from a seed; one or more.</param>
    /// <param name="seeds">One or more, all different.</param>
    /// <param name="split">Makes the split of a seed.</param>
    /// <param name="k">Length of the lists, 1 or more.</param>
    /// <exception cref="ArgumentException">There are no recommenders or no seeds, or a seed stands twice.</exception>
    public static RankingSeeds Run(IReadOnlyList<Func<ulong, IRecommender>> recommenders, IReadOnlyList<ulong> seeds, Func<ulong, RankingSplit> split, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(recommenders);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(split);
        Throw.IfEmpty(recommenders.Count, nameof(recommenders));
        Throw.IfEmpty(seeds.Count, nameof(seeds));
        if (seeds.Distinct().Count() != seeds.Count)
        {
            throw new ArgumentException($"The seeds are {string.Join(", ", seeds)}; they must differ.", nameof(seeds));
        }

        RankingSplit[] splits = [.. seeds.Select(split)];
        return new RankingSeeds(
            [.. seeds], [.. recommenders.Select(build => (IReadOnlyList<RankingResult>)[.. splits.Select((own, place) => RankingEvaluation.Run(build(seeds[place]), own, k))])]);
    }

    /// <summary>Puts results together that were made one by one.</summary>
    /// <param name="seeds">One or more.</param>
    /// <param name="results">For each recommender one result per seed, in the order of the seeds, on the same listeners as the others' of that seed.</param>
    /// <exception cref="ArgumentException">There is nothing, numbers differ, or results of a seed come from different listeners.</exception>
    public static RankingSeeds Of(IReadOnlyList<ulong> seeds, IReadOnlyList<IReadOnlyList<RankingResult>> results)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(results);
        Throw.IfEmpty(seeds.Count, nameof(seeds));
        Throw.IfEmpty(results.Count, nameof(results));
        foreach (IReadOnlyList<RankingResult> own in results)
        {
            Throw.IfLengthsDiffer(own.Count, $"{nameof(results)} of a recommender", seeds.Count, nameof(seeds));
            for (int place = 0; place < own.Count; place++)
            {
                if (!RankingComparison.Alike(own[place], results[0][place]))
                {
                    throw new ArgumentException($"'{own[place].Name}' was judged on other listeners than '{results[0][place].Name}' with seed {seeds[place]}.", nameof(results));
                }
            }
        }

        return new RankingSeeds([.. seeds], [.. results.Select(own => (IReadOnlyList<RankingResult>)[.. own])]);
    }

    /// <summary>A metric of one recommender over seeds: mean, and standard deviation (divided by seeds − 1; 0 for one seed).</summary>
    /// <param name="recommender">Its place.</param>
    /// <param name="metric">What to take.</param>
    public (double Mean, double StandardDeviation) Figure(int recommender, RankingMetric metric = RankingMetric.Ndcg)
    {
        Throw.IfOutside(recommender, 0, Results.Count - 1);
        return ResampledTTest.Describe([.. Results[recommender].Select(result => result.Mean(metric))]);
    }

    /// <summary>All recommenders held against one of them.</summary>
    /// <param name="baseline">Its place.</param>
    /// <param name="metric">What to compare.</param>
    /// <param name="seed">Decides the test's draws.</param>
    /// <exception cref="ArgumentException">There are no others.</exception>
    public RankingComparison Compare(int baseline, RankingMetric metric = RankingMetric.Ndcg, ulong seed = 0)
    {
        Throw.IfOutside(baseline, 0, Results.Count - 1);
        return RankingComparison.Of(Results[baseline], [.. Results.Where((_, place) => place != baseline)], metric, seed);
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>Means and standard deviations as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        int k = Results[0][0].K;
        (string Header, RankingMetric Metric)[] metrics =
        [
            ($"NDCG@{k}", RankingMetric.Ndcg), ($"precision@{k}", RankingMetric.Precision), ($"recall@{k}", RankingMetric.Recall), ($"F1@{k}", RankingMetric.F1),
            ($"MRR@{k}", RankingMetric.ReciprocalRank), ($"MAP@{k}", RankingMetric.AveragePrecision), ($"hit rate@{k}", RankingMetric.HitRate),
        ];
        Table table = new(["recommender", metrics[0].Header, "± sd", .. metrics.Skip(1).Select(metric => metric.Header), "coverage", "Gini", "mean popularity", "novelty (bits)", "diversity"]);
        for (int place = 0; place < Results.Count; place++)
        {
            IReadOnlyList<RankingResult> own = Results[place];
            table.Row([
                own[0].Name, Figure(place).Mean, Seeds.Count > 1 ? Figure(place).StandardDeviation : null, .. metrics.Skip(1).Select(metric => (object?)Figure(place, metric.Metric).Mean),
                own.Average(result => result.Coverage), own.Average(result => result.Gini), own.Average(result => result.MeanPopularity), own.Average(result => result.Novelty), own.Average(result => result.Diversity)]);
        }

        foreach ((string header, RankingMetric _) in metrics)
        {
            table.Format(header, "0.0000").Best(header);
        }

        return table.Format("± sd", "0.0000").Format("coverage", "P1").Format("Gini", "0.000").Format("mean popularity", "P1").Format("novelty (bits)", "0.00").Format("diversity", "0.000")
            .Note($"{Results[0][0].Protocol}; {(Seeds.Count == 1 ? "one seed" : $"means over {Seeds.Count} seeds, sd over seeds")}; full ranking.");
    }
}
