using MusicRec.Data;
using MusicRec.Evaluation;

namespace MusicRec.Core.Tests.Data;

public sealed class TaggedArtistsTests
{
    [Fact]
    public void Of_the_sample_every_tag_is_counted_once_or_left_out_by_a_rule()
    {
        LastFm lastFm = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")).LastFm();
        TaggedArtists tagged = TaggedArtists.From(lastFm);
        Assert.Equal(lastFm.Taggings.Count, tagged.AbsurdMonths + lastFm.Taggings.Count(tagging => tagging.Month >= TaggedArtists.FirstMonth));
        Assert.Equal(tagged.Tagged.Count, tagged.FirstTagged.Count);
        int[] users = tagged.Tagged.UserOfEachPair(), artists = tagged.Tagged.ItemOfEachPair();
        for (int place = 0; place < users.Length; place++)
        {
            Tagging[] own = [.. lastFm.Taggings.Where(tagging => tagging.User == users[place] && tagging.Artist == artists[place] && tagging.Month >= TaggedArtists.FirstMonth)];
            Assert.Equal(own.Min(tagging => tagging.Month), tagged.FirstTagged[place]);
            Assert.Equal(own.Count(tagging => tagging.Month == tagged.FirstTagged[place]), tagged.Tagged.Weight(users[place], artists[place]));
        }

        Assert.All(tagged.Months, month => Assert.InRange(month, 0, 1_000));
        RankingSplit split = RankingProtocols.TimeCut(tagged.Tagged, tagged.Months, 0.1, 0.2);
        Assert.Equal(tagged.Tagged.Count, split.Train.Count + split.Validation.Count + split.Test.Count);
    }

    [Fact]
    public void The_real_tags_lose_five_absurd_months_and_1538_unknown_artists()
    {
        TaggedArtists tagged = TaggedArtists.From(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Root).LastFm());
        Assert.Equal((5, 1538), (tagged.AbsurdMonths, tagged.UnknownArtists));
        Assert.Equal((0.0, 69.0), (tagged.Months.Min(), tagged.Months.Max()));
    }
}
