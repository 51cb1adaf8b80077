using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// The topic model behind the labels of paper 001, recovered from lyrics and topic weights of training songs: the label of a song is the
/// largest of eight weights that latent Dirichlet allocation computed from the same lyrics. Weights of test songs are not looked at.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class LyricsTopicRecovery : IRenderable
{
    private readonly TopicModelInversion _inversion;
    private readonly CountVectorizer _vectorizer;
    private readonly double[] _wordCounts;
    private readonly double[] _labelShares;

    private LyricsTopicRecovery(TopicModelInversion inversion, CountVectorizer vectorizer, double[] wordCounts, double[] labelShares)
    {
        (_inversion, _vectorizer, _wordCounts, _labelShares) = (inversion, vectorizer, wordCounts, labelShares);
        Words = [.. inversion.Words.Select(column => vectorizer.Vocabulary[column])];
    }

    /// <summary>The words that the topic model knew and that training songs have, in alphabetical order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The recovered model over <see cref="Words"/>; its first topics are <see cref="LyricsSongs.TopicWeightNames"/>, those behind have no name.</summary>
    public TopicModel Model => _inversion.Model;

    /// <summary>
    /// Whether topic weights of these songs show the model: those of the published data do; made-up ones need not, nor do the published ones
    /// beside lyrics that were changed.
    /// </summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="rows">The training songs.</param>
    /// <param name="reason">Why not; empty where they do.</param>
    /// <exception cref="ArgumentException">There are no songs.</exception>
    public static bool IsPossible(LyricsCorpus corpus, int[] rows, out string reason)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(rows);
        return TopicModelInversion.CanFit(new CountVectorizer().FitTransform(corpus.LyricsOf(rows)), corpus.TopicWeights.SelectRows(rows), out reason);
    }

    /// <summary>Recovers the model.</summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="rows">The training songs.</param>
    /// <param name="settings">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no songs, or their weights do not show what is needed (see <see cref="IsPossible"/>).</exception>
    public static LyricsTopicRecovery Fit(LyricsCorpus corpus, int[] rows, TopicModelInversionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(rows);
        CountVectorizer vectorizer = new();
        SparseMatrix counts = vectorizer.FitTransform(corpus.LyricsOf(rows));
        TopicModelInversion inversion = new(settings);
        inversion.Fit(counts, corpus.TopicWeights.SelectRows(rows));
        double[] totals = new double[counts.Columns];
        for (int entry = 0; entry < counts.Count; entry++)
        {
            totals[counts.ColumnIndices[entry]] += counts.Values[entry];
        }

        double[] shares = new double[LyricsSongs.TopicNames.Count];
        foreach (int row in rows)
        {
            shares[corpus.Topics[row]] += 1.0 / rows.Length;
        }

        return new LyricsTopicRecovery(inversion, vectorizer, [.. inversion.Words.Select(column => totals[column])], shares);
    }

    /// <summary>What the label is decided by: the shares of the eight topics among themselves, [songs, 8], rows summing to 1.</summary>
    /// <param name="weights">The sixteen topic weights, [songs, 16].</param>
    public static Matrix LabelShares(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Throw.IfLengthsDiffer(weights.Columns, "weights (columns)", LyricsSongs.TopicWeightNames.Count, nameof(LyricsSongs.TopicWeightNames));
        Matrix shares = weights.SelectColumns([.. LyricsSongs.LabelColumns]);
        for (int row = 0; row < shares.Rows; row++)
        {
            double sum = 0;
            foreach (double share in shares.Row(row))
            {
                sum += share;
            }

            foreach (ref double share in shares.Row(row))
            {
                share = sum > 0 ? share / sum : 1.0 / shares.Columns;
            }
        }

        return shares;
    }

    /// <summary>The sixteen topic weights that the model gives lyrics, [lyrics, 16], as in the data.</summary>
    public Matrix PredictWeights(IReadOnlyList<string> lyrics) => _inversion.Predict(_vectorizer.Transform(lyrics));

    /// <summary>
    /// The shares of the eight topics in lyrics, [lyrics, 8], rows summing to 1; the largest is the label. Lyrics without a word that the model
    /// knew get the shares of the labels among training songs.
    /// </summary>
    public Matrix PredictShares(IReadOnlyList<string> lyrics)
    {
        SparseMatrix counts = _vectorizer.Transform(lyrics);
        Matrix shares = LabelShares(_inversion.Predict(counts));
        bool[] isKnown = new bool[counts.Columns];
        foreach (int column in _inversion.Words)
        {
            isKnown[column] = true;
        }

        for (int row = 0; row < shares.Rows; row++)
        {
            bool any = false;
            foreach (int column in counts.RowColumns(row))
            {
                any |= isKnown[column];
            }

            if (!any)
            {
                _labelShares.CopyTo(shares.Row(row));
            }
        }

        return shares;
    }

    /// <summary>The words that stand most for a topic: by how often training songs have them, times the topic's share in them; at most <paramref name="count"/>.</summary>
    /// <param name="topic">One of <see cref="LyricsSongs.TopicWeightNames"/>.</param>
    /// <param name="count">1 or more.</param>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    public IReadOnlyList<string> TopWords(string topic, int count)
    {
        Throw.IfBelow(count, 1);
        int column = LyricsSongs.TopicWeightNames.ToList().IndexOf(topic);
        if (column < 0)
        {
            Throw.Unknown("topic", topic, LyricsSongs.TopicWeightNames);
        }

        return TopWords(column, count);
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The topics with their words as text.</summary>
    public override string ToString() => ToText();

    private string[] TopWords(int topic, int count) =>
    [
        .. Enumerable.Range(0, Words.Count)
            .OrderByDescending(word => _wordCounts[word] * Model.WordTopics[word, topic]).ThenBy(word => word)
            .Take(count).Select(word => Words[word]),
    ];

    private Table ToTable()
    {
        Table table = new("topic", "words");
        for (int topic = 0; topic < Model.TopicCount; topic++)
        {
            string name = topic < LyricsSongs.TopicWeightNames.Count ? LyricsSongs.TopicWeightNames[topic] : "(not in the data)";
            table.Row(name, string.Join(", ", TopWords(topic, 5).Select(CoarseWords.Mask)));
        }

        return table.Caption("Topics of the recovered model").Note($"{Model.TopicCount} topics over {Words.Count} words.");
    }
}
