using FsCheck;
using FsCheck.Fluent;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class MoodReaderTests
{
    [Theory]
    [InlineData("heartbroken", "sadness 70 %, romantic 30 %")]
    [InlineData("Party!", "obscene 60 %, music 40 %")]
    [InlineData("sadness", "sadness 100 %")]
    [InlineData("night/time", "night/time 100 %")]
    [InlineData("I feel so lonely", "sadness 100 %")] // "feel" is weak beside a word that tells
    [InlineData("sad music", "sadness 100 %")]
    [InlineData("music", "music 100 %")]
    [InlineData("sad and in love", "romantic 50 %, sadness 50 %")]
    [InlineData("crying", "sadness 100 %")] // an inflected form of a listed word
    [InlineData("angrier", "violence 100 %")]
    [InlineData("can’t sleep", "night/time 100 %")]
    [InlineData("I'm a bit angry today, give me something loud", "violence 100 %")]
    public void A_mood_has_the_topics_of_its_words(string mood, string topics)
    {
        MoodReading reading = new MoodReader().Read(mood);
        Assert.True(reading.IsUnderstood);
        Assert.Contains($"was read as {topics}.", reading.Explanation, StringComparison.Ordinal);
        Assert.Equal(1, reading.Topics.Sum(share => share.Share), 12);
    }

    [Fact]
    public void Wide_letters_are_letters() => Assert.Equal("sadness", new MoodReader().Read("ＳＡＤ").Topics[0].Topic);

    [Fact]
    public void No_mood_at_all_is_refused() => Assert.Throws<ArgumentNullException>(() => new MoodReader().Read(null!));

    [Fact]
    public void Every_word_says_why()
    {
        MoodReading reading = new MoodReader(Words()).Read("crying, not angry, in a storm of xyzzy life");
        Assert.Equal(
            [("crying", MoodEvidence.WordList), ("angry", MoodEvidence.Negated), ("storm", MoodEvidence.FittedModel), ("xyzzy", MoodEvidence.Unknown), ("life", MoodEvidence.TopicName)],
            reading.Words.Select(word => (word.Word, word.Evidence)));
        Assert.Equal("its base form “cry” is in the list of mood words", reading.Words[0].Explanation);
        Assert.Contains("Nothing is known about “xyzzy”.", reading.Explanation, StringComparison.Ordinal);
        Assert.Contains("Left out after “not”: “angry”", reading.Explanation, StringComparison.Ordinal);
        Assert.Contains("the model of the lyrics weighs “storm” so", reading.ToText(), StringComparison.Ordinal);
        Assert.Equal(["sadness", "violence"], reading.Topics.Select(share => share.Topic));
    }

    [Theory]
    [InlineData("xyzzy", "“xyzzy” says nothing about a topic")]
    [InlineData("", "No word was typed")]
    [InlineData(" 42 !? ", "No word was typed")]
    [InlineData("not sad", "“not sad” says nothing about a topic")]
    [InlineData("not feeling sad", "“not feeling sad” says nothing about a topic")]
    [InlineData("I'm not in the mood for love", "“I'm not in the mood for love” says nothing about a topic")]
    [InlineData("I don't feel like fighting", "“I don't feel like fighting” says nothing about a topic")]
    public void What_is_not_understood_is_answered_with_what_is_known(string mood, string start)
    {
        MoodReading reading = new MoodReader().Read(mood);
        Assert.False(reading.IsUnderstood);
        Assert.Empty(reading.Topics);
        Assert.StartsWith(start, reading.Explanation, StringComparison.Ordinal);
        Assert.All(LyricsSongs.TopicNames, topic => Assert.Contains($"{topic}: ", reading.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_listed_word_is_read_from_the_list_and_every_topic_has_words()
    {
        HashSet<string> topics = [];
        foreach (string word in MoodReader.KnownWords)
        {
            MoodWord read = Assert.Single(new MoodReader().Read(word).Words);
            Assert.Equal(MoodEvidence.WordList, read.Evidence);
            Assert.Equal(1, read.Topics.Sum(share => share.Share), 12);
            topics.UnionWith(read.Topics.Select(share => share.Topic));
        }

        Assert.Equal(LyricsSongs.TopicNames, topics.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Any_text_is_answered() => Prop.ForAll<string>(text =>
    {
        MoodReading reading = new MoodReader(Words()).Read(text ?? "");
        Assert.NotEmpty(reading.Explanation);
        Assert.NotEmpty(reading.ToHtml());
        Assert.True(reading.Topics.Count == 0 || Math.Abs(reading.Topics.Sum(share => share.Share) - 1) < 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Endless_moods_and_foreign_topics_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new MoodReader().Read(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MoodReader().Read(new string('a', MoodReader.MaximumLength + 1)));
        Assert.Contains("'joy'", Assert.Throws<ArgumentException>(() => new MoodReader(new TopicWords(["joy"], ["laugh"], new Matrix(1, 1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_speaks_for_the_topics_that_weigh_it_most()
    {
        TopicWords words = Words();
        Assert.Equal([new TopicShare("violence", 0.6), new TopicShare("sadness", 0.4)], words.Of("shadow", 1));
        Assert.Equal([new TopicShare("violence", 1)], words.Of("storm"));
        Assert.Empty(words.Of("rain", 5));
        Assert.Empty(words.Of("unheard"));
        Assert.Equal(["rain", "shadow"], words.Strongest("sadness", 5));
        Assert.Equal(["storm"], words.Strongest("violence", 1));
    }

    [Fact]
    public void A_songs_words_speak_for_its_topic_in_five_words_at_most()
    {
        SparseMatrix songs = SparseMatrix.From(new Matrix(2, 4, [1, 0.1, 0, 2, 0, 0, 0, 0]));
        TopicWords words = new(["sadness"], ["rain", "storm at sea", "unseen", "shadow on the wall"], new Matrix(1, 4, [1, 50, 60, 1.5]), songs);
        // storm 5.0, shadow 3.0 (left out: seven words), rain 1.0 (not looked at any more).
        Assert.Equal("storm at sea", words.Reason(0, "sadness"));
        Assert.Equal("", words.Reason(1, "sadness"));
        Assert.Throws<ArgumentOutOfRangeException>(() => words.Reason(2, "sadness"));
        Assert.Throws<ArgumentException>(() => words.Reason(0, "joy"));
        Assert.Throws<InvalidOperationException>(() => Words().Reason(0, "sadness"));
    }

    [Fact]
    public void Coarse_words_show_their_first_letter_only()
    {
        SparseMatrix song = SparseMatrix.From(new Matrix(1, 3, [3, 2, 1]));
        TopicWords words = new(["obscene"], ["bullshit talk", "cocktail", "money"], new Matrix(1, 3, [1, 1, 1]), song);
        Assert.Equal("b… talk, cocktail, money", words.Reason(0, "obscene"));
    }

    private static TopicWords Words() =>
        new(["sadness", "violence"], ["rain", "shadow", "storm"], new Matrix(2, 3, [4, 2, -1, 0, 3, 6]));
}
