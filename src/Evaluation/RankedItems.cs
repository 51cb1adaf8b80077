using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Evaluation;

/// <summary>Asks a recommender for the lists that are judged.</summary>
internal static class RankedItems
{
    // Listeners are asked about together; those with few items to leave out need not wait for long lists.
    private const int Step = 16;

    /// <summary>For each listener the first <paramref name="count"/> items that the listener is not known to have.</summary>
    /// <param name="recommender">Fitted.</param>
    /// <param name="users">The listeners.</param>
    /// <param name="history">What to ask with; null: by the listener's number.</param>
    /// <param name="known">Items to leave out beside those the recommender leaves out itself; null: none.</param>
    /// <param name="count">Length of the lists.</param>
    /// <returns>The lists, and how many of all items are popular ones for want of others.</returns>
    public static (int[][] Lists, int Fallbacks) Ask(IRecommender recommender, int[] users, Interactions? history, Interactions? known, int count)
    {
        int[][] lists = new int[users.Length][];
        int fallbacks = 0;
        foreach (IGrouping<int, int> group in Enumerable.Range(0, users.Length).GroupBy(Steps))
        {
            int[] places = [.. group];
            int asked = (int)Math.Min(int.MaxValue, count + ((long)group.Key * Step));
            RankedList[] answers = history is null
                ? RankedList.Ask(recommender, [.. places.Select(place => users[place])], asked)
                : RankedList.Ask(recommender, [.. places.Select(place => ListenerHistory.Of(history, users[place]))], asked);
            for (int index = 0; index < places.Length; index++)
            {
                lists[places[index]] = LeaveOut(answers[index], known is null ? [] : known.ItemsOf(users[places[index]]), count, ref fallbacks);
            }
        }

        return (lists, fallbacks);

        int Steps(int place) => known is null ? 0 : (known.ItemsOf(users[place]).Length + Step - 1) / Step;
    }

    private static int[] LeaveOut(RankedList answer, ReadOnlySpan<int> known, int count, ref int fallbacks)
    {
        List<int> kept = new(count);
        for (int place = 0; place < answer.Items.Length && kept.Count < count; place++)
        {
            if (known.BinarySearch(answer.Items[place]) < 0)
            {
                kept.Add(answer.Items[place]);
                fallbacks += answer.Popular[place] ? 1 : 0;
            }
        }

        return [.. kept];
    }
}
