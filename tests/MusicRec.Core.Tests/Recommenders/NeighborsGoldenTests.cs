using System.Text.Json;
using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

/// <summary>User and item neighbours beside dense arrays of numpy in double precision, from golden/make_neighbors.py.</summary>
public sealed class NeighborsGoldenTests
{
    private static readonly JsonElement s_root = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recommenders", "golden", "neighbors.json"))).RootElement;

    private static readonly Interactions s_plays = Read();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_root.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_by_items_are_those_of_the_dense_formula(int number)
    {
        JsonElement expected = s_root.GetProperty("cases")[number];
        ItemNeighbors recommender = new(Options(expected));
        recommender.Fit(s_plays);
        AssertScores(recommender, Rows(expected, "itemScores"));
        double[][] similar = Rows(expected, "similarItems");
        for (int item = 0; item < s_plays.ItemCount; item++)
        {
            AssertList(Enumerable.Range(0, s_plays.ItemCount), similar[item], [.. recommender.SimilarItems(item, 99).Select(other => (other.Item, other.Score))]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_by_listeners_are_those_of_the_dense_formula(int number)
    {
        JsonElement expected = s_root.GetProperty("cases")[number];
        UserNeighbors recommender = new(Options(expected));
        recommender.Fit(s_plays);
        AssertScores(recommender, Rows(expected, "userScores"));
        double[][] similar = Rows(expected, "similarUsers");
        for (int user = 0; user < s_plays.UserCount; user++)
        {
            AssertList(Enumerable.Range(0, s_plays.UserCount), similar[user], [.. recommender.NeighborsOf(user).Select(other => (other.User, other.Similarity))]);
        }
    }

    [Fact]
    public void What_speaks_for_an_item_adds_up_to_its_score()
    {
        foreach (Recommender recommender in new Recommender[] { new ItemNeighbors(), new UserNeighbors(new NeighborOptions { Weighting = NeighborWeighting.TfIdf }) })
        {
            recommender.Fit(s_plays);
            int explained = 0;
            foreach (Recommendation item in recommender.Recommend(2, 99).Where(item => item.Answer == AnswerKind.Known))
            {
                Explanation explanation = recommender.Explain(2, item.Item);
                Assert.Equal(item.Score, explanation.Because.Sum(part => part.Amount), 12);
                Assert.Equal(explanation.Because.OrderByDescending(part => part.Amount), explanation.Because);
                explained++;
            }

            Assert.True(explained > 3, $"{recommender.Name} explained {explained} items only.");
        }
    }

    [Fact]
    public void A_neighbour_shares_what_it_is_said_to_share()
    {
        UserNeighbors recommender = new();
        recommender.Fit(s_plays);
        Assert.All(recommender.NeighborsOf(4), neighbor =>
            Assert.Equal(s_plays.ItemsOf(4).ToArray().Intersect(s_plays.ItemsOf(neighbor.User).ToArray()).Count(), neighbor.Shared));

        // Folded in by the same plays, the listener's own row is the nearest neighbour.
        Neighbor self = recommender.NeighborsOf(ListenerHistory.Of(s_plays, 4))[0];
        Assert.Equal(4, self.User);
        Assert.Equal(1, self.Similarity, 12);
    }

    [Fact]
    public void Songs_are_alike_by_the_cosine_of_their_weights_in_listeners_vectors()
    {
        UserNeighbors recommender = new(new NeighborOptions { Scale = RatingScale.Binary });
        recommender.Fit(s_plays);
        for (int item = 0; item < s_plays.ItemCount; item++)
        {
            foreach (Recommendation other in recommender.SimilarItems(item, 99))
            {
                // Each of a listener's n songs weighs 1 / √n in the listener's vector.
                double shared = Sum(s_plays.UsersOf(item).ToArray().Intersect(s_plays.UsersOf(other.Item).ToArray()));
                double expected = shared / Math.Sqrt(Sum(s_plays.UsersOf(item).ToArray()) * Sum(s_plays.UsersOf(other.Item).ToArray()));
                Assert.Equal(expected, other.Score, 12);
            }
        }

        static double Sum(IEnumerable<int> users) => users.Sum(user => 1.0 / s_plays.ItemsOf(user).Length);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (NeighborOptions options in new NeighborOptions[]
        {
            new() { Neighbors = 0 }, new() { Shrinkage = -1 }, new() { Shrinkage = double.NaN }, new() { Saturation = 0 }, new() { LengthShare = 1.1 },
            new() { Weighting = (NeighborWeighting)9 }, new() { Scale = (RatingScale)9 },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new UserNeighbors(options));
            Assert.Throws<ArgumentOutOfRangeException>(() => new ItemNeighbors(options));
        }
    }

    private static void AssertScores(Recommender recommender, double[][] expected)
    {
        int[] all = [.. Enumerable.Range(0, s_plays.ItemCount)];
        for (int user = 0; user < s_plays.UserCount; user++)
        {
            ListenerHistory history = ListenerHistory.Of(s_plays, user);
            AssertList(
                all.Where(item => !history.Contains(item)), expected[user],
                [.. recommender.Recommend(user, 99).Where(item => item.Answer == AnswerKind.Known).Select(item => (item.Item, item.Score))]);
        }
    }

    private static void AssertList(IEnumerable<int> numbers, double[] expected, (int Number, double Score)[] list)
    {
        Assert.Equal(numbers.Where(number => expected[number] > 0), list.Select(entry => entry.Number).Order());
        Assert.All(list, entry => Assert.Equal(1, entry.Score / expected[entry.Number], 10));
    }

    private static NeighborOptions Options(JsonElement expected) => new()
    {
        Weighting = Enum.Parse<NeighborWeighting>(expected.GetProperty("weighting").GetString()!),
        Scale = Enum.Parse<RatingScale>(expected.GetProperty("scale").GetString()!),
        Shrinkage = expected.GetProperty("shrinkage").GetDouble(),
        Neighbors = expected.GetProperty("neighbors").GetInt32(),
        Saturation = expected.GetProperty("saturation").GetDouble(),
        LengthShare = expected.GetProperty("lengthShare").GetDouble(),
    };

    private static double[][] Rows(JsonElement expected, string name) =>
        [.. expected.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];

    private static Interactions Read()
    {
        double[][] plays = Rows(s_root, "plays");
        (int User, int Item)[] pairs =
        [
            .. from user in Enumerable.Range(0, plays.Length)
               from item in Enumerable.Range(0, plays[0].Length)
               where plays[user][item] > 0
               select (user, item),
        ];
        return Interactions.FromIndices(
            [.. plays.Select((_, user) => $"listener {user}")], [.. plays[0].Select((_, item) => $"song {item}")],
            [.. pairs.Select(pair => pair.User)], [.. pairs.Select(pair => pair.Item)], [.. pairs.Select(pair => plays[pair.User][pair.Item])]);
    }
}
