using MusicRec.Data;
using MusicRec.Papers;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Papers;

public sealed class ListenerTasteTests
{
    private static readonly PopularitySongs _songs = MadeUpCatalogue.Of(
        ("A", "Ann", "rock", 2001, 10, 0.2, 0.2), ("B", "Ann", "jazz", 2001, 10, 0.2, 0.2), ("C", "Bea", "rock", 2001, 10, 0.2, 0.2),
        ("D", "Cid", "jazz", 2001, 10, 0.8, 0.8), ("E", "", "", 2001, 10, 0.8, 0.8));

    [Fact]
    public void A_like_speaks_for_the_same_artist_genre_and_sound()
    {
        ListenerTaste taste = new(_songs);
        Assert.Equal(new double[5], taste.Scores());
        Assert.Equal(0.5, taste.Probability(0));
        taste.Like(0);
        double[] scores = taste.Scores();
        Assert.True(scores[0] > scores[2] && scores[2] > scores[1] && scores[1] > scores[3]);
        Assert.Equal(scores[3], scores[4]);
        Assert.True(taste.Probability(0) > 0.5);
        Assert.Equal(["rock", "Ann"], taste.Contributions(0).Take(2).Select(part => part.Name));
        Assert.Equal(scores[0], taste.Contributions(0).Sum(part => part.Amount), 12);
        taste.Dislike(1);
        Assert.True(taste.Scores()[2] > taste.Scores()[0] - 1 && taste.Contributions(3).Single(part => part.Name == "jazz").Amount < 0);
        Assert.Equal([(0, true), (1, false)], taste.Answers);
    }

    [Fact]
    public void Rocchio_is_the_cosine_with_liked_minus_disliked()
    {
        // Valence and energy are the only features that vary, by the same amount: ±a in deviations, a² = mean of squares.
        PopularitySongs two = MadeUpCatalogue.Of(("A", "Ann", "rock", 2001, 10, 0.25, 0.25), ("B", "Bea", "jazz", 2001, 10, 0.75, 0.75));
        RocchioTaste taste = new(new ListenerSpace(two), 0.5, 2);
        Assert.Equal([0.0, 0.0], taste.Scores());
        taste.Answer(0, true);

        // Both songs have length √(1 + 1 + 4 + 4); the profile is song 0 itself.
        double length = Math.Sqrt(10);
        AssertClose([10 / length, -2 / length], taste.Scores());
        taste.Answer(1, false);
        AssertClose([(10 + 1) / length, (-2 - 5) / length], taste.Scores());
        Assert.Equal(taste.Scores()[1], taste.Contributions(1).Sum(part => part.Amount), 12);
        Assert.Equal("Bea", taste.Contributions(1)[0].Name);
    }

    [Fact]
    public void Tastes_over_one_space_do_not_touch_each_other_and_selections_know_their_genres()
    {
        ListenerSpace space = new(_songs.Select([4, 3, 1]));
        Assert.Equal(3, space.Count);
        ListenerTaste first = new(space), second = new(space);
        first.Like(1);
        Assert.True(first.Scores()[2] != 0);
        Assert.Equal(new double[3], second.Scores());
    }

    [Fact]
    public void A_real_listeners_songs_have_artists_and_no_genres()
    {
        LikedSongs rated = new(Csv.Read(RepositoryFolder.Path("data/sample/liked-2017/data.csv")), "target");
        ListenerTaste taste = new(new ListenerSpace(rated));
        taste.Like(0);
        IReadOnlyList<Contribution> parts = taste.Contributions(0);
        Assert.Contains(parts, part => part.Name == rated.Artists![0]);
        Assert.Equal(taste.Scores()[0], parts.Sum(part => part.Amount), 12);
    }

    [Fact]
    public void Songs_that_do_not_exist_are_refused()
    {
        ListenerTaste taste = new(_songs);
        Assert.Throws<ArgumentOutOfRangeException>(() => taste.Like(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => taste.Probability(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RocchioTaste(new ListenerSpace(_songs)).Answer(-1, true));
        Assert.Empty(taste.Answers);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListenerTaste(_songs, new ListenerTasteSettings { Genre = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListenerTaste(_songs, new ListenerTasteSettings { Artist = double.NaN }));
    }

    private static void AssertClose(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 12));
}
