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
