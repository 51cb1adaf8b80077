using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>The columns of <see cref="PopularitySongs"/>; numbers of artists and genres are set once all songs are known.</summary>
internal sealed record SongColumns(
    double[] Popularity, string[] TrackIds, string[] Titles, string[] Artists, string[] Genres, IReadOnlyList<string>[]? AllGenres, int[] Years, Matrix Audio)
{
    public bool[]? IsExplicit { get; init; }

    public double[]? ArtistFollowers { get; init; }

    public int[] ArtistGroups { get; init; } = [];

    public int[] GenreGroups { get; init; } = [];

    public SongColumns Select(int[] rows) =>
        new(
            Pick(Popularity, rows), Pick(TrackIds, rows), Pick(Titles, rows), Pick(Artists, rows), Pick(Genres, rows), Pick(AllGenres, rows), Pick(Years, rows),
            Audio.SelectRows(rows))
        {
            IsExplicit = Pick(IsExplicit, rows),
            ArtistFollowers = Pick(ArtistFollowers, rows),
            ArtistGroups = Pick(ArtistGroups, rows),
            GenreGroups = Pick(GenreGroups, rows),
        };

    public SongColumns Join(SongColumns other) =>
        new(
            [.. Popularity, .. other.Popularity], [.. TrackIds, .. other.TrackIds], [.. Titles, .. other.Titles], [.. Artists, .. other.Artists],
            [.. Genres, .. other.Genres], AllGenres is null && other.AllGenres is null ? null : [.. Lists(), .. other.Lists()], [.. Years, .. other.Years],
            new Matrix(Audio.Rows + other.Audio.Rows, Audio.Columns, [.. Audio.Values, .. other.Audio.Values]))
        {
            IsExplicit = IsExplicit is null || other.IsExplicit is null ? null : [.. IsExplicit, .. other.IsExplicit],
            ArtistFollowers = ArtistFollowers is null || other.ArtistFollowers is null ? null : [.. ArtistFollowers, .. other.ArtistFollowers],
        };

    /// <summary>For each song its genres, none where it has none.</summary>
    public IReadOnlyList<string>[] Lists()
    {
        if (AllGenres is not null)
        {
            return AllGenres;
        }

        // A million songs share a list for each of some eighty genres.
        Dictionary<string, IReadOnlyList<string>> lists = new(StringComparer.Ordinal) { [""] = [] };
        return Array.ConvertAll(Genres, genre =>
        {
            if (!lists.TryGetValue(genre, out IReadOnlyList<string>? list))
            {
                lists.Add(genre, list = [genre]);
            }

            return list;
        });
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(values))]
    private static T[]? Pick<T>(T[]? values, int[] rows) => values is null ? null : Array.ConvertAll(rows, row => values[row]);
}
