using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularityNetworkSearchTests
{
    private static readonly SearchSettings _budget = new() { Candidates = 4, Factor = 2, Resource = SearchResource.Iterations, MinimumResource = 1, MaximumResource = 4 };

    [Fact]
    public void Settings_are_found_among_training_songs_and_judged_on_others()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(240, seed: 1);
        Split fold = new(MadeUpPopularity.Rows(0, 200), MadeUpPopularity.Rows(200, 40));
        PopularityNetworkSearch search = PopularityNetworkSearch.Run(songs, fold, 45, _budget, seeds: 2);
        Assert.Equal([(4, 1), (2, 2), (1, 4)], search.Search.Rungs.Select(rung => (rung.Candidates, rung.Resource)));
        Assert.Equal(4, search.Settings.Epochs);
        Assert.Equal([PopularityNetworkSearch.AsWritten, PopularityNetworkSearch.Found], search.Study.Names);
        Assert.Contains("learning rate", search.ToText(), StringComparison.Ordinal);

        // The first candidate is the network as written.
        Assert.Equal(new PopularityNetworkSettings(), PopularityNetworkSearch.SettingsOf(search.Search.Candidates[0].Parameters, 10));
        Assert.Equal(search.Settings, PopularityNetworkSearch.SettingsOf(search.Search.Best.Parameters, 4));

        // Test songs change nothing in what is found.
        PopularityNetworkSearch again = PopularityNetworkSearch.Run(songs, fold with { Test = MadeUpPopularity.Rows(210, 30) }, 45, _budget, seeds: 1);
        Assert.Equal(search.Settings, again.Settings);
        Assert.Equal(search.Search.Candidates.Select(candidate => candidate.Scores), again.Search.Candidates.Select(candidate => candidate.Scores));
        Assert.NotEqual(search.Search.Best.Scores, PopularityNetworkSearch.Run(songs, fold, 45, _budget, seeds: 1, seed: 9).Search.Best.Scores);
    }

    [Fact]
    public void Misuse_is_named()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(40, seed: 1);
        Assert.ThrowsAny<ArgumentException>(() => PopularityNetworkSearch.Run(songs, new Split(MadeUpPopularity.Rows(0, 2), [3]), 45, _budget));
        Assert.ThrowsAny<ArgumentException>(() => PopularityNetworkSearch.Run(songs, new Split([0, 1, 2, 40], [3]), 45, _budget));
        Assert.ThrowsAny<ArgumentException>(() => PopularityNetworkSearch.Run(songs, new Split(MadeUpPopularity.Rows(0, 30), [35]), 45, _budget with { MaximumResource = null }));
    }
}
