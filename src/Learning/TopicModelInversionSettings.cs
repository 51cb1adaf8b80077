namespace MusicRec.Learning;

/// <summary>How <see cref="TopicModelInversion"/> fits.</summary>
public sealed record TopicModelInversionSettings
{
    /// <summary>Weight of the penalty on the distance of every log strength from <see cref="Center"/>, above 0: it decides where no document does.</summary>
    public double Penalty { get; init; } = 1e-3;

    /// <summary>What log strengths are drawn to, finite.</summary>
    public double Center { get; init; } = -4;

    /// <summary>Steps on the documents without hidden topics, 1 or more.</summary>
    public int FirstIterations { get; init; } = 60;

    /// <summary>Rounds in which hidden topics are told apart and all documents are fitted, 0 or more.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Steps in each round, 1 or more.</summary>
    public int RoundIterations { get; init; } = 30;

    /// <summary>Draws from what hidden topics start.</summary>
    public ulong Seed { get; init; }

    /// <summary>Throws for the first setting that is not allowed.</summary>
    internal void Check()
    {
        Throw.IfNotPositive(Penalty);
        Throw.IfOutside(Center, -100, 100);
        Throw.IfBelow(FirstIterations, 1);
        Throw.IfBelow(Rounds, 0);
        Throw.IfBelow(RoundIterations, 1);
    }
}
