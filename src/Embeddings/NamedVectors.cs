using System.Diagnostics.CodeAnalysis;
using MusicRec.Neural;

namespace MusicRec.Embeddings;

/// <summary>
/// Names (words, artists) with a vector each, and who is most like whom by the cosine of their vectors: what gensim calls KeyedVectors.
/// It does not change once it is made; several threads may ask it at once.
/// </summary>
public sealed class NamedVectors
{
    private readonly string[] _names;
    private readonly float[] _values;
    private readonly Dictionary<string, int> _places;
    private readonly Lazy<NearestNeighbors> _neighbors;

    /// <summary>Vectors for <paramref name="names"/>.</summary>
    /// <param name="names">Names, one or more, no two alike and none empty.</param>
    /// <param name="values">Their vectors, row after row, [names, dimension], finite. Both are copied.</param>
    /// <exception cref="ArgumentException">A name is empty or stands twice, or the numbers are not so.</exception>
    public NamedVectors(IReadOnlyList<string> names, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(names);
        Throw.IfEmpty(names.Count, nameof(names));
        if (values.IsEmpty || values.Length % names.Count != 0)
        {
            throw new ArgumentException($"values holds {values.Length} numbers for {names.Count} names; needed: as many for each, one or more.", nameof(values));
        }

        Throw.IfNotFinite(values);
        _names = [.. names];
        _values = values.ToArray();
        Dimension = values.Length / names.Count;
        _places = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (int place = 0; place < _names.Length; place++)
        {
            if (string.IsNullOrEmpty(_names[place]) || !_places.TryAdd(_names[place], place))
            {
                throw new ArgumentException($"names[{place}] is '{_names[place]}', which is empty or stands before; names must differ.", nameof(names));
            }
        }

        _neighbors = new Lazy<NearestNeighbors>(() => new NearestNeighbors(_values, Dimension));
    }

    /// <summary>The names, in the order of the rows.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of names.</summary>
    public int Count => _names.Length;

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; }

    /// <summary>All vectors, row after row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The search by cosine that <see cref="MostSimilar(string, int)"/> uses, made when it is first needed.</summary>
    public NearestNeighbors Neighbors => _neighbors.Value;

    /// <summary>The vector in row <paramref name="row"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> this[int row]
    {
        get
        {
            Throw.IfOutside(row, 0, Count - 1);
            return _values.AsSpan(row * Dimension, Dimension);
        }
    }

    /// <summary>The vector of <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public ReadOnlySpan<float> this[string name] => this[Row(name)];

    /// <summary>Whether there is a vector for <paramref name="name"/>, and in which row.</summary>
    public bool TryFind([NotNullWhen(true)] string? name, out int row)
    {
        row = -1;
        return name is not null && _places.TryGetValue(name, out row);
    }

    /// <summary>Those names alone for which <paramref name="isWanted"/> holds, such as artists whom enough listeners have, in their order.</summary>
    /// <exception cref="ArgumentException">It holds for none.</exception>
    public NamedVectors Select(Func<string, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => isWanted(_names[row]))];
        float[] values = new float[rows.Length * Dimension];
        for (int place = 0; place < rows.Length; place++)
        {
            this[rows[place]].CopyTo(values.AsSpan(place * Dimension));
        }

        return new NamedVectors([.. rows.Select(row => _names[row])], values);
    }

    /// <summary>The cosine of two names' vectors, −1 to 1; 0 where one is all zeros.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public double Similarity(string first, string second) => Similarity(Row(first), Row(second));

    /// <summary>The same by row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public double Similarity(int first, int second)
    {
        double product = Dot(this[first], this[second]), squares = Dot(this[first], this[first]) * Dot(this[second], this[second]);
        return squares == 0 ? 0 : Math.Clamp(product / Math.Sqrt(squares), -1, 1);
    }

    /// <summary>The names most like <paramref name="name"/>, which is not among them, the most alike first.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 0.</exception>
    public IReadOnlyList<SimilarName> MostSimilar(string name, int count = 10) => MostSimilar([name], [], count);

    /// <summary>
    /// The names most like the mean of the positive ones' vectors less the negative ones', each taken with length 1, none of them among the
    /// answers: "king − man + woman" (gensim's most_similar).
    /// </summary>
    /// <param name="positive">Names to be near to.</param>
    /// <param name="negative">Names to be far from; with <paramref name="positive"/> one or more.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">There is no such name, or none was given.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 0.</exception>
    public IReadOnlyList<SimilarName> MostSimilar(IReadOnlyList<string> positive, IReadOnlyList<string> negative, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        Throw.IfBelow(count, 0);
        Throw.IfEmpty(positive.Count + negative.Count, $"{nameof(positive)} and {nameof(negative)}");
        int[] rows = [.. positive.Concat(negative).Select(Row)];
        double[] mean = new double[Dimension];
        for (int place = 0; place < rows.Length; place++)
        {
            ReadOnlySpan<float> own = this[rows[place]];
            double length = Math.Sqrt(Dot(own, own)) * (place < positive.Count ? 1 : -1) * rows.Length;
            for (int index = 0; index < mean.Length; index++)
            {
                mean[index] += length == 0 ? 0 : own[index] / length;
            }
        }

        return MostSimilar([.. mean.Select(number => (float)number)], count, rows);
    }

    /// <summary>The names most like <paramref name="vector"/>, the most alike first.</summary>
    /// <exception cref="ArgumentException">The vector has another length, or a number is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 0.</exception>
    public IReadOnlyList<SimilarName> MostSimilar(ReadOnlySpan<float> vector, int count = 10)
    {
        Throw.IfBelow(count, 0);
        return MostSimilar(vector, count, []);
    }

    /// <summary>Saves the vectors in word2vec's text format, which gensim opens (load_word2vec_format).</summary>
    /// <inheritdoc cref="Word2VecFile.Save"/>
    public void SaveWord2Vec(string path, char spaceReplacement = '_') => Word2VecFile.Save(path, this, spaceReplacement);

    /// <summary>Reads word2vec's text format, from this library, gensim or elsewhere; names may hold spaces.</summary>
    /// <inheritdoc cref="Word2VecFile.Load"/>
    public static NamedVectors LoadWord2Vec(string path) => Word2VecFile.Load(path);

    /// <summary>Saves names and vectors as a safetensors file, every bit of them.</summary>
    /// <exception cref="ArgumentException">A name holds a line break.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => NamedVectorsFile.Save(path, this);

    /// <summary>Reads what <see cref="Save"/> has written.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NamedVectors Load(string path) => NamedVectorsFile.Load(path);

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int index = 0; index < left.Length; index++)
        {
            sum += (double)left[index] * right[index];
        }

        return sum;
    }

    private SimilarName[] MostSimilar(ReadOnlySpan<float> vector, int count, int[] without)
    {
        NearRow[] found = Neighbors.Find(vector, (int)Math.Min(Count, (long)count + without.Length));
        return [.. found.Where(row => !without.Contains(row.Row)).Take(count).Select(row => new SimilarName(_names[row.Row], row.Similarity))];
    }

    private int Row(string name)
    {
        const int Shown = 10;
        ArgumentNullException.ThrowIfNull(name);
        if (!_places.TryGetValue(name, out int row))
        {
            Throw.Unknown("name", name, _names.Take(Shown).Concat(Count > Shown ? [$"and {Count - Shown} more"] : []));
        }

        return row;
    }
}
