namespace MusicRec.Recommenders;

/// <summary>Settings of <see cref="PersonalPopularity"/>.</summary>
public sealed record PersonalPopularityOptions
{
    /// <summary>How many groups of listeners, 1 (plain popularity) or more.</summary>
    public int Groups { get; init; } = 20;

    /// <summary>Directions of taste in which listeners are compared: the largest singular vectors, 1 or more.</summary>
    public int Dimensions { get; init; } = 20;

    /// <summary>How weights become ratings.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Logarithm;

    /// <summary>
    /// Listeners of average taste that are added to every group, 0 or more: a small group's shares are drawn towards those of all
    /// listeners by so much.
    /// </summary>
    public double AverageListeners { get; init; } = 10;

    internal void Check()
    {
        Throw.IfBelow(Groups, 1, nameof(Groups));
        Throw.IfBelow(Dimensions, 1, nameof(Dimensions));
        Throw.IfUndefined(Scale, nameof(Scale));
        Throw.IfOutside(AverageListeners, 0, double.MaxValue, nameof(AverageListeners));
    }
}
