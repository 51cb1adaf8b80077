using System.Globalization;
using MusicRec.Data;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <content>From the tables of the data sets.</content>
public sealed partial class PopularitySongs
{
    /// <summary>Paper 000's data, the sample of 10,000 or Kaggle's complete file: <see cref="MusicData.Spotify1M"/>.</summary>
    /// <param name="tracks">With columns artist_name, track_name, track_id, popularity, year, genre and the audio features.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or a number is missing or out of range.</exception>
    public static PopularitySongs FromSpotify1M(Frame tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        int[] years = tracks.Integers("year");
        for (int row = 0; row < years.Length; row++)
        {
            RefuseYear(years[row], row);
        }

        return Read("spotify-1m", tracks, "genre", row => years[row], everyGenre: false);
    }

    /// <summary>
    /// The tracks of November 2024: <see cref="MusicData.Spotify2024"/>. Of the rows of one track_id the first is kept; its genre is the
    /// search genre of that row, and <see cref="AllGenres"/> has those of all.
    /// </summary>
    /// <param name="tracks">With columns artist_name, track_name, track_id, popularity, release_date, search_genre and the audio features.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, a number is missing or out of range, or a date is no date.</exception>
    public static PopularitySongs FromSpotify2024(Frame tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        string?[] dates = tracks.Texts("release_date");
        return Read("spotify-2024", tracks, "search_genre", row => YearOf(dates[row], row), everyGenre: true);
    }

    private static PopularitySongs Read(string name, Frame tracks, string genreColumn, Func<int, int> yearOf, bool everyGenre)
    {
        Throw.IfEmpty(tracks.RowCount, nameof(tracks));
        string[] ids = Trimmed(tracks, "track_id"), genres = Trimmed(tracks, genreColumn);
        int[] first = FirstOfEach(ids, out int[] owner);
        double[] popularity = tracks.Numbers("popularity");
        foreach (int row in first)
        {
            if (popularity[row] is not (>= 0 and <= 100))
            {
                throw new ArgumentException($"popularity in row {row} (counted from 0) is {popularity[row]}; allowed: 0 to 100.", nameof(tracks));
            }
        }

        string[] titles = Trimmed(tracks, "track_name"), artists = Trimmed(tracks, "artist_name");
        bool whole = first.Length == tracks.RowCount;
        Frame kept = whole ? tracks : tracks.Rows(first);
        SongColumns columns = new(
            Pick(popularity, first), Pick(ids, first), Pick(titles, first), Pick(artists, first), Pick(genres, first),
            everyGenre ? GenresOf(genres, owner, first.Length) : null, Array.ConvertAll(first, row => yearOf(row)), kept.ToMatrix([.. AudioFeatures.All]))
        {
            IsExplicit = kept.Has("explicit") ? [.. kept.Booleans("explicit")] : null,
            ArtistFollowers = kept.Has("artist_followers") ? kept.ToMatrix("artist_followers").Values : null,
        };
        Throw.IfNotFinite(columns.Audio.Values, "the audio features");
        return new PopularitySongs(name, Numbered(columns)) { RepeatsRemoved = tracks.RowCount - first.Length };
    }

    /// <summary>Of rows with the same id the first; rows without an id all stay. And for each row the place of the one that stands for it.</summary>
    private static int[] FirstOfEach(string[] ids, out int[] owner)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<int> first = [];
        owner = new int[ids.Length];
        for (int row = 0; row < ids.Length; row++)
        {
            if (ids[row].Length > 0 && places.TryGetValue(ids[row], out int place))
            {
                owner[row] = place;
                continue;
            }

            owner[row] = first.Count;
            if (ids[row].Length > 0)
            {
                places.Add(ids[row], first.Count);
            }

            first.Add(row);
        }

        return [.. first];
    }

    private static IReadOnlyList<string>[] GenresOf(string[] genres, int[] owner, int count)
    {
        List<string>[] all = [.. Enumerable.Range(0, count).Select(_ => new List<string>(1))];
        for (int row = 0; row < genres.Length; row++)
        {
            if (genres[row].Length > 0 && !all[owner[row]].Contains(genres[row], StringComparer.Ordinal))
            {
                all[owner[row]].Add(genres[row]);
            }
        }

        return all;
    }

    private static SongColumns Numbered(SongColumns columns) => columns with
    {
        ArtistGroups = Number(Array.ConvertAll(columns.Artists, NameKey.Of)),
        GenreGroups = Number(Array.ConvertAll(columns.Genres, genre => NameKey.Of(genre.Replace('-', ' ')))),
    };

    private static int[] Number(string[] keys) => new TextColumn(keys).ToCodes().Codes;

    private static string[] Trimmed(Frame tracks, string column) => Array.ConvertAll(tracks.Texts(column), text => text?.Trim() ?? "");

    private static T[] Pick<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    // Dates have the precision of a day, a month or a year; "0000" stands for a date that nobody knows.
    private static int YearOf(string? date, int row)
    {
        if (string.IsNullOrWhiteSpace(date))
        {
            return 0;
        }

        string text = date.Trim();
        if (text.Length < 4 || (text.Length > 4 && text[4] != '-') || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year))
        {
            throw new ArgumentException(
                $"release_date in row {row} (counted from 0) is '{(text.Length > 40 ? $"{text.AsSpan(0, 40)}…" : text)}'; allowed: year, year-month or year-month-day.", nameof(date));
        }

        RefuseYear(year, row);
        return year;
    }

    private static void RefuseYear(int year, int row)
    {
        if (year is not (0 or (>= 1000 and <= 9999)))
        {
            throw new ArgumentException($"the year in row {row} (counted from 0) is {year}; allowed: 1000 to 9999, or 0 where it is unknown.", nameof(year));
        }
    }
}
