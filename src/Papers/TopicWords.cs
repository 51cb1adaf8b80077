using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>What a linear model of topics has learnt about words: which speak for a topic, and which of a song's words do.</summary>
public sealed class TopicWords
{
    private readonly string[] _topics;
    private readonly string[] _vocabulary;
    private readonly Matrix _weights;
    private readonly SparseMatrix? _songs;

    /// <summary>The words of a fitted model.</summary>
    /// <param name="topics">The topics, in the order of the rows of <paramref name="weights"/>.</param>
    /// <param name="vocabulary">The words, in the order of its columns.</param>
    /// <param name="weights">How much a word speaks for a topic, [topics, words], finite, such as the weights of a logistic regression.</param>
    /// <param name="songs">The songs that <see cref="Reason"/> is asked about, [songs, words], as the model takes them; null: none.</param>
    /// <exception cref="ArgumentException">There is no topic, or the sizes differ, or a weight is not finite.</exception>
    public TopicWords(IReadOnlyList<string> topics, IReadOnlyList<string> vocabulary, Matrix weights, SparseMatrix? songs = null)
    {
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(weights);
        Throw.IfEmpty(topics.Count, nameof(topics));
        Throw.IfLengthsDiffer(topics.Count, nameof(topics), weights.Rows, "rows of weights");
        Throw.IfLengthsDiffer(vocabulary.Count, nameof(vocabulary), weights.Columns, "columns of weights");
        Throw.IfNotFinite(weights.Values);
        if (songs is not null)
        {
            Throw.IfLengthsDiffer(songs.Columns, "a song", weights.Columns, "a row of weights");
        }

        (_topics, _vocabulary, _weights, _songs) = ([.. topics], [.. vocabulary], weights, songs);
    }

    /// <summary>The topics.</summary>
    public IReadOnlyList<string> Topics => _topics;

    /// <summary>The words that speak most for a topic, the strongest first; of equal ones the first in the vocabulary.</summary>
    /// <param name="topic">One of <see cref="Topics"/>.</param>
    /// <param name="count">How many at most, 1 or more; words that do not speak for the topic are left out.</param>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    public IReadOnlyList<string> Strongest(string topic, int count)
    {
        Throw.IfBelow(count, 1);
        int row = Row(topic);
        return [.. Enumerable.Range(0, _vocabulary.Length).Where(word => _weights[row, word] > 0)
            .OrderByDescending(word => _weights[row, word]).ThenBy(word => word).Take(count).Select(word => _vocabulary[word])];
    }

    /// <summary>
    /// The topics that a word speaks for: those whose weight is at least <paramref name="minimumWeight"/> and at least half of the
    /// largest, with shares in proportion to the weights. Empty for words that the model does not know or hardly weighs.
    /// </summary>
    public IReadOnlyList<TopicShare> Of(string word, double minimumWeight = 2)
    {
        Throw.IfNotPositive(minimumWeight);
        int column = Array.IndexOf(_vocabulary, word);
        if (column < 0)
        {
            return [];
        }

        double[] weights = _weights.Column(column);
        double largest = weights.Max();
        int[] rows = [.. Enumerable.Range(0, _topics.Length).Where(row => weights[row] >= minimumWeight && weights[row] >= largest / 2)
            .OrderByDescending(row => weights[row]).ThenBy(row => row)];
        double total = rows.Sum(row => weights[row]);
        return [.. rows.Select(row => new TopicShare(_topics[row], weights[row] / total))];
    }

    /// <summary>
    /// Up to four terms (five words in all) of a song that speak most for a topic: weight times the song's value, the strongest first;
    /// empty when none does. So few words in an order of their own are no quotation of the lyrics. Coarse words show their first letter only.
    /// </summary>
    /// <param name="song">A row of the songs given.</param>
    /// <param name="topic">One of <see cref="Topics"/>.</param>
    /// <exception cref="InvalidOperationException">No songs were given.</exception>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    public string Reason(int song, string topic)
    {
        if (_songs is null)
        {
            throw new InvalidOperationException($"{nameof(TopicWords)} was made without songs; give them to its constructor to ask for reasons.");
        }

        Throw.IfOutside(song, 0, _songs.Rows - 1);
        int row = Row(topic);
        List<(int Word, double Part)> parts = [];
        ReadOnlySpan<int> words = _songs.RowColumns(song);
        ReadOnlySpan<float> values = _songs.RowValues(song);
        for (int index = 0; index < words.Length; index++)
        {
            parts.Add((words[index], values[index] * _weights[row, words[index]]));
        }

        int left = 5;
        return string.Join(", ", parts.Where(part => part.Part > 0).OrderByDescending(part => part.Part).ThenBy(part => part.Word).Take(4)
            .Select(part => _vocabulary[part.Word]).TakeWhile(term => (left -= term.Count(letter => letter == ' ') + 1) >= 0)
            .Select(CoarseWords.Mask));
    }

    private int Row(string topic)
    {
        int row = Array.IndexOf(_topics, topic);
        if (row < 0)
        {
            Throw.Unknown("topic", topic, _topics);
        }

        return row;
    }
}
