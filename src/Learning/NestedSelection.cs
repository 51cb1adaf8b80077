using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A learner that may be chosen: its name and how to make a fresh one from a seed.</summary>
public sealed record Candidate(string Name, Func<ulong, IClassifier> Create);

/// <summary>How a candidate did in the inner cross-validation, over all training rows.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Accuracy">Share of rows predicted rightly, 0 to 1.</param>
/// <param name="BrierScore">
/// Mean over rows of the squared errors of all class probabilities (Brier 1950): 0 is best, 2 worst. Unlike log loss it
/// is bounded, so that one sure mistake does not decide.
/// </param>
public sealed record CandidateScore(string Name, double Accuracy, double BrierScore);

/// <summary>What <see cref="NestedSelection"/> chooses by.</summary>
public enum SelectionCriterion
{
    /// <summary>The highest accuracy; of equal ones the lower Brier score.</summary>
    Accuracy,

    /// <summary>
    /// The lowest Brier score; of equal ones the higher accuracy. It listens to how sure each prediction was, and so
    /// tells candidates apart on few rows, where accuracy moves in coarse steps.
    /// </summary>
    BrierScore,
}

/// <summary>
/// Chooses among candidates by stratified cross-validation on the training rows alone, then fits the chosen one on all
/// of them. Judged by an outer cross-validation this is nested cross-validation (Cawley and Talbot 2010): the choice
/// never sees the rows it is judged on. Of candidates that are equal by every score the first is chosen.
/// </summary>
public sealed class NestedSelection : IClassifier
{
    private readonly Candidate[] _candidates;
    private readonly RandomStream _random;
    private readonly SelectionCriterion _criterion;
    private readonly int _folds;
    private readonly int _repeats;
    private IClassifier? _chosen;
    private CandidateScore[] _scores = [];
    private string _chosenName = "";

    /// <summary>A choice among <paramref name="candidates"/>.</summary>
    /// <param name="seed">Same seed and rows, same folds and so the same choice.</param>
    /// <param name="candidates">One or more, with different names.</param>
    /// <param name="criterion">What to choose by.</param>
    /// <param name="folds">Inner folds, 2 or more; training needs at least as many rows.</param>
    /// <param name="repeats">Times the folds are drawn anew, 1 or more.</param>
    public NestedSelection(ulong seed, IReadOnlyList<Candidate> candidates, SelectionCriterion criterion = SelectionCriterion.Accuracy, int folds = 5, int repeats = 1)
    {
        Throw.IfOutside((int)criterion, 0, (int)SelectionCriterion.BrierScore, nameof(criterion));
        ArgumentNullException.ThrowIfNull(candidates);
        Throw.IfEmpty(candidates.Count, nameof(candidates));
        Throw.IfBelow(folds, 2);
        Throw.IfBelow(repeats, 1);
        _candidates = [.. candidates];
        for (int index = 1; index < _candidates.Length; index++)
        {
            string name = _candidates[index].Name;
            if (Array.FindIndex(_candidates, candidate => candidate.Name == name) != index)
            {
                throw new ArgumentException($"Two candidates are named '{name}'; names must differ.", nameof(candidates));
            }
        }

        _random = new RandomStream(seed);
        _criterion = criterion;
        _folds = folds;
        _repeats = repeats;
    }

    /// <inheritdoc/>
    public int ClassCount => _chosen?.ClassCount ?? 0;

    /// <summary>The name of the chosen candidate.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public string ChosenName
    {
        get
        {
            Throw.IfNotFitted(_chosen, nameof(NestedSelection));
            return _chosenName;
        }
    }

    /// <summary>The chosen candidate, fitted on all training rows.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IClassifier Chosen
    {
        get
        {
            Throw.IfNotFitted(_chosen, nameof(NestedSelection));
            return _chosen;
        }
    }

    /// <summary>The inner scores of all candidates, in their order.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IReadOnlyList<CandidateScore> Scores
    {
        get
        {
            Throw.IfNotFitted(_chosen, nameof(NestedSelection));
            return _scores;
        }
    }

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        LearningInput.CheckTraining(features, labels);
        if (features.Rows < _folds)
        {
            throw new ArgumentException($"features has {features.Rows} rows; {_folds} inner folds need at least as many.", nameof(features));
        }

        CandidateScore[] scores = Judge(features, labels.ToArray());
        int best = 0;
        for (int index = 1; index < scores.Length; index++)
        {
            best = IsBetter(scores[index], scores[best]) ? index : best;
        }

        IClassifier chosen = _candidates[best].Create(_random.Split(0).NextUInt64());
        chosen.Fit(features, labels);
        (_chosen, _chosenName, _scores) = (chosen, _candidates[best].Name, scores);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_chosen, nameof(NestedSelection));
        return _chosen.PredictProbabilities(features);
    }

    private bool IsBetter(CandidateScore one, CandidateScore other)
    {
        int byAccuracy = one.Accuracy.CompareTo(other.Accuracy);
        int byBrierScore = other.BrierScore.CompareTo(one.BrierScore);
        return _criterion == SelectionCriterion.Accuracy
            ? byAccuracy > 0 || (byAccuracy == 0 && byBrierScore > 0)
            : byBrierScore > 0 || (byBrierScore == 0 && byAccuracy > 0);
    }

    // Every candidate meets the same folds and the same seeds, so that they differ by nothing but themselves.
    private CandidateScore[] Judge(Matrix features, int[] labels)
    {
        int[] hits = new int[_candidates.Length];
        double[] errors = new double[_candidates.Length];
        for (int repeat = 0; repeat < _repeats; repeat++)
        {
            RandomStream random = _random.Split((ulong)repeat + 1);
            Split[] splits = Splits.StratifiedKFold(labels, _folds, random.NextUInt64());
            for (int fold = 0; fold < splits.Length; fold++)
            {
                Matrix train = features.SelectRows(splits[fold].Train);
                Matrix test = features.SelectRows(splits[fold].Test);
                int[] trainLabels = [.. splits[fold].Train.Select(row => labels[row])];
                ulong seed = random.Split((ulong)fold).NextUInt64();
                for (int index = 0; index < _candidates.Length; index++)
                {
                    IClassifier model = _candidates[index].Create(seed);
                    model.Fit(train, trainLabels);
                    Matrix probabilities = model.PredictProbabilities(test);
                    for (int row = 0; row < test.Rows; row++)
                    {
                        ReadOnlySpan<double> shares = probabilities.Row(row);
                        int label = labels[splits[fold].Test[row]];
                        hits[index] += ClassifierExtensions.MostProbable(shares) == label ? 1 : 0;
                        errors[index] += BrierError(shares, label);
                    }
                }
            }
        }

        double judged = (double)_repeats * labels.Length;
        return [.. _candidates.Select((candidate, index) => new CandidateScore(candidate.Name, hits[index] / judged, errors[index] / judged))];
    }

    // A class that the training part lacked may have no column: its probability is 0.
    internal static double BrierError(ReadOnlySpan<double> shares, int label)
    {
        double sum = label < shares.Length ? 0 : 1;
        for (int index = 0; index < shares.Length; index++)
        {
            double error = shares[index] - (index == label ? 1 : 0);
            sum += error * error;
        }

        return sum;
    }
}
