namespace MusicRec.Recommenders;

/// <summary>Settings of <see cref="FeatureToFactorMapping"/>.</summary>
public sealed record FeatureToFactorOptions
{
    /// <summary>The factorisation whose vectors are predicted.</summary>
    public AlternatingLeastSquaresOptions Factors { get; init; } = new();

    /// <summary>Penalty on the squares of the map's weights, above 0; features are brought to rows of length 1 first.</summary>
    public double Regularization { get; init; } = 2;

    /// <summary>
    /// How much the vector that the content predicts counts beside a listener's plays: what is added to the diagonal of the listener's
    /// least-squares problem, which is centred on the predicted vector. Above 0.
    /// </summary>
    public double PriorWeight { get; init; } = 20;

    internal static FeatureToFactorOptions Read(RecommenderReader file) => new()
    {
        Factors = AlternatingLeastSquaresOptions.Read(file),
        Regularization = file.Number("mapRegularization"),
        PriorWeight = file.Number("priorWeight"),
    };

    internal void Write(RecommenderWriter file)
    {
        Factors.Write(file);
        file.Add("mapRegularization", Regularization);
        file.Add("priorWeight", PriorWeight);
    }

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Factors);
        Factors.Check();
        Throw.IfNotPositive(Regularization);
        Throw.IfNotPositiveFloat(PriorWeight);
    }
}
