using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Evaluation;

/// <summary>What lists a side of a split asks for, in order, and what is right in each: one list per listener, or one per step of each.</summary>
internal sealed class RankingQueries
{
    // Step by step there are as many lists as held-out pairs, and some recommenders hold all items' scores for those asked about together.
    private const int Together = 128;

    private readonly RankingSplit _split;
    private readonly RankingSide _side;
    private readonly int[] _users;
    private readonly int[] _firstOfUser;

    private RankingQueries(RankingSplit split, RankingSide side, int[] users, int[] firstOfUser) => (_split, _side, _users, _firstOfUser) = (split, side, users, firstOfUser);

    /// <summary>Number of lists.</summary>
    public int Count => _firstOfUser[^1];

    /// <summary>The lists asked for.</summary>
    /// <param name="split">What is judged.</param>
    /// <param name="side">Its side.</param>
    /// <param name="users">Those with held-out items, ascending.</param>
    public static RankingQueries Of(RankingSplit split, RankingSide side, int[] users)
    {
        int[] firstOfUser = new int[users.Length + 1];
        for (int place = 0; place < users.Length; place++)
        {
            firstOfUser[place + 1] = firstOfUser[place] + (split.IsStepByStep ? split.HeldOut(side).ItemsOf(users[place]).Length : 1);
        }

        return new RankingQueries(split, side, users, firstOfUser);
    }

    /// <summary>The items that are right in a list, ascending.</summary>
    public ReadOnlySpan<int> Relevant(int list)
    {
        (int place, int step) = Find(list);
        Interactions heldOut = _split.HeldOut(_side);
        return _split.IsStepByStep ? heldOut.SequenceOf(_users[place]).Slice(step, 1) : heldOut.ItemsOf(_users[place]);
    }

    /// <summary>Asks for the lists.</summary>
    /// <returns>The lists, and how many of all items are popular ones for want of others.</returns>
    public (int[][] Lists, int Fallbacks) Ask(IRecommender recommender, int k)
    {
        if (!_split.IsStepByStep)
        {
            return RankedItems.Ask(recommender, _users, _split.History(_side), _side == RankingSide.Test ? _split.Validation : null, k);
        }

        int[][] lists = new int[Count][];
        int fallbacks = 0;
        for (int first = 0; first < lists.Length; first += Together)
        {
            RankedList[] answers = RankedList.Ask(recommender, [.. Enumerable.Range(first, Math.Min(Together, lists.Length - first)).Select(KnownBefore)], k);
            for (int place = 0; place < answers.Length; place++)
            {
                lists[first + place] = answers[place].Items;
                fallbacks += answers[place].Popular.Count(popular => popular);
            }
        }

        return (lists, fallbacks);
    }

    /// <summary>A metric of each listener: of their list, or its mean over their steps.</summary>
    public double[] Judge(RankingMetric metric, int[][] lists, int k)
    {
        double[] values = new double[_users.Length];
        ParallelLoop.For(values.Length, place =>
        {
            double sum = 0;
            for (int list = _firstOfUser[place]; list < _firstOfUser[place + 1]; list++)
            {
                sum += RankingMetrics.Of(metric, lists[list], Relevant(list), k);
            }

            values[place] = sum / (_firstOfUser[place + 1] - _firstOfUser[place]);
        });
        return values;
    }

    private ListenerHistory KnownBefore(int list)
    {
        (int place, int step) = Find(list);
        return ListenerHistory.InOrder([.. _split.History(_side)!.SequenceOf(_users[place]), .. _split.HeldOut(_side).SequenceOf(_users[place])[..step]]);
    }

    private (int Place, int Step) Find(int list)
    {
        int place = Array.BinarySearch(_firstOfUser, list);
        place = place >= 0 ? place : ~place - 1;
        return (place, list - _firstOfUser[place]);
    }
}
