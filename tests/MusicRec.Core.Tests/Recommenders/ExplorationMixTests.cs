using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class ExplorationMixTests
{
    private static readonly PearsonNeighbors s_safe = Fitted(new PearsonNeighbors());
    private static readonly ContentNeighbors s_bold = Fitted(ContentMeanSongContract.Content(MadeUpListeners.Plays, new ContentOptions()));

    [Fact]
    public void Rate_zero_is_the_exploitative_list_and_rate_one_the_explorative()
    {
        for (int user = 0; user < MadeUpListeners.Users; user++)
        {
            Assert.Equal(s_safe.Recommend(user, 6).Items, Mix(0, 1).Recommend(user, 6).Items);
            Assert.Equal(s_bold.Recommend(user, 6).Items, Mix(1, 1).Recommend(user, 6).Items);
        }
    }

    [Fact]
    public void The_share_of_explorative_places_is_the_rate_and_each_place_says_where_it_is_from()
    {
        ExplorationMix mix = Mix(0.3, 2);
        int explorative = 0, places = 0;
        for (int user = 0; user < MadeUpListeners.ColdUser; user++)
        {
            foreach (Recommendation item in mix.Recommend(user, 5))
            {
                bool bold = item.Reason.StartsWith("explorative: ", StringComparison.Ordinal);
                Assert.True(bold || item.Reason.StartsWith("exploitative: ", StringComparison.Ordinal));
                Assert.Equal(bold ? s_bold.Name : s_safe.Name, item.Source);
                explorative += bold ? 1 : 0;
                places++;
            }
        }

        // 200 coins: four standard errors are 13 points.
        Assert.InRange((double)explorative / places, 0.17, 0.43);
    }

    [Fact]
    public void Seeds_repeat_and_listeners_have_coins_of_their_own()
    {
        ListenerHistory history = ListenerHistory.Of([0, 1]);
        Assert.Equal(Mix(0.5, 3).Recommend(4, 8).Items, Mix(0.5, 3).Recommend(4, 8).Items);
        Assert.Equal(Mix(0.5, 3).Recommend(history, 8).Items, Mix(0.5, 3).Recommend(history, 8).Items);
        string Coins(ulong seed, int user) => string.Concat(Mix(0.5, seed).Recommend(user, 10).Select(item => item.Source[0]));
        Assert.True(Enumerable.Range(0, 10).Select(user => Coins(3, user)).Distinct().Count() > 3);
        string CoinsOf(int item) => string.Concat(Mix(0.5, 3).Recommend(ListenerHistory.Of([item]), 10).Select(next => next.Source[0]));
        Assert.True(Enumerable.Range(0, 10).Select(CoinsOf).Distinct().Count() > 3);
        Assert.NotEqual(
            Enumerable.Range(0, 10).Select(user => Coins(3, user)), Enumerable.Range(0, 10).Select(user => Coins(4, user)));
    }

    [Fact]
    public void A_rate_outside_zero_and_one_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Mix(1.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mix(double.NaN, 0));
    }

    private static ExplorationMix Mix(double rate, ulong seed)
    {
        ExplorationMix mix = new(new PearsonNeighbors(), ContentMeanSongContract.Content(MadeUpListeners.Plays, new ContentOptions()), rate, seed);
        mix.Fit(MadeUpListeners.Plays);
        return mix;
    }

    private static T Fitted<T>(T recommender)
        where T : IRecommender
    {
        recommender.Fit(MadeUpListeners.Plays);
        return recommender;
    }
}
