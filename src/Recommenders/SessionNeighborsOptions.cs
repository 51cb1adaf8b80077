namespace MusicRec.Recommenders;

/// <summary>How <see cref="SessionNeighbors"/> weighs what the listener played.</summary>
public enum SessionWeighting
{
    /// <summary>All items alike, whatever their order: S-KNN (Jannach and Ludewig 2017).</summary>
    Uniform,

    /// <summary>
    /// The later the more: item number p of n counts p / n in the similarity, and a sequence whose latest shared item stands d places
    /// from the listener's end has 1 − (d − 1) / reach of a voice, at least 0: V-SKNN (Ludewig and Jannach 2018) with linear weights. (Their code
    /// has 1 − d / 10, which makes the latest item's voice 0.9 and goes below 0 behind the tenth.)
    /// </summary>
    Linear,
}

/// <summary>Settings of <see cref="SessionNeighbors"/>.</summary>
public sealed record SessionNeighborsOptions
{
    /// <summary>How many sequences speak, 1 or more.</summary>
    public int Neighbors { get; init; } = 100;

    /// <summary>How the listener's items are weighed.</summary>
    public SessionWeighting Weighting { get; init; } = SessionWeighting.Uniform;

    /// <summary>With linear weighting: how many of the listener's latest items give a sequence a voice, 1 or more.</summary>
    public int Reach { get; init; } = 10;

    /// <summary>
    /// How far rare items are put first, 0 (not at all) or more: a score is multiplied by 1 + this · ln(sequences / sequences with the
    /// item), as the "idf" weight of Ludewig and Jannach's code does.
    /// </summary>
    public double InverseFrequency { get; init; }

    /// <summary>
    /// How far shared items that few sequences have count more in the similarity, 0 (not at all) or more: each counts
    /// ln(sequences / sequences with the item) to this power.
    /// </summary>
    public double RareSharedItems { get; init; }

    internal void Check()
    {
        Throw.IfBelow(Neighbors, 1, nameof(Neighbors));
        Throw.IfUndefined(Weighting, nameof(Weighting));
        Throw.IfBelow(Reach, 1, nameof(Reach));
        Throw.IfOutside(InverseFrequency, 0, 1e6, nameof(InverseFrequency));
        Throw.IfOutside(RareSharedItems, 0, 10, nameof(RareSharedItems));
    }
}
