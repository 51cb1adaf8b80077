namespace MusicRec.Learning;

/// <summary>What is given out in small amounts at first and in larger ones to the candidates that are left.</summary>
public enum SearchResource
{
    /// <summary>Training rows: a random part of each fold's, of every class its share; a larger part holds the smaller one.</summary>
    Rows,

    /// <summary>
    /// Whatever the model counts: iterations, trees or epochs, as <see cref="SearchTrial.Resource"/> says. Low rungs then favour whatever
    /// learns fast: a small learning rate is left behind before it could show what it is worth.
    /// </summary>
    Iterations,
}

/// <summary>
/// The budget of a search with successive halving; names and meaning as in scikit-learn 1.2.1's HalvingRandomSearchCV
/// (Jamieson and Talwalkar 2016): each rung keeps one candidate of <see cref="Factor"/> and gives it <see cref="Factor"/> times as much.
/// </summary>
public sealed record SearchSettings
{
    /// <summary>Candidates on the first rung, 1 to 10,000; null takes as many as let the last rung spend the largest resource (scikit-learn's "exhaust").</summary>
    public int? Candidates { get; init; } = 27;

    /// <summary>2 or more.</summary>
    public int Factor { get; init; } = 3;

    /// <summary>What is given out; <see cref="SearchResource.Rows"/> is for tables.</summary>
    public SearchResource Resource { get; init; } = SearchResource.Rows;

    /// <summary>
    /// Resource of every candidate on the first rung, 1 or more. Null starts so high that the last rung comes as near to the largest as it
    /// can (scikit-learn's "exhaust"), but not below its "smallest": for rows, 2 × folds × classes; else 1.
    /// </summary>
    public int? MinimumResource { get; init; }

    /// <summary>Resource of one candidate at most; null, for rows only, is all of them.</summary>
    public int? MaximumResource { get; init; }

    /// <summary>
    /// Whether rungs are repeated at the smallest resource until so few candidates are left that the last rung has fewer than
    /// <see cref="Factor"/>.
    /// </summary>
    public bool AggressiveElimination { get; init; }

    /// <summary>Inner folds where none are given, 2 or more: stratified for classes, random for numbers.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Throws for the first setting that is not allowed.</summary>
    internal void Check()
    {
        Throw.IfOutside(Candidates ?? 1, 1, 10_000, nameof(Candidates));
        Throw.IfBelow(Factor, 2);
        Throw.IfUndefined(Resource);
        Throw.IfBelow(MinimumResource ?? 1, 1, nameof(MinimumResource));
        Throw.IfBelow(MaximumResource ?? 1, 1, nameof(MaximumResource));
        Throw.IfBelow(Folds, 2);
        if (Candidates is null && MinimumResource is null)
        {
            throw new ArgumentException($"{nameof(Candidates)} and {nameof(MinimumResource)} are both null; one follows from the other, so give one.");
        }
    }
}
