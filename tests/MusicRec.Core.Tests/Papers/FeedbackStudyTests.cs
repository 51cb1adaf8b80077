using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class FeedbackStudyTests
{
    private static readonly PopularitySongs _songs = MadeUpCatalogue.Drawn(240, 7);
    private static readonly FeedbackSettings _settings = new() { Listeners = 24, Rounds = 12, SongsPerRound = 5, StartSongs = 1, Seed = 3 };
    private static readonly FeedbackStudy _study = FeedbackStudy.Run(_songs, _songs.Popularity, _settings);

    [Fact]
    public void Feedback_gains_where_there_is_a_taste_and_nothing_where_there_is_none()
    {
        string taste = FeedbackStudy.GroupName(ListenerKind.GenresAndArtists), none = FeedbackStudy.GroupName(ListenerKind.Indifferent);
        Assert.True(_study.Gain(taste, FeedbackMethod.Online, FeedbackMethod.OnlineWithoutFeedback).Low > 0);
        Assert.True(_study.Gain(taste, FeedbackMethod.Online, FeedbackMethod.Random).Low > 0.1);
        Assert.True(_study.Gain(taste, FeedbackMethod.Online, FeedbackMethod.Popularity).Low > 0.1);
        Assert.InRange(_study.Gain(none, FeedbackMethod.Online, FeedbackMethod.Random).Estimate, -0.05, 0.05);
        Assert.InRange(_study.Shares(none, FeedbackMethod.Random).Average(), 0.05, 0.15);
    }

    [Fact]
    public void The_same_seed_gives_the_same_sessions_on_one_thread()
    {
        bool wasSerial = WorkerPool.IsSerial;
        try
        {
            WorkerPool.IsSerial = true;
            FeedbackStudy again = FeedbackStudy.Run(_songs, _songs.Popularity, _settings);
            Assert.Equal(_study.ToText(), again.ToText());
            FeedbackStudy other = FeedbackStudy.Run(_songs, _songs.Popularity, _settings with { Seed = 4 });
            Assert.NotEqual(_study.ToText(), other.ToText());
        }
        finally
        {
            WorkerPool.IsSerial = wasSerial;
        }
    }

    [Fact]
    public void Shares_are_those_of_the_rounds()
    {
        foreach (string group in _study.Groups)
        {
            foreach (FeedbackMethod method in _study.Methods)
            {
                Assert.Equal(_settings.Listeners, _study.Shares(group, method).Length);
                Assert.Equal(_study.Shares(group, method).Average(), _study.ByRound(group, method).Average(), 12);
                Assert.All(_study.ByRound(group, method), share => Assert.InRange(share, 0, 1));
            }
        }

        Assert.Contains("24 simulated listeners", _study.ToText(), StringComparison.Ordinal);
        Assert.NotEmpty(_study.ToFigure().ToHtml());
        Assert.Throws<ArgumentException>(() => _study.Shares("nobody", FeedbackMethod.Online));
    }

    [Fact]
    public void No_song_is_shown_twice_and_none_that_was_named()
    {
        // All songs in one session: everything that is liked comes, but for the songs named first.
        bool[] likes = [.. Enumerable.Range(0, _songs.Count).Select(song => song % 3 == 0)];
        FeedbackSettings whole = _settings with { Rounds = 1, SongsPerRound = _songs.Count, StartSongs = 4 };
        ListenerSpace space = new(_songs);
        foreach (FeedbackMethod method in Enum.GetValues<FeedbackMethod>())
        {
            Assert.Equal([likes.Count(like => like) - 4], FeedbackSession.Run(space, _songs.Popularity.ToArray(), likes, method, whole, new RandomStream(1)));
        }
    }

    [Fact]
    public void Popularity_shows_the_most_popular_and_answers_change_nothing()
    {
        bool[] likes = [.. _songs.Popularity.ToArray().Select(popularity => popularity >= 50)];
        int named = 1, liked = likes.Count(like => like);
        int[] rounds = FeedbackSession.Run(new ListenerSpace(_songs), _songs.Popularity.ToArray(), likes, FeedbackMethod.Popularity, _settings with { Rounds = 40 }, new RandomStream(1));
        Assert.Equal(liked - named, rounds.Sum());
        Assert.All(rounds[..((liked - named) / 5)], round => Assert.Equal(5, round));
    }

    [Fact]
    public void A_real_listeners_answers_are_replayed_without_popularity()
    {
        LikedSongs rated = new(Csv.Read(RepositoryFolder.Path("data/sample/liked-2017/data.csv")), "target");
        FeedbackStudy study = FeedbackStudy.Replay(rated, "the listener", _settings);
        Assert.DoesNotContain(FeedbackMethod.Popularity, study.Methods);
        Assert.Equal(["the listener"], study.Groups);
        Assert.Contains("sessions of one real listener", study.ToText(), StringComparison.Ordinal);
        Assert.Contains("bootstrap over sessions", study.ToText(), StringComparison.Ordinal);
        Assert.Contains("bootstrap over listeners", _study.ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => study.Shares("the listener", FeedbackMethod.Popularity));
    }

    [Theory]
    [InlineData(ListenerKind.GenresAndArtists)]
    [InlineData(ListenerKind.SoundIslands)]
    [InlineData(ListenerKind.Years)]
    [InlineData(ListenerKind.Indifferent)]
    public void Listeners_like_what_their_kind_says(ListenerKind kind)
    {
        PopularitySongs many = MadeUpCatalogue.Drawn(1200, 8);
        ListenerSpace space = new(many);
        SimulatedListener listener = SimulatedListener.Draw(kind, many, space, 11);
        Assert.Equal(listener.Likes, SimulatedListener.Draw(kind, many, space, 11).Likes);
        Assert.NotEqual(listener.Likes, SimulatedListener.Draw(kind, many, space, 12).Likes);
        double[] byGenre = Shares(song => many.GenreGroups[song], 8), byYear = Shares(song => many.Years[song] - 2000, 12);
        Assert.Equal(kind == ListenerKind.GenresAndArtists ? 3 : 0, byGenre.Count(share => share > 0.7));
        Assert.Equal(kind == ListenerKind.Years ? 6 : 0, byYear.Count(share => share > 0.7));
        if (kind == ListenerKind.SoundIslands)
        {
            Assert.InRange(listener.Likes.Average(like => like ? 1 : 0), 0.08, 0.18);
        }

        double[] Shares(Func<int, int> of, int count) =>
            [.. Enumerable.Range(0, count).Select(value => Enumerable.Range(0, many.Count).Where(song => of(song) == value).Average(song => listener.Likes[song] ? 1.0 : 0))];
    }

    [Fact]
    public void Large_catalogues_are_drawn_from_and_settings_checked()
    {
        FeedbackStudy few = FeedbackStudy.Run(_songs, _songs.Popularity, _settings with { MostSongs = 100, Listeners = 2, Rounds = 2 });
        Assert.Contains("on 100 songs", few.ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FeedbackStudy.Run(_songs, _songs.Popularity, _settings with { Listeners = 1 }));
        Assert.Throws<ArgumentException>(() => FeedbackStudy.Run(_songs, [1.0], _settings));
        Assert.Contains("There are 240 songs; 12 rounds of 20 after 1 named ones need 241.", Assert.Throws<ArgumentException>(() => FeedbackStudy.Run(
            _songs, _songs.Popularity, _settings with { SongsPerRound = 20 })).Message, StringComparison.Ordinal);
    }
}
