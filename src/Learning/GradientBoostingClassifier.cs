using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Gradient-boosted trees on histograms that tell classes apart, fitted by log loss, by the definition of scikit-learn's
/// HistGradientBoostingClassifier (after LightGBM, Ke et al. 2017): one tree per iteration for two classes, one per class for more.
/// Missing values (NaN) are allowed in any column: each cut learns to which side they go. Columns may hold categories.
/// </summary>
public sealed class GradientBoostingClassifier : IWeightedClassifier
{
    private readonly ulong _seed;
    private readonly GradientBoostingSettings _settings;
    private Model? _model;

    /// <summary>A model that has learnt nothing yet.</summary>
    /// <param name="seed">Draws the rows that early stopping judges on, and those that quantiles are taken of where there are more than 200,000.</param>
    /// <param name="settings">How the trees grow.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public GradientBoostingClassifier(ulong seed, GradientBoostingSettings? settings = null)
    {
        (_seed, _settings) = (seed, settings ?? new GradientBoostingSettings());
        _settings.Check();
    }

    /// <inheritdoc/>
    public int ClassCount => _model?.ClassCount ?? 0;

    /// <summary>Iterations done, fewer than allowed where the fit stopped early; 0 where training had a single class.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int IterationCount => Fitted().Trees?.IterationCount ?? 0;

    /// <summary>
    /// The mean log loss that early stopping looked at, before the first iteration and after each one; empty where it was not asked for.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<double> Losses => Fitted().Trees?.Losses ?? [];

    /// <inheritdoc/>
    /// <remarks>
    /// Features are finite, or NaN where they are missing. A class below the largest that has no training row gets probability 0.
    /// </remarks>
    /// <exception cref="ArgumentException">Rows or labels are not allowed, or do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels) => Fit(features, labels, []);

    /// <inheritdoc/>
    /// <remarks>Features are finite, or NaN where they are missing.</remarks>
    /// <exception cref="ArgumentException">Rows, labels or weights are not allowed, or do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
    {
        LearningInput.CheckFiniteOrMissing(features);
        int classCount = LearningInput.CheckLabels(features.Rows, labels);
        double[]? rowWeights = LearningInput.CheckWeights(features.Rows, weights);
        int[] own = labels.ToArray(), classes = [.. new SortedSet<int>(own)];
        double[] targets = Array.ConvertAll(own, label => (double)Array.BinarySearch(classes, label));
        BoostedTrees? trees = classes.Length == 1 ? null : BoostedTrees.Fit(features, LossOf, own, _settings, _seed);
        _model = new Model(trees, classes, classCount, features.Columns);

        BoostingLoss LossOf(int[]? rows) => classes.Length == 2
            ? new BinaryLogLoss(targets.At(rows), rowWeights?.At(rows))
            : new MultinomialLogLoss(targets.At(rows), rowWeights?.At(rows), classes.Length);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Model model = Fitted();
        LearningInput.CheckPredictionWithMissing(features, model.FeatureCount);
        Matrix probabilities = new(features.Rows, model.ClassCount);
        Matrix? scores = model.Trees?.Score(features);
        double[] shares = new double[model.Classes.Length];
        for (int row = 0; row < features.Rows; row++)
        {
            switch (shares.Length)
            {
                case 1:
                    shares[0] = 1;
                    break;
                case 2:
                    (shares[0], shares[1]) = (Elementary.Sigmoid(-scores![row, 0]), Elementary.Sigmoid(scores[row, 0]));
                    break;
                default:
                    LogisticObjective.Softmax(scores!.Row(row), shares);
                    break;
            }

            for (int index = 0; index < shares.Length; index++)
            {
                probabilities[row, model.Classes[index]] = shares[index];
            }
        }

        return probabilities;
    }

    /// <summary>What was learnt: the trees (null where training had a single class), the classes they tell apart, and how many classes and columns there are.</summary>
    internal (BoostedTrees? Trees, int[] Classes, int ClassCount, int FeatureCount) State
    {
        get => (Fitted().Trees, Fitted().Classes, Fitted().ClassCount, Fitted().FeatureCount);
        set => _model = new Model(value.Trees, value.Classes, value.ClassCount, value.FeatureCount);
    }

    private Model Fitted()
    {
        Throw.IfNotFitted(_model, nameof(GradientBoostingClassifier));
        return _model;
    }

    private sealed record Model(BoostedTrees? Trees, int[] Classes, int ClassCount, int FeatureCount);
}
