using MusicRec.Privacy;

namespace MusicRec.Recommenders;

/// <summary>Settings of <see cref="PrivateEase"/>. They are taken as public: choosing them by looking at the data costs privacy that is not counted.</summary>
public sealed record PrivateEaseOptions
{
    /// <summary>ε, 0.0001 to 1,000: the smaller, the more private. Infinity is the same method without noise and without privacy, for comparison.</summary>
    public double Epsilon { get; init; } = 1;

    /// <summary>δ, above 0 to below 1: with what chance ε may fail to hold. It should be far below one divided by the number of listeners.</summary>
    public double Delta { get; init; } = 1e-5;

    /// <summary>How many items take part, 2 or more: those with the most listeners as far as the noise lets see.</summary>
    public int Items { get; init; } = 300;

    /// <summary>λ, what is added to the diagonal besides what the noise makes necessary, above 0.</summary>
    public double Regularization { get; init; } = 100;

    /// <summary>Share of the privacy that is spent on counting listeners, above 0 to below 1; the products of ratings get the rest.</summary>
    public double CountShare { get; init; } = 0.2;

    /// <summary>A listener with more items than this counts for less than 1 in each item's count, 1 or more.</summary>
    public int FullCounts { get; init; } = 50;

    /// <summary>How plays become ratings.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Binary;

    /// <summary>The noise of everything together as a multiplier of what one listener can change; 0 without noise.</summary>
    internal double NoiseMultiplier => double.IsPositiveInfinity(Epsilon) ? 0 : GaussianMechanism.NoiseMultiplier(Epsilon, Delta);

    /// <summary>The standard deviation of the noise on each item's count: one listener can change the counts by √<see cref="FullCounts"/>.</summary>
    internal double CountDeviation => Math.Sqrt(FullCounts) * GaussianMechanism.ForShare(NoiseMultiplier, CountShare);

    /// <summary>That of the noise on the products of ratings, which one listener can change by 1.</summary>
    internal double ProductDeviation => GaussianMechanism.ForShare(NoiseMultiplier, 1 - CountShare);

    internal static PrivateEaseOptions Read(RecommenderReader file) => new()
    {
        Epsilon = file.Flag("noise") ? file.Number("epsilon") : double.PositiveInfinity,
        Delta = file.Number("delta"),
        Items = file.Whole("items"),
        Regularization = file.Number("regularization"),
        CountShare = file.Number("countShare"),
        FullCounts = file.Whole("fullCounts"),
        Scale = file.Choice<RatingScale>("scale"),
    };

    internal void Write(RecommenderWriter file)
    {
        bool noise = !double.IsPositiveInfinity(Epsilon);
        file.Add("noise", noise);
        if (noise)
        {
            file.Add("epsilon", Epsilon);
        }

        file.Add("delta", Delta);
        file.Add("items", Items);
        file.Add("regularization", Regularization);
        file.Add("countShare", CountShare);
        file.Add("fullCounts", FullCounts);
        file.Add("scale", Scale);
    }

    internal void Check()
    {
        CheckEpsilon(Epsilon, nameof(Epsilon));
        CheckDelta(Delta, nameof(Delta));
        Throw.IfBelow(Items, 2);
        Throw.IfNotPositiveFloat(Regularization);
        Throw.IfOutside(CountShare, 1e-6, 1 - 1e-6);
        Throw.IfBelow(FullCounts, 1);
        Throw.IfUndefined(Scale);
    }

    internal static void CheckEpsilon(double epsilon, string name)
    {
        if (!(epsilon is >= 1e-4 and <= 1_000 or double.PositiveInfinity))
        {
            Throw.OutOfRange(name, epsilon, "0.0001 to 1000, or infinity for no noise and no privacy");
        }
    }

    internal static void CheckDelta(double delta, string name)
    {
        if (!(delta >= 1e-100 && delta < 1))
        {
            Throw.OutOfRange(name, delta, "1E-100 to below 1, far below one divided by the number of listeners");
        }
    }
}
