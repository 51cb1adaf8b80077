using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>The similarity of one sparse vector to many: products over shared entries, shrunk by how many are shared.</summary>
/// <param name="columns">The many, weighted, turned: [entries, vectors].</param>
/// <param name="vectors">How many they are.</param>
/// <param name="shrinkage">See <see cref="NeighborOptions.Shrinkage"/>.</param>
internal sealed class SparseSimilarity(CompressedRows columns, int vectors, double shrinkage)
{
    private readonly double[] _products = new double[vectors];
    private readonly int[] _shared = new int[vectors];
    private readonly int[] _touched = new int[vectors];
    private int _count;

    /// <summary>Compares one vector with all; what was compared before is forgotten.</summary>
    public void Compare(ReadOnlySpan<int> entries, ReadOnlySpan<double> weights)
    {
        foreach (int vector in _touched.AsSpan(0, _count))
        {
            (_products[vector], _shared[vector]) = (0, 0);
        }

        _count = 0;
        for (int place = 0; place < entries.Length; place++)
        {
            ReadOnlySpan<int> others = columns.ColumnsOf(entries[place]);
            ReadOnlySpan<double> theirs = columns.WeightsOf(entries[place]);
            double own = weights[place];
            for (int index = 0; index < others.Length; index++)
            {
                int other = others[index];
                if (_shared[other]++ == 0)
                {
                    _touched[_count++] = other;
                }

                _products[other] += own * theirs[index];
            }
        }
    }

    /// <summary>How many entries a vector shares with the compared one.</summary>
    public int Shared(int vector) => _shared[vector];

    /// <summary>The similarity of a vector to the compared one; 0 where they share nothing.</summary>
    public double this[int vector] => _shared[vector] == 0 ? 0 : _products[vector] * (_shared[vector] / (_shared[vector] + shrinkage));

    /// <summary>The vectors of positive similarity, most similar first, equal ones by number, up to <paramref name="most"/>, one left out.</summary>
    public (int Vector, double Similarity)[] Best(int most, int? without)
    {
        List<(int Vector, double Similarity)> found = [];
        foreach (int vector in _touched.AsSpan(0, _count))
        {
            if (vector != without && this[vector] is > 0 and double similarity)
            {
                found.Add((vector, similarity));
            }
        }

        found.Sort((first, second) =>
            second.Similarity.CompareTo(first.Similarity) is int order and not 0 ? order : first.Vector.CompareTo(second.Vector));
        return [.. found.Take(most)];
    }
}
