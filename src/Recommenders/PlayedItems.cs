namespace MusicRec.Recommenders;

/// <summary>The sentence for a score that is a sum over what the listener played.</summary>
internal static class PlayedItems
{
    /// <summary>Names the strongest ones that speak for the item.</summary>
    /// <param name="because">The parts of the sum, largest first.</param>
    public static string Text(IReadOnlyList<Contribution> because)
    {
        string[] strongest = [.. because.TakeWhile(part => part.Amount > 0).Take(3).Select(part => part.Name)];
        return strongest.Length == 0 ? "nothing you play speaks for it" : $"because you play {string.Join(", ", strongest)}";
    }
}
