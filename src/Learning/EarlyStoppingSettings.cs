namespace MusicRec.Learning;

/// <summary>When gradient boosting stops before its last iteration; defaults are scikit-learn's.</summary>
public sealed record EarlyStoppingSettings
{
    /// <summary>
    /// Share of the training rows set aside to judge on, between 0 and 1 (both excluded); drawn at random, for classes the same
    /// share of each. Null judges on the rows that are learnt from.
    /// </summary>
    public double? ValidationShare { get; init; } = 0.1;

    /// <summary>So many iterations without a smaller loss end the fit, 1 or more. Their trees are kept, as in scikit-learn.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>By how much a loss must be smaller to count as such, 0 or more.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>Throws for the first setting that is not allowed.</summary>
    internal void Check()
    {
        if (ValidationShare is double share && !(share is > 0 and < 1))
        {
            Throw.OutOfRange(nameof(ValidationShare), share, "a number between 0 and 1, both excluded");
        }

        Throw.IfBelow(Patience, 1);
        Throw.IfOutside(Tolerance, 0, double.MaxValue);
    }

    /// <summary>Whether none of the last <see cref="Patience"/> losses is smaller than the one before them.</summary>
    internal bool IsOver(List<double> losses)
    {
        if (losses.Count <= Patience)
        {
            return false;
        }

        double reference = losses[^(Patience + 1)] - Tolerance;
        for (int index = losses.Count - Patience; index < losses.Count; index++)
        {
            if (losses[index] < reference)
            {
                return false;
            }
        }

        return true;
    }
}
