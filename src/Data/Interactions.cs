namespace MusicRec.Data;

/// <summary>What to do when one user and one item are named together more than once.</summary>
public enum DuplicatePairs
{
    /// <summary>Add their weights in the order given, as with play counts.</summary>
    Sum,

    /// <summary>Refuse the data.</summary>
    Refuse,
}

/// <summary>
/// Who did how much with what: sparse weights (plays, ratings, likes), [users, items], in compressed rows. Users and
/// items are numbered from 0 in the order in which they were first named; the items of a user and the users of an
/// item stand in ascending order. Every weight is a finite number above 0; a pair that is not stored is unknown.
/// Cannot be changed after it was made, so threads may share it.
/// </summary>
public sealed partial class Interactions
{
    private readonly Dictionary<string, int> _userIndices;
    private readonly Dictionary<string, int> _itemIndices;
    private readonly string[] _userNames;
    private readonly string[] _itemNames;
    private readonly CompressedRows _byUser;
    private readonly Lazy<CompressedRows> _byItem;

    private Interactions(
        string[] userNames, Dictionary<string, int> userIndices, string[] itemNames, Dictionary<string, int> itemIndices, CompressedRows byUser,
        ListeningOrder? order = null)
    {
        _order = order;
        (_userNames, _userIndices, _itemNames, _itemIndices, _byUser) = (userNames, userIndices, itemNames, itemIndices, byUser);
        _byItem = new Lazy<CompressedRows>(() => _byUser.Transpose(_itemNames.Length));
    }

    /// <summary>Number of users, those without interactions included.</summary>
    public int UserCount => _userNames.Length;

    /// <summary>Number of items, those without interactions included.</summary>
    public int ItemCount => _itemNames.Length;

    /// <summary>Number of stored pairs of a user and an item.</summary>
    public int Count => _byUser.Columns.Length;

    /// <summary>The users' names, by number.</summary>
    public IReadOnlyList<string> UserNames => _userNames;

    /// <summary>The items' names, by number.</summary>
    public IReadOnlyList<string> ItemNames => _itemNames;

    /// <summary>Builds from named pairs; users and items are numbered in the order in which they first appear.</summary>
    /// <param name="pairs">User, item, and a finite weight above 0.</param>
    /// <param name="duplicates">What to do with a pair named twice; by default weights add up.</param>
    /// <exception cref="ArgumentException">A weight is not a finite number above 0, or a pair stands twice and that is refused.</exception>
    public static Interactions FromPairs(
        IEnumerable<(string User, string Item, double Weight)> pairs, DuplicatePairs duplicates = DuplicatePairs.Sum)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        Dictionary<string, int> userIndices = new(StringComparer.Ordinal), itemIndices = new(StringComparer.Ordinal);
        List<string> userNames = [], itemNames = [];
        List<int> users = [], items = [];
        List<double> weights = [];
        foreach ((string user, string item, double weight) in pairs)
        {
            if (user is null || item is null)
            {
                throw new ArgumentException($"Pair {users.Count} has no {(user is null ? "user" : "item")}; both need a name.", nameof(pairs));
            }

            users.Add(IndexOf(user, userIndices, userNames));
            items.Add(IndexOf(item, itemIndices, itemNames));
            weights.Add(weight);
        }

        return Build([.. userNames], userIndices, [.. itemNames], itemIndices, [.. users], [.. items], [.. weights], duplicates);
    }

    /// <summary>Builds from numbered pairs under names given beforehand, which may include users and items without interactions.</summary>
    /// <param name="userNames">Each user's name, all different.</param>
    /// <param name="itemNames">Each item's name, all different.</param>
    /// <param name="users">The user of each pair, a place in <paramref name="userNames"/>.</param>
    /// <param name="items">The item of each pair, a place in <paramref name="itemNames"/>.</param>
    /// <param name="weights">The weight of each pair, a finite number above 0.</param>
    /// <param name="duplicates">What to do with a pair named twice; by default weights add up.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a name stands twice, a number names nobody, a weight is not a finite number above 0, or a
    /// pair stands twice and that is refused.
    /// </exception>
    public static Interactions FromIndices(
        IReadOnlyList<string> userNames,
        IReadOnlyList<string> itemNames,
        ReadOnlySpan<int> users,
        ReadOnlySpan<int> items,
        ReadOnlySpan<double> weights,
        DuplicatePairs duplicates = DuplicatePairs.Sum)
    {
        Throw.IfLengthsDiffer(users.Length, nameof(users), items.Length, nameof(items));
        Throw.IfLengthsDiffer(users.Length, nameof(users), weights.Length, nameof(weights));
        string[] userArray = [.. userNames], itemArray = [.. itemNames];
        return Build(
            userArray, Number(userArray, nameof(userNames)), itemArray, Number(itemArray, nameof(itemNames)),
            users.ToArray(), items.ToArray(), weights.ToArray(), duplicates);
    }

    /// <summary>The items of one user, ascending.</summary>
    public ReadOnlySpan<int> ItemsOf(int user) => _byUser.ColumnsOf(CheckedUser(user));

    /// <summary>The weights of one user's items, in the order of <see cref="ItemsOf"/>.</summary>
    public ReadOnlySpan<double> WeightsOf(int user) => _byUser.WeightsOf(CheckedUser(user));

    /// <summary>The users of one item, ascending. The first call turns the whole table.</summary>
    public ReadOnlySpan<int> UsersOf(int item) => _byItem.Value.ColumnsOf(CheckedItem(item));

    /// <summary>The weights that one item's users gave it, in the order of <see cref="UsersOf"/>.</summary>
    public ReadOnlySpan<double> WeightsOfItem(int item) => _byItem.Value.WeightsOf(CheckedItem(item));

    /// <summary>The weight of a pair; 0 when it is not stored.</summary>
    public double Weight(int user, int item)
    {
        int place = ItemsOf(user).BinarySearch(CheckedItem(item));
        return place < 0 ? 0 : WeightsOf(user)[place];
    }

    /// <summary>The number of the user called <paramref name="name"/>, if there is one.</summary>
    public bool TryFindUser(string name, out int user) => _userIndices.TryGetValue(name, out user);

    /// <summary>The number of the item called <paramref name="name"/>, if there is one.</summary>
    public bool TryFindItem(string name, out int item) => _itemIndices.TryGetValue(name, out item);

    /// <summary>The user of every stored pair, in stored order (by user, then by item): what a split by user groups by.</summary>
    public int[] UserOfEachPair() => _byUser.RowOfEachEntry();

    /// <summary>The item of every stored pair, in stored order (by user, then by item).</summary>
    public int[] ItemOfEachPair() => [.. _byUser.Columns];

    /// <summary>
    /// The pairs at these places of the stored order (by user, then by item), with the same users, items and numbers:
    /// the training or the test side of a split. Where there is an order of listening, what stays keeps its order.
    /// </summary>
    /// <exception cref="ArgumentException">A place does not exist or is named twice.</exception>
    public Interactions Select(ReadOnlySpan<int> places)
    {
        int[] ordered = places.ToArray();
        Array.Sort(ordered);
        for (int index = 0; index < ordered.Length; index++)
        {
            Throw.IfOutside(ordered[index], 0, Count - 1, nameof(places));
            if (index > 0 && ordered[index] == ordered[index - 1])
            {
                throw new ArgumentException($"{nameof(places)} names place {ordered[index]} twice; each may be named once.", nameof(places));
            }
        }

        CompressedRows kept = _byUser.SelectEntries(ordered);
        return new Interactions(_userNames, _userIndices, _itemNames, _itemIndices, kept, _order?.Keep(kept));
    }

    /// <summary>The same pairs with other weights, for instance <c>plays => Elementary.Log1P(plays)</c>.</summary>
    /// <param name="weight">Gives the new weight, a finite number above 0, from the old.</param>
    /// <exception cref="ArgumentException">A new weight is not a finite number above 0.</exception>
    public Interactions MapWeights(Func<double, double> weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        double[] weights = new double[Count];
        for (int place = 0; place < weights.Length; place++)
        {
            weights[place] = weight(_byUser.Weights[place]);
        }

        CheckWeights(weights);
        return new Interactions(_userNames, _userIndices, _itemNames, _itemIndices, new CompressedRows(_byUser.Offsets, _byUser.Columns, weights), _order);
    }

    /// <summary>How many users each item has: its popularity.</summary>
    public int[] UsersPerItem()
    {
        int[] counts = new int[ItemCount];
        foreach (int item in _byUser.Columns)
        {
            counts[item]++;
        }

        return counts;
    }

    /// <summary>How many items each user has.</summary>
    public int[] ItemsPerUser()
    {
        int[] counts = new int[UserCount];
        for (int user = 0; user < counts.Length; user++)
        {
            counts[user] = _byUser.Offsets[user + 1] - _byUser.Offsets[user];
        }

        return counts;
    }

    /// <summary>Sizes, density, and how the interactions spread over users and items.</summary>
    public InteractionStatistics Statistics() => InteractionStatistics.Of(this, _byUser.Weights);

    private static Interactions Build(
        string[] userNames, Dictionary<string, int> userIndices, string[] itemNames, Dictionary<string, int> itemIndices,
        int[] users, int[] items, double[] weights, DuplicatePairs duplicates)
    {
        CheckWeights(weights);
        CheckNumbers(users, userNames.Length, nameof(users));
        CheckNumbers(items, itemNames.Length, nameof(items));
        CompressedRows rows = CompressedRows.Build(users, userNames.Length, items, itemNames.Length, weights, out (int Row, int Column)? repeated);
        CheckWeights(rows.Weights);
        if (duplicates == DuplicatePairs.Refuse && repeated is var (user, item))
        {
            throw new ArgumentException($"User '{userNames[user]}' and item '{itemNames[item]}' stand together more than once.");
        }

        return new Interactions(userNames, userIndices, itemNames, itemIndices, rows);
    }

    private static int IndexOf(string name, Dictionary<string, int> indices, List<string> names)
    {
        if (!indices.TryGetValue(name, out int index))
        {
            index = names.Count;
            indices.Add(name, index);
            names.Add(name);
        }

        return index;
    }

    private static Dictionary<string, int> Number(string[] names, string argument)
    {
        Dictionary<string, int> indices = new(names.Length, StringComparer.Ordinal);
        for (int index = 0; index < names.Length; index++)
        {
            if (!indices.TryAdd(names[index], index))
            {
                throw new ArgumentException($"{argument} holds '{names[index]}' at {indices[names[index]]} and at {index}; names must differ.", argument);
            }
        }

        return indices;
    }

    private static void CheckNumbers(int[] numbers, int count, string name)
    {
        foreach (int number in numbers)
        {
            Throw.IfOutside(number, 0, count - 1, name);
        }
    }

    private static void CheckWeights(double[] weights)
    {
        for (int place = 0; place < weights.Length; place++)
        {
            if (!(weights[place] > 0 && double.IsFinite(weights[place])))
            {
                throw new ArgumentException($"The weight of pair {place} is {weights[place]}; allowed: a finite number above 0.", nameof(weights));
            }
        }
    }

    private int CheckedUser(int user)
    {
        Throw.IfOutside(user, 0, UserCount - 1);
        return user;
    }

    private int CheckedItem(int item)
    {
        Throw.IfOutside(item, 0, ItemCount - 1);
        return item;
    }
}
