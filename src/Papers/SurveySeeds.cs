using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>The survey's methods over several seeds, as units of a study.</summary>
public static class SurveySeeds
{
    private const string Ndcg = "NDCG@10", Recall = "recall@10", Refitted = "NDCG@10, refitted";

    /// <summary>Fits with the settings found and judges the test side: learnt from the training part, and from training and validation together.</summary>
    /// <param name="study">The open study.</param>
    /// <param name="part">What the unit's name begins with.</param>
    /// <param name="method">The method.</param>
    /// <param name="seed">The recommender's seed.</param>
    /// <param name="build">Makes the recommender.</param>
    /// <param name="split">Its test side is judged.</param>
    /// <param name="isRefitted">Whether it is also fitted on training and validation together.</param>
    public static StudyRow Run(StudyTable study, string part, SurveyMethod method, ulong seed, Func<ulong, IRecommender> build, RankingSplit split, bool isRefitted = true)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(build);
        return study.Run(UnitOf(part, method, seed), row =>
        {
            RankingResult result = RankingEvaluation.Run(build(seed), split);
            row.Add(Ndcg, result.NdcgAtK).Add(Recall, result.RecallAtK);
            if (isRefitted)
            {
                row.Add(Refitted, RankingEvaluation.Run(build(seed), split.WithValidationInTrain()).NdcgAtK);
            }
        });
    }

    /// <summary>Means and standard deviations over the seeds that a study has.</summary>
    /// <param name="study">The table.</param>
    /// <param name="part">What the units' names begin with.</param>
    /// <param name="methods">The methods.</param>
    /// <exception cref="InvalidDataException">A method has no seeds in the table.</exception>
    public static Table Table(StudyTable study, string part, IReadOnlyList<SurveyMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(methods);
        bool isRefitted = RowsOf(study, part, methods[0])[0].Numbers.ContainsKey(Refitted);
        Table table = new(["method", "family", Ndcg, "± sd", Recall, .. isRefitted ? [Refitted] : Array.Empty<string>(), "seeds"]);
        foreach (SurveyMethod method in methods)
        {
            StudyRow[] rows = RowsOf(study, part, method);
            (double mean, double deviation) = ResampledTTest.Describe([.. rows.Select(row => row[Ndcg])]);
            table.Row([method.Name, method.Family, mean, deviation, rows.Average(row => row[Recall]), .. isRefitted ? [rows.Average(row => row[Refitted])] : Array.Empty<object>(), rows.Length]);
        }

        foreach (string column in (string[])[Ndcg, Recall, .. isRefitted ? [Refitted] : Array.Empty<string>()])
        {
            table.Format(column, "0.0000").Best(column);
        }

        return table.Format("± sd", "0.0000")
            .Note($"Settings found on validation, fitted on the training part only and judged on test{(isRefitted ? "; refitted: on training and validation together" : "")}. {study.Origin}");
    }

    /// <summary>A method's NDCG@10 with one seed, fitted on the training part only: what a notebook that fits it anew must find.</summary>
    /// <exception cref="InvalidDataException">The table lacks it.</exception>
    public static double NdcgOf(StudyTable study, string part, SurveyMethod method, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(method);
        string unit = UnitOf(part, method, seed);
        return (RowsOf(study, part, method).FirstOrDefault(row => row.Unit == unit) ?? throw new InvalidDataException($"The study '{study.Name}' has no unit '{unit}'."))[Ndcg];
    }

    /// <summary>Whether the study has a method's run with that seed: a notebook that is run with another one has nothing to hold its digits against.</summary>
    public static bool Has(StudyTable study, string part, SurveyMethod method, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(method);
        string unit = UnitOf(part, method, seed);
        return study.Rows.Any(row => row.Unit == unit);
    }

    /// <summary>The same methods under two conditions, split by split: means, their difference, and in how many splits the first condition is ahead.</summary>
    /// <param name="study">The table.</param>
    /// <param name="first">What the units of the first condition begin with, and its header.</param>
    /// <param name="second">The second condition's, with the same seeds.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="firstSeed">The seed to begin with: the conditions may be one and the same on earlier ones.</param>
    /// <exception cref="InvalidDataException">A method has no seeds under a condition, or not the same ones.</exception>
    public static Table Contrast(StudyTable study, (string Part, string Header) first, (string Part, string Header) second, IReadOnlyList<SurveyMethod> methods, ulong firstSeed = 1)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(methods);
        Table table = new("method", first.Header, second.Header, "difference", "ahead");
        foreach (SurveyMethod method in methods)
        {
            ulong[] seeds = [.. Seeds(study, first.Part, method).Where(seed => seed >= firstSeed)];
            if (seeds.Length == 0 || !seeds.SequenceEqual(Seeds(study, second.Part, method).Where(seed => seed >= firstSeed)))
            {
                throw new InvalidDataException($"The study '{study.Name}' has other seeds of '{method.Name}' for '{first.Part}' than for '{second.Part}', or none from {firstSeed} on.");
            }

            double[] one = [.. seeds.Select(seed => NdcgOf(study, first.Part, method, seed))], other = [.. seeds.Select(seed => NdcgOf(study, second.Part, method, seed))];
            table.Row(method.Name, one.Average(), other.Average(), one.Average() - other.Average(), $"{one.Zip(other).Count(pair => pair.First > pair.Second)} of {one.Length}");
        }

        return table.Format(first.Header, "0.0000").Format(second.Header, "0.0000").Format("difference", "+0.0000;−0.0000;0.0000").Align("ahead", Alignment.Right)
            .Note($"Mean NDCG@10 over splits; ahead: in how many of them {first.Header} is above {second.Header}. {study.Origin}");
    }

    private static IEnumerable<ulong> Seeds(StudyTable study, string part, SurveyMethod method) => RowsOf(study, part, method)
        .Select(row => ulong.Parse(row.Unit[(row.Unit.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).Order();

    private static StudyRow[] RowsOf(StudyTable study, string part, SurveyMethod method)
    {
        string start = $"{part}, five seeds: {method.Name}, seed ";
        StudyRow[] rows = [.. study.Rows.Where(row => row.Unit.StartsWith(start, StringComparison.Ordinal))];
        return rows.Length > 0 ? rows : throw new InvalidDataException($"The study '{study.Name}' has no seeds of '{method.Name}'; make it anew with 'nbrun study'.");
    }

    private static string UnitOf(string part, SurveyMethod method, ulong seed) => $"{part}, five seeds: {method.Name}, seed {seed}";
}
