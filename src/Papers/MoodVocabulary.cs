namespace MusicRec.Papers;

/// <summary>
/// The words for moods that come with the library, and the topics of paper 001 that each stands for. Chosen by hand, from what the
/// topics' songs are about: "obscene" holds the street and club talk of hip-hop, "music" singing, playing and dancing, "world/life" life
/// lessons, "night/time" waiting and being awake, "feelings" how it feels right now.
/// </summary>
internal static class MoodVocabulary
{
    private static readonly Dictionary<string, TopicShare[]> _words = Build(
        ("sad sadness unhappy miserable depressed sorrow sorrowful gloomy melancholy melancholic down grief grieve mourn mourning cry tear tearful weep "
            + "hurt pain painful lonely loneliness lonesome alone abandoned left broken breakup divorce separation goodbye regret despair hopeless lost "
            + "disappointed homesick low upset ache rejected betrayed weepy bereaved", [("sadness", 1)]),
        ("heartbroken heartbreak heartache lovesick unrequited yearning longing miss", [("sadness", 0.7), ("romantic", 0.3)]),
        ("love loving romantic romance tender tenderness affection affectionate adore adoration kiss cuddle crush darling valentine wedding marriage "
            + "honeymoon date dating passion passionate intimate sensual infatuated smitten devoted flirt flirty sweetheart", [("romantic", 1)]),
        ("angry anger mad rage furious fury aggressive aggression violent violence hate hatred hateful war fight fighting revenge vengeful rebel rebellious "
            + "riot fierce evil dark brutal afraid fear scared terrified terror horror nightmare anxious anxiety panic paranoid bitter hostile cruel "
            + "menacing doom grim destructive", [("violence", 1)]),
        ("philosophical reflective thoughtful nostalgic nostalgia hope hopeful inspire inspired inspiring inspirational motivated motivation believe faith "
            + "grateful gratitude thankful wise wisdom spiritual meaning meaningful purpose dream dreamy dreaming free freedom peace peaceful optimistic "
            + "optimism change growth memory memories childhood family future destiny determined ambitious contemplative pensive proud", [("world/life", 1)]),
        ("party partying club clubbing wild", [("obscene", 0.6), ("music", 0.4)]),
        ("swagger rich money cash boss hustle gangster street rude cocky dirty naughty cool drunk drink drinking high stoned tough gym workout brag bragging "
            + "confident badass rap hype hyped", [("obscene", 1)]),
        ("dance dancing sing singing singalong karaoke music musical melody rhythm groovy groove swing swinging rock rocking concert festival cheerful "
            + "merry jolly festive celebrate celebration celebratory carnival campfire roadtrip summer jazzy bluesy", [("music", 1)]),
        ("night midnight late evening tonight sleepless insomnia insomniac awake tired sleepy sleep bored boredom waiting wait impatient restless patient "
            + "hurry rushed busy overworked bedtime", [("night/time", 1)]),
        ("feel feeling feelings emotional emotion mood moody excited excitement thrilled ecstatic euphoric energetic alive lively upbeat amazed",
            [("feelings", 1)]),
        ("happy happiness joy joyful glad delighted good great sunny sunshine fun playful carefree smile bright", [("feelings", 0.5), ("music", 0.5)]),
        ("calm relaxed relax relaxing chill chilled quiet gentle mellow serene soothing lazy", [("night/time", 0.5), ("feelings", 0.5)]),
        ("sexy seductive steamy", [("romantic", 0.5), ("obscene", 0.5)]),
        ("jealous jealousy cheated", [("sadness", 0.5), ("violence", 0.5)]));

    /// <summary>All words, in alphabetical order.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. _words.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The topics that a word stands for, the strongest first; null when the word is not listed.</summary>
    public static IReadOnlyList<TopicShare>? Find(string word) => _words.GetValueOrDefault(word);

    private static Dictionary<string, TopicShare[]> Build(params IEnumerable<(string Words, (string Topic, double Share)[] Topics)> lines)
    {
        Dictionary<string, TopicShare[]> words = new(StringComparer.Ordinal);
        foreach ((string list, (string Topic, double Share)[] topics) in lines)
        {
            TopicShare[] shares = [.. topics.Select(topic => new TopicShare(topic.Topic, topic.Share))];
            foreach (string word in list.Split(' '))
            {
                words.Add(word, shares);
            }
        }

        return words;
    }
}
