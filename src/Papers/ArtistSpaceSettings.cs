namespace MusicRec.Papers;

/// <summary>
/// Settings of <see cref="ArtistSpace"/>. They are those of the literature, but for <see cref="NeighborShare"/>, which was chosen among
/// 0.3, 0.5 and 1 on those triplets alone whose anchor and positive lie in one half of the artists, drawn at random.
/// </summary>
public sealed record ArtistSpaceSettings
{
    /// <summary>Numbers of each of a vector's two halves, 1 or more.</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>The power of the contexts' probabilities, 0 to 1 (Levy, Goldberg and Dagan 2015).</summary>
    public double ContextSmoothing { get; init; } = 0.75;

    /// <summary>How much the tags of the artists heard together with one count beside its own, 0 or more.</summary>
    public double NeighborShare { get; init; } = 0.5;

    /// <summary>What the random projections follow from; the result hardly depends on it.</summary>
    public ulong Seed { get; init; }

    internal void Check()
    {
        Throw.IfBelow(Dimension, 1);
        Throw.IfOutside(ContextSmoothing, 0, 1);
        Throw.IfOutside(NeighborShare, 0, 1e6);
    }
}
