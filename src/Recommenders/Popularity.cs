using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// The same for everybody: items by the share of listeners who have them. The baseline that every personal method must beat.
/// </summary>
public sealed class Popularity : Recommender
{
    internal const string MethodName = "popularity";
    private PopularityOrder? _order;

    /// <inheritdoc/>
    public override string Name => MethodName;

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Popularity Load(string path) => RecommenderFile.Load<Popularity>(path);

    private protected override void Learn(Interactions interactions) => _order = new PopularityOrder(interactions);

    private protected override ItemScores? Score(ListenerHistory history, int? user) => new PopularityScores(_order!);

    private protected override double[] ScoreSimilar(int item) => _order!.Shares;

    private protected override void Write(RecommenderWriter file)
    {
    }
}

/// <summary>The shares of a popularity order as scores.</summary>
internal sealed class PopularityScores(PopularityOrder order) : ItemScores(order.Shares)
{
    /// <inheritdoc/>
    public override Explanation Explain(int item) => order.Explain(item);
}

/// <summary>Items by how many listeners have them: the popularity method, and what all others fall back on.</summary>
internal sealed class PopularityOrder
{
    private readonly Interactions _interactions;
    private readonly int[]? _listeners;

    public PopularityOrder(Interactions interactions)
    {
        _interactions = interactions;
        _listeners = interactions.UsersPerItem();
        Shares = [.. _listeners.Select(count => (double)count / Math.Max(1, interactions.UserCount))];
        Order = [.. Enumerable.Range(0, _listeners.Length).OrderByDescending(item => _listeners[item])];
    }

    /// <summary>The order by counts that are not the interactions' own, such as counts with noise; they stand for the shares.</summary>
    public PopularityOrder(Interactions interactions, double[] counts)
    {
        (_interactions, _listeners, Shares) = (interactions, null, counts);
        Order = [.. Enumerable.Range(0, counts.Length).OrderByDescending(item => counts[item])];
    }

    /// <summary>Share of listeners who have each item.</summary>
    public double[] Shares { get; }

    /// <summary>All items, most listeners first, equal ones by number.</summary>
    public int[] Order { get; }

    /// <summary>Up to <paramref name="count"/> popular items that are neither the listener's own nor answered already.</summary>
    public int[] Others(ListenerHistory history, int[] answered, int count)
    {
        bool[] taken = new bool[Order.Length];
        foreach (int item in answered)
        {
            taken[item] = true;
        }

        foreach (int item in history.Items)
        {
            taken[item] = true;
        }

        return [.. Order.Where(item => !taken[item]).Take(count)];
    }

    public Recommendation Recommend(int item) =>
        new(item, _interactions.ItemNames[item], Shares[item], AnswerKind.Fallback, Popularity.MethodName, Explain(item).Text);

    public Explanation Explain(int item) => new(
        item,
        _listeners is null
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"popular: about {Shares[item]:#,0} listeners have it")
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"popular: {_listeners[item]:#,0} of {_interactions.UserCount:#,0} listeners have it"),
        [],
        []);
}
