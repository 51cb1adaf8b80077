using MusicRec.Data;
using MusicRec.Recommenders;
using static MusicRec.Core.Tests.Recommenders.MadeUpListeners;

namespace MusicRec.Core.Tests.Recommenders;

/// <summary>What every recommender keeps to. A new one inherits this in three lines: its name and how it is made.</summary>
public abstract partial class RecommenderContract
{
    private readonly Interactions _interactions;

    protected RecommenderContract() => _interactions = Prepare(Plays);

    /// <summary>An unfitted recommender for the items that <paramref name="interactions"/> names.</summary>
    internal abstract IRecommender Create(Interactions interactions);

    /// <summary>Whether it learns from an order of listening; it is then given interactions and histories that have one.</summary>
    protected virtual bool NeedsOrder => false;

    /// <summary>Whether scores of one answer kind fall along a list; a mix of two lists says no.</summary>
    protected virtual bool ScoresFall => true;

    /// <summary>Whether it falls back on items by how many listeners truly have them; one that hides the counts says no.</summary>
    protected virtual bool FallsBackOnTrueCounts => true;

    [Fact]
    public void A_known_listener_gets_new_items_best_first_and_each_once()
    {
        IRecommender recommender = Fit();
        for (int user = 0; user < Users - 1; user++)
        {
            RecommendationList list = recommender.Recommend(user, 5);
            Assert.Equal(5, list.Count);
            Assert.Equal(AnswerKind.Known, list.Answer);
            AssertSound(list, ListenerHistory.Of(_interactions, user));
        }
    }

    [Fact]
    public void A_listener_who_came_later_is_answered_from_their_history()
    {
        IRecommender recommender = Fit();
        ListenerHistory history = History((0, 12), (3, 40), (9, 1));
        RecommendationList list = recommender.Recommend(history, 6);
        Assert.Equal((AnswerKind.FoldedIn, 6), (list.Answer, list.Count));
        AssertSound(list, history);
    }

    [Fact]
    public void Who_has_played_nothing_gets_popular_items_and_is_told_so()
    {
        IRecommender recommender = Fit();
        int[] popularity = _interactions.UsersPerItem();
        int[] expected = [.. Enumerable.Range(0, Items).OrderByDescending(item => popularity[item]).Take(7)];
        foreach (RecommendationList list in new[] { recommender.Recommend(ColdUser, 7), recommender.Recommend(ListenerHistory.Empty, 7) })
        {
            Assert.Equal(AnswerKind.Fallback, list.Answer);
            if (FallsBackOnTrueCounts)
            {
                Assert.Equal(expected, list.Items);
            }

            Assert.Equal(7, list.Count);
            Assert.All(list, item => Assert.Equal(AnswerKind.Fallback, item.Answer));
        }
    }

    [Fact]
    public void Who_has_played_everything_gets_nothing_and_nearly_everything_the_rest()
    {
        IRecommender recommender = Fit();
        Assert.Empty(recommender.Recommend(HistoryOf(Enumerable.Range(0, Items)), 10));
        Assert.Equal([4], recommender.Recommend(HistoryOf(Enumerable.Range(0, Items).Where(item => item != 4)), 10).Items);
    }

    [Fact]
    public void Asked_for_more_than_there_is_it_gives_every_other_item_once()
    {
        RecommendationList list = Fit().Recommend(0, 10_000);
        Assert.Equal(Items - _interactions.ItemsOf(0).Length, list.Count);
        AssertSound(list, ListenerHistory.Of(_interactions, 0));
    }

    [Fact]
    public void A_shorter_list_is_the_beginning_of_a_longer_one()
    {
        IRecommender recommender = Fit();
        Assert.Equal(recommender.Recommend(3, 12).Items[..4], recommender.Recommend(3, 4).Items);
    }

    [Fact]
    public void Recommending_changes_nothing_and_may_be_done_by_several_threads()
    {
        IRecommender recommender = Fit();
        int[][] one = [.. Enumerable.Range(0, Users).Select(user => recommender.Recommend(user, 8).Items)];
        int[][] many = new int[Users][];
        Parallel.For(0, Users, user => many[user] = recommender.Recommend(user, 8).Items);
        Assert.Equal(one, many);
        Assert.Equal(one, Enumerable.Range(0, Users).Select(user => Fit().Recommend(user, 8).Items));
    }

    [Fact]
    public void Fitting_again_forgets_what_was_before()
    {
        IRecommender recommender = Create(_interactions);
        Interactions half = _interactions.Select([.. Enumerable.Range(0, _interactions.Count / 2)]);
        recommender.Fit(half);
        recommender.Fit(_interactions);
        Assert.Equal([.. Fit().Recommend(2, 9)], recommender.Recommend(2, 9));
    }

    [Fact]
    public void Plays_of_one_item_add_up()
    {
        Assert.SkipWhen(NeedsOrder, "When it was played again is part of an order.");
        IRecommender recommender = Fit();
        Assert.Equal(
            [.. recommender.Recommend(ListenerHistory.Of([(1, 5), (4, 2)]), 9)],
            recommender.Recommend(ListenerHistory.Of([(4, 2), (1, 3), (1, 2)]), 9));
    }

    [Fact]
    public void Similar_items_leave_out_the_item_itself_and_stand_best_first()
    {
        IRecommender recommender = Fit();
        for (int item = 0; item < Items; item++)
        {
            IReadOnlyList<Recommendation> similar = recommender.SimilarItems(item, 6);
            Assert.DoesNotContain(similar, other => other.Item == item);
            Assert.Equal(similar.Count, similar.Select(other => other.Item).Distinct().Count());
            AssertOrder(similar);
        }
    }

    [Fact]
    public void Every_item_can_be_explained_to_everybody()
    {
        IRecommender recommender = Fit();
        for (int item = 0; item < Items; item++)
        {
            foreach (Explanation explanation in new[]
            {
                recommender.Explain(0, item), recommender.Explain(ColdUser, item),
                recommender.Explain(HistoryOf(2, 5), item), recommender.Explain(ListenerHistory.Empty, item),
            })
            {
                Assert.Equal(item, explanation.Item);
                Assert.NotEmpty(explanation.Text);
                Assert.All(explanation.Because.Concat(explanation.Features), part => Assert.True(double.IsFinite(part.Amount)));
            }
        }

        RecommendationList list = recommender.Recommend(5, 3);
        Assert.Contains(list[0].Name, list.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_listener_or_one_item_is_enough()
    {
        Interactions oneUser = Prepare(Interactions.FromPairs([("ann", "air", 3), ("ann", "blur", 1)]));
        IRecommender recommender = Create(oneUser);
        recommender.Fit(oneUser);
        Assert.Empty(recommender.Recommend(0, 5));
        Assert.Equal([1], recommender.Recommend(ListenerHistory.Of([0]), 5).Items);
        Interactions oneItem = Prepare(Interactions.FromPairs([("ann", "air", 3), ("bob", "air", 1)]));
        recommender = Create(oneItem);
        recommender.Fit(oneItem);
        Assert.Empty(recommender.Recommend(1, 5));
        Assert.Equal([0], recommender.Recommend(ListenerHistory.Empty, 5).Items);
        Assert.Empty(recommender.SimilarItems(0, 5));
    }

    [Fact]
    public void What_is_unknown_or_out_of_range_is_refused()
    {
        IRecommender recommender = Create(_interactions);
        Assert.Throws<InvalidOperationException>(() => recommender.Recommend(0, 5));
        Assert.Throws<InvalidOperationException>(() => recommender.Recommend(ListenerHistory.Empty, 5));
        Assert.Throws<InvalidOperationException>(() => recommender.SimilarItems(0, 5));
        Assert.Throws<InvalidOperationException>(() => recommender.Explain(0, 0));
        Assert.Throws<ArgumentException>(() => recommender.Fit(Prepare(Interactions.FromPairs([]))));
        recommender.Fit(_interactions);
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(Users, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(ListenerHistory.Of([Items]), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.SimilarItems(Items, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.SimilarItems(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Explain(0, Items));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Explain(Users, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Explain(ListenerHistory.Of([Items]), 0));
    }

    /// <summary>The interactions as the recommender takes them. The order, where it needs one, is that of the items, each user beginning elsewhere.</summary>
    private Interactions Prepare(Interactions interactions) => !NeedsOrder ? interactions : Interactions.FromSequences(
        interactions.UserNames,
        interactions.ItemNames,
        [.. Enumerable.Range(0, interactions.UserCount).Select(user => interactions.ItemsOf(user).ToArray().OrderBy(item => (item + (11 * user)) % interactions.ItemCount).ToArray())]);

    private ListenerHistory History(params (int Item, double Plays)[] plays) =>
        NeedsOrder ? ListenerHistory.InOrder([.. plays.Select(play => play.Item)]) : ListenerHistory.Of(plays);

    private ListenerHistory HistoryOf(params IEnumerable<int> items) => History([.. items.Select(item => (item, 1.0))]);

    private IRecommender Fit()
    {
        IRecommender recommender = Create(_interactions);
        recommender.Fit(_interactions);
        return recommender;
    }

    private void AssertSound(RecommendationList list, ListenerHistory history)
    {
        Assert.Equal(list.Count, list.Items.Distinct().Count());
        Assert.All(list, item =>
        {
            Assert.False(history.Contains(item.Item));
            Assert.Equal(_interactions.ItemNames[item.Item], item.Name);
            Assert.True(double.IsFinite(item.Score));
            Assert.NotEmpty(item.Reason);
            Assert.NotEmpty(item.Source);
        });
        AssertOrder(list);
    }

    private static void AssertSame(IReadOnlyList<Recommendation> expected, IReadOnlyList<Recommendation> list) => Assert.Equal([.. expected], list.ToArray());

    private void AssertOrder(IReadOnlyList<Recommendation> list)
    {
        for (int place = 1; ScoresFall && place < list.Count; place++)
        {
            (Recommendation before, Recommendation after) = (list[place - 1], list[place]);
            Assert.True(before.Answer != AnswerKind.Fallback || after.Answer == AnswerKind.Fallback, "an answer stands behind a fallback");
            Assert.True(
                before.Answer != after.Answer || before.Score > after.Score || (before.Score == after.Score && before.Item < after.Item),
                $"{before} stands before {after}");
        }
    }
}
