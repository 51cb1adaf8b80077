namespace MusicRec.Recommenders;

/// <summary>How ratings become the vectors whose products are similarities. Definitions as in the library "implicit" 0.7.</summary>
public enum NeighborWeighting
{
    /// <summary>The ratings themselves, each vector divided by its length: the cosine, 0 to 1.</summary>
    Cosine,

    /// <summary>
    /// √rating · (log N − log(1 + n)), where N counts the vectors and n those that have the entry; then the cosine. What many
    /// have in common tells little.
    /// </summary>
    TfIdf,

    /// <summary>
    /// rating · (K + 1) / (rating + K · (1 − B + B · length / mean length)) · (log N − log(1 + n)), without a division by the
    /// vectors' lengths: a rating's weight levels off (K), long vectors count for less (B). Length is the sum of the ratings.
    /// </summary>
    Bm25,
}

/// <summary>Settings of <see cref="UserNeighbors"/> and <see cref="ItemNeighbors"/>.</summary>
public sealed record NeighborOptions
{
    /// <summary>How many neighbours count, 1 or more: of a listener, or of an item. (The K of "implicit" counts the item itself as well.)</summary>
    public int Neighbors { get; init; } = 100;

    /// <summary>What similarity is made of.</summary>
    public NeighborWeighting Weighting { get; init; } = NeighborWeighting.Cosine;

    /// <summary>How weights become ratings; <see cref="RatingScale.AsGiven"/> is what "implicit" does.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Logarithm;

    /// <summary>
    /// Significance shrinkage, 0 (none) or more: a similarity that rests on n shared entries is multiplied by n / (n + shrinkage)
    /// (Bell and Koren 2007), so that likeness over a handful counts for little.
    /// </summary>
    public double Shrinkage { get; init; }

    /// <summary>K of <see cref="NeighborWeighting.Bm25"/>, above 0: how late a rating's weight levels off.</summary>
    public double Saturation { get; init; } = 1.2;

    /// <summary>B of <see cref="NeighborWeighting.Bm25"/>, 0 to 1: how far long vectors are held down.</summary>
    public double LengthShare { get; init; } = 0.75;

    internal static NeighborOptions Read(RecommenderReader file) => new()
    {
        Neighbors = file.Whole("neighbors"),
        Weighting = file.Choice<NeighborWeighting>("weighting"),
        Scale = file.Choice<RatingScale>("scale"),
        Shrinkage = file.Number("shrinkage"),
        Saturation = file.Number("saturation"),
        LengthShare = file.Number("lengthShare"),
    };

    internal void Write(RecommenderWriter file)
    {
        file.Add("neighbors", Neighbors);
        file.Add("weighting", Weighting);
        file.Add("scale", Scale);
        file.Add("shrinkage", Shrinkage);
        file.Add("saturation", Saturation);
        file.Add("lengthShare", LengthShare);
    }

    internal void Check()
    {
        Throw.IfBelow(Neighbors, 1, nameof(Neighbors));
        Throw.IfUndefined(Weighting, nameof(Weighting));
        Throw.IfUndefined(Scale, nameof(Scale));
        Throw.IfOutside(Shrinkage, 0, double.MaxValue, nameof(Shrinkage));
        Throw.IfNotPositive(Saturation, nameof(Saturation));
        Throw.IfOutside(LengthShare, 0, 1, nameof(LengthShare));
    }
}
