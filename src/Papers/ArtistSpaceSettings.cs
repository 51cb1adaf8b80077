namespace MusicRec.Papers;

/// <summary>
/// Settings of <see cref="ArtistSpace"/>. Dimension and smoothing are those of the literature; how the parts are joined is what
/// <see cref="ArtistSpaceSelection"/> chooses on the real triplets inside one half of the artists.
/// </summary>
public sealed record ArtistSpaceSettings
{
    /// <summary>Numbers of each of a vector's two halves, 1 or more.</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>The power of the contexts' probabilities, 0 to 1 (Levy, Goldberg and Dagan 2015).</summary>
    public double ContextSmoothing { get; init; } = 0.75;

    /// <summary>How much of the cosine is the tags', 0 (who is heard together alone) to 1 (tags alone).</summary>
    public double TagShare { get; init; } = 0.5;

    /// <summary>How much the tags of the artists heard together with one count beside its own, 0 or more.</summary>
    public double NeighborShare { get; init; } = 0.3;

    /// <summary>What the random projections follow from; the result hardly depends on it.</summary>
    public ulong Seed { get; init; }

    internal static void CheckShares(double tagShare, double neighborShare)
    {
        Throw.IfOutside(tagShare, 0, 1);
        Throw.IfOutside(neighborShare, 0, 1e6);
    }

    internal void Check()
    {
        Throw.IfBelow(Dimension, 1);
        Throw.IfOutside(ContextSmoothing, 0, 1);
        Throw.IfOutside(TagShare, 0, 1);
        Throw.IfOutside(NeighborShare, 0, 1e6);
    }
}
