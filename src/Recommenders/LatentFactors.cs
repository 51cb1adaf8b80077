using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Recommenders that place listeners and items in one space of a few dozen numbers: an item's score for a listener is the scalar
/// product of their vectors, plus the item's offset where a method learns one. Vectors and scores are floats.
/// </summary>
public abstract class LatentFactors : Recommender
{
    private float[] _users = [];
    private float[] _items = [];
    private float[] _offsets = [];
    private float[] _packed = [];

    private protected LatentFactors(int factors) => FactorCount = factors;

    /// <summary>Numbers in a vector.</summary>
    public int FactorCount { get; }

    /// <summary>The listeners' vectors, [users, factors]; a copy.</summary>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public Matrix UserFactors => Copy(_users, Fitted.UserCount);

    /// <summary>The items' vectors, [items, factors]; a copy.</summary>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public Matrix ItemFactors => Copy(_items, Fitted.ItemCount);

    /// <summary>What is added to each item's score for everybody, [items]; a copy. Zeros for methods without offsets.</summary>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public double[] ItemOffsets => Array.ConvertAll(_offsets[..Fitted.ItemCount], offset => (double)offset);

    /// <summary>Distance between vectors, which are filled up with zeros.</summary>
    private protected int Stride => ImplicitLeastSquares.Stride(FactorCount);

    /// <summary>The items' vectors, <see cref="Stride"/> numbers each.</summary>
    private protected ReadOnlySpan<float> Items => _items;

    /// <summary>The items' offsets.</summary>
    private protected ReadOnlySpan<float> Offsets => _offsets;

    /// <summary>The vector of a listener who was not there at the fit, [factors], from their history alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The history names an unknown item.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public double[] FoldIn(ListenerHistory history)
    {
        CheckHistory(history);
        return Array.ConvertAll(VectorOf(history)[..FactorCount], number => (double)number);
    }

    /// <summary>
    /// The scores of all items, [items], for a vector of the listeners' space, such as one that was predicted from what else is known
    /// of a listener.
    /// </summary>
    /// <param name="userVector">[factors], finite.</param>
    /// <exception cref="ArgumentException">The vector has another length or a number that is not finite as a float.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public double[] ScoreItems(ReadOnlySpan<double> userVector)
    {
        float[] scores = new float[Fitted.ItemCount], vector = new float[Stride];
        Throw.IfLengthsDiffer(userVector.Length, nameof(userVector), FactorCount, "a vector of factors");
        for (int factor = 0; factor < userVector.Length; factor++)
        {
            vector[factor] = (float)userVector[factor];
        }

        Throw.IfNotFinite(vector, nameof(userVector));
        ScoreInto(scores, vector, 1);
        return Array.ConvertAll(scores, score => (double)score);
    }

    /// <summary>Vectors of normal draws, <see cref="Stride"/> numbers each.</summary>
    private protected float[] DrawVectors(RandomStream random, int rows, float deviation)
    {
        float[] vectors = new float[checked(rows * Stride)], draws = new float[rows * FactorCount];
        random.FillGaussian(draws);
        for (int place = 0; place < draws.Length; place++)
        {
            vectors[(place / FactorCount * Stride) + (place % FactorCount)] = deviation * draws[place];
        }

        return vectors;
    }

    /// <summary>Takes up what was learnt; vectors are rows of <see cref="Stride"/> numbers.</summary>
    private protected void Keep(float[] users, float[] items, float[] offsets)
    {
        RequireFinite(users, "the listeners' factors");
        RequireFinite(items, "the items' factors");
        RequireFinite(offsets, "the items' offsets");
        (_users, _items, _offsets) = (users, items, offsets);
        _packed = new float[MatrixProduct.PackedLength(offsets.Length, FactorCount)];
        MatrixProduct.Pack(new MatrixOperand(items, Stride).Transposed, _packed, offsets.Length, FactorCount);
    }

    /// <summary>The vector of a listener by a history that may be empty, <see cref="Stride"/> numbers.</summary>
    private protected abstract float[] VectorOf(ListenerHistory history);

    /// <summary>Why an item has its score for a listener.</summary>
    private protected abstract Explanation Reason(ListenerHistory history, int item);

    private protected override ItemScores? Score(ListenerHistory history, int? user) => ScoreBatch([new Listener(history, user)])[0];

    private protected override ItemScores?[] ScoreBatch(IReadOnlyList<Listener> listeners)
    {
        float[] vectors = new float[listeners.Count * Stride];
        ParallelLoop.For(listeners.Count, place =>
        {
            ReadOnlySpan<float> vector = listeners[place].User is int user ? _users.AsSpan(user * Stride, Stride) : VectorOf(listeners[place].History);
            vector.CopyTo(vectors.AsSpan(place * Stride));
        });
        float[] scores = new float[listeners.Count * _offsets.Length];
        ScoreInto(scores, vectors, listeners.Count);
        ItemScores?[] answers = new ItemScores?[listeners.Count];
        for (int place = 0; place < answers.Length; place++)
        {
            answers[place] = new Products(scores[(place * _offsets.Length)..((place + 1) * _offsets.Length)], this, listeners[place].History);
        }

        return answers;
    }

    private protected override double[] ScoreSimilar(int item)
    {
        double[] scores = new double[Fitted.ItemCount];
        for (int other = 0; other < scores.Length; other++)
        {
            // Where nothing was learnt about an item its vector is zero.
            scores[other] = Cosine(item, other) ?? double.NegativeInfinity;
        }

        return scores;
    }

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("userFactors", _users);
        file.Add("itemFactors", _items);
        file.Add("itemOffsets", _offsets);
    }

    private protected override void Restore(Interactions interactions, RecommenderReader file) => Keep(
        file.Floats("userFactors", checked(interactions.UserCount * Stride)),
        file.Floats("itemFactors", checked(interactions.ItemCount * Stride)),
        file.Floats("itemOffsets", interactions.ItemCount));

    /// <summary>An item's vector.</summary>
    private protected ReadOnlySpan<float> Vector(int item) => _items.AsSpan(item * Stride, Stride);

    /// <summary>The cosine between two items' vectors; null when one is zero.</summary>
    private protected double? Cosine(int item, int other)
    {
        ReadOnlySpan<float> first = Vector(item), second = Vector(other);
        double lengths = Math.Sqrt(Dot(first, first) * Dot(second, second));
        return lengths > 0 ? Math.Clamp(Dot(first, second) / lengths, -1, 1) : null;
    }

    /// <summary>Σ first · second, in order.</summary>
    private protected static double Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        double sum = 0;
        for (int index = 0; index < first.Length; index++)
        {
            sum += (double)first[index] * second[index];
        }

        return sum;
    }

    private void ScoreInto(float[] scores, float[] vectors, int count) => MatrixProduct.MultiplyPacked(
        new MatrixOperand(vectors, Stride), _packed, new MatrixOperand(_offsets, 0), scores, _offsets.Length, count, _offsets.Length, FactorCount);

    private Matrix Copy(float[] values, int rows)
    {
        Matrix copy = new(rows, FactorCount);
        for (int place = 0; place < copy.Values.Length; place++)
        {
            copy.Values[place] = values[(place / FactorCount * Stride) + (place % FactorCount)];
        }

        return copy;
    }

    private void RequireFinite(float[] values, string what)
    {
        int place = Array.FindIndex(values, value => !float.IsFinite(value));
        if (place >= 0)
        {
            throw new ArithmeticException($"{Name} diverged: {what} hold {values[place]} at {place}. A smaller step or more regularisation keeps them finite.");
        }
    }

    private sealed class Products(float[] scores, LatentFactors owner, ListenerHistory history) : ItemScores(scores)
    {
        public override Explanation Explain(int item) => owner.Reason(history, item);
    }
}
