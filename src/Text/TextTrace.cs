using MusicRec.Reporting;

namespace MusicRec.Text;

/// <summary>
/// What each step of a <see cref="TextPipeline"/> did to a text, or to many: one row per step. Of one text it shows the words
/// that are left, of many the words that were changed most often, never more than one word of a text at a time.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class TextTrace : IRenderable
{
    private const int ExamplesShown = 5;

    private readonly bool _single;

    private TextTrace(IReadOnlyList<TextStep> steps, bool single) => (Steps, _single) = (steps, single);

    /// <summary>The steps in their order; the first is the text as it came, cut at blanks.</summary>
    public IReadOnlyList<TextStep> Steps { get; }

    /// <summary>One row per step.</summary>
    public Table ToTable() => _single
        ? Table.Of(
            Steps,
            ("step", step => step.Name),
            ("words", step => step.After),
            ("changed", step => step.Changed),
            ("removed", step => step.Removed),
            ("what is left", step => string.Join(' ', step.Words))).NotFromData()
        : Table.Of(
            Steps,
            ("step", step => step.Name),
            ("words", step => step.After),
            ("different", step => step.Distinct),
            ("changed", step => step.Changed),
            ("removed", step => step.Removed),
            ("touched", step => step.Before == 0 ? null : (double)(step.Changed + step.Removed) / step.Before),
            ("most often", Examples)).Format("words", "#,0").Format("different", "#,0").Format("changed", "#,0").Format("removed", "#,0").Format("touched", "P2");

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    internal static TextTrace Of(string[][] texts, (string Name, Action<string, List<string>> Apply)[] steps)
    {
        bool single = texts.Length == 1;
        // Steps look at single words, so that each different word needs to be taken through once only.
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (string word in texts.SelectMany(text => text))
        {
            Add(counts, word, 1);
        }

        long total = counts.Values.Sum();
        IReadOnlyList<string> words = single ? texts[0] : [];
        List<TextStep> done = [new("as it came", total, 0, 0, total, counts.Count, [], words)];
        foreach ((string name, Action<string, List<string>> apply) in steps)
        {
            (TextStep step, counts) = Take(name, apply, done[^1], counts);
            done.Add(step);
        }

        return new TextTrace(done, single);
    }

    private static (TextStep Step, Dictionary<string, long> Counts) Take(string name, Action<string, List<string>> apply, TextStep before, Dictionary<string, long> counts)
    {
        Dictionary<string, long> next = new(StringComparer.Ordinal);
        Dictionary<string, string[]> becomes = new(StringComparer.Ordinal);
        List<(string Word, string Becomes, long Count)> effects = [];
        foreach ((string word, long count) in counts)
        {
            List<string> left = [];
            apply(word, left);
            becomes.Add(word, [.. left]);
            left.ForEach(each => Add(next, each, count));
            if (left.Count != 1 || left[0] != word)
            {
                effects.Add((word, string.Join(' ', left), count));
            }
        }

        long removed = effects.Where(effect => effect.Becomes.Length == 0).Sum(effect => effect.Count);
        long changed = effects.Sum(effect => effect.Count) - removed;
        effects = [.. effects.OrderByDescending(effect => effect.Count).ThenBy(effect => effect.Word, StringComparer.Ordinal)];
        string[] words = [.. before.Words.SelectMany(word => becomes[word])];
        return (new TextStep(name, before.After, changed, removed, next.Values.Sum(), next.Count, effects, words), next);
    }

    private static string Examples(TextStep step) => string.Join(", ", step.Effects.Take(ExamplesShown).Select(effect =>
        effect.Becomes.Length == 0 ? effect.Word : $"{effect.Word} → {effect.Becomes}"));

    private static void Add(Dictionary<string, long> counts, string word, long count) =>
        counts[word] = counts.GetValueOrDefault(word) + count;
}
