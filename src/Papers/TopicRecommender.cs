using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Paper 001's recommender: a topic, or a mood in words, and a number of songs from 1 to 10 give the songs whose probability of the
/// topic is above a half, best first; when these are too few, songs labelled with the topic follow, and the answer says which is which.
/// Equal probabilities stand in the catalogue's order.
/// </summary>
public sealed class TopicRecommender
{
    private readonly string[] _topics;
    private readonly TopicSong[] _songs;
    private readonly Matrix _probabilities;
    private readonly double _threshold;
    private readonly Func<int, string, string>? _reason;

    /// <summary>The most songs that can be asked for at once, as in the paper.</summary>
    public const int MaximumCount = 10;

    /// <summary>A recommender over a catalogue.</summary>
    /// <param name="topics">The topics, in the order of the columns of <paramref name="probabilities"/>.</param>
    /// <param name="songs">The catalogue, at least one song.</param>
    /// <param name="probabilities">
    /// The model's probability of each topic for each song, [songs, topics], rows summing to 1. For songs that the model learnt from these
    /// should be out-of-fold (<see cref="OutOfFold"/>); otherwise set <see cref="TopicSong.TrainedOn"/>, and the answer says so.
    /// </param>
    /// <param name="reason">What in a song (its place) speaks for a topic, such as <see cref="TopicWords.Reason"/>; null: no reasons.</param>
    /// <param name="threshold">The paper's 0.5: above this probability the model counts as sure, 0 to 1.</param>
    /// <exception cref="ArgumentException">
    /// The catalogue is empty, a topic is blank or stands twice, sizes differ, a label is no topic, or a row of probabilities is not one.
    /// </exception>
    public TopicRecommender(
        IReadOnlyList<string> topics, IReadOnlyList<TopicSong> songs, Matrix probabilities, Func<int, string, string>? reason = null, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(probabilities);
        Throw.IfEmpty(topics.Count, nameof(topics));
        CheckTopics(topics);
        Throw.IfEmpty(songs.Count, "the catalogue of songs");
        Throw.IfLengthsDiffer(songs.Count, nameof(songs), probabilities.Rows, "rows of probabilities");
        Throw.IfLengthsDiffer(topics.Count, nameof(topics), probabilities.Columns, "columns of probabilities");
        Throw.IfOutside(threshold, 0, 1);
        (_topics, _songs, _probabilities, _reason, _threshold) = ([.. topics], [.. songs], probabilities, reason, threshold);
        for (int place = 0; place < _songs.Length; place++)
        {
            CheckSong(place);
        }
    }

    /// <summary>The topics that can be asked for.</summary>
    public IReadOnlyList<string> Topics => _topics;

    /// <summary>Songs for a topic.</summary>
    /// <param name="topic">One of <see cref="Topics"/>, in capitals or not.</param>
    /// <param name="count">How many songs, 1 to <see cref="MaximumCount"/>; fewer come back when there are no more.</param>
    /// <exception cref="ArgumentException">There is no such topic; the message lists those there are.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not 1 to 10.</exception>
    public TopicRecommendations Recommend(string topic, int count = MaximumCount)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Throw.IfOutside(count, 1, MaximumCount);
        int column = Column(topic);
        return new TopicRecommendations(_topics[column], count, _threshold, mood: null, Best(column, count, []));
    }

    /// <summary>
    /// Songs for a mood. Where it maps to several topics, the places are shared out among them by their shares (largest remainder) and the
    /// list is sorted by probability again; a mood that is not understood gives an empty list that says what is known.
    /// </summary>
    /// <param name="mood">A mood as <see cref="MoodReader.Read"/> understood it, of these topics.</param>
    /// <param name="count">How many songs, 1 to <see cref="MaximumCount"/>; fewer come back when there are no more.</param>
    /// <exception cref="ArgumentException">The mood maps to a topic that is not among <see cref="Topics"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not 1 to 10.</exception>
    public TopicRecommendations Recommend(MoodReading mood, int count = MaximumCount)
    {
        ArgumentNullException.ThrowIfNull(mood);
        ArgumentNullException.ThrowIfNull(mood);
        Throw.IfOutside(count, 1, MaximumCount);
        int[] columns = [.. mood.Topics.Select(share => Column(share.Topic))];
        int[] places = Apportion([.. mood.Topics.Select(share => share.Share)], count);
        List<TopicRecommendation> songs = [];
        HashSet<int> taken = [];
        void Take(int column, int most)
        {
            songs.AddRange(Best(column, most, taken));
            taken.UnionWith(songs.Select(song => song.Place));
        }

        for (int index = 0; index < columns.Length; index++)
        {
            Take(columns[index], places[index]);
        }

        // Places that one topic could not fill go to the others, the strongest first.
        foreach (int column in columns)
        {
            Take(column, count - songs.Count);
        }

        return new TopicRecommendations(
            mood.Mood, count, _threshold, mood,
            songs.OrderBy(song => song.Ground).ThenByDescending(song => song.Probability).ThenBy(song => song.Place));
    }

    /// <summary>
    /// Probabilities of songs by models that had not seen them, [songs, topics]: for each fold the rows that
    /// <paramref name="predictTest"/> gives for the fold's test side, put in their places.
    /// </summary>
    /// <param name="songs">Number of songs.</param>
    /// <param name="folds">Folds whose test sides hold every song exactly once.</param>
    /// <param name="predictTest">Learns from a fold's training side and predicts its test side, [test rows, topics].</param>
    /// <exception cref="ArgumentException">A song is in no test side or in two, or a prediction has the wrong number of rows or columns.</exception>
    public static Matrix OutOfFold(int songs, IReadOnlyList<Split> folds, Func<Split, Matrix> predictTest)
    {
        Throw.IfBelow(songs, 1);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(predictTest);
        Throw.IfEmpty(folds.Count, nameof(folds));
        Matrix? probabilities = null;
        bool[] predicted = new bool[songs];
        foreach (Split fold in folds)
        {
            Matrix part = predictTest(fold);
            probabilities ??= new Matrix(songs, part.Columns);
            Throw.IfLengthsDiffer(part.Rows, "a fold's prediction", fold.Test.Length, "its test side");
            Throw.IfLengthsDiffer(part.Columns, "a fold's prediction's row", probabilities.Columns, "the first fold's");
            for (int place = 0; place < part.Rows; place++)
            {
                int song = fold.Test[place];
                Throw.IfOutside(song, 0, songs - 1);
                if (predicted[song])
                {
                    throw new ArgumentException($"Song {song} is in the test side of two folds; out-of-fold probabilities need it in one.", nameof(folds));
                }

                predicted[song] = true;
                part.Row(place).CopyTo(probabilities.Row(song));
            }
        }

        int without = Array.IndexOf(predicted, false);
        return without < 0
            ? probabilities!
            : throw new ArgumentException($"Song {without} is in no fold's test side; out-of-fold probabilities need it in one.", nameof(folds));
    }

    /// <summary>Shares out places by the largest remainder; of equal remainders the first.</summary>
    internal static int[] Apportion(double[] shares, int places)
    {
        if (shares.Length == 0)
        {
            return [];
        }

        double total = shares.Sum();
        double[] exact = [.. shares.Select(share => share / total * places)];
        int[] given = [.. exact.Select(value => (int)Math.Floor(value))];
        foreach (int index in Enumerable.Range(0, shares.Length).OrderByDescending(index => exact[index] - given[index]).ThenBy(index => index)
            .Take(places - given.Sum()))
        {
            given[index]++;
        }

        return given;
    }

    private IEnumerable<TopicRecommendation> Best(int column, int count, HashSet<int> taken)
    {
        int[] order = [.. Enumerable.Range(0, _songs.Length).Where(place => !taken.Contains(place))
            .OrderByDescending(place => _probabilities[place, column]).ThenBy(place => place)];
        int[] sure = [.. order.TakeWhile(place => _probabilities[place, column] > _threshold).Take(count)];
        IEnumerable<int> labelled = order.Skip(sure.Length).Where(place => _songs[place].Topic == _topics[column]).Take(count - sure.Length);
        return sure.Select(place => Recommendation(place, column, TopicGround.Probability))
            .Concat(labelled.Select(place => Recommendation(place, column, TopicGround.Label)));
    }

    private TopicRecommendation Recommendation(int place, int column, TopicGround ground) =>
        new(place, _songs[place], _topics[column], _probabilities[place, column], ground, _reason?.Invoke(place, _topics[column]) ?? "");

    private int Column(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        int column = Array.FindIndex(_topics, known => known.Trim().Equals(topic.Trim(), StringComparison.OrdinalIgnoreCase));
        if (column < 0)
        {
            Throw.Unknown("topic", topic, _topics);
        }

        return column;
    }

    private static void CheckTopics(IReadOnlyList<string> topics)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int place = 0; place < topics.Count; place++)
        {
            if (string.IsNullOrWhiteSpace(topics[place]) || !seen.Add(topics[place].Trim()))
            {
                throw new ArgumentException($"topics[{place}] is '{topics[place]}'; allowed are names that differ in more than capitals and space around them.", nameof(topics));
            }
        }
    }

    private void CheckSong(int place)
    {
        ArgumentNullException.ThrowIfNull(_songs[place], $"songs[{place}]");
        if (_songs[place].Topic is string label && !_topics.Contains(label))
        {
            throw new ArgumentException($"songs[{place}] is labelled '{label}'. Known: {string.Join(", ", _topics)}.");
        }

        double sum = 0;
        foreach (double probability in _probabilities.Row(place))
        {
            if (!(probability is >= 0 and <= 1))
            {
                throw new ArgumentException($"probabilities[{place}] holds {probability}; only 0 to 1 is allowed.");
            }

            sum += probability;
        }

        if (Math.Abs(sum - 1) > 1e-4)
        {
            throw new ArgumentException($"probabilities[{place}] sums to {sum}; a row must sum to 1.");
        }
    }
}
