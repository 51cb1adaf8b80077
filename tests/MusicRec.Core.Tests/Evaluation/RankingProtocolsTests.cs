using MusicRec.Core.Tests.Recommenders;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RankingProtocolsTests
{
    [Fact]
    public void Random_shares_put_every_pair_on_one_side_in_the_shares_asked_for()
    {
        Interactions all = MadeUpListeners.Plays;
        RankingSplit split = RankingProtocols.RandomShares(all, 0.1, 0.1, seed: 5);
        AssertComplete(all, split.Train, split.Validation, split.Test);
        int tenth = (int)Math.Floor((0.1 * all.Count) + 0.5);
        Assert.Equal((tenth, tenth), (split.Validation.Count, split.Test.Count));
        Assert.Equal(Pairs(split.Test), Pairs(RankingProtocols.RandomShares(all, 0.1, 0.1, seed: 5).Test));
        Assert.NotEqual(Pairs(split.Test), Pairs(RankingProtocols.RandomShares(all, 0.1, 0.1, seed: 6).Test));
        Assert.Contains("80:10:10", split.ToText(), StringComparison.Ordinal);
    }

    // RecBole's counts for 8:1:1 of 50, 19, 5, 2 and 1 pairs: ⌊n / 10⌋ each, but one where that is none and something is left to learn from.
    [Theory]
    [InlineData(50, 5, 5)]
    [InlineData(19, 1, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(1, 0, 0)]
    public void Shares_per_listener_follow_RecBole(int count, int validation, int test)
    {
        string[] names = [.. Enumerable.Range(0, 60).Select(item => $"song {item}")];
        Interactions all = Interactions.FromIndices(
            ["one", "other"], names, [.. Enumerable.Repeat(0, count), .. Enumerable.Repeat(1, 30)], [.. Enumerable.Range(0, count), .. Enumerable.Range(7, 30)], [.. Enumerable.Repeat(1.0, count + 30)]);
        RankingSplit split = RankingProtocols.RandomSharesPerUser(all, 0.1, 0.1, seed: 5);
        AssertComplete(all, split.Train, split.Validation, split.Test);
        Assert.Equal((validation, test), (split.Validation.ItemsOf(0).Length, split.Test.ItemsOf(0).Length));
        Assert.Equal((3, 3), (split.Validation.ItemsOf(1).Length, split.Test.ItemsOf(1).Length));
    }

    [Fact]
    public void Strong_generalisation_fits_nothing_of_who_is_held_out_and_shows_the_share_asked_for()
    {
        Interactions all = MadeUpListeners.Plays;
        RankingSplit split = RankingProtocols.StrongGeneralization(all, 6, 8, 0.8, seed: 5);
        AssertComplete(all, split.Train, split.Validation, split.Test, split.ValidationHistory!, split.TestHistory!);
        int[] tested = Users(split.Test), validated = Users(split.Validation);
        Assert.Equal((8, 6), (tested.Length, validated.Length));
        Assert.Empty(tested.Intersect(validated));
        foreach (int user in tested)
        {
            int count = all.ItemsOf(user).Length, shown = split.TestHistory!.ItemsOf(user).Length;
            Assert.Equal(0, split.Train.ItemsOf(user).Length);
            Assert.Equal(Math.Clamp((int)Math.Floor((0.8 * count) + 0.5), 1, count - 1), shown);
        }

        RankingSplit cold = RankingProtocols.StrongGeneralization(all, 0, 8, 0, seed: 5);
        Assert.Equal(0, cold.TestHistory!.Count);
        Assert.Equal(8, Users(cold.Test).Length);
        Assert.Equal(8, RankingEvaluation.Run(new Popularity(), cold, 5).ColdUsers);
        Assert.Throws<ArgumentException>(() => RankingProtocols.StrongGeneralization(all, 30, 30, 0.8, seed: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingProtocols.StrongGeneralization(all, 1, 1, 1, seed: 5));
    }

    [Fact]
    public void A_cut_in_time_parts_everybody_at_the_same_moments()
    {
        Interactions all = MadeUpListeners.Plays;
        double[] times = [.. Enumerable.Range(0, all.Count).Select(place => (double)(place * 37 % 24))];
        RankingSplit split = RankingProtocols.TimeCut(all, times, 0.1, 0.2);
        AssertComplete(all, split.Train, split.Validation, split.Test);
        Dictionary<(int User, int Item), double> timeOf = all.UserOfEachPair().Zip(all.ItemOfEachPair()).Zip(times).ToDictionary(pair => pair.First, pair => pair.Second);
        double[] train = Times(split.Train), validation = Times(split.Validation), test = Times(split.Test);
        Assert.True(train.Max() < validation.Min() && validation.Max() < test.Min());
        Assert.InRange((double)test.Length / all.Count, 0.17, 0.23);
        Assert.InRange((double)validation.Length / all.Count, 0.07, 0.13);
        Assert.Throws<ArgumentException>(() => RankingProtocols.TimeCut(all, times.AsSpan(1), 0.1, 0.2));
        Assert.Throws<ArgumentException>(() => RankingProtocols.TimeCut(all, new double[all.Count], 0.1, 0.2));

        double[] Times(Interactions part) => [.. part.UserOfEachPair().Zip(part.ItemOfEachPair(), (user, item) => timeOf[(user, item)])];
    }

    [Fact]
    public void The_next_item_is_the_last_of_a_sequence_and_lists_are_asked_with_all_before_it()
    {
        Interactions all = Interactions.FromSequences(["a", "b", "c"], ["s0", "s1", "s2", "s3", "s4"], [[4, 2, 0, 3], [1, 0, 2], [3, 1]]);
        RankingSplit split = RankingProtocols.NextItem(all);
        AssertComplete(all, split.Train, split.Validation, split.Test);
        Assert.Equal([4, 2], split.Train.SequenceOf(0).ToArray());
        Assert.Equal([3, 1], split.Train.SequenceOf(2).ToArray());
        Assert.Equal([(0, 0), (1, 0)], Pairs(split.Validation));
        Assert.Equal([(0, 3), (1, 2)], Pairs(split.Test));
        Assert.Equal([4, 2, 0], split.TestHistory!.SequenceOf(0).ToArray());
        Assert.Null(split.ValidationHistory);
        RankingSplit refit = split.WithValidationInTrain();
        Assert.Equal([4, 2, 0], refit.Train.SequenceOf(0).ToArray());
        Assert.Null(refit.TestHistory);
        Assert.Contains("no order of listening", Assert.Throws<ArgumentException>(() => RankingProtocols.NextItem(Interactions.FromPairs([("u", "song", 1)]))).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => RankingProtocols.NextItem(Interactions.FromSequences(["a"], ["x", "y"], [[0, 1, 0, 1]]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_fit_takes_validation_in_and_leaves_the_test_as_it_is()
    {
        Interactions all = MadeUpListeners.Plays;
        RankingSplit shares = RankingProtocols.RandomShares(all, 0.1, 0.1, seed: 5), strong = RankingProtocols.StrongGeneralization(all, 6, 8, 0.5, seed: 5);
        foreach (RankingSplit split in new[] { shares, strong, new RankingSplit(shares.Train, shares.Validation, shares.Test, "by hand") })
        {
            RankingSplit refit = split.WithValidationInTrain();
            Assert.Equal(Pairs(split.Test), Pairs(refit.Test));
            Assert.Equal(all.Count - split.Test.Count - (split.TestHistory?.Count ?? 0), refit.Train.Count);
            Assert.Equal(0, refit.Validation.Count);
            Assert.Same(split.TestHistory, refit.TestHistory);
        }
    }

    [Fact]
    public void Parts_that_share_a_pair_or_number_otherwise_are_refused()
    {
        Interactions all = MadeUpListeners.Plays;
        RankingSplit split = RankingProtocols.RandomShares(all, 0.1, 0.1, seed: 5);
        Assert.Throws<ArgumentException>(() => new RankingSplit(all, split.Validation, split.Test, "p"));
        Assert.Throws<ArgumentException>(() => new RankingSplit(split.Train, split.Test, split.Test, "p"));
        Assert.Throws<ArgumentException>(() => new RankingSplit(split.Train, split.Validation, split.Test, "p", null, split.Test));
        Assert.Throws<ArgumentException>(() => new RankingSplit(split.Train, split.Validation, split.Test.Select([]), "p"));
        Assert.Throws<ArgumentException>(() => new RankingSplit(split.Train, split.Validation, Interactions.FromPairs([("a", "b", 1)]), "p"));
        Assert.Throws<ArgumentException>(() => RankingProtocols.RandomShares(all, 0.5, 0.5, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingProtocols.RandomShares(all, -0.1, 0.5, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingProtocols.RandomShares(all, 0.1, 0, seed: 1));
    }

    [Fact]
    public void Shuffled_interactions_keep_what_they_must()
    {
        Interactions all = MadeUpListeners.Plays;
        Interactions kept = InteractionShuffle.KeepingDegrees(all, seed: 3), free = InteractionShuffle.Freely(all, seed: 3);
        Assert.Equal(all.UsersPerItem(), kept.UsersPerItem());
        Assert.Equal(all.ItemsPerUser(), kept.ItemsPerUser());
        Assert.Equal((all.Count, all.UserCount, all.ItemCount), (free.Count, free.UserCount, free.ItemCount));

        // Of pairs that were there about as many should be there again as chance gives: 0.24 of cells are filled, tastes make it more.
        double again = Pairs(kept).Intersect(Pairs(all)).Count() / (double)all.Count;
        Assert.InRange(again, 0.1, 0.45);
        Assert.NotEqual(Pairs(kept), Pairs(InteractionShuffle.KeepingDegrees(all, seed: 4)));
        Assert.InRange(free.UsersPerItem()[MadeUpListeners.ColdItem], 1, 25);
    }

    [Fact]
    public void Poisoned_held_out_rows_change_no_list_and_no_fit()
    {
        Interactions all = MadeUpListeners.Plays;
        RankingSplit split = RankingProtocols.RandomShares(all, 0.1, 0.1, seed: 5);
        RankingSplit poisoned = new(split.Train, split.Validation, Poison(split), "poisoned");
        RankingResult clean = RankingEvaluation.Run(new PearsonNeighbors(), split, 5), other = RankingEvaluation.Run(new PearsonNeighbors(), poisoned, 5);
        foreach (int user in clean.Users.Intersect(other.Users))
        {
            Assert.Equal(clean.Lists[Array.IndexOf(clean.Users, user)], other.Lists[Array.IndexOf(other.Users, user)]);
        }

        Assert.NotEqual(clean.NdcgAtK, other.NdcgAtK);
    }

    /// <summary>Other pairs, with absurd weights, in the place of the test's.</summary>
    internal static Interactions Poison(RankingSplit split)
    {
        RandomStream random = new(99);
        List<int> users = [], items = [];
        for (int user = 0; user < split.Train.UserCount; user++)
        {
            int[] free = [.. Enumerable.Range(0, split.Train.ItemCount).Where(item => split.Train.Weight(user, item) == 0 && split.Validation.Weight(user, item) == 0)];
            random.Shuffle(free.AsSpan());
            users.AddRange(Enumerable.Repeat(user, Math.Min(3, free.Length)));
            items.AddRange(free.Take(3));
        }

        return Interactions.FromIndices(split.Train.UserNames, split.Train.ItemNames, [.. users], [.. items], [.. users.Select(_ => 1e9)]);
    }

    private static int[] Users(Interactions part) => [.. Enumerable.Range(0, part.UserCount).Where(user => part.ItemsOf(user).Length > 0)];

    private static (int, int)[] Pairs(Interactions part) => [.. part.UserOfEachPair().Zip(part.ItemOfEachPair())];

    private static void AssertComplete(Interactions all, params Interactions[] parts) =>
        Assert.Equal(Pairs(all), parts.SelectMany(Pairs).Order());
}
