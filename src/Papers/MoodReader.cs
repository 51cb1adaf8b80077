using System.Globalization;
using MusicRec.Data;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// Maps a listener's mood in words to the topics of paper 001. Word by word: a topic's own name; a list of mood words made by hand, in any
/// inflection; else the topics for which a model of lyrics weighs the word. Words after "not", "never" or "without" are left out, and said
/// to be. A mood's topics are the mean of its words' topics.
/// </summary>
public sealed class MoodReader
{
    /// <summary>The longest mood that is read, in characters.</summary>
    public const int MaximumLength = 1000;

    // "I feel sad", "sad music": these say nothing when another word does.
    private static readonly HashSet<string> _weak =
        ["feel", "feeling", "feelings", "emotion", "emotional", "mood", "moody", "music", "musical", "song", "songs", "time", "life", "world"];

    // "Give me something sad", "a bit angry today": words of asking, not of the mood.
    private static readonly HashSet<string> _fillers =
        [.. "want need give get make let play hear listen like please something anything kind bit lot little really quite rather today day go going would".Split(' ')];

    private static readonly HashSet<string> _negations = ["not", "no", "never", "without", "nothing", "don't", "isn't", "ain't", "wasn't", "doesn't", "didn't"];

    // "Not feeling sad", "not in the mood for love": what is denied is the word that follows.
    private static readonly HashSet<string> _carriers = ["feel", "feeling", "mood"];

    private readonly TopicWords? _words;

    /// <summary>A reader of moods.</summary>
    /// <param name="words">What a model of lyrics has learnt about words, for those that no list holds; null: the lists only.</param>
    /// <exception cref="ArgumentException">The model's topics are not those of paper 001.</exception>
    public MoodReader(TopicWords? words = null)
    {
        foreach (string topic in words?.Topics ?? [])
        {
            if (!LyricsSongs.TopicNames.Contains(topic))
            {
                Throw.Unknown("topic", topic, LyricsSongs.TopicNames);
            }
        }

        _words = words;
    }

    /// <summary>The listed mood words, in alphabetical order.</summary>
    public static IReadOnlyList<string> KnownWords => MoodVocabulary.Words;

    /// <summary>Reads a mood such as "heartbroken" or "party"; one that is not understood gives a reading that says what is known.</summary>
    /// <param name="mood">Words in English, up to <see cref="MaximumLength"/> characters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mood is longer than that.</exception>
    public MoodReading Read(string mood)
    {
        ArgumentNullException.ThrowIfNull(mood);
        ArgumentNullException.ThrowIfNull(mood);
        Throw.IfOutside(mood.Length, 0, MaximumLength);
        List<MoodWord> words = [];
        bool negated = false;
        foreach (string word in Words(mood))
        {
            if (_negations.Contains(word))
            {
                negated = true;
            }
            else if (MoodVocabulary.Find(word) is not null || !IsFiller(word))
            {
                words.Add(negated ? new MoodWord(word, MoodEvidence.Negated, [], "left out: the mood says “not”") : Look(word));
                negated = negated && _carriers.Contains(word);
            }
        }

        MoodWord[] understood = [.. words.Where(word => word.Topics.Count > 0)];
        MoodWord[] telling = [.. understood.Where(word => !_weak.Contains(word.Word))];
        TopicShare[] topics = Mean(telling.Length > 0 ? telling : understood);
        return new MoodReading(mood.Trim(), words, topics, topics.Length > 0 ? Understood(mood, words, topics) : NotUnderstood(mood));
    }

    // "can't" is to "can" what "I'm" is to "I".
    private static bool IsFiller(string word) =>
        _fillers.Contains(word) || StopWords.English.Contains(word) || StopWords.English.Contains(word.Split('\'')[0]);

    private MoodWord Look(string word)
    {
        string[] forms = [.. BaseForms(word).Prepend(word).Distinct()];
        foreach (string form in forms)
        {
            if (MoodVocabulary.Find(form) is IReadOnlyList<TopicShare> listed)
            {
                return new MoodWord(word, MoodEvidence.WordList, listed, form == word ? "in the list of mood words" : $"its base form “{form}” is in the list of mood words");
            }
        }

        string? named = LyricsSongs.TopicNames.FirstOrDefault(topic => topic.Split('/').Any(part => forms.Contains(part)));
        if (named is not null)
        {
            return new MoodWord(word, MoodEvidence.TopicName, [new TopicShare(named, 1)], "a topic's name");
        }

        foreach (string form in forms)
        {
            if (_words?.Of(form) is { Count: > 0 } weighed)
            {
                return new MoodWord(word, MoodEvidence.FittedModel, weighed, $"in no list; the model of the lyrics weighs “{form}” so");
            }
        }

        return new MoodWord(word, MoodEvidence.Unknown, [], "nothing is known about it");
    }

    private static TopicShare[] Mean(MoodWord[] words)
    {
        double[] shares = new double[LyricsSongs.TopicNames.Count];
        for (int topic = 0; topic < shares.Length; topic++)
        {
            shares[topic] = words.Sum(word => word.Topics.Where(share => share.Topic == LyricsSongs.TopicNames[topic]).Sum(share => share.Share)) / Math.Max(1, words.Length);
        }

        return [.. Enumerable.Range(0, shares.Length).Where(topic => shares[topic] > 0).OrderByDescending(topic => shares[topic]).ThenBy(topic => topic)
            .Select(topic => new TopicShare(LyricsSongs.TopicNames[topic], shares[topic]))];
    }

    private static string Understood(string mood, List<MoodWord> words, TopicShare[] topics)
    {
        string ignored = string.Join(", ", words.Where(word => word.Evidence == MoodEvidence.Unknown).Select(word => $"“{word.Word}”"));
        string negated = string.Join(", ", words.Where(word => word.Evidence == MoodEvidence.Negated).Select(word => $"“{word.Word}”"));
        return $"“{mood.Trim()}” was read as {MoodReading.Describe(topics)}."
            + (ignored.Length > 0 ? $" Nothing is known about {ignored}." : "")
            + (negated.Length > 0 ? $" Left out after “not”: {negated}; what it is not does not say what it is." : "");
    }

    private string NotUnderstood(string mood)
    {
        string examples = string.Join("; ", LyricsSongs.TopicNames.Select(topic =>
            $"{topic}: {string.Join(", ", KnownWords.Where(word => MoodVocabulary.Find(word)![0].Topic == topic).Take(4))}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(mood.Any(char.IsLetter) ? $"“{mood.Trim()}” says nothing about a topic" : "No word was typed")}. Known are the topics' names and {KnownWords.Count} mood words in all inflections, such as {examples}{(_words is null ? "" : "; and the words that the model of the lyrics weighs")}. All listed words: {nameof(MoodReader)}.{nameof(KnownWords)}.");
    }

    private static IEnumerable<string> BaseForms(string word) =>
        Enum.GetValues<PartOfSpeech>().Select(partOfSpeech => WordNetLemmatizer.Lemmatize(word, partOfSpeech));

    private static IEnumerable<string> Words(string mood) =>
        new string([.. UnicodeForm.Compose(mood).ToLowerInvariant().Replace('’', '\'').Select(letter => char.IsLetter(letter) || letter == '\'' ? letter : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'')).Where(word => word.Length > 0);
}
