using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class HeldOutSequencesTests
{
    private static readonly Interactions _playlists = MakePlaylists();

    [Fact]
    public void Sequences_are_held_out_whole_and_their_first_items_are_shown()
    {
        RankingSplit split = RankingProtocols.HeldOutSequences(_playlists, 5, 8, seed: 3, shown: 2);
        int[] tested = Users(split.Test), validated = Users(split.Validation);
        Assert.Equal((8, 5), (tested.Length, validated.Length));
        Assert.Empty(tested.Intersect(validated));
        Assert.True(split.IsStepByStep && split.WithValidationInTrain().IsStepByStep);
        for (int user = 0; user < _playlists.UserCount; user++)
        {
            int[] whole = _playlists.SequenceOf(user).ToArray();
            (Interactions Shown, Interactions Judged)? held = tested.Contains(user) ? (split.TestHistory!, split.Test) : validated.Contains(user) ? (split.ValidationHistory!, split.Validation) : null;
            if (held is var (history, rest))
            {
                Assert.Equal(whole[..2], history.SequenceOf(user).ToArray());
                Assert.Equal(whole[2..], rest.SequenceOf(user).ToArray());
                Assert.Equal(0, split.Train.SequenceOf(user).Length);
            }
            else
            {
                Assert.Equal(whole, split.Train.SequenceOf(user).ToArray());
            }

            Assert.Equal(tested.Contains(user) ? [] : whole, split.WithValidationInTrain().Train.SequenceOf(user).ToArray());
        }

        Assert.Equal(Users(split.Test), Users(RankingProtocols.HeldOutSequences(_playlists, 5, 8, seed: 3, shown: 2).Test));
        Assert.NotEqual(Users(split.Test), Users(RankingProtocols.HeldOutSequences(_playlists, 5, 8, seed: 4, shown: 2).Test));
    }

    [Fact]
    public void A_sequence_counts_by_the_mean_over_its_steps()
    {
        // By number of playlists in training: a 3, b 2, c 2, d 1, e 0. The one held out shows a, then e, b, c come.
        Interactions all = Interactions.FromSequences(["p", "q", "r", "s"], ["a", "b", "c", "d", "e"], [[0, 1, 2, 3], [0, 1, 2], [0], [0, 4, 1, 2]]);
        RankingSplit split = Enumerable.Range(0, 100).Select(seed => RankingProtocols.HeldOutSequences(all, 0, 1, (ulong)seed, shown: 1)).First(split => split.Test.ItemsOf(3).Length > 0);
        RankingResult result = RankingEvaluation.Run(new Popularity(), split, k: 2);

        // Lists: known a: b, c (e is right); known a, e: b, c (b is right, first); known a, e, b: c, d (c is right, first).
        Assert.Equal([[1, 2], [1, 2], [2, 3]], result.Lists);
        Assert.Equal([3], result.Users);
        Assert.Equal(2.0 / 3, result.Mean(RankingMetric.HitRate), 12);
        Assert.Equal(1.0 / 3, result.PrecisionAtK, 12);
        Assert.Equal(2.0 / 3, result.NdcgAtK, 12);
        Assert.Equal((1, 0), (result.ColdPairs, result.ColdUsers));
        Assert.Contains("means over each one's steps (3 in all)", result.ToText(), StringComparison.Ordinal);

        // Of the two right answers that training knows both were found, of the one it does not know none.
        string[] rows = RankingBreakdown.ByPopularity(split, RankingSide.Test, [result], 1).ToText().Split('\n');
        Assert.Contains("1.0000", rows.Single(line => line.Contains("1 to 3", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("0.0000", rows.Single(line => line.Contains(RankingBreakdown.NewItems, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_knows_the_next_item_scores_one_and_every_step_is_asked_with_just_what_came_before()
    {
        RankingSplit split = RankingProtocols.HeldOutSequences(_playlists, 5, 20, seed: 3, shown: 3);
        Assert.True(split.Test.Count > 128, "more steps than are asked for together");
        RankingResult result = RankingEvaluation.Run(new NextItemOracle(_playlists), split, 5);
        Assert.All(result.Ndcg, value => Assert.Equal(1, value));
        Assert.Equal(split.Test.Count, result.Lists.Count);
        Assert.Equal(split.Validation.Count, RankingEvaluation.Run(new NextItemOracle(_playlists), split, 5, RankingSide.Validation).Lists.Count);

        // A chain is made to be found by: after item i comes i + 3 nine times of ten.
        RankingResult markov = RankingEvaluation.Run(new LastItemMarkov(), split, 1), popular = RankingEvaluation.Run(new Popularity(), split, 1);
        Assert.True(RankingComparison.Of(popular, [markov]).Differences[0].Test.Mean.Low > 0.5, markov.ToText());

        // Asked together or one by one, the lists are the same.
        int list = 0;
        foreach (int user in markov.Users)
        {
            int[] whole = _playlists.SequenceOf(user).ToArray();
            for (int step = 3; step < whole.Length; step++)
            {
                LastItemMarkov alone = Fitted(split);
                Assert.Equal(alone.Recommend(ListenerHistory.InOrder(whole.AsSpan(0, step)), 1).Items, markov.Lists[list++]);
            }
        }
    }

    [Fact]
    public void Poisoned_held_out_sequences_change_no_fit_and_no_list_that_was_asked_for_before_them()
    {
        RankingSplit split = RankingProtocols.HeldOutSequences(_playlists, 5, 8, seed: 3, shown: 2);
        int[] tested = Users(split.Test);
        Interactions poisoned = Interactions.FromSequences(
            _playlists.UserNames, _playlists.ItemNames,
            [.. Enumerable.Range(0, _playlists.UserCount).Select(user => tested.Contains(user) ? Poison(_playlists.SequenceOf(user)) : _playlists.SequenceOf(user).ToArray())]);
        RankingSplit other = RankingProtocols.HeldOutSequences(poisoned, 5, 8, seed: 3, shown: 2);
        Assert.Equal(split.Train.Hash(), other.Train.Hash());
        RankingResult clean = RankingEvaluation.Run(new SessionNeighbors(), split, 5), after = RankingEvaluation.Run(new SessionNeighbors(), other, 5);
        Assert.Equal(
            RankingEvaluation.Run(new SessionNeighbors(), split, 5, RankingSide.Validation).Ndcg, RankingEvaluation.Run(new SessionNeighbors(), other, 5, RankingSide.Validation).Ndcg);
        Assert.NotEqual(clean.NdcgAtK, after.NdcgAtK);

        // The last item alone was changed, so all lists of a playlist are as they were, the last included: it is asked for before the item is known.
        Assert.Equal(clean.Lists, after.Lists);

        static int[] Poison(ReadOnlySpan<int> sequence)
        {
            int[] own = sequence.ToArray();
            return [.. own[..^1], Enumerable.Range(0, 30).Reverse().First(item => !own.Contains(item))];
        }
    }

    [Fact]
    public void What_cannot_be_judged_step_by_step_is_refused()
    {
        Assert.Contains("no order of listening", Assert.Throws<ArgumentException>(() => RankingProtocols.HeldOutSequences(Interactions.FromPairs([("u", "song", 1)]), 0, 1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => RankingProtocols.HeldOutSequences(Interactions.FromSequences(["a"], ["x", "y"], [[0, 1, 0, 1]]), 0, 1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("40 have more than 2 items", Assert.Throws<ArgumentException>(() => RankingProtocols.HeldOutSequences(_playlists, 20, 20, 1, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingProtocols.HeldOutSequences(_playlists, 0, 1, 1, shown: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingProtocols.HeldOutSequences(_playlists, -1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingProtocols.HeldOutSequences(_playlists, 0, 0, 1));
    }

    private static LastItemMarkov Fitted(RankingSplit split)
    {
        LastItemMarkov markov = new();
        markov.Fit(split.Train);
        return markov;
    }

    private static int[] Users(Interactions part) => [.. Enumerable.Range(0, part.UserCount).Where(user => part.ItemsOf(user).Length > 0)];

    private static Interactions MakePlaylists()
    {
        RandomStream random = new(12);
        int[][] sequences = new int[40][];
        for (int user = 0; user < sequences.Length; user++)
        {
            // Each begins with an item of its own, so that a beginning tells which sequence it is of.
            List<int> sequence = [30 + user, random.NextInt32(30)];
            int length = 9 + random.NextInt32(3);
            while (sequence.Count < length)
            {
                int next = random.NextDouble() < 0.9 ? (sequence[^1] + 3) % 30 : random.NextInt32(30);
                sequence.Add(sequence.Contains(next) ? Enumerable.Range(0, 30).First(item => !sequence.Contains(item)) : next);
            }

            sequences[user] = [.. sequence];
        }

        return Interactions.FromSequences([.. Enumerable.Range(0, 40).Select(user => $"list {user}")], [.. Enumerable.Range(0, 70).Select(item => $"song {item}")], sequences);
    }

    /// <summary>Knows each sequence, and what comes after a beginning of it.</summary>
    private sealed class NextItemOracle(Interactions all) : IRecommender
    {
        public string Name => "oracle";

        public void Fit(Interactions interactions)
        {
        }

        public RecommendationList Recommend(int user, int count) => throw new NotSupportedException();

        public RecommendationList Recommend(ListenerHistory history, int count)
        {
            int[] known = history.Sequence.ToArray();
            int[] whole = Enumerable.Range(0, all.UserCount).Select(user => all.SequenceOf(user).ToArray())
                .First(sequence => sequence.Length > known.Length && sequence.AsSpan(0, known.Length).SequenceEqual(known));
            return new(AnswerKind.Known, [new Recommendation(whole[known.Length], "", 1, AnswerKind.Known, Name, "")]);
        }

        public IReadOnlyList<Recommendation> SimilarItems(int item, int count) => throw new NotSupportedException();

        public Explanation Explain(int user, int item) => throw new NotSupportedException();

        public Explanation Explain(ListenerHistory history, int item) => throw new NotSupportedException();

        public void Save(string path) => throw new NotSupportedException();
    }
}
