namespace MusicRec.Data;

public sealed partial class Interactions
{
    private readonly ListeningOrder? _order;

    /// <summary>Whether it is known in which order each user listened: true for those made by <see cref="FromSequences"/>.</summary>
    public bool HasOrder => _order is not null;

    /// <summary>
    /// Builds from what each user listened to, one after the other: playlists, sessions, listening histories. The weight of a
    /// pair is how often the item stands in the user's sequence.
    /// </summary>
    /// <param name="userNames">Each user's (or playlist's) name, all different.</param>
    /// <param name="itemNames">Each item's name, all different.</param>
    /// <param name="itemsInOrder">For each user the items in order, as places in <paramref name="itemNames"/>; may be empty, and may repeat an item.</param>
    /// <exception cref="ArgumentException">The lengths differ, a name stands twice, or a number names no item.</exception>
    public static Interactions FromSequences(
        IReadOnlyList<string> userNames, IReadOnlyList<string> itemNames, IReadOnlyList<int[]> itemsInOrder)
    {
        ArgumentNullException.ThrowIfNull(userNames);
        ArgumentNullException.ThrowIfNull(itemNames);
        ArgumentNullException.ThrowIfNull(itemsInOrder);
        Throw.IfLengthsDiffer(userNames.Count, nameof(userNames), itemsInOrder.Count, nameof(itemsInOrder));
        int[] offsets = new int[itemsInOrder.Count + 1];
        for (int user = 0; user < itemsInOrder.Count; user++)
        {
            ArgumentNullException.ThrowIfNull(itemsInOrder[user], $"{nameof(itemsInOrder)}[{user}]");
            offsets[user + 1] = checked(offsets[user] + itemsInOrder[user].Length);
        }

        int[] items = new int[offsets[^1]], users = new int[offsets[^1]];
        double[] weights = new double[offsets[^1]];
        Array.Fill(weights, 1.0);
        for (int user = 0; user < itemsInOrder.Count; user++)
        {
            itemsInOrder[user].CopyTo(items, offsets[user]);
            Array.Fill(users, user, offsets[user], itemsInOrder[user].Length);
        }

        Interactions pairs = FromIndices(userNames, itemNames, users, items, weights);
        return new Interactions(
            pairs._userNames, pairs._userIndices, pairs._itemNames, pairs._itemIndices, pairs._byUser, new ListeningOrder(offsets, items));
    }

    /// <summary>What one user listened to, in order; an item may stand in it more than once.</summary>
    /// <exception cref="InvalidOperationException">The order is not known.</exception>
    public ReadOnlySpan<int> SequenceOf(int user) => _order is null
        ? throw new InvalidOperationException($"The order of listening is not known here; build the interactions with {nameof(FromSequences)}.")
        : _order.Of(CheckedUser(user));

    /// <summary>The same pairs and weights with an order of listening, as a file holds them apart.</summary>
    /// <param name="lengths">The length of each user's sequence.</param>
    /// <param name="items">The sequences, user after user.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a user's sequence does not hold just the user's items.</exception>
    internal Interactions WithOrder(int[] lengths, int[] items)
    {
        Throw.IfLengthsDiffer(lengths.Length, nameof(lengths), UserCount, "the users");
        int[] offsets = new int[UserCount + 1];
        for (int user = 0; user < UserCount; user++)
        {
            Throw.IfOutside(lengths[user], 0, items.Length - offsets[user], "length of a sequence");
            offsets[user + 1] = offsets[user] + lengths[user];
            if (!items[offsets[user]..offsets[user + 1]].Distinct().Order().SequenceEqual(ItemsOf(user).ToArray()))
            {
                throw new ArgumentException($"The sequence of user {user} does not hold just the user's items.", nameof(items));
            }
        }

        Throw.IfLengthsDiffer(items.Length, nameof(items), offsets[^1], "the sequences");
        return new Interactions(_userNames, _userIndices, _itemNames, _itemIndices, _byUser, new ListeningOrder(offsets, items));
    }

    /// <summary>The items of each user in order of listening, user after user: those of user u stand at offsets u to u + 1.</summary>
    private sealed class ListeningOrder(int[] offsets, int[] items)
    {
        public ReadOnlySpan<int> Of(int user) => items.AsSpan(offsets[user]..offsets[user + 1]);

        /// <summary>The order of the items that are left.</summary>
        public ListeningOrder Keep(CompressedRows left)
        {
            int[] keptOffsets = new int[offsets.Length];
            List<int> kept = [];
            for (int user = 0; user + 1 < offsets.Length; user++)
            {
                ReadOnlySpan<int> own = left.ColumnsOf(user);
                foreach (int item in Of(user))
                {
                    if (own.BinarySearch(item) >= 0)
                    {
                        kept.Add(item);
                    }
                }

                keptOffsets[user + 1] = kept.Count;
            }

            return new ListeningOrder(keptOffsets, [.. kept]);
        }
    }
}
