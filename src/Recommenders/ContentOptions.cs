namespace MusicRec.Recommenders;

/// <summary>How near two songs are in their features.</summary>
public enum ContentSimilarity
{
    /// <summary>The cosine of the angle between them, −1 to 1: the same leaning away from the average, however strong.</summary>
    Cosine,

    /// <summary>1 / (1 + Euclidean distance in standard deviations), above 0 up to 1.</summary>
    Euclidean,
}

/// <summary>Settings of <see cref="ContentNeighbors"/>.</summary>
public sealed record ContentOptions
{
    /// <summary>How near two songs are.</summary>
    public ContentSimilarity Similarity { get; init; } = ContentSimilarity.Cosine;

    /// <summary>
    /// 0: a song is compared with the listener's mean song (weighted by how much each was played). 1 or more: with each of the
    /// listener's songs, and its score is the mean similarity to that many nearest ones, which does justice to a listener of
    /// several tastes whose mean song is none of them.
    /// </summary>
    public int NearestLiked { get; init; }

    /// <summary>How weights become the shares of the mean song.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Logarithm;

    /// <summary>The items whose features set the scale (mean and standard deviation); null for all. Name the training items when features of the others must not be seen.</summary>
    public IReadOnlyList<int>? ScaleItems { get; init; }

    internal void Check()
    {
        Throw.IfBelow(NearestLiked, 0, nameof(NearestLiked));
        if (!Enum.IsDefined(Similarity))
        {
            Throw.OutOfRange(nameof(Similarity), Similarity, "Cosine or Euclidean");
        }

        if (!Enum.IsDefined(Scale))
        {
            Throw.OutOfRange(nameof(Scale), Scale, "a known rating scale");
        }
    }
}
