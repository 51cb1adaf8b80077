using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Vectors of items, in float and filled up to whole vectors, and the products of listeners' vectors with them.</summary>
internal sealed class ItemVectors
{
    private readonly float[] _packed;

    public ItemVectors(Matrix vectors)
    {
        (Count, FactorCount, Stride) = (vectors.Rows, vectors.Columns, ImplicitLeastSquares.Stride(vectors.Columns));
        Values = new float[checked(Count * Stride)];
        for (int place = 0; place < vectors.Values.Length; place++)
        {
            Values[(place / FactorCount * Stride) + (place % FactorCount)] = (float)vectors.Values[place];
        }

        _packed = new float[MatrixProduct.PackedLength(Count, FactorCount)];
        MatrixProduct.Pack(new MatrixOperand(Values, Stride).Transposed, _packed, Count, FactorCount);
    }

    public int Count { get; }

    public int FactorCount { get; }

    /// <summary>Distance between vectors.</summary>
    public int Stride { get; }

    /// <summary>The vectors, <see cref="Stride"/> numbers each.</summary>
    public float[] Values { get; }

    public ReadOnlySpan<float> this[int item] => Values.AsSpan(item * Stride, Stride);

    /// <summary>Scores of all items for listeners' vectors of <see cref="Stride"/> numbers.</summary>
    public float[][] Score(IReadOnlyList<float[]> listeners)
    {
        float[] vectors = new float[listeners.Count * Stride], scores = new float[checked(listeners.Count * Count)];
        for (int place = 0; place < listeners.Count; place++)
        {
            listeners[place].CopyTo(vectors, place * Stride);
        }

        MatrixProduct.MultiplyPacked(new MatrixOperand(vectors, Stride), _packed, default, scores, Count, listeners.Count, Count, FactorCount);
        return [.. Enumerable.Range(0, listeners.Count).Select(place => scores[(place * Count)..((place + 1) * Count)])];
    }

    /// <summary>The cosines of all items with one; −∞ where a vector is zero.</summary>
    public double[] Cosines(int item)
    {
        double[] cosines = new double[Count];
        double length = Math.Sqrt(Reductions.SumOfSquares(this[item]));
        for (int other = 0; other < Count; other++)
        {
            double both = length * Math.Sqrt(Reductions.SumOfSquares(this[other]));
            cosines[other] = both > 0 ? Reductions.Dot(this[item], this[other]) / both : double.NegativeInfinity;
        }

        return cosines;
    }
}
