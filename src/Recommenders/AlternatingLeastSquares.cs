using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Matrix factorisation for implicit feedback (Hu, Koren and Volinsky 2008): vectors whose scalar products come near 1 where a listener
/// has an item and 0 elsewhere, a play weighing 1 + α · rating in the squared error. Items and listeners are solved for in turn, the
/// other side held. At last every listener is solved for exactly, so a listener of the fit has the very vector that their
/// history is folded in with, and the parts of an explanation add up to the score.
/// </summary>
public sealed class AlternatingLeastSquares : LatentFactors
{
    // The spread of the first vectors, as in the package "implicit".
    private const float StartDeviation = 0.01f;

    private readonly AlternatingLeastSquaresOptions _options;
    private readonly ulong _seed;
    private double[] _gram = [];

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides the vectors it starts from.</param>
    /// <param name="options">Settings; by default 64 factors on log plays.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AlternatingLeastSquares(ulong seed, AlternatingLeastSquaresOptions? options = null)
        : base((options ??= new AlternatingLeastSquaresOptions()).Factors)
    {
        (_seed, _options) = (seed, options);
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "ALS";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AlternatingLeastSquares Load(string path) => RecommenderFile.Load<AlternatingLeastSquares>(path);

    internal static AlternatingLeastSquares Read(RecommenderReader file) => new(file.Seed("seed"), AlternatingLeastSquaresOptions.Read(file));

    private protected override void Learn(Interactions interactions)
    {
        CompressedRows byUser = Ratings.Of(interactions, _options.Scale), byItem = byUser.Transpose(interactions.ItemCount);
        float[] userExtra = Extra(byUser.Weights), itemExtra = Extra(byItem.Weights), gram = new float[Stride * Stride];
        RandomStream random = new(_seed);
        float[] users = DrawVectors(random.Split(0), interactions.UserCount, StartDeviation), items = DrawVectors(random.Split(1), interactions.ItemCount, StartDeviation);
        for (int iteration = 0; iteration < _options.Iterations; iteration++)
        {
            Solve(byItem, itemExtra, users, items, gram);
            Solve(byUser, userExtra, items, users, gram);
        }

        _gram = ExactGram(items);
        ImplicitLeastSquares.Exact(byUser.Offsets, byUser.Columns, userExtra, items, _gram, users, Stride);
        Keep(users, items, new float[interactions.ItemCount]);
    }

    private protected override float[] VectorOf(ListenerHistory history)
    {
        float[] vector = new float[Stride];
        ImplicitLeastSquares.Exact([0, history.Count], history.Items, Extra(Ratings.Of(history.Weights, _options.Scale)), Items, _gram, vector, Stride);
        return vector;
    }

    // Section 5 of the paper: with W the inverse of the listener's matrix, item j of the history gives cⱼ · yᵢᵀ·W·yⱼ.
    private protected override Explanation Reason(ListenerHistory history, int item)
    {
        float[] extra = Extra(Ratings.Of(history.Weights, _options.Scale));
        double[] image = Array.ConvertAll(Vector(item).ToArray(), number => (double)number);
        ImplicitLeastSquares.Weigh(history.Items, extra, Items, _gram, image);
        Contribution[] because = new Contribution[history.Count];
        for (int place = 0; place < because.Length; place++)
        {
            int played = history.Items[place];
            because[place] = new Contribution(Fitted.ItemNames[played], (1.0 + extra[place]) * Product(Vector(played), image));
        }

        because = [.. because.OrderByDescending(part => part.Amount)];
        return new Explanation(item, PlayedItems.Text(because), because, []);
    }

    private protected override void Write(RecommenderWriter file)
    {
        base.Write(file);
        file.Add("seed", _seed);
        _options.Write(file);
    }

    private protected override void Restore(Interactions interactions, RecommenderReader file)
    {
        base.Restore(interactions, file);
        _gram = ExactGram(Items);
    }

    private void Solve(CompressedRows rows, float[] extra, float[] others, float[] vectors, float[] gram)
    {
        if (_options.Solver == LeastSquaresSolver.Cholesky)
        {
            ImplicitLeastSquares.Exact(rows.Offsets, rows.Columns, extra, others, ExactGram(others), vectors, Stride);
        }
        else
        {
            ImplicitLeastSquares.Gram(others, Stride, FactorCount, (float)_options.Regularization, gram);
            ImplicitLeastSquares.ConjugateGradient(rows.Offsets, rows.Columns, extra, others, gram, vectors, Stride, _options.ConjugateGradientSteps);
        }
    }

    private double[] ExactGram(ReadOnlySpan<float> vectors)
    {
        double[] gram = new double[Stride * Stride];
        NormalEquations.Gram(vectors, Stride, FactorCount, _options.Regularization, gram);
        return gram;
    }

    private static double Product(ReadOnlySpan<float> first, double[] second)
    {
        double sum = 0;
        for (int index = 0; index < first.Length; index++)
        {
            sum += first[index] * second[index];
        }

        return sum;
    }

    private float[] Extra(double[] ratings)
    {
        float[] extra = Array.ConvertAll(ratings, rating => (float)(_options.Confidence * rating));
        Throw.IfNotFinite(extra, "the confidences");
        return extra;
    }
}
