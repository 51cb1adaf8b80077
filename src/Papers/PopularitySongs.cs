using System.Globalization;
using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Songs with popularity, genre, year, artist and the thirteen audio features, in columns aligned by row: paper 000's data, and other
/// data sets read the same way. Each track stands once. Nothing in it changes.
/// </summary>
public sealed partial class PopularitySongs
{
    private readonly SongColumns _columns;
    private readonly Lazy<int[]> _songGroups;
    private readonly Lazy<IReadOnlyList<string>[]> _allGenres;

    private PopularitySongs(string name, SongColumns columns, Lazy<int[]>? songGroups = null)
    {
        (Name, _columns, _allGenres) = (name, columns, new Lazy<IReadOnlyList<string>[]>(columns.Lists));
        _songGroups = songGroups ?? new Lazy<int[]>(() => Number([.. Enumerable.Range(0, Count).Select(row => SongKey.Of(Titles[row], Artists[row]))]));
    }

    /// <summary>The thirteen audio features' names, in the order of the columns of <see cref="Audio"/>.</summary>
    public static IReadOnlyList<string> AudioFeatureNames => AudioFeatures.All;

    /// <summary>What these songs are called in tables.</summary>
    public string Name { get; }

    /// <summary>Number of songs.</summary>
    public int Count => _columns.Popularity.Length;

    /// <summary>Rows of the table left out because an earlier one has the same track_id.</summary>
    public int RepeatsRemoved { get; private init; }

    /// <summary>Each song's popularity as Spotify computes it, 0 to 100.</summary>
    public ReadOnlySpan<double> Popularity => _columns.Popularity;

    /// <summary>Each song's track_id; "" where missing.</summary>
    public IReadOnlyList<string> TrackIds => _columns.TrackIds;

    /// <summary>Each song's title; "" where missing.</summary>
    public IReadOnlyList<string> Titles => _columns.Titles;

    /// <summary>Each song's artist; "" where missing.</summary>
    public IReadOnlyList<string> Artists => _columns.Artists;

    /// <summary>Each song's genre as the data write it; "" where missing. Of several the first; see <see cref="AllGenres"/>.</summary>
    public IReadOnlyList<string> Genres => _columns.Genres;

    /// <summary>Every genre of each song, in the order of the data; none where missing.</summary>
    public IReadOnlyList<IReadOnlyList<string>> AllGenres => _allGenres.Value;

    /// <summary>Each song's year; 0 where it is unknown.</summary>
    public ReadOnlySpan<int> Years => _columns.Years;

    /// <summary>
    /// Each song's artist as a number: what folds are grouped by. Artists whose names differ by letter case or accents alone
    /// are one (<see cref="Text.NameKey"/>); songs without an artist are one group. Selections keep the numbers of the songs they were taken from.
    /// </summary>
    public ReadOnlySpan<int> ArtistGroups => _columns.ArtistGroups;

    /// <summary>
    /// Each song's genre as a number from 0, in the order of their names; genres that differ by letter case or hyphens alone ("hip-hop",
    /// "Hip Hop") are one. Selections keep the numbers of the songs they were taken from.
    /// </summary>
    public ReadOnlySpan<int> GenreGroups => _columns.GenreGroups;

    /// <summary>
    /// Each song as a number: tracks of one artist whose titles are the same but for letter case, punctuation and notes such as
    /// "(feat. …)" or "- Remastered 2011" share it.
    /// </summary>
    public ReadOnlySpan<int> SongGroups => _songGroups.Value;

    /// <summary>The audio features, [songs, 13], columns as <see cref="AudioFeatureNames"/>; not to be changed.</summary>
    public Matrix Audio => _columns.Audio;

    /// <summary>Whether each song has explicit lyrics; null where the data do not say.</summary>
    public IReadOnlyList<bool>? IsExplicit => _columns.IsExplicit;

    /// <summary>Followers of each song's artist; null where the data do not say.</summary>
    public IReadOnlyList<double>? ArtistFollowers => _columns.ArtistFollowers;

    /// <summary>1 where popularity is <paramref name="cut"/> or more, else 0.</summary>
    /// <param name="cut">From 0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cut"/> lies outside its range.</exception>
    public int[] Popular(int cut)
    {
        Throw.IfOutside(cut, 0, 100);
        return Array.ConvertAll(_columns.Popularity, popularity => popularity >= cut ? 1 : 0);
    }

    /// <summary>The songs named by <paramref name="rows"/> (from 0), in that order; a row may be named twice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public PopularitySongs Select(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            Throw.IfOutside(row, 0, Count - 1, nameof(rows));
        }

        int[] chosen = rows.ToArray();
        return new PopularitySongs(Name, _columns.Select(chosen), Groups(chosen));
    }

    /// <summary>
    /// At most <paramref name="count"/> of the songs, drawn without replacement and left in their order: what a study takes of data that
    /// are too many for the time there is. The name says how many.
    /// </summary>
    /// <param name="count">1 or more; these songs themselves when there are no more.</param>
    /// <param name="seed">Decides which.</param>
    public PopularitySongs Sample(int count, ulong seed = 0)
    {
        Throw.IfBelow(count, 1);
        if (count >= Count)
        {
            return this;
        }

        int[] rows = [.. new RandomStream(seed).Permutation(Count).Take(count).Order()];
        string name = string.Create(CultureInfo.InvariantCulture, $"{Name}, {count:#,0} of {Count:#,0}");
        return new PopularitySongs(name, _columns.Select(rows), Groups(rows));
    }

    /// <summary>The names of the columns of <see cref="Features"/>.</summary>
    /// <exception cref="ArgumentException">The data lack one of the columns.</exception>
    public string[] ColumnNames(PopularityColumns columns)
    {
        Check(columns);
        List<string> names = [];
        if (columns.HasFlag(PopularityColumns.Audio))
        {
            names.AddRange(AudioFeatureNames);
        }

        foreach ((PopularityColumns column, string name) in s_single)
        {
            if (columns.HasFlag(column))
            {
                names.Add(name);
            }
        }

        if (columns.HasFlag(PopularityColumns.Title))
        {
            names.AddRange(TitleForm.Names);
        }

        return [.. names];
    }

    /// <summary>The songs as a model takes them, [songs, columns]; columns in the order of the enumeration, missing values as NaN.</summary>
    /// <exception cref="ArgumentException">No column is asked for, or the data lack one.</exception>
    public Matrix Features(PopularityColumns columns)
    {
        Check(columns);
        bool audio = columns.HasFlag(PopularityColumns.Audio);
        PopularityColumns[] single = [.. s_single.Select(pair => pair.Column).Where(column => columns.HasFlag(column))];
        int offset = audio ? Audio.Columns : 0;
        bool title = columns.HasFlag(PopularityColumns.Title);
        Matrix features = new(Count, offset + single.Length + (title ? TitleForm.Names.Count : 0));
        for (int row = 0; row < Count; row++)
        {
            Span<double> target = features.Row(row);
            if (audio)
            {
                Audio.Row(row).CopyTo(target);
            }

            for (int place = 0; place < single.Length; place++)
            {
                target[offset + place] = Value(single[place], row);
            }

            if (title)
            {
                TitleForm.Of(Titles[row], target[(offset + single.Length)..]);
            }
        }

        return features;
    }

    /// <summary>
    /// These songs and then others, so that a model can learn from the ones and be judged on the others: artists, genres and songs are
    /// numbered together. What only one side has (followers, explicit) is left out.
    /// </summary>
    /// <param name="other">Songs of another data set; a track may stand on both sides.</param>
    public PopularitySongs Append(PopularitySongs other)
    {
        ArgumentNullException.ThrowIfNull(other);
        SongColumns joined = _columns.Join(other._columns);
        return new PopularitySongs($"{Name} + {other.Name}", Numbered(joined));
    }

    private static readonly (PopularityColumns Column, string Name)[] s_single =
    [
        (PopularityColumns.Year, "year"), (PopularityColumns.GenreIdentifier, "genre"), (PopularityColumns.ArtistIdentifier, "artist"),
        (PopularityColumns.Popularity, "popularity"), (PopularityColumns.ArtistFollowers, "artist_followers"), (PopularityColumns.Explicit, "explicit"),
    ];

    private Lazy<int[]> Groups(int[] rows) => new(() => Array.ConvertAll(rows, row => _songGroups.Value[row]));

    private double Value(PopularityColumns column, int row) => column switch
    {
        PopularityColumns.Year => Years[row] == 0 ? double.NaN : Years[row],
        PopularityColumns.GenreIdentifier => Genres[row].Length == 0 ? double.NaN : GenreGroups[row],
        PopularityColumns.ArtistIdentifier => Artists[row].Length == 0 ? double.NaN : ArtistGroups[row],
        PopularityColumns.Popularity => Popularity[row],
        PopularityColumns.ArtistFollowers => ArtistFollowers![row],
        _ => IsExplicit![row] ? 1 : 0,
    };

    private void Check(PopularityColumns columns)
    {
        PopularityColumns known = PopularityColumns.Audio | PopularityColumns.Title;
        foreach ((PopularityColumns column, _) in s_single)
        {
            known |= column;
        }

        if (columns == PopularityColumns.None || (columns & ~known) != 0)
        {
            Throw.OutOfRange(nameof(columns), columns, "one or more of the enumeration's columns");
        }

        if ((columns.HasFlag(PopularityColumns.ArtistFollowers) && ArtistFollowers is null) || (columns.HasFlag(PopularityColumns.Explicit) && IsExplicit is null))
        {
            throw new ArgumentException($"columns is {columns}, but {Name} does not have all of these; followers and explicit stand in spotify-2024.", nameof(columns));
        }
    }
}
