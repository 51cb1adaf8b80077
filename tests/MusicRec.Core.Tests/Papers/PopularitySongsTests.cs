using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularitySongsTests
{
    [Fact]
    public void The_real_tables_give_each_track_once()
    {
        MusicData data = MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path("."));
        PopularitySongs paper = PopularitySongs.FromSpotify1M(data.Spotify1M()), later = PopularitySongs.FromSpotify2024(data.Spotify2024());
        Assert.Equal((10_000, 0, 63_382, 14_184), (paper.Count, paper.RepeatsRemoved, later.Count, later.RepeatsRemoved));
        Assert.Equal(82, paper.GenreGroups.ToArray().Distinct().Count());
        Assert.Equal(146, later.AllGenres.SelectMany(genres => genres).Distinct().Count());
        Assert.Equal(77_103, later.AllGenres.Sum(genres => genres.Count));
        Assert.Equal(2, later.Years.ToArray().Count(year => year == 0));
        Assert.Equal(160, paper.TrackIds.Intersect(later.TrackIds).Count());
        Assert.Equal(0.0440, paper.Popular(50).Average(), 12);
        PopularitySongs both = paper.Append(later);
        Assert.Equal((73_382, 1 + both.GenreGroups.ToArray().Max()), (both.Count, both.GenreGroups.ToArray().Distinct().Count()));
    }

    [Fact]
    public void Names_that_differ_by_case_accents_or_hyphens_are_one_and_missing_ones_are_empty()
    {
        PopularitySongs songs = PopularitySongs.FromSpotify1M(Table(
            ("id1", " Beyoncé", "Halo", "hip-hop", 2008, 80), ("id2", "BEYONCE", "Halo (feat. X)", "Hip Hop", 2009, 10), ("id3", null, null, null, 0, 0),
            ("id1", "other", "other", "emo", 2001, 5), (null, "a", "Sirens", "emo", 2001, 50), (null, "a", "Sirens - Remastered 2011", "emo", 2002, 49)));
        Assert.Equal((5, 1), (songs.Count, songs.RepeatsRemoved));
        Assert.Equal(["id1", "id2", "id3", "", ""], songs.TrackIds);
        Assert.Equal([2, 2, 0, 1, 1], songs.ArtistGroups.ToArray());
        Assert.Equal([2, 2, 0, 1, 1], songs.GenreGroups.ToArray());
        Assert.Equal(songs.SongGroups[0], songs.SongGroups[1]);
        Assert.Equal(songs.SongGroups[3], songs.SongGroups[4]);
        Assert.Equal(3, songs.SongGroups.ToArray().Distinct().Count());
        Assert.Equal([1, 0, 0, 1, 0], songs.Popular(50));
        Assert.Equal(["hip-hop", "Hip Hop", "", "emo", "emo"], songs.Genres);
        Assert.Empty(songs.AllGenres[2]);
        Matrix features = songs.Features(PopularityColumns.Year | PopularityColumns.GenreIdentifier | PopularityColumns.ArtistIdentifier | PopularityColumns.Popularity);
        Assert.Equal(["year", "genre", "artist", "popularity"], songs.ColumnNames(PopularityColumns.Year | PopularityColumns.GenreIdentifier | PopularityColumns.ArtistIdentifier | PopularityColumns.Popularity));
        Assert.Equal([double.NaN, double.NaN, double.NaN, 0], features.Row(2).ToArray());
        Assert.Equal([2001, 1, 1, 50], features.Row(3).ToArray());
        Assert.Equal(15 + TitleForm.Names.Count, songs.Features(PopularityColumns.Sound | PopularityColumns.Title).Columns);
    }

    [Fact]
    public void A_selection_keeps_the_numbers_of_the_whole_and_an_appended_set_is_numbered_anew()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(60, 1), chosen = songs.Select([59, 3, 3]);
        Assert.Equal([songs.ArtistGroups[59], songs.ArtistGroups[3], songs.ArtistGroups[3]], chosen.ArtistGroups.ToArray());
        Assert.Equal([songs.GenreGroups[59], songs.GenreGroups[3], songs.GenreGroups[3]], chosen.GenreGroups.ToArray());
        Assert.Equal([songs.SongGroups[59], songs.SongGroups[3], songs.SongGroups[3]], chosen.SongGroups.ToArray());
        Assert.Equal(songs.Features(PopularityColumns.Sound).Row(3).ToArray(), chosen.Features(PopularityColumns.Sound).Row(1).ToArray());
        PopularitySongs both = chosen.Append(songs);
        Assert.Equal((63, both.ArtistGroups[0], both.SongGroups[1]), (both.Count, both.ArtistGroups[3 + 59], both.SongGroups[3 + 3]));
        Assert.Equal(songs.Popularity[59], both.Popularity[0]);
        Assert.Equal(songs.Audio.Row(3).ToArray(), both.Audio.Row(6).ToArray());
        PopularitySongs sample = songs.Sample(20, 4);
        Assert.Equal((20, 20, "spotify-1m, 20 of 60"), (sample.Count, sample.TrackIds.Distinct().Count(), sample.Name));
        Assert.Equal(sample.TrackIds.OrderBy(id => int.Parse(id[3..], null)), sample.TrackIds);
        Assert.Same(songs, songs.Sample(60));
        Assert.NotEqual(sample.TrackIds, songs.Sample(20, 5).TrackIds);
    }

    [Fact]
    public void Dates_have_the_precision_of_a_day_a_month_or_a_year_and_a_track_keeps_all_genres_that_found_it()
    {
        PopularitySongs songs = PopularitySongs.FromSpotify2024(Later(("1999-03-05", "a", "emo"), ("1999-03", "b", "dub"), ("0000", "c", "dub"), (null, "d", "dub"), ("2024", "a", "dub"), ("1999", "b", "emo")));
        Assert.Equal([1999, 1999, 0, 0], songs.Years.ToArray());
        Assert.Equal(["emo", "dub"], songs.AllGenres[0]);
        Assert.Equal(["dub", "emo"], songs.AllGenres[1]);
        Assert.Equal(("emo", "dub"), (songs.Genres[0], songs.Genres[1]));
        Assert.Equal(2, songs.RepeatsRemoved);
        foreach (string date in (string[])["99", "1999/03", "soon", "0004", "19990", "-199", "19 9"])
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => PopularitySongs.FromSpotify2024(Later(("1999", "x", "emo"), (date, "y", "emo"))));
            Assert.Contains("row 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name_and_row()
    {
        Assert.Contains("101", Assert.Throws<ArgumentException>(() => PopularitySongs.FromSpotify1M(Table(("a", "a", "a", "emo", 2000, 101)))).Message, StringComparison.Ordinal);
        Assert.Contains("12", Assert.Throws<ArgumentException>(() => PopularitySongs.FromSpotify1M(Table(("a", "a", "a", "emo", 12, 10)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PopularitySongs.FromSpotify1M(Table()));
        Assert.Throws<ArgumentException>(() => PopularitySongs.FromSpotify1M(Table(("a", "a", "a", "emo", 2000, 1)).Without("genre")));
        Frame infinite = Table(("a", "a", "a", "emo", 2000, 1)).With("tempo", new double[] { double.PositiveInfinity });
        Assert.Throws<ArgumentException>(() => PopularitySongs.FromSpotify1M(infinite));
        Assert.Throws<ArgumentException>(() => PopularitySongs.FromSpotify1M(infinite.With("tempo", new double[] { double.NaN })));
        PopularitySongs songs = MadeUpPopularity.Songs(5, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => songs.Select([5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => songs.Popular(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => songs.Sample(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => songs.Features(PopularityColumns.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => songs.Features((PopularityColumns)4096));
        Assert.Throws<ArgumentException>(() => songs.Features(PopularityColumns.ArtistFollowers));
        Assert.Throws<ArgumentException>(() => songs.ColumnNames(PopularityColumns.Explicit));
    }

    [Theory]
    [InlineData("Halo", new double[] { 4, 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("", new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("Mañana (feat. B) - Live Remix", new double[] { 29, 6, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData("Old Song - 2011 REMASTER", new double[] { 24, 5, 0, 0, 0, 0, 1, 1, 0 })]
    public void A_titles_form_is_counted(string title, double[] expected)
    {
        double[] numbers = new double[TitleForm.Names.Count];
        TitleForm.Of(title, numbers);
        Assert.Equal(expected, numbers);
    }

    private static Frame Table(params (string? Id, string? Artist, string? Title, string? Genre, int Year, int Popularity)[] rows) => new(
    [
        ("track_id", new TextColumn([.. rows.Select(row => row.Id)])), ("artist_name", new TextColumn([.. rows.Select(row => row.Artist)])),
        ("track_name", new TextColumn([.. rows.Select(row => row.Title)])), ("genre", new TextColumn([.. rows.Select(row => row.Genre)])),
        ("year", new IntegerColumn([.. rows.Select(row => row.Year)])), ("popularity", new IntegerColumn([.. rows.Select(row => row.Popularity)])), .. Audio(rows.Length),
    ]);

    private static Frame Later(params (string? Date, string Id, string Genre)[] rows) => new(
    [
        ("track_id", new TextColumn([.. rows.Select(row => row.Id)])), ("artist_name", new TextColumn([.. rows.Select(row => "a")])),
        ("track_name", new TextColumn([.. rows.Select(row => row.Id)])), ("search_genre", new TextColumn([.. rows.Select(row => row.Genre)])),
        ("release_date", new TextColumn([.. rows.Select(row => row.Date)])), ("popularity", new IntegerColumn([.. rows.Select(_ => 5)])), .. Audio(rows.Length),
    ]);

    private static IEnumerable<(string Name, Column Values)> Audio(int rows) =>
        AudioFeatures.All.Select(name => (name, (Column)new NumberColumn([.. Enumerable.Range(0, rows).Select(row => 0.5 + (0.01 * row))])));
}
