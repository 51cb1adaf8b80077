using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>One kind of knowledge about the artists of Last.fm.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Build">
/// The content table, [artists, features], from the artists that its scales and weights may be learnt from and the listeners whose word does not count.
/// </param>
public sealed record ArtistModality(string Name, Func<IReadOnlyCollection<int>, IReadOnlyCollection<int>, ContentTable> Build);

/// <summary>
/// What the data sets know about the artists of Last.fm besides who plays them, joined by <see cref="ArtistKey"/>: tags, the genres under which Spotify files their
/// tracks, how those sound, their lyrics, and the playlists they stand in. Weights of words are those of <see cref="ColdStartContent"/>; data sets that are not there
/// are left out.
/// </summary>
public static class ArtistModalities
{
    /// <summary>The tags of listeners.</summary>
    public const string Tags = "tags";

    /// <summary>Mean audio features of the tracks.</summary>
    public const string Sound = "sound";

    private const int Levels = 5, FewestArtists = 5;

    private static readonly (string DataSet, string Table, string Artists)[] _tracks =
    [
        ("spotify-114k", "tracks", "artists"), ("spotify-2024", "tracks", "artist_name"), ("spotify-1m", "tracks", "artist_name"), ("spotify-playlists", "songs", "track_artist"),
    ];

    /// <summary>The modalities for which there is data.</summary>
    /// <param name="data">Last.fm is needed.</param>
    /// <param name="lastFm">Its Last.fm, read.</param>
    public static IReadOnlyList<ArtistModality> Of(MusicData data, LastFm lastFm)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(lastFm);
        Dictionary<string, int[]> places = Places(lastFm.ArtistNames);
        int artists = lastFm.Plays.ItemCount;
        (string DataSet, Frame Table, string Artists)[] tracks = [.. _tracks.Where(set => data.Has(set.DataSet)).Select(set => (set.DataSet, data.Table(set.DataSet, set.Table), set.Artists))];
        List<ArtistModality> all = [new(Tags, (known, without) => ColdStartContent.TagsOfArtists(lastFm, known, without))];
        if (tracks.Length > 0)
        {
            string[] keys = [.. lastFm.ArtistNames.Select(ArtistKey.Of)];
            string?[] credits = [.. tracks.SelectMany(set => set.Table.Texts(set.Artists)).Select(names => names is null ? null : string.Join(';', names.Split(';').Select(ArtistKey.Of)))];
            Matrix means = ArtistSound.MeanFeatures(keys, credits, Stack([.. tracks.Select(set => set.Table)])).SelectRows([.. keys.Select((key, place) => places.GetValueOrDefault(key, [place])[0])]);
            all.Add(new(Sound, (known, _) => SoundLevels(means, known)));
        }

        AddWords("genres", "spotify-114k", "track_genre");
        if (data.Has("lyrics-1950-2019"))
        {
            Frame lyrics = data.Lyrics().Table, more = data.UnlabelledLyrics();
            Add("lyrics", [.. Pairs(lyrics, "artist_name", "lyrics", splits: true), .. Pairs(more, "artist_name", "lyrics", splits: true)], FewestArtists);
        }

        AddWords("playlists", "spotify-playlists", "playlist_id");
        return all;

        void AddWords(string name, string dataSet, string column)
        {
            foreach ((string _, Frame table, string artist) in tracks.Where(set => set.DataSet == dataSet))
            {
                Add(name, Pairs(table, artist, column, splits: false), 1);
            }
        }

        void Add(string name, (string Artist, string Word)[] pairs, int fewest)
        {
            (int Artist, string Word)[] own = [.. pairs.SelectMany(pair => places.GetValueOrDefault(pair.Artist, []).Select(artist => (artist, pair.Word)))];
            all.Add(new(name, (known, _) => Words(name, artists, own, known, fewest)));
        }
    }

    /// <summary>Words that at least so many training artists have.</summary>
    private static ContentTable Words(string kind, int artists, (int Artist, string Word)[] pairs, IReadOnlyCollection<int> training, int fewest)
    {
        HashSet<int> known = [.. training];
        SortedDictionary<string, HashSet<int>> bearers = new(StringComparer.Ordinal);
        foreach ((int artist, string word) in pairs.Where(pair => known.Contains(pair.Artist)))
        {
            if (!bearers.TryGetValue(word, out HashSet<int>? own))
            {
                bearers.Add(word, own = []);
            }

            own.Add(artist);
        }

        string[] words = [.. bearers.Where(entry => entry.Value.Count >= fewest).Select(entry => entry.Key)];
        Dictionary<string, int> numbers = words.Select((word, number) => (word, number)).ToDictionary(pair => pair.word, pair => pair.number, StringComparer.Ordinal);
        return ColdStartContent.Weigh(
            artists, [.. words.Select(word => $"{kind}: {word}")],
            pairs.Where(pair => numbers.ContainsKey(pair.Word)).Select(pair => (pair.Artist, numbers[pair.Word])), training);
    }

    /// <summary>Each feature as one of five levels that hold equally many training artists: a linear map can then say "loud or soft, but not in between".</summary>
    private static ContentTable SoundLevels(Matrix means, IReadOnlyCollection<int> training)
    {
        int[] known = [.. training.Where(artist => IsKnown(means.Row(artist))).Order()];
        Matrix values = new(means.Rows, means.Columns * Levels);
        for (int column = 0; column < means.Columns; column++)
        {
            double[] sorted = [.. known.Select(artist => means[artist, column]).Order()];
            for (int artist = 0; artist < means.Rows && sorted.Length > 0; artist++)
            {
                if (IsKnown(means.Row(artist)))
                {
                    int level = Enumerable.Range(1, Levels - 1).Count(edge => means[artist, column] > Quantiles.OfSorted(sorted, (double)edge / Levels));
                    values[artist, (column * Levels) + level] = 1;
                }
            }
        }

        return new ContentTable(
            SparseMatrix.From(values),
            [.. Features().SelectMany(feature => Enumerable.Range(1, Levels).Select(level => string.Create(CultureInfo.InvariantCulture, $"{feature}, level {level} of {Levels}")))]);
    }

    // The playlists' table has no time signature, which tells little: nearly all tracks have four beats.
    private static IEnumerable<string> Features() => AudioFeatures.All.Where(feature => feature != "time_signature");

    private static Matrix Stack(Frame[] tables)
    {
        Matrix[] parts = [.. tables.Select(table => table.ToMatrix([.. Features()]))];
        return new Matrix(parts.Sum(part => part.Rows), parts[0].Columns, [.. parts.SelectMany(part => part.Values)]);
    }

    private static (string Artist, string Word)[] Pairs(Frame table, string artists, string words, bool splits)
    {
        string?[] names = table.Texts(artists), texts = table.Texts(words);
        return
        [
            .. from row in Enumerable.Range(0, names.Length)
               from name in (names[row] ?? "").Split(';')
               from word in splits ? (texts[row] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries) : [texts[row] ?? ""]
               where word.Length > 0
               select (ArtistKey.Of(name), word),
        ];
    }

    // A few artists of Last.fm have one key: what is known about the key goes to each of them.
    private static Dictionary<string, int[]> Places(IReadOnlyList<string> names) => names.Select((name, place) => (Key: ArtistKey.Of(name), place))
        .Where(pair => pair.Key.Length > 0).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(pair => pair.place).ToArray(), StringComparer.Ordinal);

    private static bool IsKnown(ReadOnlySpan<double> row)
    {
        foreach (double value in row)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
