using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>The survey's methods as points: how accurate they are beside what else matters.</summary>
public static class SurveyFigures
{
    private const string Interval = "NDCG@10 with 95 % bootstrap interval over listeners";

    /// <summary>Accuracy against the seconds that fitting took on this machine, which differ from run to run.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="results">Their results on one split, in the same order; those without a fit time are left out.</param>
    public static Figure AgainstTime(IReadOnlyList<SurveyMethod> methods, IReadOnlyList<RankingResult> results) =>
        Points(methods, results.Select(result => result.FitTime is TimeSpan time ? Math.Max(time.TotalSeconds, 1e-3) : (double?)null), results, isTime: true)
            .Subtitle($"{Interval}; seconds to fit on this machine, which vary from run to run")
            .XAxis("time to fit", "s").YAxis("NDCG@10");

    /// <summary>Accuracy against the mean share of listeners who have what is recommended.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="results">Their results on one split, in the same order.</param>
    public static Figure AgainstPopularity(IReadOnlyList<SurveyMethod> methods, IReadOnlyList<RankingResult> results) =>
        Points(methods, results.Select(result => (double?)result.MeanPopularity), results, isTime: false)
            .Subtitle($"{Interval}; how popular what is shown is")
            .XAxis("mean share of listeners who have what is recommended", percent: true).YAxis("NDCG@10");

    /// <summary>Each method's accuracy with its interval, the best first.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="results">Their results on one split, in the same order.</param>
    public static Figure Accuracy(IReadOnlyList<SurveyMethod> methods, IReadOnlyList<RankingResult> results)
    {
        Throw.IfLengthsDiffer(methods.Count, nameof(methods), results.Count, nameof(results));
        return Figure.Intervals(methods.Zip(results).OrderByDescending(row => row.Second.NdcgAtK).Select(row =>
        {
            ConfidenceInterval interval = row.Second.Interval(RankingMetric.Ndcg, seed: 1);
            return ($"{row.First.Name} ({row.First.Family})", row.Second.NdcgAtK, interval.Low, interval.High);
        })).XAxis("NDCG@10");
    }

    private static Figure Points(IReadOnlyList<SurveyMethod> methods, IEnumerable<double?> places, IReadOnlyList<RankingResult> results, bool isTime)
    {
        Throw.IfLengthsDiffer(methods.Count, nameof(methods), results.Count, nameof(results));
        return Figure.NamedPoints(
            methods.Zip(results, places).Where(row => row.Third is not null).Select(row =>
            {
                ConfidenceInterval interval = row.Second.Interval(RankingMetric.Ndcg, seed: 1);
                return (row.First.Name, row.Third!.Value, row.Second.NdcgAtK, (double?)Math.Min(interval.Low, row.Second.NdcgAtK), (double?)Math.Max(interval.High, row.Second.NdcgAtK));
            }),
            isTime, isTime);
    }
}
