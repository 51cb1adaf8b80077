using MusicRec.Numerics;

namespace MusicRec.Text;

/// <summary>
/// Documents as weights of the words, or runs of words, of a vocabulary: how often one stands in the document, times how
/// rare it is among documents (term frequency, inverse document frequency), by scikit-learn's TfidfVectorizer (1.2):
/// idf = ln((1 + documents) / (1 + documents with it)) + 1, rows brought to length 1.
/// </summary>
public sealed class TfidfVectorizer
{
    private readonly TfidfSettings _settings;
    private Vocabulary? _vocabulary;
    private double[] _inverseDocumentFrequencies = [];

    /// <summary>A vectoriser that has seen nothing yet.</summary>
    /// <param name="settings">What is counted and how it is weighed; null for scikit-learn's defaults.</param>
    /// <exception cref="ArgumentException">A setting lies outside what is allowed.</exception>
    public TfidfVectorizer(TfidfSettings? settings = null) => _settings = (settings ?? new TfidfSettings()).Checked();

    /// <summary>The n-grams that columns stand for, ascending by code points, words parted by one space.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IReadOnlyList<string> Vocabulary => Fitted.Terms;

    /// <summary>The factor of each of <see cref="Vocabulary"/>: 1 or more, larger for what fewer documents hold; all 1 where the settings do without.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public ReadOnlySpan<double> InverseDocumentFrequencies
    {
        get
        {
            Throw.IfNotFitted(_vocabulary, nameof(TfidfVectorizer));
            return _inverseDocumentFrequencies;
        }
    }

    private Vocabulary Fitted
    {
        get
        {
            Throw.IfNotFitted(_vocabulary, nameof(TfidfVectorizer));
            return _vocabulary;
        }
    }

    /// <summary>Takes vocabulary and document frequencies from <paramref name="documents"/>: training rows only.</summary>
    /// <exception cref="ArgumentException">There are no documents, one is null, or no n-gram is left.</exception>
    public void Fit(IReadOnlyList<string> documents) => Learn(documents, out _);

    /// <summary>Weights in <paramref name="documents"/>, [documents, <see cref="Vocabulary"/>]; a row without any known n-gram is all zeros.</summary>
    /// <exception cref="ArgumentException">A document is null.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public SparseMatrix Transform(IReadOnlyList<string> documents) => Weigh(Fitted.Count(documents));

    /// <summary><see cref="Fit"/> and <see cref="Transform"/> of the same documents in one, reading them once.</summary>
    /// <inheritdoc cref="Fit" path="/exception"/>
    public SparseMatrix FitTransform(IReadOnlyList<string> documents) => Weigh(Learn(documents, out TokenizedCorpus corpus).Count(corpus));

    /// <summary>Settings, vocabulary and document frequencies as text, to be kept in a file of its own or in the metadata of a model.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public string ToJson() => VectorizerFile<TfidfSettings>.Write(nameof(TfidfVectorizer), _settings, Fitted);

    /// <summary>The fitted vectoriser that <see cref="ToJson"/> made <paramref name="json"/> of; it gives the same weights to the last bit.</summary>
    /// <exception cref="FormatException">It is not such a text, or what it says cannot be.</exception>
    public static TfidfVectorizer FromJson(string json)
    {
        (TfidfSettings settings, Vocabulary vocabulary) =
            VectorizerFile<TfidfSettings>.Read(nameof(TfidfVectorizer), json, settings => settings.Checked().Ngrams);
        TfidfVectorizer result = new(settings);
        (result._inverseDocumentFrequencies, result._vocabulary) = (result.Inverse(vocabulary), vocabulary);
        return result;
    }

    private Vocabulary Learn(IReadOnlyList<string> documents, out TokenizedCorpus corpus)
    {
        Vocabulary vocabulary = Text.Vocabulary.Learn(documents, _settings.Ngrams, out corpus);
        (_inverseDocumentFrequencies, _vocabulary) = (Inverse(vocabulary), vocabulary);
        return vocabulary;
    }

    private double[] Inverse(Vocabulary vocabulary)
    {
        double[] inverse = new double[vocabulary.DocumentFrequencies.Length];
        int more = _settings.SmoothInverseDocumentFrequencies ? 1 : 0;
        for (int column = 0; column < inverse.Length; column++)
        {
            inverse[column] = _settings.UseInverseDocumentFrequencies
                ? Elementary.Log(((double)vocabulary.DocumentCount + more) / ((double)vocabulary.DocumentFrequencies[column] + more)) + 1
                : 1;
        }

        return inverse;
    }

    private SparseMatrix Weigh(CountedRows rows)
    {
        float[] weights = new float[rows.Counts.Length];
        const int RowsPerPiece = 1024;
        ParallelLoop.For((rows.Rows + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            double[] row = [];
            for (int index = piece * RowsPerPiece; index < Math.Min(rows.Rows, (piece + 1) * RowsPerPiece); index++)
            {
                int start = rows.Starts[index], length = rows.Starts[index + 1] - start;
                row = row.Length < length ? new double[Math.Max(length, 2 * row.Length)] : row;
                Weigh(rows.Indices.AsSpan(start, length), rows.Counts.AsSpan(start, length), row, weights.AsSpan(start, length));
            }
        });
        return new SparseMatrix(rows.Rows, rows.Columns, rows.Starts, rows.Indices, weights);
    }

    private void Weigh(ReadOnlySpan<int> columns, ReadOnlySpan<float> counts, Span<double> row, Span<float> weights)
    {
        double size = 0;
        for (int index = 0; index < columns.Length; index++)
        {
            double frequency = _settings.SublinearTermFrequencies ? 1 + Elementary.Log(counts[index]) : counts[index];
            row[index] = frequency * _inverseDocumentFrequencies[columns[index]];
            size += _settings.Norm == RowNorm.L1 ? row[index] : row[index] * row[index];
        }

        size = _settings.Norm switch
        {
            RowNorm.None => 1,
            RowNorm.L1 => size,
            _ => Math.Sqrt(size),
        };
        for (int index = 0; index < columns.Length; index++)
        {
            weights[index] = (float)(row[index] / size);
        }
    }
}
