namespace MusicRec.Recommenders;

/// <summary>How <see cref="AlternatingLeastSquares"/> solves for one vector.</summary>
public enum LeastSquaresSolver
{
    /// <summary>A few steps of conjugate gradients from where the vector stood (Takács, Pilászy and Tikk 2011): fast, and nearly as good.</summary>
    ConjugateGradient,

    /// <summary>The exact solution, by Cholesky's factorisation of a matrix of factors × factors.</summary>
    Cholesky,
}

/// <summary>Settings of <see cref="AlternatingLeastSquares"/>.</summary>
public sealed record AlternatingLeastSquaresOptions
{
    /// <summary>Numbers in a vector, 1 to 1024.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How often items and listeners are solved for in turn, 1 to 1000.</summary>
    public int Iterations { get; init; } = 15;

    /// <summary>λ, what is added to the diagonal of each least-squares problem, above 0.</summary>
    public double Regularization { get; init; } = 10;

    /// <summary>α: the confidence in a play is 1 + α times its rating; 1 in everything else. Above 0.</summary>
    public double Confidence { get; init; } = 1;

    /// <summary>How plays become ratings.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Logarithm;

    /// <summary>How one vector is solved for.</summary>
    public LeastSquaresSolver Solver { get; init; } = LeastSquaresSolver.ConjugateGradient;

    /// <summary>Steps of conjugate gradients, 1 to 100.</summary>
    public int ConjugateGradientSteps { get; init; } = 3;

    internal static AlternatingLeastSquaresOptions Read(RecommenderReader file) => new()
    {
        Factors = file.Whole("factors"),
        Iterations = file.Whole("iterations"),
        Regularization = file.Number("regularization"),
        Confidence = file.Number("confidence"),
        Scale = file.Choice<RatingScale>("scale"),
        Solver = file.Choice<LeastSquaresSolver>("solver"),
        ConjugateGradientSteps = file.Whole("conjugateGradientSteps"),
    };

    internal void Write(RecommenderWriter file)
    {
        file.Add("factors", Factors);
        file.Add("iterations", Iterations);
        file.Add("regularization", Regularization);
        file.Add("confidence", Confidence);
        file.Add("scale", Scale);
        file.Add("solver", Solver);
        file.Add("conjugateGradientSteps", ConjugateGradientSteps);
    }

    internal void Check()
    {
        Throw.IfOutside(Factors, 1, 1024);
        Throw.IfOutside(Iterations, 1, 1000);
        Throw.IfNotPositiveFloat(Regularization);
        Throw.IfNotPositiveFloat(Confidence);
        Throw.IfUndefined(Scale);
        Throw.IfUndefined(Solver);
        Throw.IfOutside(ConjugateGradientSteps, 1, 100);
    }
}
