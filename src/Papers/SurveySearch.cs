using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Searches the settings of the survey's methods as units of a study, each method with the same number of candidates, and finds them again in its
/// table. The table names a candidate by its number and its settings; both must be what the method's space draws today.
/// </summary>
/// <param name="candidates">How many settings each method tries, 1 or more.</param>
/// <param name="seed">Decides the candidates.</param>
public sealed class SurveySearch(int candidates, ulong seed)
{
    private const string SettingsText = "settings", NumberOfBest = "candidate", Tried = "candidates", Usual = "usual", Found = "found";

    /// <summary>How many settings each method tries.</summary>
    public int Candidates => candidates;

    /// <summary>Searches one method on validation, or gives what the study has already.</summary>
    /// <param name="study">The open study.</param>
    /// <param name="part">What the unit's name begins with, for methods that are searched on several splits.</param>
    /// <param name="method">The method.</param>
    /// <param name="split">Its validation side scores; its test side is not touched.</param>
    public StudyRow Search(StudyTable study, string part, SurveyMethod method, RankingSplit split)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(method);
        return study.Run(UnitOf(part, method), row =>
        {
            if (method.Tunable.Space is null)
            {
                row.Add(SettingsText, "nothing to choose");
                return;
            }

            SearchResult result = RecommenderSearch.Run(method.Tunable, split, candidates, seed);
            row.Add(SettingsText, result.Best.Parameters.ToString()).Add(NumberOfBest, result.Best.Number).Add(Tried, result.Candidates.Count)
                .Add(Usual, Math.Max(0, result.Candidates.Single(candidate => candidate.Number == 0).Scores[0])).Add(Found, result.Best.Scores[0]);
        });
    }

    /// <summary>How a study's table says that a method is best made.</summary>
    /// <param name="study">The table.</param>
    /// <param name="part">What the unit's name begins with.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="InvalidDataException">The table lacks the method, or has settings that the method's space does not draw under that number.</exception>
    public Func<ulong, IRecommender> Chosen(StudyTable study, string part, SurveyMethod method)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(method);
        ParameterValues? values = ValuesOf(study, part, method);
        return own => method.Tunable.Build(values, own);
    }

    /// <summary>
    /// Settings found may lie at the edge of what was offered: fits once with one of them beyond it and the others as found, and scores it on
    /// validation, or gives what the study has already. One setting of a method can be asked about in a study.
    /// </summary>
    /// <param name="study">The open study, in which the method has been searched.</param>
    /// <param name="part">What the units' names begin with.</param>
    /// <param name="method">The method.</param>
    /// <param name="split">That of the search.</param>
    /// <param name="setting">Which setting, a whole number.</param>
    /// <param name="value">Its value beyond the edge.</param>
    public StudyRow Beyond(StudyTable study, string part, SurveyMethod method, RankingSplit split, string setting, int value)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(method);
        ParameterValues values = ValuesOf(study, part, method) ?? throw new ArgumentException($"'{method.Name}' has nothing to choose.", nameof(method)), tried = values.With(setting, value);
        string words = $"{setting} {value} in place of {values.Integer(setting)}";
        StudyRow result = study.Run(UnitOf($"{part}, beyond the edge", method), row =>
        {
            IRecommender recommender = method.Tunable.Build(tried, RandomSearch.TrialSeed(seed));
            row.Add(SettingsText, words).Add(Found, RankingEvaluation.Run(recommender, split, side: RankingSide.Validation).NdcgAtK);
        });
        return result.Texts[SettingsText] == words
            ? result
            : throw new InvalidOperationException($"The study '{study.Name}' asks about '{result.Texts[SettingsText]}' of '{method.Name}' already; '{words}' is another question.");
    }

    /// <summary>What <see cref="Beyond"/> brought, beside what was found.</summary>
    public static Table BeyondTable(StudyTable study, string part, IReadOnlyList<SurveyMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(methods);
        Table table = new("method", "one setting otherwise", "settings found, NDCG@10", "otherwise, NDCG@10");
        foreach (SurveyMethod method in methods)
        {
            StudyRow beyond = RowOf(study, $"{part}, beyond the edge", method);
            table.Row(method.Name, beyond.Texts[SettingsText], RowOf(study, part, method)[Found], beyond[Found]);
        }

        return table.Format("settings found, NDCG@10", "0.0000").Format("otherwise, NDCG@10", "0.0000").Note("NDCG@10 on validation; the other settings as found.");
    }

    private ParameterValues? ValuesOf(StudyTable study, string part, SurveyMethod method)
    {
        StudyRow row = RowOf(study, part, method);
        if (method.Tunable.Space is not ParameterSpace space)
        {
            return null;
        }

        ParameterValues values = RandomSearch.Candidates(space, (int)row[NumberOfBest] + 1, seed)[^1];
        return values.ToString() == row.Texts[SettingsText]
            ? values
            : throw new InvalidDataException($"The study '{study.Name}' chose '{row.Texts[SettingsText]}' for '{row.Unit}', where candidate {row[NumberOfBest]} is now '{values}'; make it anew with 'nbrun study'.");
    }

    /// <summary>The method whose settings found score best on validation: what to build on, chosen without a look at the test.</summary>
    /// <exception cref="InvalidDataException">The table lacks a method.</exception>
    public static SurveyMethod Best(StudyTable study, string part, IEnumerable<SurveyMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(methods);
        Throw.IfEmpty(methods.Count(), nameof(methods));
        return methods.MaxBy(method => RowOf(study, part, method).Numbers.GetValueOrDefault(Found, double.NegativeInfinity))!;
    }

    /// <summary>What was chosen for each method, and what the usual settings and the chosen ones scored on validation.</summary>
    public static Table Table(StudyTable study, string part, IReadOnlyList<SurveyMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(methods);
        Table table = new("method", "family", "candidates", "settings found", "usual settings", "settings found, NDCG@10");
        foreach (SurveyMethod method in methods)
        {
            StudyRow row = RowOf(study, part, method);
            bool isTuned = row.Numbers.ContainsKey(Found);
            table.Row(method.Name, method.Family, isTuned ? row[Tried] : null, row.Texts[SettingsText], isTuned ? row[Usual] : null, isTuned ? row[Found] : null);
        }

        return table.Format("usual settings", "0.0000").Format("settings found, NDCG@10", "0.0000")
            .Note($"NDCG@10 on validation; the score of settings found is a little too good, as they were chosen by it. {study.Origin} {study.Settings}");
    }

    private static StudyRow RowOf(StudyTable study, string part, SurveyMethod method)
    {
        string unit = UnitOf(part, method);
        return study.Rows.FirstOrDefault(row => row.Unit == unit) ?? throw new InvalidDataException($"The study '{study.Name}' has no unit '{unit}'; make it anew with 'nbrun study'.");
    }

    private static string UnitOf(string part, SurveyMethod method) => $"{part}: {method.Name}";
}
