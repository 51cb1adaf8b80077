using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Gradient-boosted trees on histograms that predict a number, fitted by squared error, by the definition of scikit-learn's
/// HistGradientBoostingRegressor (after LightGBM, Ke et al. 2017). Missing values (NaN) are allowed in any column: each cut learns
/// to which side they go. Columns may hold categories.
/// </summary>
public sealed class GradientBoostingRegressor : IRegressor
{
    private readonly ulong _seed;
    private readonly GradientBoostingSettings _settings;
    private BoostedTrees? _trees;

    /// <summary>A model that has learnt nothing yet.</summary>
    /// <param name="seed">Draws the rows that early stopping judges on, and those that quantiles are taken of where there are more than 200,000.</param>
    /// <param name="settings">How the trees grow.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public GradientBoostingRegressor(ulong seed, GradientBoostingSettings? settings = null)
    {
        (_seed, _settings) = (seed, settings ?? new GradientBoostingSettings());
        _settings.Check();
    }

    /// <summary>Iterations done, fewer than allowed where the fit stopped early.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int IterationCount => Fitted().IterationCount;

    /// <summary>
    /// Half the mean squared error that early stopping looked at, before the first iteration and after each one; empty where it was not
    /// asked for.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<double> Losses => Fitted().Losses;

    /// <inheritdoc/>
    /// <remarks>Features are finite, or NaN where they are missing.</remarks>
    /// <exception cref="ArgumentException">Rows or targets are not allowed, or do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<double> targets) => Fit(features, targets, []);

    /// <summary>Learns from rows that count more or less.</summary>
    /// <param name="features">Finite numbers, or NaN where they are missing, [rows, features].</param>
    /// <param name="targets">One finite number per row.</param>
    /// <param name="weights">One finite number of 0 or more per row, not all 0; empty gives all rows the same weight.</param>
    /// <exception cref="ArgumentException">Rows, targets or weights are not allowed, or do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        LearningInput.CheckFiniteOrMissing(features);
        LearningInput.CheckTargets(features.Rows, targets);
        double[]? rowWeights = LearningInput.CheckWeights(features.Rows, weights);
        double[] numbers = targets.ToArray();
        _trees = BoostedTrees.Fit(features, LossOf, null, _settings, _seed);

        SquaredErrorLoss LossOf(int[]? rows) => new(numbers.At(rows), rowWeights?.At(rows));
    }

    /// <inheritdoc/>
    public double[] Predict(Matrix features)
    {
        BoostedTrees trees = Fitted();
        LearningInput.CheckPredictionWithMissing(features, trees.FeatureCount);
        return trees.Score(features).Values;
    }

    private BoostedTrees Fitted()
    {
        Throw.IfNotFitted(_trees, nameof(GradientBoostingRegressor));
        return _trees;
    }
}
