namespace MusicRec.Recommenders;

/// <summary>Which items a correlation of two listeners is taken over.</summary>
public enum RatingOverlap
{
    /// <summary>
    /// Every item there is, an unplayed one rated 0. Not having played something then counts as a statement, as it does
    /// with plays: listeners who share much of what they play are alike.
    /// </summary>
    AllItems,

    /// <summary>
    /// Only items that both rated, means and deviations over these alone (Resnick et al. 1994): right for ratings, where a missing one
    /// says nothing. With few shared items it swings wildly: two shared items always correlate at −1 or 1, so
    /// use <see cref="PearsonOptions.Shrinkage"/> or <see cref="PearsonOptions.LeastShared"/> with it.
    /// </summary>
    CoRated,
}

/// <summary>Settings of <see cref="PearsonNeighbors"/>.</summary>
public sealed record PearsonOptions
{
    /// <summary>How many neighbours speak, 1 or more.</summary>
    public int Neighbors { get; init; } = 50;

    /// <summary>Which items the correlation is taken over.</summary>
    public RatingOverlap Overlap { get; init; } = RatingOverlap.AllItems;

    /// <summary>How weights become ratings.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Logarithm;

    /// <summary>
    /// Significance shrinkage, 0 (none) or more: a correlation over n shared items is multiplied by n / (n + shrinkage), so
    /// that likeness over a handful of items counts for little.
    /// </summary>
    public double Shrinkage { get; init; }

    /// <summary>Items that two listeners must share to be neighbours at all, 1 or more.</summary>
    public int LeastShared { get; init; } = 1;

    internal void Check()
    {
        Throw.IfBelow(Neighbors, 1, nameof(Neighbors));
        Throw.IfBelow(LeastShared, 1, nameof(LeastShared));
        Throw.IfOutside(Shrinkage, 0, double.MaxValue, nameof(Shrinkage));
        if (!Enum.IsDefined(Overlap))
        {
            Throw.OutOfRange(nameof(Overlap), Overlap, "AllItems or CoRated");
        }

        if (!Enum.IsDefined(Scale))
        {
            Throw.OutOfRange(nameof(Scale), Scale, "a known rating scale");
        }
    }
}
