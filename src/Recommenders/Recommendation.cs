namespace MusicRec.Recommenders;

/// <summary>On what ground a listener was answered.</summary>
public enum AnswerKind
{
    /// <summary>The listener was there when the recommender was fitted.</summary>
    Known,

    /// <summary>The listener came later and was answered from a history.</summary>
    FoldedIn,

    /// <summary>Nothing useful is known about the listener, or the method has no more items: what is popular.</summary>
    Fallback,
}

/// <summary>One item for a listener.</summary>
/// <param name="Item">The item's number.</param>
/// <param name="Name">The item's name.</param>
/// <param name="Score">The higher the better; comparable only within one list and one <paramref name="Source"/>.</param>
/// <param name="Answer">On what ground it is recommended.</param>
/// <param name="Source">The name of the recommender it comes from.</param>
/// <param name="Reason">Why, in a sentence for the listener.</param>
public sealed record Recommendation(int Item, string Name, double Score, AnswerKind Answer, string Source, string Reason);

/// <summary>Something that speaks for an item: a neighbour, a liked song, a feature.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Amount">How much it speaks for the item; below 0 against it.</param>
public sealed record Contribution(string Name, double Amount);

/// <summary>Why a listener would be given an item.</summary>
/// <param name="Item">The item's number.</param>
/// <param name="Text">In a sentence for the listener.</param>
/// <param name="Because">Neighbours or liked songs behind it, the strongest first; empty when there are none.</param>
/// <param name="Features">Features behind it, the strongest first; empty for methods that know none.</param>
public sealed record Explanation(int Item, string Text, IReadOnlyList<Contribution> Because, IReadOnlyList<Contribution> Features)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Text;
}
