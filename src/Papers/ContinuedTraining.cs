namespace MusicRec.Papers;

/// <summary>What is done when new songs come.</summary>
public enum ContinuedTrainingMethod
{
    /// <summary>Everything new is predicted by the mean popularity of the songs met last.</summary>
    LastMean,

    /// <summary>The network learns from the first songs only.</summary>
    NetworkFrozen,

    /// <summary>A new network learns from all songs met so far, from the beginning.</summary>
    NetworkRefit,

    /// <summary>The network goes on from its weights with the songs met last.</summary>
    NetworkWarmStart,

    /// <summary>The same, with as many older songs drawn again, so that these are not forgotten.</summary>
    NetworkWarmStartWithReplay,

    /// <summary>Boosted trees that learn from the first songs only.</summary>
    BoostingFrozen,

    /// <summary>Boosted trees on all songs met so far.</summary>
    BoostingRefit,
}

/// <summary>How songs come in, and how the network goes on.</summary>
public sealed record ContinuedTrainingSettings
{
    /// <summary>Songs up to this year are there at first; null: the year that comes nearest to halving the songs.</summary>
    public int? LastFirstYear { get; init; }

    /// <summary>Years that come in together, 1 or more.</summary>
    public int YearsPerStep { get; init; } = 2;

    /// <summary>Passes over the new songs in each continuation, 1 or more.</summary>
    public int ContinuedEpochs { get; init; } = 3;

    /// <summary>Of catalogues that are larger, so many songs are drawn, 2 or more.</summary>
    public int MostSongs { get; init; } = 10_000;

    /// <summary>The network.</summary>
    public PopularityNetworkSettings Network { get; init; } = new();

    /// <summary>Decides everything that is drawn.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Check()
    {
        Throw.IfBelow(YearsPerStep, 1, nameof(YearsPerStep));
        Throw.IfBelow(ContinuedEpochs, 1, nameof(ContinuedEpochs));
        Throw.IfBelow(MostSongs, 2, nameof(MostSongs));
        Network.Check();
    }
}

/// <summary>Songs that come in together, and how each method predicted their popularity before it learnt from them.</summary>
/// <param name="FirstYear">The first year.</param>
/// <param name="LastYear">The last year.</param>
/// <param name="Popularity">Each song's popularity.</param>
/// <param name="Predicted">By each method, in the order of <see cref="ContinuedTrainingStudy.Methods"/>.</param>
/// <param name="Visits">Songs times passes that each method had learnt from by then, since the beginning: the same on every machine.</param>
public sealed record ContinuedTrainingStep(
    int FirstYear, int LastYear, IReadOnlyList<double> Popularity, IReadOnlyList<IReadOnlyList<double>> Predicted, IReadOnlyList<long> Visits)
{
    /// <summary>The years in words.</summary>
    public string Name => FirstYear == LastYear ? $"{FirstYear}" : $"{FirstYear}-{LastYear % 100:00}";

    /// <summary>The mean absolute error of a method.</summary>
    /// <param name="method">Its place among the methods.</param>
    public double MeanAbsoluteError(int method) => Popularity.Zip(Predicted[method], (truth, predicted) => Math.Abs(truth - predicted)).Average();
}
