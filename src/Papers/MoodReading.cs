using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Why a word of a mood was taken for a topic, or not.</summary>
public enum MoodEvidence
{
    /// <summary>The word is a topic's name or a part of it.</summary>
    TopicName,

    /// <summary>The word, or a base form of it, stands in the list of mood words that comes with the library.</summary>
    WordList,

    /// <summary>The word is in no list, but a model of lyrics weighs it for a topic.</summary>
    FittedModel,

    /// <summary>The word was left out because "not" or the like stands before it.</summary>
    Negated,

    /// <summary>Nothing is known about the word.</summary>
    Unknown,
}

/// <summary>One word of a mood.</summary>
/// <param name="Word">As it was typed, in lower case.</param>
/// <param name="Evidence">Why it was taken for its topics, or for none.</param>
/// <param name="Topics">Its topics, the strongest first; shares sum to 1. Empty when it says nothing.</param>
/// <param name="Explanation">The same in a few words.</param>
public sealed record MoodWord(string Word, MoodEvidence Evidence, IReadOnlyList<TopicShare> Topics, string Explanation);

/// <summary>How a mood in words was understood: its topics with their shares, and word by word why.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class MoodReading : IRenderable
{
    internal MoodReading(string mood, IReadOnlyList<MoodWord> words, IReadOnlyList<TopicShare> topics, string explanation) =>
        (Mood, Words, Topics, Explanation) = (mood, words, topics, explanation);

    /// <summary>The mood as it was typed, without space around it.</summary>
    public string Mood { get; }

    /// <summary>Its words that were looked at, in the order typed.</summary>
    public IReadOnlyList<MoodWord> Words { get; }

    /// <summary>Its topics, the largest share first; shares sum to 1. Empty when nothing was understood.</summary>
    public IReadOnlyList<TopicShare> Topics { get; }

    /// <summary>Whether the mood led to a topic.</summary>
    public bool IsUnderstood => Topics.Count > 0;

    /// <summary>The reading in a sentence; when nothing was understood, what would have been.</summary>
    public string Explanation { get; }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The reading as text.</summary>
    public override string ToString() => ToText();

    internal static string Describe(IEnumerable<TopicShare> topics) =>
        string.Join(", ", topics.Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Topic} {100 * share.Share:0} %")));

    private Table ToTable() => Table.Of(Words, ("word", word => word.Word), ("topics", word => Describe(word.Topics)), ("because", word => word.Explanation))
        .Caption($"The mood “{Mood}”").Note(Explanation).NotFromData();
}
