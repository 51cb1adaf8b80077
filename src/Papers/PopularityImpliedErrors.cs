using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// If a paper's four figures came from a predicted popularity that was then cut: how large were its errors? Errors are taken as normal with the same
/// bias and deviation for all songs; which ones come nearest to the four figures is searched for, given how popularity is distributed.
/// </summary>
/// <param name="Cut">Which songs count as popular.</param>
/// <param name="BaseRate">Share of the songs that is.</param>
/// <param name="Bias">Mean error, in points of popularity.</param>
/// <param name="Deviation">Standard deviation of the errors.</param>
/// <param name="RSquared">The share of popularity's variance that such predictions explain; below 0 when they are worse than the mean.</param>
/// <param name="Distance">What remains between the figures of such predictions and the paper's: the largest difference, in points (hundredths).</param>
public sealed record PopularityImpliedErrors(PopularityCut Cut, double BaseRate, double Bias, double Deviation, double RSquared, double Distance)
{
    private const int Steps = 24;
    private const int Rounds = 24;

    /// <summary>Root of the mean squared error.</summary>
    public double RootMeanSquaredError => Math.Sqrt((Bias * Bias) + (Deviation * Deviation));

    /// <summary>The errors that a paper's figures imply.</summary>
    /// <param name="songs">Songs, two popularities at least.</param>
    /// <param name="cut">Which of them count as popular; some must and some must not.</param>
    /// <param name="paper">The figures; null for <see cref="PopularityForensics.Paper"/>.</param>
    public static PopularityImpliedErrors Of(PopularitySongs songs, PopularityCut cut, ReportedFigures? paper = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        cut.Check();
        (double Value, double Share)[] shares = Shares(songs);
        double popular = shares.Where(pair => cut.Holds(pair.Value)).Sum(pair => pair.Share);
        if (!PopularityForensics.HasBothSides(songs, cut))
        {
            throw new ArgumentException($"Of these songs {(popular > 0.5 ? "all" : "none")} count as popular by '{cut}'; both sides are needed.", nameof(cut));
        }

        paper ??= PopularityForensics.Paper;
        (double Bias, double Deviation) best = (0, 20);
        double nearest = double.PositiveInfinity, width = 20;
        for (int round = 0; round < Rounds; round++, width *= 0.6)
        {
            (double Bias, double Deviation) middle = best;
            for (int first = 0; first <= Steps; first++)
            {
                double bias = middle.Bias + (width * Place(first));
                for (int second = 0; second <= Steps; second++)
                {
                    double deviation = Math.Max(0.01, middle.Deviation + (width * Place(second))), distance = DistanceOf(shares, cut, bias, deviation, paper);
                    (nearest, best) = distance < nearest ? (distance, (bias, deviation)) : (nearest, best);
                }
            }
        }

        double mean = shares.Sum(pair => pair.Value * pair.Share), variance = shares.Sum(pair => (pair.Value - mean) * (pair.Value - mean) * pair.Share);
        double squares = (best.Bias * best.Bias) + (best.Deviation * best.Deviation);
        return new PopularityImpliedErrors(cut, popular, best.Bias, best.Deviation, 1 - (squares / variance), nearest);

        static double Place(int step) => ((2.0 * step) / Steps) - 1;
    }

    /// <summary>The implied errors by several cuts as a table.</summary>
    /// <param name="songs">Songs.</param>
    /// <param name="cuts">What "popular" may mean; those that leave no song on one side are left out.</param>
    public static Table TableOf(PopularitySongs songs, IReadOnlyList<PopularityCut> cuts)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(cuts);
        Table table = Table.Of(
            cuts.Where(cut => PopularityForensics.HasBothSides(songs, cut)).Select(cut => Of(songs, cut)),
            ("popular", errors => errors.Cut.ToString()), ("base rate", errors => 100 * errors.BaseRate), ("bias", errors => errors.Bias), ("deviation", errors => errors.Deviation),
            ("RMSE", errors => errors.RootMeanSquaredError), ("R²", errors => errors.RSquared), ("distance left", errors => errors.Distance));
        foreach (string header in (ReadOnlySpan<string>)["base rate", "bias", "deviation", "RMSE", "distance left"])
        {
            table.Format(header, "0.00");
        }

        return table.Format("R²", "0.000").Caption("How well popularity must be predicted for the paper's four figures")
            .Note("Normal errors that come nearest to accuracy, precision, recall and F1 of the paper: with two free numbers that agree wherever the base rate does, so that small errors are the finding, not the agreement. Bias, deviation and RMSE in points of popularity, the distance in points of per cent.");
    }

    private static double DistanceOf((double Value, double Share)[] shares, PopularityCut cut, double bias, double deviation, ReportedFigures paper)
    {
        double hits = 0, wrong = 0, missed = 0;
        foreach ((double value, double share) in shares)
        {
            double called = share * Tail((cut.Value - value - bias) / deviation);
            if (cut.Holds(value))
            {
                hits += called;
                missed += share - called;
            }
            else
            {
                wrong += called;
            }
        }

        double called0 = hits + wrong, positives = hits + missed;
        return paper.Distance(
            Share(1 - wrong - missed), called0 > 0 ? Share(hits / called0) : 0, Share(hits / positives), Share(2 * hits / (called0 + positives)));
    }

    // Rounding may lead a hair beyond the ends.
    private static double Share(double value) => Math.Clamp(value, 0, 1);

    // The normal distribution's share above z.
    private static double Tail(double z) => 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(z / Math.Sqrt(2));

    private static (double Value, double Share)[] Shares(PopularitySongs songs) =>
        [.. songs.Popularity.ToArray().GroupBy(value => value).OrderBy(group => group.Key).Select(group => (group.Key, (double)group.Count() / songs.Count))];
}
