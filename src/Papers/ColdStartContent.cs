using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// What Last.fm 2k knows about listeners and artists besides plays, as content tables. Rules for tags: rows that name an artist or
/// tag missing from the lists were dropped by the reader (<see cref="LastFm.DroppedTaggings"/>); months before Last.fm began to
/// tag (2005) are wrong dates of right tags, and as nothing here uses dates, such rows stay. Weights of tags are TF-IDF:
/// (1 + ln n) · (ln((1 + rows) / (1 + rows with the tag)) + 1), the last factor learnt from the rows named as training.
/// </summary>
public static class ColdStartContent
{
    /// <summary>
    /// Which tags a listener uses, [users, tags], without the artists they stand on. (A tag may be an artist's name all the same; so
    /// methods are judged with friends alone too.)
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="trainingUsers">Whose tags the weights are learnt from.</param>
    public static ContentTable TagsOfListeners(LastFm data, IReadOnlyCollection<int> trainingUsers)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Weigh(data.Plays.UserCount, [.. data.Tags.Select(tag => $"tag {tag}")], data.Taggings.Select(tagging => (tagging.User, tagging.Tag)), trainingUsers);
    }

    /// <summary>Which tags an artist was given, [artists, tags], and how often.</summary>
    /// <param name="data">The data.</param>
    /// <param name="trainingArtists">Whose tags the weights are learnt from.</param>
    /// <param name="without">Listeners whose tags do not count, such as those to be judged: a tag would tell that they know the artist.</param>
    public static ContentTable TagsOfArtists(LastFm data, IReadOnlyCollection<int> trainingArtists, IReadOnlyCollection<int> without)
    {
        ArgumentNullException.ThrowIfNull(data);
        HashSet<int> left = [.. without];
        return Weigh(
            data.Plays.ItemCount, [.. data.Tags.Select(tag => $"tag {tag}")],
            data.Taggings.Where(tagging => !left.Contains(tagging.User)).Select(tagging => (tagging.Artist, tagging.Tag)), trainingArtists);
    }

    /// <summary>
    /// What a listener's friends play, [users, artists]: the sum over friends of their log plays, each friend's row of length 1. Only plays
    /// of <paramref name="train"/> count, so a friend who is held out adds nothing.
    /// </summary>
    public static ContentTable PlaysOfFriends(LastFm data, Interactions train)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(train);
        Throw.IfLengthsDiffer(train.UserCount, "the training users", data.Plays.UserCount, "the users of the data");
        SortedDictionary<int, double>[] sums = [.. Enumerable.Range(0, train.UserCount).Select(_ => new SortedDictionary<int, double>())];
        foreach ((int user, int friend) in data.Friends.Distinct().OrderBy(pair => pair.User).ThenBy(pair => pair.Friend))
        {
            double[] plays = [.. train.WeightsOf(friend).ToArray().Select(Elementary.Log1P)];
            double length = Math.Sqrt(plays.Sum(play => play * play));
            for (int place = 0; place < plays.Length; place++)
            {
                int artist = train.ItemsOf(friend)[place];
                sums[user][artist] = sums[user].GetValueOrDefault(artist) + (plays[place] / length);
            }
        }

        return new ContentTable(ToSparse(sums, train.ItemCount), [.. train.ItemNames.Select(name => $"friends who play {name}")]);
    }

    /// <summary>Words of rows with the weights of this class, [rows, words].</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="words">The words' names.</param>
    /// <param name="pairs">Row and word, as often as the row has it.</param>
    /// <param name="training">The rows that the weights are learnt from.</param>
    internal static ContentTable Weigh(int rows, IReadOnlyList<string> words, IEnumerable<(int Row, int Word)> pairs, IReadOnlyCollection<int> training)
    {
        SortedDictionary<int, double>[] counts = [.. Enumerable.Range(0, rows).Select(_ => new SortedDictionary<int, double>())];
        foreach ((int row, int word) in pairs)
        {
            counts[row][word] = counts[row].GetValueOrDefault(word) + 1;
        }

        int[] having = new int[words.Count];
        foreach (int row in training)
        {
            foreach (int word in counts[row].Keys)
            {
                having[word]++;
            }
        }

        double[] rarity = [.. having.Select(count => Elementary.Log((1.0 + training.Count) / (1 + count)) + 1)];
        foreach (SortedDictionary<int, double> row in counts)
        {
            foreach (int word in row.Keys.ToArray())
            {
                row[word] = (1 + Elementary.Log(row[word])) * rarity[word];
            }
        }

        return new ContentTable(ToSparse(counts, words.Count), words);
    }

    private static SparseMatrix ToSparse(SortedDictionary<int, double>[] rows, int columns)
    {
        int[] starts = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            starts[row + 1] = starts[row] + rows[row].Count;
        }

        return new SparseMatrix(
            rows.Length, columns, starts, [.. rows.SelectMany(row => row.Keys)], [.. rows.SelectMany(row => row.Values.Select(value => (float)value))]);
    }
}
