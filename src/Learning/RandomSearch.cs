using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>What a candidate is to be tried with.</summary>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Resource">How much it may spend on this rung: rows, iterations, epochs.</param>
/// <param name="Seed">For the model; the same for all candidates of a search, so that they differ by nothing but themselves. In cross-validation one per fold.</param>
public sealed record SearchTrial(ParameterValues Parameters, int Resource, ulong Seed);

/// <summary>
/// Random search (Bergstra and Bengio 2012) with successive halving: many candidates get little, the best of them more, few all. Rungs and
/// choices are those of scikit-learn 1.2.1's HalvingRandomSearchCV; candidates with equal scores keep the order they were drawn in.
/// Search on training rows alone: what is judged afterwards must not have been looked at here.
/// </summary>
public static class RandomSearch
{
    /// <summary>A search among anything that can be scored, such as a network by its validation rows.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="settings">The budget; <see cref="SearchSettings.MaximumResource"/> must be given.</param>
    /// <param name="score">
    /// From a trial to a number, higher is better; negative infinity says that the candidate failed. Called from several threads.
    /// </param>
    /// <param name="seed">Decides the candidates and the trials' seed.</param>
    /// <param name="unit">What the resource is counted in, for the table.</param>
    /// <exception cref="ArgumentException">The settings or the space do not allow a search.</exception>
    /// <exception cref="InvalidOperationException">A score is NaN or infinite, or every candidate of a rung failed.</exception>
    public static SearchResult Run(ParameterSpace space, SearchSettings settings, Func<SearchTrial, double> score, ulong seed, string unit = "iterations")
    {
        ArgumentNullException.ThrowIfNull(score);
        return Run(space, SuccessiveHalving.Rungs(settings), score, seed, unit);
    }

    /// <summary>A search among classifiers by cross-validation.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="settings">The budget.</param>
    /// <param name="features">Training rows, [rows, features].</param>
    /// <param name="labels">One class per row.</param>
    /// <param name="build">Makes an unfitted classifier; called once per fold, rung and candidate, from several threads.</param>
    /// <param name="seed">Decides the candidates, the folds where none are given, the rows of small rungs and the models' seeds.</param>
    /// <param name="score">From a candidate's cross-validation to a number, higher is better; null: mean accuracy.</param>
    /// <param name="folds">Folds of the training rows, such as folds that keep groups together; null: stratified ones.</param>
    /// <exception cref="ArgumentException">Rows, labels, settings, space or folds are not allowed or do not fit together.</exception>
    /// <exception cref="InvalidOperationException">A score is NaN or infinite, or every candidate of a rung failed.</exception>
    public static SearchResult Run(
        ParameterSpace space, SearchSettings settings, Matrix features, int[] labels, Func<SearchTrial, IClassifier> build, ulong seed,
        Func<CrossValidationResult, double>? score = null, IReadOnlyList<Split>? folds = null)
    {
        Check(space, settings, features, build);
        ArgumentNullException.ThrowIfNull(labels);
        int classCount = LearningInput.CheckLabels(features.Rows, labels);
        RandomStream random = new(seed);
        folds ??= Splits.StratifiedKFold(labels, settings.Folds, random.Split(2).NextUInt64());
        return Run(space, Rungs(settings, 2 * folds.Count * labels.Distinct().Count(), features.Rows), Judge, seed, Unit(settings));

        double Judge(SearchTrial trial)
        {
            IReadOnlyList<Split> own = Part(folds, labels, classCount, trial.Resource, settings, random);
            CrossValidationResult result = CrossValidation.Run(own, features, labels, model => build(trial with { Seed = model }), trial.Seed);
            return score is null ? result.Accuracy.Mean : score(result);
        }
    }

    /// <summary>A search among regressors by cross-validation.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="settings">The budget.</param>
    /// <param name="features">Training rows, [rows, features].</param>
    /// <param name="targets">One finite number per row.</param>
    /// <param name="build">Makes an unfitted regressor; called once per fold, rung and candidate, from several threads.</param>
    /// <param name="seed">Decides the candidates, the folds where none are given, the rows of small rungs and the models' seeds.</param>
    /// <param name="score">From a candidate's cross-validation to a number, higher is better; null: minus the mean squared error.</param>
    /// <param name="folds">Folds of the training rows, such as folds that keep groups together; null: random ones.</param>
    /// <exception cref="ArgumentException">Rows, targets, settings, space or folds are not allowed or do not fit together.</exception>
    /// <exception cref="InvalidOperationException">A score is NaN or infinite, or every candidate of a rung failed.</exception>
    public static SearchResult Run(
        ParameterSpace space, SearchSettings settings, Matrix features, double[] targets, Func<SearchTrial, IRegressor> build, ulong seed,
        Func<RegressionResult, double>? score = null, IReadOnlyList<Split>? folds = null)
    {
        Check(space, settings, features, build);
        ArgumentNullException.ThrowIfNull(targets);
        LearningInput.CheckTargets(features.Rows, targets);
        RandomStream random = new(seed);
        folds ??= Splits.KFold(targets.Length, settings.Folds, random.Split(2).NextUInt64());
        int[] oneClass = new int[targets.Length];
        return Run(space, Rungs(settings, 2 * folds.Count, features.Rows), Judge, seed, Unit(settings));

        double Judge(SearchTrial trial)
        {
            IReadOnlyList<Split> own = Part(folds, oneClass, 1, trial.Resource, settings, random);
            RegressionResult result = RegressionCrossValidation.Run(own, features, targets, model => build(trial with { Seed = model }), trial.Seed);
            return score is null ? -result.MeanSquaredError.Mean : score(result);
        }
    }

    /// <summary>The candidates that a search with this seed tries, in their order.</summary>
    internal static IReadOnlyList<ParameterValues> Candidates(ParameterSpace space, int count, ulong seed) => space.Draw(count, new RandomStream(seed).Split(0).NextUInt64());

    /// <summary>The seed of every trial of a search.</summary>
    internal static ulong TrialSeed(ulong seed) => new RandomStream(seed).Split(1).NextUInt64();

    /// <summary>
    /// What the model that is fitted on all rows after a search may spend: what the best candidate was chosen at, as in scikit-learn (rungs may end
    /// below the largest resource, at which nothing was tried).
    /// </summary>
    internal static int FinalResource(SearchSettings settings, SearchResult search, int rows) =>
        settings.Resource == SearchResource.Rows ? rows : search.Rungs[^1].Resource;

    private static SearchResult Run(ParameterSpace space, IReadOnlyList<SearchRung> rungs, Func<SearchTrial, double> score, ulong seed, string unit)
    {
        ArgumentNullException.ThrowIfNull(space);
        IReadOnlyList<ParameterValues> drawn = Candidates(space, rungs[0].Candidates, seed);
        ulong trialSeed = TrialSeed(seed);
        List<double>[] scores = [.. drawn.Select(_ => new List<double>())];
        int[] left = [.. Enumerable.Range(0, drawn.Count)];
        foreach (SearchRung rung in rungs)
        {
            left = left[..rung.Candidates];
            double[] reached = new double[left.Length];
            ParallelLoop.For(left.Length, place => reached[place] = Checked(score(new SearchTrial(drawn[left[place]], rung.Resource, trialSeed)), drawn[left[place]]));
            if (reached.All(double.IsNegativeInfinity))
            {
                throw new InvalidOperationException($"All {left.Length} candidates failed at {rung.Resource} {unit}; the first was {drawn[left[0]]}.");
            }

            for (int place = 0; place < left.Length; place++)
            {
                scores[left[place]].Add(reached[place]);
            }

            // Best first; a stable order, so equal ones stay as drawn.
            left = [.. left.OrderByDescending(candidate => scores[candidate][^1]).ThenBy(candidate => candidate)];
        }

        SearchCandidate[] candidates = [.. drawn.Select((parameters, number) => new SearchCandidate(number, parameters, scores[number]))];
        return new SearchResult(candidates, rungs, candidates[left[0]], unit);
    }

    private static double Checked(double score, ParameterValues parameters) => double.IsNaN(score) || double.IsPositiveInfinity(score)
        ? throw new InvalidOperationException($"The score is {score} for {parameters}; allowed: finite numbers, and negative infinity for a failure.")
        : score;

    private static void Check(ParameterSpace space, SearchSettings settings, Matrix features, object build)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(build);
        settings.Check();
        if (settings.Resource == SearchResource.Rows && settings.MaximumResource > features.Rows)
        {
            Throw.OutOfRange(nameof(settings.MaximumResource), settings.MaximumResource, $"1 to {features.Rows}, the number of rows");
        }
    }

    private static IReadOnlyList<SearchRung> Rungs(SearchSettings settings, int smallest, int rows) =>
        settings.Resource == SearchResource.Rows ? SuccessiveHalving.Rungs(settings, smallest, rows) : SuccessiveHalving.Rungs(settings);

    private static string Unit(SearchSettings settings) => settings.Resource == SearchResource.Rows ? "rows" : "iterations";

    /// <summary>The folds with that part of their training rows which a rung of so many rows has; test rows stay, so that scores move less.</summary>
    private static IReadOnlyList<Split> Part(IReadOnlyList<Split> folds, int[] labels, int classCount, int resource, SearchSettings settings, RandomStream random)
    {
        if (settings.Resource != SearchResource.Rows || resource >= labels.Length)
        {
            return folds;
        }

        RandomStream shuffles = random.Split(3);
        return [.. folds.Select((fold, index) =>
        {
            int count = Math.Max(1, (int)((long)resource * fold.Train.Length / labels.Length));
            return fold with { Train = [.. Spread(fold.Train, labels, classCount, shuffles.Split((ulong)index)).Take(count).Order()] };
        })];
    }

    /// <summary>Rows in an order of which every first part has its share of each class.</summary>
    private static IEnumerable<int> Spread(int[] rows, int[] labels, int classCount, RandomStream random)
    {
        int[] shuffled = [.. rows], counts = new int[classCount], seen = new int[classCount];
        random.Shuffle(shuffled.AsSpan());
        foreach (int row in rows)
        {
            counts[labels[row]]++;
        }

        return shuffled.Select(row => (row, place: (seen[labels[row]]++ + 0.5) / counts[labels[row]])).OrderBy(pair => pair.place).Select(pair => pair.row);
    }
}
