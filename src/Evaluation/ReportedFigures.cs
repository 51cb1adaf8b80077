using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>
/// Accuracy, precision, recall and F1 as a paper prints them for two classes, and what they say together: the share of positives
/// and of each kind of error in the test set. With p = 1/P − 1 (false per true positive) and r = 1/R − 1 (missed per found one)
/// the errors 1 − A are split p : r, so that TP = (1 − A) / (p + r), FP = p TP, FN = r TP; and F1 says p + r once more, as 2 (1/F1 − 1).
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ReportedFigures : IRenderable
{
    /// <summary>The figures of one test set.</summary>
    /// <param name="accuracy">Share of rows predicted rightly; below 100 %, else nothing follows.</param>
    /// <param name="precision">Of the rows called positive, the share that is; above 0.</param>
    /// <param name="recall">Of the positive rows, the share called so; above 0.</param>
    /// <param name="f1">The harmonic mean of both; above 0.</param>
    /// <exception cref="ArgumentException">The figures leave the share of positives open: a perfect score is one of any test set, and nothing found too.</exception>
    public ReportedFigures(ReportedPercentage accuracy, ReportedPercentage precision, ReportedPercentage recall, ReportedPercentage f1)
    {
        (Accuracy, Precision, Recall, F1) = (accuracy, precision, recall, f1);
        foreach ((string name, ReportedPercentage figure) in (ReadOnlySpan<(string, ReportedPercentage)>)
            [(nameof(accuracy), accuracy), (nameof(precision), precision), (nameof(recall), recall), (nameof(f1), f1)])
        {
            ArgumentNullException.ThrowIfNull(figure, name);
            if (figure.Lowest <= 0)
            {
                throw new ArgumentException($"{name} is {figure}, which can be 0; a base rate follows from figures above 0 only.", name);
            }
        }

        if (precision.Highest >= 1 && recall.Highest >= 1)
        {
            throw new ArgumentException($"Precision {precision} and recall {recall} can both be 100 %; that is a perfect score on any test set and says nothing of its base rate.", nameof(precision));
        }

        (double Precision, double Recall)[] corners = ErrorRates.Corners(precision, recall);
        F1OfPrecisionAndRecall = Range(Harmonic(precision.Percent / 100, recall.Percent / 100), corners.Select(corner => Harmonic(1 / (1 + corner.Precision), 1 / (1 + corner.Recall))));
        (double Precision, double Recall)[] within = ErrorRates.Within(corners, Excess(f1.Highest), Excess(f1.Lowest));
        HasRightF1 = within.Length > 0;
        within = HasRightF1 ? within : corners;
        (double Precision, double Recall) printed = (Excess(precision.Percent / 100) / 2, Excess(recall.Percent / 100) / 2);
        TruePositives = Solve((p, r, error) => error / (p + r));
        FalsePositives = Solve((p, r, error) => error * p / (p + r));
        FalseNegatives = Solve((p, r, error) => error * r / (p + r));
        TrueNegatives = Solve((p, r, error) => 1 - error - (error / (p + r)));
        BaseRate = Solve((p, r, error) => error * (1 + r) / (p + r));
        CalledPositive = Solve((p, r, error) => error * (1 + p) / (p + r));

        // Every share is a ratio of linear functions of p and r and linear in the error, so that it is largest and smallest in a corner.
        ReportedRange Solve(Func<double, double, double, double> share) => Range(
            share(printed.Precision, printed.Recall, 1 - (accuracy.Percent / 100)),
            within.SelectMany(corner => (double[])[share(corner.Precision, corner.Recall, 1 - accuracy.Lowest), share(corner.Precision, corner.Recall, 1 - accuracy.Highest)]));
    }

    /// <summary>Share of rows predicted rightly, as printed.</summary>
    public ReportedPercentage Accuracy { get; }

    /// <summary>Precision, as printed.</summary>
    public ReportedPercentage Precision { get; }

    /// <summary>Recall, as printed.</summary>
    public ReportedPercentage Recall { get; }

    /// <summary>F1, as printed.</summary>
    public ReportedPercentage F1 { get; }

    /// <summary>The F1 that the printed precision and recall make.</summary>
    public ReportedRange F1OfPrecisionAndRecall { get; }

    /// <summary>Whether the printed F1 can come from the printed precision and recall; if not, it is left out of the ranges below.</summary>
    public bool HasRightF1 { get; }

    /// <summary>Whether there is a test set with these figures: F1 agrees, and no share has to be below 0.</summary>
    public bool IsConsistent => HasRightF1 && TrueNegatives.High >= 0;

    /// <summary>Share of positives in the test set.</summary>
    public ReportedRange BaseRate { get; }

    /// <summary>Share of rows called positive.</summary>
    public ReportedRange CalledPositive { get; }

    /// <summary>Share of rows that are positive and called so.</summary>
    public ReportedRange TruePositives { get; }

    /// <summary>Share of rows called positive that are not.</summary>
    public ReportedRange FalsePositives { get; }

    /// <summary>Share of rows that are positive and not called so.</summary>
    public ReportedRange FalseNegatives { get; }

    /// <summary>Share of rows that are not positive and not called so.</summary>
    public ReportedRange TrueNegatives { get; }

    /// <summary>How far other figures are from these: the largest difference among the four, in points (hundredths).</summary>
    /// <param name="accuracy">0 to 1, as the others.</param>
    /// <param name="precision">Precision.</param>
    /// <param name="recall">Recall.</param>
    /// <param name="f1">F1.</param>
    public double Distance(double accuracy, double precision, double recall, double f1)
    {
        Throw.IfOutside(accuracy, 0, 1);
        Throw.IfOutside(precision, 0, 1);
        Throw.IfOutside(recall, 0, 1);
        Throw.IfOutside(f1, 0, 1);
        return Math.Max(
            Math.Max(Math.Abs((100 * accuracy) - Accuracy.Percent), Math.Abs((100 * precision) - Precision.Percent)),
            Math.Max(Math.Abs((100 * recall) - Recall.Percent), Math.Abs((100 * f1) - F1.Percent)));
    }

    /// <summary>All counts of a test set of <paramref name="total"/> rows that print as the four figures.</summary>
    /// <param name="total">1 to 20,000.</param>
    public IReadOnlyList<(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)> Counts(int total)
    {
        Throw.IfOutside(total, 1, 20_000);
        List<(int, int, int, int)> found = [];
        foreach (int errors in Between(total * (1 - Accuracy.Highest), total * (1 - Accuracy.Lowest), total).Where(errors => Accuracy.CanBe(total - errors, total)))
        {
            for (int falsePositives = 0; falsePositives <= errors; falsePositives++)
            {
                int missed = errors - falsePositives;
                double fewest = Math.Max(falsePositives * Ratio(Precision.Lowest), missed * Ratio(Recall.Lowest));
                double most = Math.Min(falsePositives * Ratio(Precision.Highest), missed * Ratio(Recall.Highest));
                foreach (int hits in Between(fewest, most, total - errors).Where(hits => hits > 0
                    && Precision.CanBe(hits, hits + falsePositives) && Recall.CanBe(hits, hits + missed) && F1.CanBe(2 * hits, (2 * hits) + errors)))
                {
                    found.Add((hits, falsePositives, missed, total - errors - hits));
                }
            }
        }

        return found;
    }

    /// <summary>The fewest rows of which these four figures can be; null when none up to <paramref name="most"/>.</summary>
    /// <param name="most">1 to 20,000.</param>
    public int? SmallestTestSet(int most = 5_000)
    {
        Throw.IfOutside(most, 1, 20_000);
        for (int total = 1; total <= most; total++)
        {
            if (Counts(total).Count > 0)
            {
                return total;
            }
        }

        return null;
    }

    /// <summary>
    /// The least <see cref="Distance"/> of any test set's macro averages (precision, recall and F1 each as the mean over both classes)
    /// from these figures, in points: far from 0, they are no macro averages. Weighted averages are ruled out more simply: their recall is the accuracy.
    /// </summary>
    public double DistanceOfMacroAverages() => MacroAverages.Nearest(this);

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The shares as text.</summary>
    public override string ToString() => ToText();

    private static ReportedRange Range(double estimate, IEnumerable<double> ends)
    {
        double[] all = [.. ends, estimate];
        return new ReportedRange(estimate, all.Min(), all.Max());
    }

    private static double Harmonic(double precision, double recall) => 2 * precision * recall / (precision + recall);

    // False and missed ones together, per true positive.
    private static double Excess(double share) => 2 * ((1 / share) - 1);

    private static double Ratio(double share) => share >= 1 ? double.PositiveInfinity : share / (1 - share);

    // Whole numbers in a range, one more at each end for what rounding may have cut off.
    private static IEnumerable<int> Between(double low, double high, int most)
    {
        int first = (int)Math.Clamp(Math.Floor(double.IsNaN(low) ? 0 : low) - 1, 0, most);
        int last = (int)Math.Clamp(Math.Ceiling(double.IsNaN(high) ? most : high) + 1, 0, most);
        return Enumerable.Range(first, Math.Max(0, last - first + 1));
    }

    private Table ToTable()
    {
        Table table = new("share of the test set", "as printed", "at least", "at most");
        foreach ((string name, ReportedRange range) in (ReadOnlySpan<(string, ReportedRange)>)
        [
            ("positives (base rate)", BaseRate), ("called positive", CalledPositive), ("true positives", TruePositives),
            ("false positives", FalsePositives), ("false negatives", FalseNegatives), ("true negatives", TrueNegatives),
        ])
        {
            table.Row(name, 100 * range.Estimate, 100 * range.Low, 100 * range.High);
        }

        foreach (string header in (ReadOnlySpan<string>)["as printed", "at least", "at most"])
        {
            table.Format(header, "0.00");
        }

        return table.Caption($"What accuracy {Accuracy}, precision {Precision}, recall {Recall} and F1 {F1} say together").NotFromData()
            .Note(string.Create(CultureInfo.InvariantCulture, $"In per cent; the ends are what rounding leaves open. Precision and recall make an F1 of {F1OfPrecisionAndRecall}: {(HasRightF1 ? "the printed one agrees" : "the printed one does not agree, and is left out")}.{(TrueNegatives.High < 0 ? " No test set has these figures: its true negatives would be below 0." : "")}"));
    }
}
