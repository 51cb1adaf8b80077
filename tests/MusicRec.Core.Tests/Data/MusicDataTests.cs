using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

public class MusicDataTests
{
    private static MusicData Sample => MusicData.Open(RepositoryFolder.Path("data/sample"));

    [Fact]
    public void The_sample_says_that_it_is_made_up()
    {
        MusicData music = Sample;

        Assert.True(music.IsSample);
        Assert.Equal("sample (made up)", music.Source);
        Assert.Contains("sample (made up)", music.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("sample (made up)", music.ToText(), StringComparison.Ordinal);
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
        Assert.Contains(lastFm.ArtistNames, name => name.Contains('"', StringComparison.Ordinal));
        Assert.True(lastFm.DroppedTaggings > 0);
        HashSet<(int User, int Friend)> friends = [.. lastFm.Friends];
        Assert.All(friends, pair => Assert.Contains((pair.Friend, pair.User), friends));
    }
}
