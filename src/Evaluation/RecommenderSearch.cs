using MusicRec.Learning;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>A method with what may be chosen about it.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Space">What to choose from; null when there is nothing to choose. Include the settings that a search has to beat.</param>
/// <param name="Build">Makes an unfitted recommender from a candidate (null when there is nothing to choose) and a seed; called from several threads.</param>
public sealed record TunableRecommender(string Name, ParameterSpace? Space, Func<ParameterValues?, ulong, IRecommender> Build);

/// <summary>
/// Settings of recommenders by random search (Bergstra and Bengio 2012) with the same number of candidates for every method: each is fitted on the
/// training side and scored on validation; the test side is not touched. Of equal candidates the one drawn first is taken.
/// </summary>
public static class RecommenderSearch
{
    /// <summary>Searches the settings of one method.</summary>
    /// <param name="method">With a space to choose from.</param>
    /// <param name="split">Its validation side scores.</param>
    /// <param name="candidates">How many to try, 1 to 10,000; a space that has fewer different ones is tried whole.</param>
    /// <param name="seed">Decides the candidates and the recommenders' seed, the same for all.</param>
    /// <param name="metric">What to choose by.</param>
    /// <param name="k">Length of the lists, 1 or more.</param>
    /// <exception cref="ArgumentException">There is nothing to choose or nothing for validation.</exception>
    public static SearchResult Run(
        TunableRecommender method, RankingSplit split, int candidates, ulong seed, RankingMetric metric = RankingMetric.Ndcg, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(split);
        Throw.IfOutside(candidates, 1, 10_000);
        Throw.IfUndefined(metric);
        Throw.IfEmpty(split.Validation.Count, "the validation interactions");
        ParameterSpace space = method.Space ?? throw new ArgumentException($"'{method.Name}' has nothing to choose.", nameof(method));
        SearchSettings settings = new()
        {
            Candidates = (int)Math.Min(candidates, space.Size),
            Resource = SearchResource.Iterations,
            MinimumResource = 1,
            MaximumResource = 1,
        };
        return RandomSearch.Run(space, settings, Score, seed, "fit each");

        double Score(SearchTrial trial)
        {
            try
            {
                return RankingEvaluation.Run(method.Build(trial.Parameters, trial.Seed), split, k, RankingSide.Validation).Mean(metric);
            }
            catch (ArithmeticException)
            {
                // Settings under which the numbers grow beyond bounds are a failure, not an error.
                return double.NegativeInfinity;
            }
        }
    }

    /// <summary>What was searched for each method and what was found, as one table.</summary>
    /// <param name="searches">Each method's name and search; null for a method with nothing to choose.</param>
    /// <param name="metric">What was chosen by.</param>
    /// <param name="k">Length of the lists.</param>
    public static Table Table(IReadOnlyList<(string Name, SearchResult? Search)> searches, RankingMetric metric = RankingMetric.Ndcg, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(searches);
        Throw.IfEmpty(searches.Count, nameof(searches));
        string first = $"first: {metric}@{k}", best = $"best: {metric}@{k}";
        Table table = new("method", "candidates", "settings found", first, best);
        foreach ((string name, SearchResult? search) in searches)
        {
            table.Row(
                name, search?.Candidates.Count, search?.Best.Parameters.ToString() ?? "nothing to choose",
                search is null || double.IsNegativeInfinity(search.Candidates[0].Scores[0]) ? null : search.Candidates[0].Scores[0],
                search is null || double.IsNegativeInfinity(search.Best.Scores[0]) ? null : search.Best.Scores[0]);
        }

        return table.Format(first, "0.0000").Format(best, "0.0000")
            .Note($"Random search with the same budget for every method, each candidate fitted on training and scored on validation; the best one's score is a little too good, because it was chosen by it. First: the first candidate, where a method includes its usual settings.");
    }
}
