namespace MusicRec.Recommenders;

/// <summary>Settings of <see cref="HybridFactorization"/>.</summary>
public sealed record HybridFactorizationOptions
{
    /// <summary>The factorisation; its scale is that of the plays.</summary>
    public AlternatingLeastSquaresOptions Factors { get; init; } = new();

    /// <summary>What the length of a listener's or item's content becomes, in units of a play's rating: above 0.</summary>
    public double ContentWeight { get; init; } = 3;

    internal static HybridFactorizationOptions Read(RecommenderReader file) =>
        new() { Factors = AlternatingLeastSquaresOptions.Read(file), ContentWeight = file.Number("contentWeight") };

    internal void Write(RecommenderWriter file)
    {
        Factors.Write(file);
        file.Add("contentWeight", ContentWeight);
    }

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Factors);
        Factors.Check();
        Throw.IfNotPositiveFloat(ContentWeight);
    }
}
