using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A classifier that chooses its parameters by <see cref="RandomSearch"/> on its training rows and is then fitted on all of them with the
/// best and the resource of the last rung. Judged by an outer cross-validation the search never sees the rows it is judged on.
/// </summary>
/// <param name="seed">Decides the search and the seed of the model that is fitted in the end.</param>
/// <param name="space">What to choose from.</param>
/// <param name="settings">The budget.</param>
/// <param name="build">Makes an unfitted classifier; called from several threads.</param>
/// <param name="score">From a candidate's inner cross-validation to a number, higher is better; null: mean accuracy.</param>
public sealed class SearchedClassifier(
    ulong seed, ParameterSpace space, SearchSettings settings, Func<SearchTrial, IClassifier> build, Func<Evaluation.CrossValidationResult, double>? score = null) : IClassifier
{
    private (IClassifier Model, SearchResult Search)? _fitted;

    /// <inheritdoc/>
    public int ClassCount => _fitted?.Model.ClassCount ?? 0;

    /// <summary>The search that led to the model.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public SearchResult Search => Fitted().Search;

    /// <summary>The best candidate, fitted on all training rows.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IClassifier Model => Fitted().Model;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        int[] own = labels.ToArray();
        LearningInput.NamingRows(features, () =>
        {
            SearchResult search = RandomSearch.Run(space, settings, features, own, build, seed, score);
            SearchTrial trial = new(search.Best.Parameters, RandomSearch.FinalResource(settings, search, features.Rows), RandomSearch.TrialSeed(seed));
            IClassifier model = build(trial);
            model.Fit(features, own);
            _fitted = (model, search);
        });
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features) => Fitted().Model.PredictProbabilities(features);

    private (IClassifier Model, SearchResult Search) Fitted()
    {
        Throw.IfNotFitted(_fitted, nameof(SearchedClassifier));
        return _fitted.Value;
    }
}
