using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Reporting;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// The rows from which paper 004's genre network learns: those of the genres asked for with all ten features. A row is a track as listed under one
/// genre; the same track may be listed under several.
/// </summary>
public sealed class GenreTracks
{
    private static readonly string[] _gapped = ["acousticness", "instrumentalness", "liveness", "speechiness"];

    private readonly int[] _tracks;

    private GenreTracks(Frame rows, string[] genres, int listed)
    {
        Genres = genres;
        ListedCount = listed;
        Labels = Array.ConvertAll(rows.Texts("genre"), genre => Array.IndexOf(genres, genre));
        Features = rows.ToMatrix([.. AudioFeatures.Eight]);
        MoreFeatures = rows.ToMatrix([.. FeatureNames]);
        Titles = Array.ConvertAll(rows.Texts("track_name"), title => title ?? "");
        Artists = Array.ConvertAll(rows.Texts("artist_name"), artist => artist ?? "");
        string[] artists = Array.ConvertAll(Artists.ToArray(), NameKey.Of);

        // Rows without a name share nothing that is known, so each is an artist of its own.
        ArtistGroups = Codes(artists.Select((artist, row) => artist.Length > 0 ? artist : $"\0{row}"));
        _tracks = Codes(artists.Select((artist, row) => artist.Length > 0 && Titles[row].Length > 0 ? $"{artist}\0{NameKey.Of(Titles[row])}" : $"\0{row}"));
    }

    /// <summary>The eighteen genres that the paper lists, in its order.</summary>
    public static IReadOnlyList<string> Eighteen { get; } =
        ["Indie", "Jazz", "Pop", "Electronic", "Folk", "Hip-Hop", "Rock", "Alternative", "Classical", "Rap", "World", "Soul", "Blues", "R&B", "Reggaeton", "Reggae", "Dance", "Country"];

    /// <summary>
    /// Twelve genres, as many as the paper says it has: its list without those that are kinds of others in it (Alternative, Rap, Soul, R&amp;B, Reggaeton,
    /// Dance). Which twelve the paper means it does not say.
    /// </summary>
    public static IReadOnlyList<string> Twelve { get; } =
        ["Indie", "Jazz", "Pop", "Electronic", "Folk", "Hip-Hop", "Rock", "Classical", "World", "Blues", "Reggae", "Country"];

    /// <summary>The columns of <see cref="MoreFeatures"/>: the paper's eight, instrumentalness and popularity.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = [.. AudioFeatures.Eight, "instrumentalness", "popularity"];

    /// <summary>The genres that have a complete row, in the order asked for.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>Number of complete rows.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of rows of these genres before those with gaps were left out.</summary>
    public int ListedCount { get; }

    /// <summary>The genre that each row is listed under, as a place in <see cref="Genres"/>.</summary>
    public int[] Labels { get; }

    /// <summary>The paper's eight features, [rows, 8], columns as <see cref="AudioFeatures.Eight"/>.</summary>
    public Matrix Features { get; }

    /// <summary>Those and two more, [rows, 10], columns as <see cref="FeatureNames"/>.</summary>
    public Matrix MoreFeatures { get; }

    /// <summary>Each row's title; "" where missing.</summary>
    public IReadOnlyList<string> Titles { get; }

    /// <summary>Each row's artist; "" where missing.</summary>
    public IReadOnlyList<string> Artists { get; }

    /// <summary>Each row's artist as a number from 0, for folds that keep an artist's rows together; names are compared by <see cref="NameKey"/>.</summary>
    public int[] ArtistGroups { get; }

    /// <summary>Number of rows whose track is listed under another of the genres too.</summary>
    public int SeveralGenresCount => LabelSets([.. Enumerable.Range(0, Count)]).Count(set => set.Length > 1);

    /// <summary>Takes the complete rows of the genres asked for.</summary>
    /// <param name="tracks">As <see cref="MusicData.SpotifyFeatures"/> gives them.</param>
    /// <param name="genres">Such as <see cref="Eighteen"/>; names as in the data, all different.</param>
    /// <exception cref="ArgumentException">A genre is named twice, or fewer than two of them have a complete row.</exception>
    public static GenreTracks From(Frame tracks, IReadOnlyList<string> genres)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(genres);
        if (genres.Distinct().Count() < genres.Count)
        {
            throw new ArgumentException($"A genre is named twice: {string.Join(", ", genres)}.", nameof(genres));
        }

        Frame listed = tracks.Where("genre", genre => genre is not null && genres.Contains(genre));
        Frame complete = listed.WithoutMissing([.. FeatureNames]);
        HashSet<string?> present = [.. complete.Texts("genre")];
        string[] kept = [.. genres.Where(present.Contains)];
        return kept.Length >= 2
            ? new GenreTracks(complete, kept, listed.RowCount)
            : throw new ArgumentException($"Of the genres {string.Join(", ", genres)} {kept.Length} have a row with all of {string.Join(", ", FeatureNames)}; needed: 2.", nameof(genres));
    }

    /// <summary>
    /// For each of some rows all genres that its track is listed under among these same rows, ascending: what several-label training may know when they
    /// are the training rows.
    /// </summary>
    /// <param name="rows">Rows, from 0 to <see cref="Count"/> − 1.</param>
    public int[][] LabelSets(ReadOnlySpan<int> rows)
    {
        int[] chosen = rows.ToArray();
        SortedSet<int>?[] sets = new SortedSet<int>?[Count];
        foreach (int row in chosen)
        {
            Throw.IfOutside(row, 0, Count - 1);
            (sets[_tracks[row]] ??= []).Add(Labels[row]);
        }

        return Array.ConvertAll(chosen, row => sets[_tracks[row]]!.ToArray());
    }

    /// <summary>
    /// How many rows of each genre lack features. Gaps that were random would take the same share of every genre; where they do not, results on complete
    /// rows are about another mix of genres than the data have.
    /// </summary>
    /// <param name="tracks">As <see cref="MusicData.SpotifyFeatures"/> gives them.</param>
    public static Table Gaps(Frame tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        (int[] labels, string[] genres) = tracks.Encode("genre");
        int[] rows = new int[genres.Length], missing = new int[genres.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            rows[labels[row]]++;
            missing[labels[row]] += _gapped.Any(column => tracks[column].IsMissing(row)) ? 1 : 0;
        }

        double share = missing.Sum() / (double)labels.Length, statistic = 0;
        for (int genre = 0; genre < genres.Length; genre++)
        {
            double expected = share * rows[genre];
            statistic += share is > 0 and < 1 ? (missing[genre] - expected) * (missing[genre] - expected) / (expected * (1 - share)) : 0;
        }

        Table table = new("genre", "rows", "with gaps", "share with gaps", "in the paper's list");
        foreach (int genre in Enumerable.Range(0, genres.Length).OrderByDescending(genre => missing[genre] / (double)rows[genre]))
        {
            table.Row(genres[genre], rows[genre], missing[genre], missing[genre] / (double)rows[genre], Eighteen.Contains(genres[genre]) ? "yes" : "no");
        }

        double association = labels.Length > 0 ? Math.Sqrt(statistic / labels.Length) : 0;
        return table.Format("share with gaps", "0.0 %").ShowAtMost(Math.Max(1, genres.Length)).Note(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{missing.Sum()} of {labels.Length} rows lack some of {string.Join(", ", _gapped)}; genre and gap: χ² = {statistic:0} with {genres.Length - 1} degrees of freedom, Cramér's V {association:0.00} (0: gaps fall alike on all genres, 1: the genre decides)."));
    }

    private static int[] Codes(IEnumerable<string> keys) => new TextColumn([.. keys]).ToCodes().Codes;
}
