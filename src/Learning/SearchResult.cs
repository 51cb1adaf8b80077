using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Learning;

/// <summary>One candidate of a search and what it reached.</summary>
/// <param name="Number">Its place among the candidates, from 0: the included ones first, then in the order drawn.</param>
/// <param name="Parameters">What was tried.</param>
/// <param name="Scores">Its score on each rung it reached, the first included; negative infinity says that it failed there.</param>
public sealed record SearchCandidate(int Number, ParameterValues Parameters, IReadOnlyList<double> Scores);

/// <summary>Every candidate of a search with its score on every rung, and the best of the last rung.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class SearchResult : IRenderable
{
    private readonly string _unit;

    internal SearchResult(IReadOnlyList<SearchCandidate> candidates, IReadOnlyList<SearchRung> rungs, SearchCandidate best, string unit) =>
        (Candidates, Rungs, Best, _unit) = (candidates, rungs, best, unit);

    /// <summary>All candidates, in their order.</summary>
    public IReadOnlyList<SearchCandidate> Candidates { get; }

    /// <summary>The rungs: how many candidates got how much.</summary>
    public IReadOnlyList<SearchRung> Rungs { get; }

    /// <summary>The candidate with the highest score on the last rung; of equal ones the first. Its score there is a little too good, because it was chosen by it.</summary>
    public SearchCandidate Best { get; }

    /// <summary>What was spent: the resource times the candidates, over all rungs.</summary>
    public long Spent => Rungs.Sum(rung => (long)rung.Candidates * rung.Resource);

    /// <summary>Every candidate with its score per rung, the best first, as a table.</summary>
    /// <param name="most">Lines at most, 1 or more.</param>
    public Table Table(int most = 30)
    {
        Throw.IfBelow(most, 1);
        string[] scores = [.. Rungs.Select((rung, index) => string.Create(CultureInfo.InvariantCulture, $"rung {index + 1}: {rung.Resource:#,0} {_unit}"))];
        Table table = new(["candidate", .. Best.Parameters.Names, .. scores]);
        SearchCandidate[] ordered = [.. Candidates.OrderByDescending(candidate => candidate.Scores.Count).ThenByDescending(candidate => candidate.Scores[^1])];
        foreach (SearchCandidate candidate in ordered.Take(most))
        {
            table.Row([
                candidate.Number, .. Best.Parameters.Names.Select((_, index) => candidate.Parameters.Text(index)),
                .. scores.Select((_, rung) => rung < candidate.Scores.Count ? Write(candidate.Scores[rung]) : null)]);
        }

        foreach (string score in scores)
        {
            table.Align(score, Alignment.Right);
        }

        long atOnce = (long)Candidates.Count * Rungs[^1].Resource;
        string shown = ordered.Length > most ? $"the best {most} of {ordered.Length} candidates; " : "";
        return table.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{shown}{Candidates.Count} candidates, {Spent:#,0} {_unit} spent on all rungs together; all candidates at {Rungs[^1].Resource:#,0} {_unit} would be {atOnce:#,0}. Scores on rows that the models had not learnt from; higher is better."));
    }

    /// <inheritdoc/>
    public string ToHtml() => Table().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Table().ToText();

    /// <summary>The result as text.</summary>
    public override string ToString() => ToText();

    private static string Write(double score) => double.IsNegativeInfinity(score) ? "failed" : score.ToString("0.0000", CultureInfo.InvariantCulture);
}
