using System.Diagnostics.CodeAnalysis;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Recovers a topic model (latent Dirichlet allocation) from documents whose topic weights it wrote down, and then says what it would
/// have said of others. It needs the weights at full precision as variational inference leaves them (scikit-learn's or gensim's, prior
/// 1/topics): topics that got no word show the number of topics and of known words; those numbers show the vocabulary, word by word;
/// and each weight is then one equation on what its topic makes of the document's words. Weights of some topics may be missing.
/// </summary>
public sealed class TopicModelInversion
{
    private const double ClearlyHidden = 1e-3;
    private const int HiddenIterations = 20;
    private readonly TopicModelInversionSettings _settings;
    private TopicModel? _model;
    private int[] _words = [];
    private int _columns;
    private int _given;

    /// <summary>An inversion that has seen nothing yet.</summary>
    /// <param name="settings">How the model is fitted; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting lies outside what is allowed.</exception>
    public TopicModelInversion(TopicModelInversionSettings? settings = null)
    {
        _settings = settings ?? new TopicModelInversionSettings();
        _settings.Check();
    }

    /// <summary>The recovered model; its words are <see cref="Words"/>, and topics whose weights were not given stand last, in no particular order.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public TopicModel Model
    {
        get
        {
            Throw.IfNotFitted(_model, nameof(TopicModelInversion));
            return _model;
        }
    }

    /// <summary>The columns of the counts that stand for words that the model knew, ascending; empty before <see cref="Fit"/>.</summary>
    public IReadOnlyList<int> Words => _words;

    /// <summary>
    /// Whether <see cref="Fit"/> will find what it needs: rounded weights do not show it, nor do those of a sampler, of a prior other than
    /// 1/topics, or of other documents.
    /// </summary>
    /// <param name="counts">As in <see cref="Fit"/>.</param>
    /// <param name="weights">As in <see cref="Fit"/>.</param>
    /// <param name="reason">Why not; empty where it will.</param>
    /// <exception cref="ArgumentException">Counts are not allowed, or there are no rows or not as many of both.</exception>
    public static bool CanFit(SparseMatrix counts, Matrix weights, out string reason)
    {
        bool can = TryRead(counts, weights, out _, out _, out string? why);
        reason = why ?? "";
        return can;
    }

    /// <summary>Recovers the model from documents with known weights.</summary>
    /// <param name="counts">How often each word stands in each document, [documents, words], whole numbers of 0 or more; words that the model did not know may be among them.</param>
    /// <param name="weights">The weights that the model gave the documents, [documents, topics given], above 0; rows sum to at most 1.</param>
    /// <exception cref="ArgumentException">Counts or weights are not allowed or do not fit together, or the weights do not show what is needed.</exception>
    public void Fit(SparseMatrix counts, Matrix weights)
    {
        if (!TryRead(counts, weights, out TopicPosteriors? posteriors, out int[]? words, out string? reason))
        {
            throw new ArgumentException($"The weights do not show the topic model: {reason}.", nameof(weights));
        }

        (_words, _columns, _given) = (words, counts.Columns, weights.Columns);
        _model = Recover(new TopicDocuments(Select(counts.SelectRows(posteriors.Rows)), posteriors, new RandomStream(_settings.Seed)), posteriors);
    }

    /// <summary>The weights that the recovered model gives documents, [documents, topics given].</summary>
    /// <param name="counts">[documents, words], the words being those of <see cref="Fit"/>.</param>
    /// <exception cref="ArgumentException">The words are not as many, or a count is negative.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public Matrix Predict(SparseMatrix counts)
    {
        Throw.IfNotFitted(_model, nameof(TopicModelInversion));
        LearningInput.CheckPrediction(counts, _columns);
        TopicModel.CheckCounts(counts);
        return _model.Infer(Select(counts)).SelectColumns([.. Enumerable.Range(0, _given)]);
    }

    private static bool TryRead(
        SparseMatrix counts, Matrix weights, [NotNullWhen(true)] out TopicPosteriors? posteriors, [NotNullWhen(true)] out int[]? words, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(weights);
        Throw.IfLengthsDiffer(counts.Rows, "counts (rows)", weights.Rows, "weights (rows)");
        Throw.IfEmpty(weights.Values.Length, nameof(weights));
        CheckWhole(counts);
        words = null;
        if (!TopicPosteriors.TryRead(weights, out posteriors, out reason))
        {
            return false;
        }

        words = VocabularyRecovery.Solve(counts.SelectRows(posteriors.Rows), posteriors.WordCounts);
        reason = words is { Length: > 0 }
            ? null
            : "no vocabulary was found with which every document has as many known words as its weights say (counts and weights must be of the same documents, words cut as they were)";
        return reason is null;
    }

    // First the documents without hidden topics, in which all posteriors are known; then all, telling the hidden ones apart in between.
    private TopicModel Recover(TopicDocuments documents, TopicPosteriors posteriors)
    {
        int topics = documents.Topics;
        double[] logs = Start(documents, new RandomStream(_settings.Seed).Split(1));
        double[] strengths = new double[logs.Length];
        int[] all = [.. Enumerable.Range(0, documents.WordCounts.Rows)];
        int[] clear = [.. all.Where(row => posteriors.HiddenCounts[row] < ClearlyHidden)];
        if (clear.Length > 0)
        {
            Improve(documents, clear, logs, _settings.FirstIterations);
        }

        for (int round = 0; round < _settings.Rounds; round++)
        {
            WriteExponentials(logs, strengths);
            documents.SeparateHidden(strengths, HiddenIterations);
            Improve(documents, all, logs, _settings.RoundIterations);
        }

        // Only proportions within a word matter: the largest becomes 1, which no exponential can miss.
        for (int start = 0; start < logs.Length; start += topics)
        {
            Span<double> ofWord = logs.AsSpan(start, topics);
            double largest = Largest(ofWord);
            foreach (ref double log in ofWord)
            {
                log -= largest;
            }
        }

        WriteExponentials(logs, strengths);
        return new TopicModel(new Matrix(documents.Words, topics, strengths), posteriors.Prior);
    }

    private void Improve(TopicDocuments documents, int[] rows, double[] logs, int iterations)
    {
        TopicWordObjective objective = new(documents, rows, _settings.Penalty, _settings.Center);
        double[] point = new double[logs.Length];
        for (int index = 0; index < logs.Length; index++)
        {
            point[index] = logs[index] / objective.Scales[index / documents.Topics];
        }

        LimitedMemoryBfgs.Minimize(objective, point, iterations);
        for (int index = 0; index < logs.Length; index++)
        {
            logs[index] = point[index] * objective.Scales[index / documents.Topics];
        }
    }

    // Every word starts as the mean of its documents, and hidden topics with a little noise that lets them part.
    private static double[] Start(TopicDocuments documents, RandomStream random)
    {
        const double Smoothing = 0.05, Noise = 0.1;
        int topics = documents.Topics, given = documents.Given;
        double[] logs = new double[documents.Words * topics];
        for (int row = 0; row < documents.WordCounts.Rows; row++)
        {
            ReadOnlySpan<int> words = documents.WordCounts.RowColumns(row);
            ReadOnlySpan<float> counts = documents.WordCounts.RowValues(row);
            double length = 0;
            foreach (float count in counts)
            {
                length += count;
            }

            for (int place = 0; place < words.Length; place++)
            {
                for (int topic = 0; topic < topics; topic++)
                {
                    double ofTopic = topic < given ? documents.Counts[row, topic] : documents.HiddenCounts[row] / (topics - given);
                    logs[(words[place] * topics) + topic] += counts[place] * ofTopic / length;
                }
            }
        }

        double sum = 0;
        for (int index = 0; index < logs.Length; index++)
        {
            logs[index] = Elementary.Log(logs[index] + Smoothing);
            sum += logs[index];
        }

        for (int index = 0; index < logs.Length; index++)
        {
            logs[index] += (index % topics < given ? 0 : Noise * random.NextGaussian()) - (sum / logs.Length);
        }

        return logs;
    }

    private SparseMatrix Select(SparseMatrix counts)
    {
        int[] places = new int[counts.Columns];
        Array.Fill(places, -1);
        for (int place = 0; place < _words.Length; place++)
        {
            places[_words[place]] = place;
        }

        List<int> starts = [0], columns = [];
        List<float> values = [];
        for (int row = 0; row < counts.Rows; row++)
        {
            for (int entry = counts.RowStarts[row]; entry < counts.RowStarts[row + 1]; entry++)
            {
                if (places[counts.ColumnIndices[entry]] >= 0 && counts.Values[entry] > 0)
                {
                    columns.Add(places[counts.ColumnIndices[entry]]);
                    values.Add(counts.Values[entry]);
                }
            }

            starts.Add(columns.Count);
        }

        return new SparseMatrix(counts.Rows, _words.Length, [.. starts], [.. columns], [.. values]);
    }

    private static void CheckWhole(SparseMatrix counts)
    {
        TopicModel.CheckCounts(counts);
        foreach (float count in counts.Values)
        {
            if (count != MathF.Floor(count) || count > 1 << 24)
            {
                throw new ArgumentException($"counts holds {count}; only whole numbers of 0 to {1 << 24} are allowed.", nameof(counts));
            }
        }
    }

    private static void WriteExponentials(double[] logs, double[] exponentials)
    {
        for (int index = 0; index < logs.Length; index++)
        {
            exponentials[index] = Elementary.Exp(logs[index]);
        }
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = values[0];
        foreach (double value in values)
        {
            largest = value > largest ? value : largest;
        }

        return largest;
    }
}
