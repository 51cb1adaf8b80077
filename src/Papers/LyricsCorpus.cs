using System.Security.Cryptography;
using System.Text;
using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Songs with lyrics and a topic, each lyrics once, and beside them lyrics without a topic. Two lyrics are the same when they are
/// made of the same words as often, in whatever order: models that count words cannot tell those apart.
/// </summary>
public sealed class LyricsCorpus
{
    private const string UniformSource = "random1000";
    private readonly string[] _hashes;
    private readonly string[] _artistKeys;
    private readonly string[] _unlabelledHashes;

    private LyricsCorpus(Frame table, string[] lyrics, int[] topics, Matrix topicWeights, string[] hashes, string[] unlabelled, string[] unlabelledHashes)
    {
        (Table, Lyrics, Topics, TopicWeights, _hashes) = (table, lyrics, topics, topicWeights, hashes);
        (UnlabelledLyrics, _unlabelledHashes) = (unlabelled, unlabelledHashes);
        Artists = [.. table.Texts("artist_name").Select(name => name ?? "")];
        Titles = [.. table.Texts("track_name").Select(name => name ?? "")];
        Years = table.Integers("release_date");
        IsUniform = table.Has("source")
            ? [.. table.Texts("source").Select(source => source == UniformSource)]
            : [.. Enumerable.Repeat(true, lyrics.Length)];
        _artistKeys = [.. Artists.Select(name => name.Trim().ToUpperInvariant())];
    }

    /// <summary>Number of songs with a topic.</summary>
    public int Count => Lyrics.Length;

    /// <summary>The rows of the table of songs that were kept, all columns.</summary>
    public Frame Table { get; }

    /// <summary>The lyrics of each song.</summary>
    public string[] Lyrics { get; }

    /// <summary>The topic of each song, 0 to 7, a place in <see cref="LyricsSongs.TopicNames"/>.</summary>
    public int[] Topics { get; }

    /// <summary>The sixteen topic weights of each song, [songs, 16]; those of test rows must not be looked at.</summary>
    public Matrix TopicWeights { get; }

    /// <summary>The artist of each song, as the data have it.</summary>
    public string[] Artists { get; }

    /// <summary>The title of each song.</summary>
    public string[] Titles { get; }

    /// <summary>The year of each song.</summary>
    public int[] Years { get; }

    /// <summary>
    /// Whether a song was drawn uniformly from the complete data (source random1000) and may stand for them. Where the table has no
    /// column source, it is the complete data, and all are.
    /// </summary>
    public bool[] IsUniform { get; }

    /// <summary>How many songs were left out because an earlier one has the same lyrics.</summary>
    public int RepeatsRemoved { get; private init; }

    /// <summary>The lyrics without a topic in use, each once; some are those of songs with a topic: see <see cref="UnlabelledLyricsFor"/>.</summary>
    public IReadOnlyList<string> UnlabelledLyrics { get; }

    /// <summary>How many of the <see cref="UnlabelledLyrics"/> are also the lyrics of a song with a topic.</summary>
    public int UnlabelledAmongSongs
    {
        get
        {
            HashSet<string> songs = [.. _hashes];
            return _unlabelledHashes.Count(songs.Contains);
        }
    }

    /// <summary>Songs whose lyrics stood before are left out, so that no lyrics can stand on both sides of a split.</summary>
    /// <param name="songs">Songs with a topic.</param>
    /// <param name="unlabelled">More lyrics in a column lyrics; null for none.</param>
    /// <exception cref="ArgumentException">There are no songs.</exception>
    public static LyricsCorpus From(LyricsSongs songs, Frame? unlabelled = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        Throw.IfEmpty(songs.Lyrics.Length, nameof(songs));
        string[] hashes = Array.ConvertAll(songs.Lyrics, Hash);
        int[] kept = FirstOfEach(hashes);
        string[] others = unlabelled is null ? [] : [.. unlabelled.Texts("lyrics").Select(lyrics => lyrics ?? "")];
        string[] otherHashes = Array.ConvertAll(others, Hash);
        int[] keptOthers = FirstOfEach(otherHashes);
        return new LyricsCorpus(
            songs.Table.Rows(kept), Pick(songs.Lyrics, kept), Pick(songs.Topics, kept), songs.TopicWeights.SelectRows(kept), Pick(hashes, kept),
            Pick(others, keptOthers), Pick(otherHashes, keptOthers))
        {
            RepeatsRemoved = songs.Lyrics.Length - kept.Length,
        };
    }

    /// <summary>The corpus of <paramref name="data"/>: its songs with lyrics and its lyrics without a topic.</summary>
    /// <exception cref="MissingDataSetException">The folder does not hold them.</exception>
    public static LyricsCorpus From(MusicData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return From(data.Lyrics(), data.UnlabelledLyrics());
    }

    /// <summary>
    /// SHA-256 of the words of <paramref name="lyrics"/>, sorted, in lower case and with single spaces, as 64 hexadecimal digits: the
    /// same for lyrics that are made of the same words as often.
    /// </summary>
    public static string Hash(string lyrics)
    {
        ArgumentNullException.ThrowIfNull(lyrics);
        string[] words = lyrics.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(words, StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', words))));
    }

    /// <summary>
    /// The lyrics without a topic that may be learnt from when the test rows of <paramref name="split"/> are judged: none that
    /// is a test song's.
    /// </summary>
    /// <exception cref="ArgumentException">The split names a row that is not there.</exception>
    public IReadOnlyList<string> UnlabelledLyricsFor(Split split)
    {
        Check(split);
        HashSet<string> test = [.. split.Test.Select(row => _hashes[row])];
        return [.. UnlabelledLyrics.Where((_, place) => !test.Contains(_unlabelledHashes[place]))];
    }

    /// <summary>
    /// As <see cref="UnlabelledLyricsFor"/>, and none that is a training song's either: what training lyrics can be lengthened by without
    /// any standing there twice.
    /// </summary>
    /// <exception cref="ArgumentException">The split names a row that is not there.</exception>
    public IReadOnlyList<string> MoreLyricsFor(Split split)
    {
        Check(split);
        HashSet<string> own = [.. split.Test.Concat(split.Train).Select(row => _hashes[row])];
        return [.. UnlabelledLyrics.Where((_, place) => !own.Contains(_unlabelledHashes[place]))];
    }

    /// <summary>The lyrics of the named rows.</summary>
    public string[] LyricsOf(int[] rows) => Pick(Lyrics, rows);

    /// <summary>The topics of the named rows.</summary>
    public int[] TopicsOf(int[] rows) => Pick(Topics, rows);

    /// <summary>The same songs, in the same order, with their lyrics changed, such as by a text pipeline; which lyrics are the same is not asked again.</summary>
    /// <param name="change">Called once for each lyrics, from several threads.</param>
    public LyricsCorpus WithLyrics(Func<string, string> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new LyricsCorpus(Table, Change(Lyrics), Topics, TopicWeights, _hashes, Change([.. UnlabelledLyrics]), _unlabelledHashes)
        {
            RepeatsRemoved = RepeatsRemoved,
        };

        string[] Change(string[] lyrics)
        {
            string[] changed = new string[lyrics.Length];
            ParallelLoop.For(lyrics.Length, place => changed[place] = change(lyrics[place]));
            return changed;
        }
    }

    /// <summary>The <see cref="Hash"/> of a song's lyrics as they were read.</summary>
    internal string HashOf(int row) => _hashes[row];

    /// <summary>The artist of a song for comparison: case and outer space do not count.</summary>
    internal string ArtistKey(int row) => _artistKeys[row];

    internal void Check(Split split)
    {
        ArgumentNullException.ThrowIfNull(split);
        foreach (int row in split.Train.Concat(split.Test))
        {
            Throw.IfOutside(row, 0, Count - 1, $"row of {nameof(split)}");
        }
    }

    private static int[] FirstOfEach(string[] hashes)
    {
        HashSet<string> seen = [];
        return [.. Enumerable.Range(0, hashes.Length).Where(row => seen.Add(hashes[row]))];
    }

    private static T[] Pick<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);
}
