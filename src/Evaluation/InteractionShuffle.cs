using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>
/// Interactions without what there is to learn, for sanity checks: on these a method that still seems good looks at what it must not see. Names,
/// numbers of users, items and pairs, and the weights stay; an order of listening is dropped, but for <see cref="Orders"/>, which shuffles nothing else.
/// </summary>
public static class InteractionShuffle
{
    /// <summary>
    /// Who has what is shuffled while every listener keeps the number of their items and every item the number of its listeners: pairs exchange items,
    /// again and again (Maslov and Sneppen 2002). Popularity is then all there is to know.
    /// </summary>
    /// <param name="interactions">Any.</param>
    /// <param name="seed">Decides the exchanges.</param>
    /// <param name="exchangesPerPair">Exchanges tried for each pair, 1 or more; those that would make a pair twice are passed over.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exchangesPerPair"/> is below 1.</exception>
    public static Interactions KeepingDegrees(Interactions interactions, ulong seed, int exchangesPerPair = 20)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Throw.IfBelow(exchangesPerPair, 1);
        int[] users = interactions.UserOfEachPair(), items = interactions.ItemOfEachPair();
        HashSet<(int User, int Item)> pairs = [.. users.Zip(items)];
        RandomStream random = new(seed);
        for (long exchange = (long)items.Length * exchangesPerPair; exchange > 0 && items.Length > 1; exchange--)
        {
            int first = random.NextInt32(items.Length), second = random.NextInt32(items.Length);
            if (pairs.Contains((users[first], items[second])) || pairs.Contains((users[second], items[first])))
            {
                continue;
            }

            pairs.Remove((users[first], items[first]));
            pairs.Remove((users[second], items[second]));
            (items[first], items[second]) = (items[second], items[first]);
            pairs.Add((users[first], items[first]));
            pairs.Add((users[second], items[second]));
        }

        return Rebuild(interactions, users, items);
    }

    /// <summary>As many pairs, each drawn with the same chance from all there could be: nothing is left to know, not even what is popular.</summary>
    /// <param name="interactions">Any.</param>
    /// <param name="seed">Decides the pairs.</param>
    public static Interactions Freely(Interactions interactions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        RandomStream random = new(seed);
        int count = interactions.Count;
        long cells = (long)interactions.UserCount * interactions.ItemCount;

        // Floyd's sampling: each set of pairs equally likely, without a table of all cells.
        HashSet<long> drawn = new(count);
        for (long cell = cells - count; cell < cells; cell++)
        {
            long candidate = Below(random, cell + 1);
            drawn.Add(drawn.Contains(candidate) ? cell : candidate);
        }

        long[] sorted = [.. drawn.Order()];
        return Rebuild(
            interactions, Array.ConvertAll(sorted, cell => (int)(cell / interactions.ItemCount)), Array.ConvertAll(sorted, cell => (int)(cell % interactions.ItemCount)));
    }

    /// <summary>The same pairs with the order inside each listener's (or playlist's) sequence shuffled: what a method loses by it is what order was worth to it.</summary>
    /// <param name="interactions">Made by <see cref="Interactions.FromSequences"/>.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <exception cref="InvalidOperationException">The interactions have no order.</exception>
    public static Interactions Orders(Interactions interactions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        RandomStream random = new(seed);
        int[][] sequences = [.. Enumerable.Range(0, interactions.UserCount).Select(user => interactions.SequenceOf(user).ToArray())];
        for (int user = 0; user < sequences.Length; user++)
        {
            random.Split((ulong)user).Shuffle(sequences[user].AsSpan());
        }

        return interactions.WithOrder([.. sequences.Select(sequence => sequence.Length)], [.. sequences.SelectMany(sequence => sequence)]);
    }

    private static Interactions Rebuild(Interactions interactions, int[] users, int[] items)
    {
        List<double> weights = new(interactions.Count);
        for (int user = 0; user < interactions.UserCount; user++)
        {
            weights.AddRange(interactions.WeightsOf(user));
        }

        return Interactions.FromIndices(interactions.UserNames, interactions.ItemNames, users, items, [.. weights], DuplicatePairs.Refuse);
    }

    // Cells may be more than an int counts; the bias of taking 53 random bits of them is below one in a million.
    private static long Below(RandomStream random, long exclusiveMaximum) => Math.Min(exclusiveMaximum - 1, (long)(random.NextDouble() * exclusiveMaximum));
}
