using MusicRec.Reporting;

namespace MusicRec.Data;

/// <summary>Sizes of a set of interactions and how they spread.</summary>
/// <param name="Users">Users, those without interactions included.</param>
/// <param name="Items">Items, those without interactions included.</param>
/// <param name="Interactions">Stored pairs of a user and an item.</param>
/// <param name="Density">Share of all possible pairs that are stored, 0 to 1; 0 when there is no possible pair.</param>
/// <param name="MeanItemsPerUser">Items per user, over users with at least one; 0 without any.</param>
/// <param name="MedianItemsPerUser">Median of the same.</param>
/// <param name="MeanUsersPerItem">Users per item, over items with at least one; 0 without any.</param>
/// <param name="MedianUsersPerItem">Median of the same.</param>
/// <param name="UsersWithoutItems">Users with no interaction.</param>
/// <param name="ItemsWithoutUsers">Items with no interaction.</param>
/// <param name="MedianWeight">Median of the weights; 0 without any.</param>
/// <param name="LargestWeight">Largest weight; 0 without any. Far above the median with play counts: they are heavy-tailed.</param>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed record InteractionStatistics(
    int Users,
    int Items,
    int Interactions,
    double Density,
    double MeanItemsPerUser,
    double MedianItemsPerUser,
    double MeanUsersPerItem,
    double MedianUsersPerItem,
    int UsersWithoutItems,
    int ItemsWithoutUsers,
    double MedianWeight,
    double LargestWeight) : IRenderable
{
    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The statistics as text.</summary>
    public override string ToString() => ToText();

    internal static InteractionStatistics Of(Interactions interactions, double[] weights)
    {
        double possible = (double)interactions.UserCount * interactions.ItemCount;
        double[] perUser = Occupied(interactions.ItemsPerUser()), perItem = Occupied(interactions.UsersPerItem());
        double[] sortedWeights = [.. weights];
        Array.Sort(sortedWeights);
        return new InteractionStatistics(
            interactions.UserCount,
            interactions.ItemCount,
            interactions.Count,
            possible == 0 ? 0 : interactions.Count / possible,
            perUser.Length == 0 ? 0 : (double)interactions.Count / perUser.Length,
            Median(perUser),
            perItem.Length == 0 ? 0 : (double)interactions.Count / perItem.Length,
            Median(perItem),
            interactions.UserCount - perUser.Length,
            interactions.ItemCount - perItem.Length,
            Median(sortedWeights),
            sortedWeights.Length == 0 ? 0 : sortedWeights[^1]);
    }

    private Table ToTable() =>
        new Table("users × items", "pairs", "density", "items per user (mean, median)", "users per item (mean, median)", "weight (median, largest)")
            .Row(
                $"{Users:#,0} × {Items:#,0}", Interactions, Density, $"{MeanItemsPerUser:0.0}, {MedianItemsPerUser:0.#}",
                $"{MeanUsersPerItem:0.0}, {MedianUsersPerItem:0.#}", $"{MedianWeight:#,0.##}, {LargestWeight:#,0.##}")
            .Format("density", "P2")
            .Format("pairs", "#,0")
            .Note($"{UsersWithoutItems} users without items, {ItemsWithoutUsers} items without users; means and medians are over the others.");

    private static double[] Occupied(int[] counts)
    {
        double[] occupied = [.. counts.Where(count => count > 0).Select(count => (double)count)];
        Array.Sort(occupied);
        return occupied;
    }

    private static double Median(double[] sorted) => sorted.Length switch
    {
        0 => 0,
        _ when sorted.Length % 2 == 1 => sorted[sorted.Length / 2],
        _ => (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2,
    };
}
