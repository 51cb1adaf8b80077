using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class TopItemsTests
{
    [Fact]
    public void The_best_stand_by_score_and_equal_ones_by_number_however_many_are_asked_for()
    {
        RandomStream random = new(5);
        double[] scores = [.. Enumerable.Range(0, 400).Select(item => item % 11 == 3 ? double.NegativeInfinity : item % 17 == 5 ? double.NaN : random.NextInt32(12) - 4.0)];
        float[] floats = [.. scores.Select(score => (float)score)];
        int[] without = [0, 7, 8, 200, 399];
        int[] expected =
        [
            .. Enumerable.Range(0, scores.Length).Where(item => scores[item] > double.NegativeInfinity && !without.Contains(item))
                .OrderByDescending(item => scores[item]).ThenBy(item => item),
        ];
        for (int count = 1; count <= 420; count++)
        {
            Assert.Equal(expected.Take(count), TopItems.Best<double>(scores, without, count));
            Assert.Equal(expected.Take(count), TopItems.Best<float>(floats, without, count));
        }

        Assert.Empty(TopItems.Best<double>([], [], 3));
    }

    [Fact]
    public void Chance_draws_anew_for_each_listener_and_history()
    {
        RandomItems recommender = new(8);
        recommender.Fit(MadeUpListeners.Plays);
        ListenerHistory[] histories = [ListenerHistory.Of([1]), ListenerHistory.Of([2]), ListenerHistory.Of([1, 2]), ListenerHistory.Of([2, 3])];
        int[][] lists =
        [
            .. Enumerable.Range(0, MadeUpListeners.ColdUser).Select(user => recommender.RankItems(user, 10)), .. histories.Select(history => recommender.RankItems(history, 10)),
        ];
        Assert.Equal(lists.Length, lists.Select(list => string.Join(' ', list)).Distinct().Count());
        RandomItems other = new(9);
        other.Fit(MadeUpListeners.Plays);
        Assert.NotEqual(lists[0], other.RankItems(0, 10));
        Assert.Empty(recommender.SimilarItems(3, 5));
    }

    [Fact]
    public void Of_neighbours_equally_alike_the_first_are_kept()
    {
        Interactions plays = Interactions.FromPairs([.. from user in Enumerable.Range(0, 3) from item in Enumerable.Range(0, 4) select ($"listener {user}", $"song {item}", 2.0)]);
        ItemNeighbors items = new(new NeighborOptions { Neighbors = 1 });
        items.Fit(plays);
        Assert.Equal([0], items.Recommend(ListenerHistory.Of([3]), 9).Where(item => item.Answer == AnswerKind.FoldedIn).Select(item => item.Item));
        UserNeighbors users = new(new NeighborOptions { Neighbors = 2 });
        users.Fit(plays);
        Assert.Equal([0, 2], users.NeighborsOf(1).Select(neighbor => neighbor.User));
    }
}
