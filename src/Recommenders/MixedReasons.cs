namespace MusicRec.Recommenders;

/// <summary>The explanation of a score that has parts from what the listener played and from what else is known about them.</summary>
internal static class MixedReasons
{
    /// <summary>Sorts the parts, the strongest first, and names the strongest of both kinds together.</summary>
    public static Explanation Explain(int item, IEnumerable<Contribution> because, IEnumerable<Contribution> features)
    {
        Contribution[] plays = [.. because.OrderByDescending(part => part.Amount)], known = [.. features.OrderByDescending(part => part.Amount)];
        string[] leading =
        [
            .. plays.Select(part => (Text: $"you play {part.Name}", part.Amount)).Concat(known.Select(part => (Text: $"of {part.Name}", part.Amount)))
                .Where(part => part.Amount > 0).OrderByDescending(part => part.Amount).Take(3).Select(part => part.Text),
        ];
        return new Explanation(item, leading.Length == 0 ? "nothing known of you speaks for it" : $"because {string.Join(", ", leading)}", plays, known);
    }
}
