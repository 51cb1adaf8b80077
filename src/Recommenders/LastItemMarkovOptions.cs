namespace MusicRec.Recommenders;

/// <summary>Settings of <see cref="LastItemMarkov"/>; by default a plain first-order Markov chain with popularity behind it.</summary>
public sealed record LastItemMarkovOptions
{
    /// <summary>How many places behind an item another may stand to count as following it, 1 to 1,000: at distance d it counts 1 / d.</summary>
    public int Window { get; init; } = 1;

    /// <summary>How many of the listener's latest items are asked what follows them, 1 to 1,000; items that nothing ever followed are passed over.</summary>
    public int LookBack { get; init; } = 1;

    /// <summary>What an item asked counts for beside the next later one, above 0 up to 1.</summary>
    public double Decay { get; init; } = 0.8;

    /// <summary>
    /// How many times popularity is counted as having been seen behind every item, 0 or more: chances are
    /// (count + smoothing · share of all plays) / (counts + smoothing), a Dirichlet prior (MacKay and Peto 1995). At 0 only
    /// items that were seen to follow have a score.
    /// </summary>
    public double Smoothing { get; init; } = 1;

    internal void Check()
    {
        Throw.IfOutside(Window, 1, 1000, nameof(Window));
        Throw.IfOutside(LookBack, 1, 1000, nameof(LookBack));
        Throw.IfNotPositive(Decay, nameof(Decay));
        Throw.IfOutside(Decay, 0, 1, nameof(Decay));
        Throw.IfOutside(Smoothing, 0, 1e12, nameof(Smoothing));
    }
}
