using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

[Collection(ReportingCollection.Name)]
public sealed class MusicDataTests : IDisposable
{
    private static readonly MusicData Sample = MusicData.Open(RepositoryFolder.Path("data/sample"));
    private readonly string _folder = Directory.CreateTempSubdirectory("musicrec-data-").FullName;

    public void Dispose()
    {
        AppDomain.CurrentDomain.SetData("MusicRec.DataKind", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_sample_says_that_it_is_made_up()
    {
        MusicData music = MusicData.Open(RepositoryFolder.Path("data/sample"));

        Assert.True(music.IsSample);
        Assert.Equal("sample (made up)", music.Source);
        Assert.Equal("sample", AppDomain.CurrentDomain.GetData("MusicRec.DataKind"));
        Assert.Contains("sample (made up)", music.ToHtml(), StringComparison.Ordinal);
        Assert.All(music.Catalogue.DataSets, entry => Assert.Contains(entry.Name, music.ToText(), StringComparison.Ordinal));
        Assert.All(music.Catalogue.DataSets, entry => Assert.True(music.Has(entry.Name)));
    }

    [Fact]
    public void A_folder_opens_outside_the_repository_by_the_librarys_own_catalogue()
    {
        MusicData music = MusicData.Open(RepositoryFolder.Path("data/sample"), repositoryRoot: null);

        Assert.Equal(Sample.Catalogue.DataSets.Select(entry => entry.Name), music.Catalogue.DataSets.Select(entry => entry.Name));
        Assert.Equal(195, music.Liked195().Count);
    }

    [Fact]
    public void The_repositorys_catalogue_goes_before_the_librarys_own()
    {
        string path = Path.Combine(_folder, "data", "catalogue.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, File.ReadAllText(RepositoryFolder.Path("data/catalogue.json")).Replace("\"title\": \"", "\"title\": \"changed: ", StringComparison.Ordinal));

        MusicData music = MusicData.Open(RepositoryFolder.Path("data/sample"), _folder);

        Assert.All(music.Catalogue.DataSets, entry => Assert.StartsWith("changed: ", entry.Title, StringComparison.Ordinal));
    }

    [Fact]
    public void Outside_the_repository_a_folder_has_to_be_named()
    {
        DirectoryNotFoundException exception = Assert.Throws<DirectoryNotFoundException>(() => DataFolder.Resolve(named: null, root: null));

        Assert.Contains("MusicData.Open(folder)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(_folder, DataFolder.Resolve(_folder, root: null));
    }

    [Fact]
    public void Liked_songs_come_with_thirteen_features_and_a_label()
    {
        LikedSongs first = Sample.Liked195();
        LikedSongs second = Sample.Liked2017();

        Assert.Equal((195, 13), (first.Features.Rows, first.Features.Columns));
        Assert.Equal(100, first.LikedCount);
        Assert.Null(first.Titles);
        Assert.Equal(first.Table.Numbers("tempo")[7], first.Features[7, 10]);
        Assert.Equal(second.Count, second.Titles!.Length);
        Assert.All(second.Labels, label => Assert.InRange(label, 0, 1));
    }

    [Fact]
    public void Lastfm_comes_as_interactions_with_names_tags_and_friends()
    {
        LastFm lastFm = Sample.LastFm();

        Assert.Equal(240, lastFm.Plays.UserCount);
        Assert.Equal(lastFm.ArtistNames.Count, lastFm.Plays.ItemCount);
        Assert.Contains("café", lastFm.Tags);
        Assert.Contains("\"guilty\" pleasure", lastFm.Tags);
        Assert.Contains(lastFm.ArtistNames, name => name.Contains('"', StringComparison.Ordinal));
        Assert.Equal(17, lastFm.DroppedTaggings);
        Assert.Contains(lastFm.Taggings, tagging => tagging.Month.Year < 2002);
        HashSet<(int User, int Friend)> friends = [.. lastFm.Friends];
        Assert.All(friends, pair => Assert.Contains((pair.Friend, pair.User), friends));
    }

    [Fact]
    public void Playlists_keep_their_first_block_and_drop_repeats()
    {
        Frame songs = Csv.ReadText("""
            track_id,playlist_id,playlist_name,playlist_genre,playlist_subgenre,tempo
            a,one,First,pop,soft,100
            b,one,First,pop,soft,110
            a,one,First,pop,soft,100
            c,two,Second,rap,hard,120
            b,two,Second,rap,hard,110
            d,one,First,pop,hard,130
            """);

        Playlists playlists = Playlists.From(songs);

        Assert.Equal(["one", "two"], playlists.All.Select(playlist => playlist.Id));
        Assert.Equal([0, 1], playlists.All[0].Tracks);
        Assert.Equal([2, 1], playlists.All[1].Tracks);
        Assert.Equal((1, 1, 1), (playlists.LaterBlocks, playlists.LaterBlockRows, playlists.Repeats));
        Assert.Equal("a b c", string.Join(" ", playlists.Tracks.Texts("track_id")));
        Assert.Equal(["track_id", "tempo"], playlists.Tracks.ColumnNames);
    }

    [Fact]
    public void Playlists_become_interactions_in_order_with_names_that_differ()
    {
        Playlists playlists = Playlists.From(Csv.ReadText("""
            track_id,track_name,track_artist,playlist_id,playlist_name,playlist_genre,playlist_subgenre
            a,Air,Ann,one,First,pop,soft
            b,Blue,Bob,one,First,pop,soft
            c,Air,Ann,one,First,pop,soft
            d,,Ann,two,Second,rap,hard
            b,Blue,Bob,two,Second,rap,hard
            e,Echo,,two,Second,rap,hard
            """));
        Interactions interactions = playlists.ToInteractions(), artists = playlists.ToArtistInteractions();

        Assert.Equal(["one", "two"], interactions.UserNames);
        Assert.Equal(["Ann – Air [a]", "Bob – Blue", "Ann – Air [c]", "Ann –  [d]", " – Echo [e]"], interactions.ItemNames);
        Assert.Equal([0, 1, 2], interactions.SequenceOf(0).ToArray());
        Assert.Equal([3, 1, 4], interactions.SequenceOf(1).ToArray());
        Assert.Equal(["Ann", "Bob"], artists.ItemNames);
        Assert.Equal([0, 1], artists.SequenceOf(0).ToArray());
        Assert.Equal([0, 1], artists.SequenceOf(1).ToArray());
    }

    [Fact]
    public void Topics_are_numbered_and_are_the_largest_of_their_weights()
    {
        LyricsSongs lyrics = Sample.Lyrics();

        for (int song = 0; song < lyrics.Topics.Length; song++)
        {
            double[] eight = [.. LyricsSongs.TopicNames.Select(name => lyrics.TopicWeights[song, LyricsSongs.TopicWeightNames.ToList().IndexOf(name)])];
            Assert.Equal(lyrics.Topics[song], Array.IndexOf(eight, eight.Max()));
        }

        Assert.Equal(lyrics.Table.Texts("topic").AsEnumerable(), lyrics.Topics.Select(topic => LyricsSongs.TopicNames[topic]));
    }

    [Fact]
    public void What_a_notebook_requires_is_shown_and_nothing_else()
    {
        string shown = Sample.Require("liked-195", "spotify-114k").ToText();
        Assert.Contains("liked-195", shown, StringComparison.Ordinal);
        Assert.Contains("1,600", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("lastfm-2k", shown, StringComparison.Ordinal);
        Assert.Contains("Known", Assert.Throws<ArgumentException>(() => Sample.Require("liked-196")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_that_is_not_there_is_named_with_the_way_to_get_it()
    {
        MusicData empty = MusicData.Open(_folder);

        Assert.False(empty.IsSample);
        Assert.Equal("no data set that is known", empty.Source);
        Assert.Contains("no data set that is known", empty.ToText(), StringComparison.Ordinal);
        Assert.Contains("not in this folder", empty.ToText(), StringComparison.Ordinal);
        MissingDataSetException problem = Assert.Throws<MissingDataSetException>(empty.Spotify114K);
        Assert.Equal("spotify-114k", problem.DataSet);
        Assert.Contains(_folder, problem.Message, StringComparison.Ordinal);
        Assert.Contains("spotify-114k/tracks.csv or spotify-114k/dataset.csv", problem.Message, StringComparison.Ordinal);
        Assert.Contains("kaggle", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("data get", problem.Message, StringComparison.Ordinal);
        Assert.Contains("data get liked-195", Assert.Throws<MissingDataSetException>(empty.Liked195).Message, StringComparison.Ordinal);
        Assert.Equal("lastfm-2k", Assert.Throws<MissingDataSetException>(() => empty.Require("lastfm-2k", "liked-195")).DataSet);
        Assert.Throws<MissingDataSetException>(empty.AudioClips);
    }

    [Fact]
    public void Of_a_data_set_that_is_there_in_part_only_what_is_missing_is_asked_for()
    {
        Write("lyrics-1950-2019/labelled-4600.csv", "topic");
        string message = Assert.Throws<MissingDataSetException>(() => MusicData.Open(_folder).Require("lyrics-1950-2019")).Message;
        Assert.Contains("expected lyrics-1950-2019/unlabelled-8362.csv.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_original_file_is_taken_under_its_own_name_with_its_nameless_column()
    {
        Write("spotify-features/SpotifyFeatures.csv", """
            genre,artist_name,track_name,track_id,popularity,acousticness,danceability,duration_ms,energy,instrumentalness,key,liveness,loudness,mode,speechiness,tempo,time_signature,valence
            Opera,Somebody,Something,x1,5,0.9,0.2,200000,0.1,0.5,C#,0.1,-20.5,Major,0.04,90.5,4/4,0.2
            """);
        Write("liked-195/data.csv", string.Join('\n', File.ReadLines(Path.Combine(Sample.Folder, "liked-195", "data.csv")).Take(5)));

        MusicData music = MusicData.Open(_folder);

        Assert.Equal(-20.5, music.SpotifyFeatures().Numbers("loudness")[0]);
        Assert.DoesNotContain("key", music.SpotifyFeatures().ColumnNames);
        string message = Assert.Throws<CsvException>(music.Liked195).Message;
        Assert.Contains("4 rows; 195 are expected", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5,0.5,4,-5,1", "0.5,1.5,4,-5,1", "energy")]
    [InlineData("0.5,0.5,4,-5,1", "0.5,0.5,4.5,-5,1", "key")]
    [InlineData("0.5,0.5,4,-5,1", "0.5,0.5,4,NaN,1", "loudness")]
    [InlineData("0.5,0.5,4,-5,1", "0.5,,4,-5,1", "energy")]
    [InlineData("danceability,energy", "danceability,power", "energy")]
    [InlineData("0.5,0.5,4,-5,1", "0.5,0.5,4,-5", "line 11")]
    [InlineData("0.5,0.5,4,-5,1", "0.5,\"0.5,4,-5,1", "line 11")]
    public void A_malformed_file_is_refused_with_its_line_and_column(string good, string bad, string named)
    {
        const string row = "0.5,0.5,4,-5,1,0.1,0.2,0,0.1,0.5,120,200000,4,1\n";
        string rows = string.Concat(Enumerable.Repeat(row, 20));
        string text = "danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms,time_signature,liked\n" + rows;
        int place = good[0] == 'd' ? 0 : text.Length - (11 * row.Length);
        Write("liked-195/data.csv", text[..place] + bad + text[(place + good.Length)..]);

        string message = Assert.Throws<CsvException>(MusicData.Open(_folder).Liked195).Message;

        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains("data.csv", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_the_one_named_else_real_data_else_the_sample()
    {
        string root = Path.Combine(_folder, "clone"), beside = Path.Combine(_folder, "elsewhere");
        Directory.CreateDirectory(Path.Combine(root, "data", "real"));
        Directory.CreateDirectory(beside);

        Assert.Equal(Path.Combine(root, "data", "sample"), DataFolder.Resolve(null, root));
        Assert.Equal(Path.Combine(root, "data", "sample"), DataFolder.Resolve(" ", root));
        Assert.Equal(beside, DataFolder.Resolve(beside, root));
        Assert.Equal(beside, DataFolder.Resolve("../elsewhere", root));
        File.WriteAllText(Path.Combine(root, "data", "real", "x"), "");
        Assert.Equal(Path.Combine(root, "data", "real"), DataFolder.Resolve("", root));
        string message = Assert.Throws<DirectoryNotFoundException>(() => DataFolder.Resolve("no/such/folder", root)).Message;
        Assert.Contains("MUSICREC_DATA is 'no/such/folder'", message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => MusicData.Open(Path.Combine(_folder, "nowhere")));
    }

    [Fact]
    public void Audio_clips_are_no_table() =>
        Assert.Contains("AudioClips", Assert.Throws<ArgumentException>(() => Sample.Table("gtzan-mini", "clips")).Message, StringComparison.Ordinal);

    private void Write(string path, string text)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
