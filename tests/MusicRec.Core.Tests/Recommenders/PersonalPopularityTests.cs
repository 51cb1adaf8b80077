using MusicRec.Core.Tests.Embeddings;
using MusicRec.Data;
using MusicRec.Neural.Files;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class PersonalPopularityTests
{
    // Six who like rock and four who like jazz; "air" is everybody's.
    private static readonly Interactions s_plays = Interactions.FromPairs(
    [
        .. from user in Enumerable.Range(0, 10)
           from item in Enumerable.Range(0, 4)
           where (user + item) % 4 != 0
           select ($"listener {user}", $"{(user < 6 ? "rock" : "jazz")} {item}", 1.0 + ((user * item) % 5)),
        .. Enumerable.Range(0, 10).Select(user => ($"listener {user}", "air", 2.0)),
    ]);

    [Fact]
    public void A_listener_gets_what_their_own_group_has()
    {
        PersonalPopularity recommender = Fit(new PersonalPopularityOptions { Groups = 2, Dimensions = 3, AverageListeners = 0 });
        foreach ((string own, int size) in new[] { ("rock", 6), ("jazz", 4) })
        {
            ListenerHistory newcomer = ListenerHistory.FromNames(s_plays, [($"{own} 1", 5), ($"{own} 2", 1)], out _);
            RecommendationList list = recommender.Recommend(newcomer, 3);
            Assert.Equal(["air", $"{own} 0", $"{own} 3"], list.Select(item => item.Name).Order(StringComparer.Ordinal));
            foreach (Recommendation item in list)
            {
                int having = s_plays.UsersOf(item.Item).ToArray().Count(user => own == "rock" ? user < 6 : user >= 6);
                Assert.Equal((double)having / size, item.Score, 12);
                Assert.Equal($"{having} of {size} listeners with a taste like yours have it", item.Reason);
            }
        }
    }

    [Fact]
    public void Average_listeners_draw_a_group_towards_all()
    {
        ListenerHistory newcomer = ListenerHistory.FromNames(s_plays, [("jazz 1", 5), ("jazz 2", 1)], out _);
        RecommendationList list = Fit(new PersonalPopularityOptions { Groups = 2, Dimensions = 3, AverageListeners = 6 }).Recommend(newcomer, 7);
        Recommendation rock = list.First(item => item.Name == "rock 1");

        // None of 4 in the group, and of all 10 those who have it.
        double share = s_plays.UsersOf(rock.Item).Length / 10.0;
        Assert.Equal((0 + (6 * share)) / (4 + 6), rock.Score, 12);
    }

    [Fact]
    public void One_group_of_everybody_is_plain_popularity()
    {
        PersonalPopularity personal = Fit(new PersonalPopularityOptions { Groups = 1, AverageListeners = 3 });
        Popularity popularity = new();
        popularity.Fit(s_plays);
        for (int user = 0; user < s_plays.UserCount; user++)
        {
            Assert.Equal(popularity.RankItems(user, 9), personal.RankItems(user, 9));
        }
    }

    [Fact]
    public void A_list_that_may_repeat_begins_with_what_was_played_most()
    {
        PersonalPopularity recommender = Fit(new PersonalPopularityOptions { Groups = 2, Dimensions = 3 });
        ListenerHistory history = ListenerHistory.FromNames(s_plays, [("air", 2), ("jazz 2", 9), ("rock 1", 2)], out _);
        int[] own = [.. new[] { "jazz 2", "rock 1", "air" }.Select(Number)];
        Array.Sort(own, 1, 2);
        int[] list = recommender.RankWithRepeats(history, 6);
        Assert.Equal(own, list[..3]);
        Assert.Equal(recommender.RankItems(history, 3), list[3..]);
        Assert.Equal(own[..2], recommender.RankWithRepeats(history, 2));
        Assert.Equal(recommender.RankItems(ListenerHistory.Empty, 2), recommender.RankWithRepeats(ListenerHistory.Empty, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.RankWithRepeats(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.RankWithRepeats(s_plays.UserCount, 1));
    }

    [Fact]
    public void Songs_of_one_group_are_alike()
    {
        PersonalPopularity recommender = Fit(new PersonalPopularityOptions { Groups = 2, Dimensions = 3 });
        IReadOnlyList<Recommendation> similar = recommender.SimilarItems(Number("jazz 1"), 9);
        Assert.All(similar.Take(3), item => Assert.StartsWith("jazz", item.Name, StringComparison.Ordinal));
        Assert.Equal(1, similar[0].Score, 12);

        // All of both groups have "air", none of the other group the jazz.
        Assert.Equal(1 / Math.Sqrt(2), similar.Single(item => item.Name == "air").Score, 12);
    }

    [Fact]
    public void How_much_somebody_plays_is_no_taste()
    {
        PersonalPopularityOptions options = new() { Groups = 2, Dimensions = 3, Scale = RatingScale.AsGiven };
        PersonalPopularity once = new(seed: 4, options), often = new(seed: 4, options);
        once.Fit(s_plays);
        often.Fit(Interactions.FromPairs(
            [.. from user in Enumerable.Range(0, 10) from item in s_plays.ItemsOf(user).ToArray() select (s_plays.UserNames[user], s_plays.ItemNames[item], s_plays.Weight(user, item) * (user % 3 == 0 ? 1 << 20 : 1))]));
        for (int user = 0; user < 10; user++)
        {
            Assert.Equal(once.Recommend(user, 5).Select(item => (item.Name, item.Score)), often.Recommend(user, 5).Select(item => (item.Name, item.Score)));
        }
    }

    [Fact]
    public void Directions_of_taste_stand_upright_on_each_other()
    {
        using TemporaryFolder folder = new();
        PersonalPopularity recommender = new(seed: 4, new PersonalPopularityOptions { Groups = 3, Dimensions = 5 });
        recommender.Fit(MadeUpListeners.Plays);
        recommender.Save(folder.File("saved"));
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("saved"), anyType: true);
        SafetensorsEntry entry = file.Tensors.Single(tensor => tensor.Name == "recommender.directions");
        double[] directions = new double[MadeUpListeners.Items * 5];
        file.Read<double>(entry, directions);
        for (int first = 0; first < 5; first++)
        {
            for (int second = 0; second < 5; second++)
            {
                // Ratings go into the decomposition in single precision.
                Assert.Equal(first == second ? 1 : 0, Enumerable.Range(0, MadeUpListeners.Items).Sum(item => directions[(item * 5) + first] * directions[(item * 5) + second]), 6);
            }
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (PersonalPopularityOptions options in new PersonalPopularityOptions[]
        {
            new() { Groups = 0 }, new() { Dimensions = 0 }, new() { AverageListeners = -1 }, new() { AverageListeners = double.NaN }, new() { Scale = (RatingScale)9 },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new PersonalPopularity(1, options));
        }
    }

    private static int Number(string name) => s_plays.TryFindItem(name, out int item) ? item : throw new ArgumentException(name);

    private static PersonalPopularity Fit(PersonalPopularityOptions options)
    {
        PersonalPopularity recommender = new(seed: 4, options);
        recommender.Fit(s_plays);
        return recommender;
    }
}
