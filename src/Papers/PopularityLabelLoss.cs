namespace MusicRec.Papers;

/// <summary>What a <see cref="PopularityNetwork"/> that tells popular songs from others makes small.</summary>
public enum PopularityLabelLoss
{
    /// <summary>Binary cross-entropy: what a network with two answers is trained by as a rule.</summary>
    CrossEntropy,

    /// <summary>The squared error of the sigmoid: paper 000 names no other loss, for popular or not either.</summary>
    SquaredError,
}
