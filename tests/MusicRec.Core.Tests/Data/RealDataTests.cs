using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

/// <summary>What is known about the real data, held against what the typed access makes of them. Skipped without them.</summary>
[Collection(ReportingCollection.Name)]
public sealed class RealDataTests : IDisposable
{
    public void Dispose() => AppDomain.CurrentDomain.SetData("MusicRec.DataKind", null);

    [Fact]
    public void The_real_data_say_that_they_are_real()
    {
        MusicData music = Open();

        Assert.Equal("real data", music.Source);
        Assert.Equal("real", AppDomain.CurrentDomain.GetData("MusicRec.DataKind"));
        Assert.DoesNotContain("made up", music.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_liked_songs_are_those_of_the_papers()
    {
        MusicData music = Open();

        Assert.Equal((195, 100), (music.Liked195().Count, music.Liked195().LikedCount));
        Assert.Equal((2_017, 1_020), (music.Liked2017().Count, music.Liked2017().LikedCount));
    }

    [Fact]
    public void Lastfm_has_its_users_artists_and_unknown_artists()
    {
        LastFm lastFm = Open().LastFm();

        Assert.Equal((1_892, 17_632, 92_834), (lastFm.Plays.UserCount, lastFm.Plays.ItemCount, lastFm.Plays.Count));
        Assert.Equal(1_538, lastFm.DroppedTaggings);
        Assert.Equal(186_478 - 1_538, lastFm.Taggings.Count);
        Assert.Equal(25_434, lastFm.Friends.Count);
        Assert.Equal((1_956, 2_011), (lastFm.Taggings.Min(tagging => tagging.Month.Year), lastFm.Taggings.Max(tagging => tagging.Month.Year)));
    }

    [Fact]
    public void Of_471_playlists_8_stand_in_several_blocks()
    {
        Playlists playlists = Open().Playlists();

        // Seven of the eight stand in two blocks, one in three.
        Assert.Equal((471, 9), (playlists.All.Count, playlists.LaterBlocks));
        Assert.Equal(32_833, playlists.All.Sum(playlist => playlist.Tracks.Length) + playlists.Repeats + playlists.LaterBlockRows);
        Assert.All(playlists.All, playlist => Assert.Equal(playlist.Tracks.Length, playlist.Tracks.Distinct().Count()));
    }

    [Fact]
    public void Popularity_50_is_reached_by_4_40_percent_of_the_sample_of_the_million()
    {
        int[] popularity = Open().Spotify1M().Integers("popularity");

        Assert.Equal(440, popularity.Count(value => value >= 50));
    }

    [Fact]
    public void Topics_of_the_uniform_rows_have_their_known_shares()
    {
        LyricsSongs lyrics = Open().Lyrics();
        string?[] source = lyrics.Table.Texts("source");
        int[] counts = new int[8];
        for (int song = 0; song < source.Length; song++)
        {
            counts[lyrics.Topics[song]] += source[song] == "random1000" ? 1 : 0;
        }

        Assert.Equal([19, 94, 62, 162, 54, 215, 212, 182], counts);
    }

    [Fact]
    public void Every_triplet_names_listed_artists()
    {
        ArtistSimilarity similarity = Open().ArtistSimilarity();

        Assert.Equal((3_894, 15_764, 27_367), (similarity.Artists.Count, similarity.Triplets.Count, similarity.MusicTriplets.Count));
        Assert.Equal("Perturbator", similarity.Artists[2].Name);
    }

    [Fact]
    public void There_are_ten_clips_of_each_genre() =>
        Assert.All(Open().AudioClips().CountBy(clip => clip.Genre), genre => Assert.Equal(10, genre.Value));

    private static MusicData Open() => MusicData.Open(RealData.FolderOrSkip());
}
