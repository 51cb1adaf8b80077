using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>What one listener played or liked: items in ascending order, each with a finite weight above 0.</summary>
public sealed class ListenerHistory
{
    private readonly int[] _items;
    private readonly double[] _weights;

    private ListenerHistory(int[] items, double[] weights) => (_items, _weights) = (items, weights);

    /// <summary>A history of nothing.</summary>
    public static ListenerHistory Empty { get; } = new([], []);

    /// <summary>Number of different items.</summary>
    public int Count => _items.Length;

    /// <summary>The items' numbers, ascending.</summary>
    public ReadOnlySpan<int> Items => _items;

    /// <summary>The weight of each item.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>A history of items with weights; an item named several times gets the sum.</summary>
    /// <exception cref="ArgumentException">An item's number is negative, or a weight is not a finite number above 0.</exception>
    public static ListenerHistory Of(IEnumerable<(int Item, double Weight)> plays)
    {
        ArgumentNullException.ThrowIfNull(plays);
        SortedDictionary<int, double> sums = [];
        foreach ((int item, double weight) in plays)
        {
            Throw.IfBelow(item, 0);
            Throw.IfNotPositive(weight);
            sums[item] = sums.GetValueOrDefault(item) + weight;
        }

        double[] weights = [.. sums.Values];
        Throw.IfNotFinite(weights);
        return new ListenerHistory([.. sums.Keys], weights);
    }

    /// <summary>A history of items liked alike, each with weight 1.</summary>
    /// <exception cref="ArgumentException">An item's number is negative.</exception>
    public static ListenerHistory Of(params IEnumerable<int> items) => Of(items.Distinct().Select(item => (item, 1.0)));

    /// <summary>The row of a user.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user.</exception>
    public static ListenerHistory Of(Interactions interactions, int user)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return new ListenerHistory([.. interactions.ItemsOf(user)], [.. interactions.WeightsOf(user)]);
    }

    /// <summary>A history by the items' names.</summary>
    /// <param name="interactions">Knows the items' numbers.</param>
    /// <param name="plays">Names and weights.</param>
    /// <param name="unknown">The names that are no item's, in the order given; they are left out.</param>
    /// <exception cref="ArgumentException">A weight is not a finite number above 0.</exception>
    public static ListenerHistory FromNames(Interactions interactions, IEnumerable<(string Item, double Weight)> plays, out IReadOnlyList<string> unknown)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(plays);
        List<string> strangers = [];
        List<(int Item, double Weight)> known = [];
        foreach ((string name, double weight) in plays)
        {
            if (interactions.TryFindItem(name, out int item))
            {
                known.Add((item, weight));
            }
            else
            {
                strangers.Add(name);
            }
        }

        unknown = strangers;
        return Of(known);
    }

    /// <summary>Whether the history holds an item.</summary>
    public bool Contains(int item) => Array.BinarySearch(_items, item) >= 0;
}
