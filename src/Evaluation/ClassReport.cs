using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>One line of a <see cref="ClassReport"/>.</summary>
/// <param name="Name">The class, or the kind of average.</param>
/// <param name="Precision">Of the rows called so, the share that is; 0 when none was called so.</param>
/// <param name="Recall">Of the rows that are, the share called so; 0 when there is none.</param>
/// <param name="F1">Harmonic mean of both; 0 when both are 0.</param>
/// <param name="Support">Rows that are of the class; for averages, all rows.</param>
public sealed record ClassReportLine(string Name, double Precision, double Recall, double F1, int Support);

/// <summary>Precision, recall and F1 of every class and on average, as scikit-learn's <c>classification_report</c> with <c>zero_division=0</c>.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ClassReport : IRenderable
{
    private ClassReport(IReadOnlyList<ClassReportLine> classes, ClassReportLine macro, ClassReportLine weighted, double accuracy) =>
        (Classes, Macro, Weighted, Accuracy) = (classes, macro, weighted, accuracy);

    /// <summary>One line per named class, by class; a class that does not occur is listed with support 0.</summary>
    public IReadOnlyList<ClassReportLine> Classes { get; }

    /// <summary>The plain mean over the classes that occur in labels or predictions.</summary>
    public ClassReportLine Macro { get; }

    /// <summary>The mean over classes weighted by support.</summary>
    public ClassReportLine Weighted { get; }

    /// <summary>Share of rows predicted rightly, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>The class with the highest recall (papers often say: the accuracy of the class); of equal ones, the first.</summary>
    public ClassReportLine Best => Occurring.MaxBy(line => line.Recall)!;

    /// <summary>The class with the lowest recall among those that have rows; of equal ones, the first.</summary>
    public ClassReportLine Hardest => Occurring.MinBy(line => line.Recall)!;

    private IEnumerable<ClassReportLine> Occurring => Classes.Where(line => line.Support > 0);

    /// <summary>Computes the report.</summary>
    /// <param name="labels">True classes, 0 or more.</param>
    /// <param name="predicted">Predicted classes, as many.</param>
    /// <param name="classNames">A name for every class; by default 0, 1, … up to the largest class seen.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a class has no name.</exception>
    public static ClassReport Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, IReadOnlyList<string>? classNames = null)
    {
        ClassCounts counts = ClassCounts.Of(labels, predicted);
        string[] names = Names(classNames, counts.ClassCount);
        ClassReportLine[] lines = new ClassReportLine[names.Length];
        for (int index = 0; index < lines.Length; index++)
        {
            lines[index] = index < counts.ClassCount
                ? new ClassReportLine(names[index], counts.Precision(index), counts.Recall(index), counts.F1(index), counts.Support[index])
                : new ClassReportLine(names[index], 0, 0, 0, 0);
        }

        ClassReportLine Average(string name, Averaging averaging) => new(
            name, counts.Average(counts.Precision, averaging), counts.Average(counts.Recall, averaging), counts.Average(counts.F1, averaging), counts.Support.Sum());

        return new ClassReport(lines, Average("macro average", Averaging.Macro), Average("weighted average", Averaging.Weighted), ClassificationMetrics.Accuracy(labels, predicted));
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The report as text.</summary>
    public override string ToString() => ToText();

    internal static string[] Names(IReadOnlyList<string>? classNames, int needed)
    {
        if (classNames is null)
        {
            return [.. Enumerable.Range(0, needed).Select(index => index.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        }

        if (classNames.Count < needed)
        {
            throw new ArgumentException($"{nameof(classNames)} has {classNames.Count} names; labels and predictions name class {needed - 1}.", nameof(classNames));
        }

        return [.. classNames];
    }

    private Table ToTable() =>
        Table.Of(
            [.. Classes, Macro, Weighted],
            ("class", line => line.Name), ("precision", line => line.Precision), ("recall", line => line.Recall), ("F1", line => line.F1), ("rows", line => line.Support))
        .Format("precision", "0.0000").Format("recall", "0.0000").Format("F1", "0.0000")
        .Note(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Accuracy {Accuracy:0.0000}."));
}
