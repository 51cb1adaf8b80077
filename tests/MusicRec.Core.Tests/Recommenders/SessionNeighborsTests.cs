using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class SessionNeighborsTests
{
    private static readonly Interactions Small = Interactions.FromSequences(
        ["one", "two", "three", "four"], ["a", "b", "c", "d", "e"], [[0, 1, 2], [3, 0], [1, 3, 4], [4]]);

    [Fact]
    public void Likeness_is_a_cosine_and_scores_are_its_sums()
    {
        // Of a and b, "one" shares both of its three, "two" one of two, "three" one of three, "four" none.
        SessionNeighbors recommender = Fit(Small, new SessionNeighborsOptions());
        RecommendationList list = recommender.Recommend(ListenerHistory.InOrder(0, 1), 5);
        double one = 2 / Math.Sqrt(6), two = 1 / Math.Sqrt(4), three = 1 / Math.Sqrt(6);
        Assert.Equal([3, 2, 4], list.Items);
        Assert.Equal([two + three, one, three], list.Select(item => item.Score));
        Assert.Equal("in 2 of the 3 sequences most like yours, most of all two, which shares a with it", list[0].Reason);
        Assert.Equal("in 1 of the 3 sequences most like yours, most of all one, which shares b and a with it", list[1].Reason);
        Explanation why = recommender.Explain(ListenerHistory.InOrder(0, 1), 3);
        Assert.Equal(["two", "three"], why.Because.Select(part => part.Name));
        Assert.Equal(list[0].Score, why.Because.Sum(part => part.Amount), 1e-12);
    }

    [Fact]
    public void The_latest_items_count_most_when_weights_are_linear()
    {
        // b, then a: a weighs 1, b a half. "one": 1.5 / 2; "two" 1 / 2; "three" 0.5 / 2 with its latest shared item one place back.
        SessionNeighbors recommender = Fit(Small, new SessionNeighborsOptions { Weighting = SessionWeighting.Linear, Reach = 4 });
        RecommendationList list = recommender.Recommend(ListenerHistory.InOrder(1, 0), 5);
        Assert.Equal([2, 3, 4], list.Items);
        Assert.Equal([0.75, 0.5 + (0.25 * 0.75), 0.25 * 0.75], list.Select(item => item.Score));
        Assert.Equal([2, 3], Fit(Small, new SessionNeighborsOptions { Weighting = SessionWeighting.Linear, Reach = 1 })
            .Recommend(ListenerHistory.InOrder(1, 0), 5).Where(item => item.Answer == AnswerKind.FoldedIn).Select(item => item.Item));
    }

    [Fact]
    public void Rare_items_are_favoured_as_the_settings_say()
    {
        double favoured = Fit(Small, new SessionNeighborsOptions { InverseFrequency = 2 }).Recommend(ListenerHistory.InOrder(0, 1), 5)[0].Score;
        Assert.Equal(2 / Math.Sqrt(6) * (1 + (2 * Elementary.Log(4))), favoured, 1e-12);

        // a stands in two of four sequences, b too, so shared ones count ln 2 squared each.
        double shared = Fit(Small, new SessionNeighborsOptions { RareSharedItems = 2 }).Recommend(ListenerHistory.InOrder(0, 1), 5)[1].Score;
        Assert.Equal(2 * Elementary.Log(2) * Elementary.Log(2) / Math.Sqrt(6), shared, 1e-12);
    }

    [Theory]
    [InlineData(SessionWeighting.Uniform)]
    [InlineData(SessionWeighting.Linear)]
    public void Scores_equal_those_of_the_plain_definition(SessionWeighting weighting)
    {
        RandomStream random = new(4);
        Interactions interactions = Interactions.FromSequences(
            [.. Enumerable.Range(0, 40).Select(user => $"{user}")], [.. Enumerable.Range(0, 25).Select(item => $"{item}")],
            [.. Enumerable.Range(0, 40).Select(_ => random.Permutation(25)[..(2 + random.NextInt32(9))])]);
        SessionNeighborsOptions options = new() { Weighting = weighting, Neighbors = 8, Reach = 5 };
        SessionNeighbors recommender = Fit(interactions, options);
        for (int user = 0; user < 40; user++)
        {
            int[] own = interactions.SequenceOf(user).ToArray();
            double[] expected = Plain(interactions, own, user, options);
            foreach (Recommendation item in recommender.Recommend(user, 25).Where(item => item.Answer == AnswerKind.Known))
            {
                Assert.Equal(expected[item.Item], item.Score, 1e-12);
                expected[item.Item] = 0;
            }

            Assert.DoesNotContain(Enumerable.Range(0, 25).Except(own), item => expected[item] > 0);
        }
    }

    [Theory]
    [InlineData(0, 10, 0, 0)]
    [InlineData(5, 0, 0, 0)]
    [InlineData(5, 10, -1, 0)]
    [InlineData(5, 10, 0, double.NaN)]
    public void Settings_out_of_range_are_refused(int neighbors, int reach, double inverseFrequency, double rareSharedItems) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionNeighbors(new SessionNeighborsOptions
        {
            Neighbors = neighbors,
            Reach = reach,
            InverseFrequency = inverseFrequency,
            RareSharedItems = rareSharedItems,
        }));

    private static double[] Plain(Interactions interactions, int[] own, int user, SessionNeighborsOptions options)
    {
        bool isLinear = options.Weighting == SessionWeighting.Linear;
        List<(int User, double Likeness, double Voice)> all = [];
        for (int other = 0; other < interactions.UserCount; other++)
        {
            int[] items = interactions.SequenceOf(other).ToArray();
            double sum = own.Select((item, place) => items.Contains(item) ? isLinear ? place + 1.0 : 1 : 0).Sum();
            if (other != user && sum > 0)
            {
                int latest = own.Length - 1 - own.Index().Last(entry => items.Contains(entry.Item)).Index;
                double likeness = sum / (isLinear ? (double)own.Length * own.Length : Math.Sqrt((double)own.Length * items.Length));
                all.Add((other, likeness, likeness * (isLinear ? Math.Max(0, 1 - ((double)latest / options.Reach)) : 1)));
            }
        }

        double[] scores = new double[interactions.ItemCount];
        foreach ((int other, _, double voice) in all.OrderByDescending(entry => entry.Likeness).ThenBy(entry => entry.User).Take(options.Neighbors))
        {
            foreach (int item in interactions.SequenceOf(other))
            {
                scores[item] += voice;
            }
        }

        return scores;
    }

    private static SessionNeighbors Fit(Interactions interactions, SessionNeighborsOptions options)
    {
        SessionNeighbors recommender = new(options);
        recommender.Fit(interactions);
        return recommender;
    }
}
