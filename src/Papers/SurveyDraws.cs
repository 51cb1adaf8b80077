using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Experiments that draw who or what is new, over several draws, as units of a study: what one draw shows may be the draw's.</summary>
public static class SurveyDraws
{
    private const string Separator = " | ";

    /// <summary>Runs one draw, or gives what the study has already.</summary>
    /// <param name="study">The open study.</param>
    /// <param name="part">What the unit's name begins with: the experiment.</param>
    /// <param name="draw">The draw's seed.</param>
    /// <param name="judge">Gives each method's figures by the column in which they stand, such as "2 known".</param>
    public static StudyRow Run(StudyTable study, string part, ulong draw, Func<IEnumerable<(string Method, string Column, double Value)>> judge)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentException.ThrowIfNullOrWhiteSpace(part);
        ArgumentNullException.ThrowIfNull(judge);
        return study.Run(UnitOf(part, draw), row =>
        {
            (string Method, string Column, double Value)[] figures = [.. judge() ?? throw new ArgumentException($"'{part}' gives null in draw {draw}; allowed: one figure or more.", nameof(judge))];
            Throw.IfEmpty(figures.Length, $"the figures of '{part}' in draw {draw}");
            foreach ((string method, string column, double value) in figures)
            {
                CheckName(method);
                CheckName(column);
                _ = row.Add(method + Separator + column, value);
            }
        });
    }

    /// <summary>A method's figures, one for each draw.</summary>
    /// <exception cref="InvalidDataException">The study has no draws of the experiment, or a draw lacks the method or column.</exception>
    public static double[] Of(StudyTable study, string part, string method, string column)
    {
        ArgumentNullException.ThrowIfNull(study);
        return [.. RowsOf(study, part).Select(row => Of(row, study, method, column))];
    }

    /// <summary>How many figures of a draw are those, to the digit, that an experiment gives anew.</summary>
    /// <exception cref="InvalidDataException">The study has not that draw, or a draw lacks the method or column.</exception>
    public static int Same(StudyTable study, string part, ulong draw, IEnumerable<(string Method, string Column, double Value)> figures)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(figures);
        StudyRow row = RowsOf(study, part).FirstOrDefault(row => row.Unit == UnitOf(part, draw)) ?? throw new InvalidDataException($"The study '{study.Name}' has no draw {draw} of '{part}'.");
        return figures.Count(figure => Of(row, study, figure.Method, figure.Column) == figure.Value);
    }

    /// <summary>Whether the study has that draw.</summary>
    public static bool Has(StudyTable study, string part, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Rows.Any(row => row.Unit == UnitOf(part, draw));
    }

    /// <summary>How one method stands to another over the draws, in words.</summary>
    public static string Words(StudyTable study, string part, string method, string baseline, string column)
    {
        double[] differences = [.. Of(study, part, method, column).Zip(Of(study, part, baseline, column), (first, second) => first - second)];
        return string.Create(CultureInfo.InvariantCulture, $"mean difference {differences.Average():+0.0000;−0.0000;0.0000}, ahead in {differences.Count(difference => difference > 0)} of {differences.Length} draws");
    }

    /// <summary>Each method's mean and standard deviation over the draws.</summary>
    /// <exception cref="InvalidDataException">The study has no draws of the experiment.</exception>
    public static Table Table(StudyTable study, string part)
    {
        ArgumentNullException.ThrowIfNull(study);
        StudyRow[] rows = RowsOf(study, part);
        string[][] names = [.. rows[0].Numbers.Keys.Select(name => name.Split(Separator))];
        string[] methods = [.. names.Select(name => name[0]).Distinct()], columns = [.. names.Select(name => name[1]).Distinct()];
        Table table = new(["method", .. columns]);
        foreach (string method in methods)
        {
            table.Row([method, .. columns.Select(column => (object)MeanAndDeviation(Of(study, part, method, column)))]);
        }

        foreach (string column in columns)
        {
            table.Align(column, Alignment.Right);
        }

        return table.ShowAtMost(methods.Length)
            .Note($"NDCG@10, mean ± standard deviation over {rows.Length} draws. {study.Origin} {study.Settings}");
    }

    private static double Of(StudyRow row, StudyTable study, string method, string column) => row.Numbers.TryGetValue(method + Separator + column, out double value)
        ? value
        : throw new InvalidDataException($"The study '{study.Name}' has no '{column}' of '{method}' in '{row.Unit}'.");

    private static string MeanAndDeviation(double[] values)
    {
        (double mean, double deviation) = ResampledTTest.Describe(values);
        return string.Create(CultureInfo.InvariantCulture, $"{mean:0.0000} ± {deviation:0.0000}");
    }

    private static StudyRow[] RowsOf(StudyTable study, string part)
    {
        StudyRow[] rows = [.. study.Rows.Where(row => row.Unit.StartsWith(Start(part), StringComparison.Ordinal))];
        return rows.Length > 0 ? rows : throw new InvalidDataException($"The study '{study.Name}' has no draws of '{part}'; make it anew with 'nbrun study'.");
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Contains(Separator, StringComparison.Ordinal))
        {
            throw new ArgumentException($"A method or column is called '{name}'; allowed: a name without '{Separator}'.", nameof(name));
        }
    }

    private static string UnitOf(string part, ulong draw) => Start(part) + draw.ToString(CultureInfo.InvariantCulture);

    private static string Start(string part) => $"{part}, draw ";
}
