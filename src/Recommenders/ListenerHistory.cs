using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>What one listener played or liked: items in ascending order, each with a finite weight above 0.</summary>
public sealed class ListenerHistory
{
    private readonly int[] _items;
    private readonly double[] _weights;
    private readonly int[]? _sequence;

    private ListenerHistory(int[] items, double[] weights, int[]? sequence = null) => (_items, _weights, _sequence) = (items, weights, sequence);

    /// <summary>A history of nothing.</summary>
    public static ListenerHistory Empty { get; } = new([], []);

    /// <summary>Number of different items.</summary>
    public int Count => _items.Length;

    /// <summary>The items' numbers, ascending.</summary>
    public ReadOnlySpan<int> Items => _items;

    /// <summary>The weight of each item.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>What is known about the listener besides plays, [1, features], for recommenders that ask for it; null for nothing.</summary>
    public SparseMatrix? Content { get; private init; }

    /// <summary>Whether it is known in which order the items were played; of at most one item it always is.</summary>
    public bool HasOrder => _sequence is not null || Count <= 1;

    /// <summary>The items in the order in which they were played, the latest last; an item may stand in it more than once.</summary>
    /// <exception cref="InvalidOperationException">The order is not known.</exception>
    public ReadOnlySpan<int> Sequence => HasOrder
        ? _sequence ?? _items
        : throw new InvalidOperationException($"The order of this history of {Count} items is not known; make it with {nameof(InOrder)}.");

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

    /// <summary>The same history with what else is known about the listener, such as <see cref="ContentTable.Row"/>.</summary>
    /// <param name="content">[1, features], the features of the recommender's content table.</param>
    /// <exception cref="ArgumentException"><paramref name="content"/> is not one row.</exception>
    public ListenerHistory WithContent(SparseMatrix content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Throw.IfLengthsDiffer(content.Rows, $"{nameof(content)} (rows)", 1, "one listener");
        return new ListenerHistory(_items, _weights, _sequence) { Content = content };
    }

    /// <summary>A history of items liked alike, each with weight 1.</summary>
    /// <exception cref="ArgumentException">An item's number is negative.</exception>
    public static ListenerHistory Of(params IEnumerable<int> items) => Of(items.Distinct().Select(item => (item, 1.0)));

    /// <summary>A history whose order is known. The weight of an item is how often it stands in it.</summary>
    /// <param name="items">What was played, one after the other, the latest last.</param>
    /// <exception cref="ArgumentException">An item's number is negative.</exception>
    public static ListenerHistory InOrder(params ReadOnlySpan<int> items)
    {
        int[] sequence = items.ToArray();
        ListenerHistory counted = Of(sequence.Select(item => (item, 1.0)));
        return new ListenerHistory(counted._items, counted._weights, sequence);
    }

    /// <summary>The row of a user, with its order where the interactions know it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user.</exception>
    public static ListenerHistory Of(Interactions interactions, int user)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return new ListenerHistory(
            [.. interactions.ItemsOf(user)], [.. interactions.WeightsOf(user)], interactions.HasOrder ? [.. interactions.SequenceOf(user)] : null);
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
