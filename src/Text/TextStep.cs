namespace MusicRec.Text;

/// <summary>What one step of a <see cref="TextPipeline"/> did.</summary>
/// <param name="Name">What the step does, in words.</param>
/// <param name="Before">Words that went in.</param>
/// <param name="Changed">Words that became another, or several.</param>
/// <param name="Removed">Words of which nothing was left.</param>
/// <param name="After">Words that came out.</param>
/// <param name="Distinct">Different words that came out.</param>
/// <param name="Effects">The words that were changed or removed, what became of each, and how often; most often first, then in ordinal order.</param>
/// <param name="Words">The words that came out, in order, where a single text was traced; otherwise empty.</param>
public sealed record TextStep(
    string Name, long Before, long Changed, long Removed, long After, int Distinct, IReadOnlyList<(string Word, string Becomes, long Count)> Effects, IReadOnlyList<string> Words);
