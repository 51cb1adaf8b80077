using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A regressor that chooses its parameters by <see cref="RandomSearch"/> on its training rows and is then fitted on all of them with the
/// best and the resource of the last rung. Judged by an outer cross-validation the search never sees the rows it is judged on.
/// </summary>
/// <param name="seed">Decides the search and the seed of the model that is fitted in the end.</param>
/// <param name="space">What to choose from.</param>
/// <param name="settings">The budget.</param>
/// <param name="build">Makes an unfitted regressor; called from several threads.</param>
/// <param name="score">From a candidate's inner cross-validation to a number, higher is better; null: minus the mean squared error.</param>
public sealed class SearchedRegressor(
    ulong seed, ParameterSpace space, SearchSettings settings, Func<SearchTrial, IRegressor> build, Func<Evaluation.RegressionResult, double>? score = null) : IRegressor
{
    private (IRegressor Model, SearchResult Search)? _fitted;

    /// <summary>The search that led to the model.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public SearchResult Search => Fitted().Search;

    /// <summary>The best candidate, fitted on all training rows.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IRegressor Model => Fitted().Model;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<double> targets)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] own = targets.ToArray();
        LearningInput.NamingRows(features, () =>
        {
            SearchResult search = RandomSearch.Run(space, settings, features, own, build, seed, score);
            SearchTrial trial = new(search.Best.Parameters, RandomSearch.FinalResource(settings, search, features.Rows), RandomSearch.TrialSeed(seed));
            IRegressor model = build(trial);
            model.Fit(features, own);
            _fitted = (model, search);
        });
    }

    /// <inheritdoc/>
    public double[] Predict(Matrix features) => Fitted().Model.Predict(features);

    private (IRegressor Model, SearchResult Search) Fitted()
    {
        Throw.IfNotFitted(_fitted, nameof(SearchedRegressor));
        return _fitted.Value;
    }
}
