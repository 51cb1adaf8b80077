using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A fitted topic model (latent Dirichlet allocation, Blei, Ng and Jordan 2003) that tells which topics documents are made of: the
/// variational inference of scikit-learn's LatentDirichletAllocation.transform (1.2), step by step.
/// </summary>
public sealed class TopicModel
{
    private const int MaximumIterations = 100;
    private const double MeanChangeTolerance = 1e-3;

    // As there: keeps a word that no topic of the document explains from dividing by 0.
    private const double MachineEpsilon = 2.220446049250313e-16;
    private readonly double[] _wordTopics;

    /// <summary>A model with the given words and topics.</summary>
    /// <param name="wordTopics">
    /// For every word, what each topic makes of it, [words, topics]: numbers of 0 or more, in each row at least one above 0. Only proportions
    /// within a row matter; scikit-learn's exp_dirichlet_component_, transposed, does.
    /// </param>
    /// <param name="documentPrior">The prior weight of every topic in a document (doc_topic_prior, α), above 0.</param>
    /// <exception cref="ArgumentException">A number is not allowed, or there are no topics.</exception>
    public TopicModel(Matrix wordTopics, double documentPrior)
    {
        ArgumentNullException.ThrowIfNull(wordTopics);
        Throw.IfEmpty(wordTopics.Columns, nameof(wordTopics));
        Throw.IfNotFinite(wordTopics.Values);
        Throw.IfNotPositive(documentPrior);
        WordTopics = new Matrix(wordTopics.Rows, wordTopics.Columns);
        for (int word = 0; word < wordTopics.Rows; word++)
        {
            WriteShares(wordTopics.Row(word), WordTopics.Row(word), word);
        }

        _wordTopics = WordTopics.Values;
        DocumentPrior = documentPrior;
    }

    /// <summary>Number of topics.</summary>
    public int TopicCount => WordTopics.Columns;

    /// <summary>The share of each topic in a word of which nothing else is known, [words, topics]; every row sums to 1.</summary>
    public Matrix WordTopics { get; }

    /// <summary>The prior weight of every topic in a document.</summary>
    public double DocumentPrior { get; }

    /// <summary>The share of each topic in documents, [documents, topics]; every row sums to 1, and is the prior's where no word is known.</summary>
    /// <param name="counts">How often each word stands in each document, [documents, words], 0 or more.</param>
    /// <exception cref="ArgumentException">The words are not those of the model, or a count is negative.</exception>
    public Matrix Infer(SparseMatrix counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        CheckCounts(counts);
        if (counts.Columns != WordTopics.Rows)
        {
            throw new ArgumentException($"counts has {counts.Columns} words; the model knows {WordTopics.Rows}.", nameof(counts));
        }

        Matrix shares = new(counts.Rows, TopicCount);
        ParallelLoop.For(counts.Rows, row => InferOne(counts.RowColumns(row), counts.RowValues(row), shares.Row(row)));
        return shares;
    }

    /// <summary>Throws where a count is negative.</summary>
    internal static void CheckCounts(SparseMatrix counts)
    {
        int bad = counts.Values.IndexOfAnyInRange(float.MinValue, -float.Epsilon);
        if (bad >= 0)
        {
            throw new ArgumentException($"counts holds {counts.Values[bad]} as stored value {bad}; counts must be 0 or more.", nameof(counts));
        }
    }

    private static void WriteShares(ReadOnlySpan<double> wordTopics, Span<double> shares, int word)
    {
        double sum = 0;
        foreach (double weight in wordTopics)
        {
            sum += weight >= 0 ? weight : double.NaN;
        }

        if (!(sum > 0 && double.IsFinite(sum)))
        {
            throw new ArgumentException($"wordTopics has in row {word} a negative number, only zeros, or numbers whose sum is too large; numbers must be 0 or more and not all 0.", nameof(wordTopics));
        }

        for (int topic = 0; topic < wordTopics.Length; topic++)
        {
            shares[topic] = wordTopics[topic] / sum;
        }
    }

    private void InferOne(ReadOnlySpan<int> words, ReadOnlySpan<float> counts, Span<double> shares)
    {
        int topics = shares.Length;
        double[] posterior = new double[topics], next = new double[topics], expected = new double[topics];
        Array.Fill(posterior, 1.0);
        for (int iteration = 0; iteration < MaximumIterations; iteration++)
        {
            for (int topic = 0; topic < topics; topic++)
            {
                expected[topic] = Elementary.Exp(Elementary.Digamma(posterior[topic]));
            }

            AddWords(words, counts, expected, next);
            double change = 0;
            for (int topic = 0; topic < topics; topic++)
            {
                next[topic] = DocumentPrior + (expected[topic] * next[topic]);
                change += Math.Abs(next[topic] - posterior[topic]);
            }

            (posterior, next) = (next, posterior);
            if (change / topics < MeanChangeTolerance)
            {
                break;
            }
        }

        double sum = 0;
        foreach (double weight in posterior)
        {
            sum += weight;
        }

        for (int topic = 0; topic < topics; topic++)
        {
            shares[topic] = posterior[topic] / sum;
        }
    }

    // Every word's count is shared out among the topics; what a topic gets, without its own factor, is summed in target.
    private void AddWords(ReadOnlySpan<int> words, ReadOnlySpan<float> counts, double[] expected, double[] target)
    {
        Array.Clear(target);
        for (int place = 0; place < words.Length; place++)
        {
            ReadOnlySpan<double> ofWord = _wordTopics.AsSpan(words[place] * expected.Length, expected.Length);
            double sum = MachineEpsilon;
            for (int topic = 0; topic < expected.Length; topic++)
            {
                sum += expected[topic] * ofWord[topic];
            }

            double share = counts[place] / sum;
            for (int topic = 0; topic < expected.Length; topic++)
            {
                target[topic] += share * ofWord[topic];
            }
        }
    }
}
