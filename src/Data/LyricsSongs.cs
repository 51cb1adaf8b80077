using MusicRec.Numerics;

namespace MusicRec.Data;

/// <summary>Songs with lyrics, sixteen topic weights and a topic, the data of paper 001.</summary>
public sealed class LyricsSongs
{
    internal LyricsSongs(Frame table)
    {
        Table = table;
        Lyrics = table.Texts("lyrics")!;
        Topics = [.. table.Texts("topic").Select(topic => Array.IndexOf(Names, topic))];
        TopicWeights = table.ToMatrix([.. TopicWeightNames]);
    }

    /// <summary>The eight topics; a topic's number is its place here (alphabetical order, as scikit-learn numbers classes).</summary>
    public static IReadOnlyList<string> TopicNames => Names;

    /// <summary>The columns of <see cref="TopicWeights"/>, in their order.</summary>
    public static IReadOnlyList<string> TopicWeightNames { get; } =
    [
        "dating", "violence", "world/life", "night/time", "shake the audience", "family/gospel", "romantic", "communication", "obscene", "music",
        "movement/places", "light/visual perceptions", "family/spiritual", "like/girls", "sadness", "feelings",
    ];

    /// <summary>The column of <see cref="TopicWeights"/> that belongs to each of <see cref="TopicNames"/>.</summary>
    internal static IReadOnlyList<int> LabelColumns => Columns;

    private static string[] Names { get; } = ["feelings", "music", "night/time", "obscene", "romantic", "sadness", "violence", "world/life"];

    private static int[] Columns { get; } = Array.ConvertAll(Names, name => TopicWeightNames.ToList().IndexOf(name));

    /// <summary>The table as it was read.</summary>
    public Frame Table { get; }

    /// <summary>The lyrics, stop words removed and words lemmatised by the data's authors.</summary>
    public string[] Lyrics { get; }

    /// <summary>The topic of each song, 0 to 7, a place in <see cref="TopicNames"/>.</summary>
    public int[] Topics { get; }

    /// <summary>The topic weights, [songs, 16]: the label is the largest of its eight, so those of test rows are never inputs.</summary>
    public Matrix TopicWeights { get; }
}
