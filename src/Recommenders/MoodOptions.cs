namespace MusicRec.Recommenders;

/// <summary>Settings of <see cref="MoodReranking"/>.</summary>
public sealed record MoodOptions
{
    /// <summary>How many of the latest items make up the mood that is playing, 1 or more; where no order is known all of a history do.</summary>
    public int Recent { get; init; } = 5;

    /// <summary>
    /// How strongly mood steers, 0 (not at all) to 100: an item's score is multiplied by exp(−strength · d²), where d is the distance of its mood from
    /// the one that is playing, in standard deviations of all items' moods.
    /// </summary>
    public double Strength { get; init; } = 0.2;

    internal void Check()
    {
        Throw.IfBelow(Recent, 1);
        Throw.IfOutside(Strength, 0, 100);
    }
}
