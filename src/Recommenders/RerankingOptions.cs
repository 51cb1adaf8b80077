namespace MusicRec.Recommenders;

/// <summary>How a list is balanced between the mainstream and the obscure.</summary>
public enum RerankingMethod
{
    /// <summary>
    /// Calibrated recommendations (Steck 2018) over popularity groups (Abdollahpouri et al. 2021): the list's shares of the groups come near to the target's,
    /// measured by the Kullback-Leibler divergence of the list, smoothed with 1 % of the target, from the target.
    /// </summary>
    Calibration,

    /// <summary>
    /// Smooth xQuAD (Abdollahpouri, Burke and Mobasher 2019): an item gains by the target's share of its group times the share of the list that is not
    /// yet of that group.
    /// </summary>
    Diversification,
}

/// <summary>What shares of rare and popular items a re-ranked list should have.</summary>
public enum RerankingTarget
{
    /// <summary>Those of the listener's own history: who likes rarities gets more of them.</summary>
    Listener,

    /// <summary>The same for all groups: fair to the items, whoever listens.</summary>
    Equal,
}

/// <summary>Settings of <see cref="PopularityReranking"/>.</summary>
public sealed record RerankingOptions
{
    /// <summary>How the list is balanced.</summary>
    public RerankingMethod Method { get; init; } = RerankingMethod.Calibration;

    /// <summary>Towards what.</summary>
    public RerankingTarget Target { get; init; } = RerankingTarget.Listener;

    /// <summary>0 (the list as it was) to 1 (balance alone).</summary>
    public double Tradeoff { get; init; } = 0.5;

    /// <summary>How many of the best items are put into another order, 1 to 10,000; those behind them follow as they were.</summary>
    public int Candidates { get; init; } = 100;

    /// <summary>Groups of items by popularity, each with as nearly as can be the same share of all plays, 2 to 20.</summary>
    public int Groups { get; init; } = 3;

    internal void Check()
    {
        Throw.IfUndefined(Method);
        Throw.IfUndefined(Target);
        Throw.IfOutside(Tradeoff, 0, 1);
        Throw.IfOutside(Candidates, 1, 10_000);
        Throw.IfOutside(Groups, 2, 20);
    }
}
