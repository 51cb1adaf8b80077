using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class TopicRecommenderTests
{
    private static readonly string[] _topics = ["music", "sadness", "violence"];

    // The probabilities of sadness are those of the titles; what is left goes to music.
    private static readonly TopicSong[] _songs =
    [
        Song("p60", "sadness"), Song("p90", "sadness"), Song("p50", "sadness"), Song("p20", "sadness"), Song("p95", "music"), Song("p30", null), Song("p10", "music"),
    ];

    [Fact]
    public void Songs_above_a_half_come_best_first_whatever_their_label()
    {
        TopicRecommendations answer = Recommender().Recommend("sadness", 2);
        Assert.Equal(["p95", "p90"], answer.Select(song => song.Song.Title));
        Assert.Equal([0.95, 0.9], answer.Select(song => song.Probability));
        Assert.All(answer, song => Assert.Equal(TopicGround.Probability, song.Ground));
        Assert.Equal(0, answer.FallbackCount);
        Assert.DoesNotContain("label only", answer.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void When_too_few_are_sure_labelled_songs_follow_and_the_answer_says_which()
    {
        TopicRecommendations answer = Recommender().Recommend(" SADNESS ", 5);
        // Exactly a half is not above a half; p30 is likelier than p20 but not labelled.
        Assert.Equal(["p95", "p90", "p60", "p50", "p20"], answer.Select(song => song.Song.Title));
        Assert.Equal([TopicGround.Probability, TopicGround.Probability, TopicGround.Probability, TopicGround.Label, TopicGround.Label], answer.Select(song => song.Ground));
        Assert.Equal(2, answer.FallbackCount);
        Assert.Contains("“label only”: too few songs", answer.ToText(), StringComparison.Ordinal);
        Assert.Contains("probability above 0.5", answer.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_than_asked_for_is_said()
    {
        TopicRecommendations answer = Recommender().Recommend("sadness", 10);
        Assert.Equal(5, answer.Count);
        Assert.Contains("10 asked for, 5 found", answer.ToText(), StringComparison.Ordinal);
        Assert.Contains("3 asked for, 0 found", Recommender().Recommend("violence", 3).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_probabilities_keep_the_catalogues_order()
    {
        TopicSong[] twins = [Song("p70", null), Song("p80", null), Song("p70", null), Song("p80", null)];
        Assert.Equal([1, 3, 0, 2], new TopicRecommender(_topics, twins, Probabilities(twins)).Recommend("sadness", 4).Select(song => song.Place));
    }

    [Fact]
    public void Songs_that_the_model_learnt_from_are_marked()
    {
        TopicSong[] songs = [.. _songs.Select((song, place) => song with { TrainedOn = place == 1 })];
        TopicRecommender recommender = new(_topics, songs, Probabilities(songs));
        Assert.Contains("learnt from this very song", recommender.Recommend("sadness", 2).ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("learnt from this very song", recommender.Recommend("sadness", 1).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_are_asked_for_by_place_and_topic()
    {
        TopicRecommender recommender = new(_topics, _songs, Probabilities(_songs), (place, topic) => $"{topic} of {place}");
        Assert.Equal(["sadness of 4", "sadness of 1"], recommender.Recommend("sadness", 2).Select(song => song.Reason));
        Assert.Contains("words that speak for it", recommender.Recommend("sadness", 2).ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("words that speak for it", Recommender().Recommend("sadness", 2).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mood_of_two_topics_shares_the_places()
    {
        // Heartbroken is 70 % sadness and 30 % romantic: seven and three of ten, one and none of one.
        string[] topics = ["romantic", "sadness"];
        TopicSong[] songs = [.. Enumerable.Range(0, 24).Select(place => Song(place < 12 ? "p90" : "p05", null))];
        TopicRecommender recommender = new(topics, songs, Probabilities(songs, topics.Length));
        MoodReading mood = new MoodReader().Read("heartbroken");
        TopicRecommendations ten = recommender.Recommend(mood, 10);
        Assert.Equal(7, ten.Count(song => song.Topic == "sadness"));
        Assert.Equal(3, ten.Count(song => song.Topic == "romantic"));
        Assert.True(ten.Zip(ten.Skip(1)).All(pair => pair.First.Probability >= pair.Second.Probability));
        Assert.Equal("sadness", Assert.Single(recommender.Recommend(mood, 1)).Topic);
        Assert.Contains("sadness 70 %, romantic 30 %", ten.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_one_topic_cannot_fill_go_to_the_other()
    {
        string[] topics = ["romantic", "sadness"];
        TopicSong[] songs = [.. Enumerable.Range(0, 12).Select(_ => Song("p90", null))];
        TopicRecommendations ten = new TopicRecommender(topics, songs, Probabilities(songs, topics.Length)).Recommend(new MoodReader().Read("heartbroken"), 10);
        Assert.Equal(10, ten.Count(song => song.Topic == "sadness"));
        Assert.Equal(10, ten.Select(song => song.Place).Distinct().Count());
    }

    [Fact]
    public void A_mood_that_is_not_understood_gives_no_song_and_says_what_is_known()
    {
        TopicRecommendations answer = Recommender().Recommend(new MoodReader().Read("xyzzy"), 3);
        Assert.Empty(answer);
        Assert.Contains("says nothing about a topic", answer.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("asked for", answer.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0.7, 0.3 }, 10, new[] { 7, 3 })]
    [InlineData(new[] { 0.5, 0.5 }, 3, new[] { 2, 1 })]
    [InlineData(new[] { 0.4, 0.35, 0.25 }, 4, new[] { 2, 1, 1 })]
    [InlineData(new double[0], 4, new int[0])]
    public void Places_are_shared_out_by_the_largest_remainder(double[] shares, int places, int[] expected) =>
        Assert.Equal(expected, TopicRecommender.Apportion(shares, places));

    [Fact]
    public void Wrong_input_is_refused_by_name()
    {
        TopicRecommender recommender = Recommender();
        Assert.Contains("Unknown topic 'joy'. Known: music, sadness, violence.", Assert.Throws<ArgumentException>(() => recommender.Recommend("joy", 3)).Message, StringComparison.Ordinal);
        Assert.Contains("count is 0; allowed: 1 to 10", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend("music", 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend("music", 11));
        Assert.Throws<ArgumentNullException>(() => recommender.Recommend((string)null!));
        Assert.Throws<ArgumentNullException>(() => recommender.Recommend((MoodReading)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(new MoodReader().Read("sad"), 11));
        Assert.Contains("catalogue of songs is empty", Assert.Throws<ArgumentException>(() => new TopicRecommender(_topics, [], new Matrix(0, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("labelled 'joy'", Assert.Throws<ArgumentException>(() => new TopicRecommender(_topics, [Song("p60", "joy")], Probabilities(_songs[..1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TopicRecommender(_topics, _songs, Probabilities(_songs[..1])));
        Assert.Contains("sums to 0.5", Assert.Throws<ArgumentException>(() => new TopicRecommender(_topics, _songs[..1], new Matrix(1, 3, [0.5, 0, 0]))).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new TopicRecommender(_topics, _songs[..1], new Matrix(1, 3, [double.NaN, 0, 1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => recommender.Recommend(new MoodReader().Read("romance"), 3)); // a topic that this recommender has not
    }

    [Fact]
    public void Out_of_fold_probabilities_stand_in_their_songs_places()
    {
        Split[] folds = [new Split([1, 3], [0, 2]), new Split([0, 2], [3, 1])];
        Matrix probabilities = TopicRecommender.OutOfFold(4, folds, fold => new Matrix(fold.Test.Length, 1, [.. fold.Test.Select(song => (double)song)]));
        Assert.Equal([0.0, 1, 2, 3], probabilities.Column(0));

        static Matrix Zeros(Split fold) => new(fold.Test.Length, 1);
        Assert.Contains("Song 4 is in no fold", Assert.Throws<ArgumentException>(() => TopicRecommender.OutOfFold(5, folds, Zeros)).Message, StringComparison.Ordinal);
        Assert.Contains("two folds", Assert.Throws<ArgumentException>(() => TopicRecommender.OutOfFold(4, [.. folds, folds[0]], Zeros)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TopicRecommender.OutOfFold(4, folds, _ => new Matrix(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TopicRecommender.OutOfFold(3, folds, Zeros));
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Matrix two = new(1, 2, [1, 0]);
        TopicSong[] one = [Song("S1", null)];
        Assert.Throws<ArgumentNullException>("topic", () => Recommender().Recommend((string)null!));
        Assert.Throws<ArgumentNullException>("mood", () => Recommender().Recommend((MoodReading)null!));
        Assert.Throws<ArgumentNullException>("topics", () => new TopicRecommender(null!, one, two));
        Assert.Throws<ArgumentNullException>("songs", () => new TopicRecommender(["a", "b"], null!, two));
        Assert.Throws<ArgumentNullException>("probabilities", () => new TopicRecommender(["a", "b"], one, null!));
        Assert.Throws<ArgumentNullException>("songs[0]", () => new TopicRecommender(["a", "b"], [null!], two));
        Assert.Throws<ArgumentNullException>("folds", () => TopicRecommender.OutOfFold(1, null!, _ => two));
        Assert.Throws<ArgumentNullException>("predictTest", () => TopicRecommender.OutOfFold(1, [new Split([], [0])], null!));
        Assert.Throws<ArgumentNullException>("weights", () => new TopicWords(["a"], ["b"], null!));
    }

    [Theory]
    [InlineData("a", "A ", 1)]
    [InlineData(" ", "b", 0)]
    [InlineData("a", null, 1)]
    public void Topics_are_names_that_differ(string first, string? second, int place) =>
        Assert.StartsWith($"topics[{place}] is ", Assert.Throws<ArgumentException>(() => new TopicRecommender([first, second!], [Song("S1", null)], new Matrix(1, 2, [1, 0]))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_topic_is_not_repeated_in_full() =>
        Assert.InRange(Assert.Throws<ArgumentException>(() => Recommender().Recommend(new string('x', 1_000_000))).Message.Length, 1, 300);

    private static TopicRecommender Recommender() => new(_topics, _songs, Probabilities(_songs));

    private static TopicSong Song(string title, string? topic) => new(title, "artist", 1999, topic);

    private static Matrix Probabilities(TopicSong[] songs, int topics = 3)
    {
        Matrix probabilities = new(songs.Length, topics);
        for (int song = 0; song < songs.Length; song++)
        {
            probabilities[song, 1] = int.Parse(songs[song].Title[1..], System.Globalization.CultureInfo.InvariantCulture) / 100.0;
            probabilities[song, 0] = 1 - probabilities[song, 1];
        }

        return probabilities;
    }
}
