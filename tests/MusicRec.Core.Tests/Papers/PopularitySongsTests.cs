using MusicRec.Data;
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
}
