using FsCheck;
using FsCheck.Fluent;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularityRecommenderTests
{
    private static readonly PopularitySongs _songs = MadeUpCatalogue.Of(
        ("Alpha", "Ann", "rock", 2001, 10, 0.9, 0.9), ("Beta", "Ann", "rock", 2005, 20, 0.1, 0.9), ("Gamma", "Ann", "hip-hop", 2010, 30, 0.1, 0.1),
        ("Delta", "Bea", "rock", 2015, 40, 0.9, 0.1), ("Epsilon", "Cid", "jazz", 2020, 50, 0.6, 0.2), ("Epsilon - Remastered 2021", "Cid", "jazz", 2021, 51, 0.6, 0.2));

    // Predictions run against what was measured, so that a mix-up of the two shows.
    private static readonly PopularityRecommender _recommender = new(_songs, [60, 50, 40, 30, 20, 10]);

    [Fact]
    public void The_best_predicted_come_first_each_song_once_and_no_more_of_an_artist_than_asked()
    {
        Assert.Equal([0, 1, 3, 4], Places(new() { Count = 4 }));
        Assert.Equal([0, 3, 4], Places(new() { Count = 4, MaximumPerArtist = 1 }));
        Assert.Equal([0, 1, 2, 3, 4], Places(new() { Count = 10, MaximumPerArtist = 9 }));
        PopularityRecommendations answer = _recommender.Recommend(new() { Count = 4, MaximumPerArtist = 1 });
        Assert.Equal(PopularityOutcome.Fewer, answer.Outcome);
        Assert.Equal("4 asked for, 3 found: no other song passes (one song per artist, each song once).", answer.Message);
        Assert.Equal([1, 0.4, 0.2], answer.Select(song => Math.Round(song.Score, 12)));
        Assert.Equal(["predicted popularity 60, above all others", "predicted popularity 30, above 40 % of the songs"], answer.Take(2).Select(song => song.Reason));
    }

    [Fact]
    public void A_prediction_beyond_the_scale_is_shown_within_it_and_ranked_as_it_is()
    {
        PopularityRecommendations answer = new PopularityRecommender(_songs, [130, 110, 40, 30, 20, -12]).Recommend(new() { Count = 2 });
        Assert.Equal([0, 1], answer.Select(song => song.Place));
        Assert.Equal([130, 110], answer.Select(song => song.PredictedPopularity));
        Assert.All(answer, song => Assert.StartsWith("predicted popularity 100, above", song.Reason, StringComparison.Ordinal));
        Assert.DoesNotContain("130", answer.ToText(), StringComparison.Ordinal);
        PopularityRecommendations rare = new PopularityRecommender(_songs, [130, 110, 40, 30, 20, -12]).Recommend(new() { Count = 1, Mainstream = 0 });
        Assert.StartsWith("predicted popularity 0, above", rare.Single().Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("-12", rare.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_dial_turns_the_order_round_and_a_half_is_the_middle()
    {
        Assert.Equal([5, 3, 2, 1], Places(new() { Count = 4, Mainstream = 0 }));
        Assert.Equal([2, 3], Places(new() { Count = 2, Mainstream = 0.5 }));
    }

    [Fact]
    public void Filters_leave_what_passes_them_all()
    {
        Assert.Equal([0, 1, 3], Places(new() { Genres = ["ROCK"] }));
        Assert.Equal([2, 4], Places(new() { Genres = ["Hip Hop", "jazz"] }));
        Assert.Equal([1, 2], Places(new() { FirstYear = 2005, LastYear = 2010 }));
        Assert.Equal([3, 4], Places(new() { FirstYear = 2015 }));
        Assert.Equal([0], Places(new() { Mood = SongMood.Happy }));
        Assert.Equal([3, 4], Places(new() { ArtistsLeftOut = ["ann "] }));
        Assert.Equal([3], Places(new() { ArtistsLeftOut = ["ann"], Genres = ["rock"], Mood = SongMood.Calm, LastYear = 2016 }));
        Assert.Equal(new FilterCount("genre rock", 3, 1), _recommender.Recommend(new() { Genres = ["rock"], Mood = SongMood.Happy }).Filters[0]);
    }

    [Fact]
    public void A_song_without_a_year_passes_no_limit()
    {
        PopularityRecommender recommender = new(MadeUpCatalogue.Of(("A", "a", "rock", 0, 1, 0.5, 0.5), ("B", "b", "rock", 1999, 1, 0.5, 0.5)), [1, 1]);
        Assert.Equal([1], recommender.Recommend(new() { LastYear = 2000 }).Select(song => song.Place));
        Assert.Null(recommender.Recommend(new())[0].Year);
        Assert.Contains("has no year", recommender.Recommend(new() { LastYear = 1900 }).ToText() + recommender.Recommend(new() { FirstYear = 2050, ArtistsLeftOut = ["b"] }).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_leaves_nothing_is_named_with_what_is_nearest()
    {
        PopularityRecommendations answer = _recommender.Recommend(new() { Genres = ["jazz"], FirstYear = 2030, LastYear = 2040 });
        Assert.Equal((PopularityOutcome.NothingPasses, 0), (answer.Outcome, answer.Count));
        Assert.Equal("No song passes: 2030 to 2040 leaves nothing even alone.", answer.Message);
        Assert.Equal([new FilterCount("genre jazz", 2, 0), new FilterCount("2030 to 2040", 0, 2)], answer.Filters);
        Assert.Equal(new NearMiss(5, "Epsilon - Remastered 2021", "Cid", "is of 2021"), answer.Nearest[0]);
        Assert.Contains("Near: Epsilon", answer.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_that_only_together_leave_nothing_are_told_apart()
    {
        PopularityRecommendations answer = _recommender.Recommend(new() { Genres = ["jazz"], Mood = SongMood.Happy });
        Assert.Equal("No song passes all filters together. Without “genre jazz”, 1 would. Without “mood happy (valence 0.5 to 1, energy 0.5 to 1)”, 2 would.", answer.Message);
        Assert.Equal("has valence 0.6 and energy 0.2", answer.Nearest[0].Misses);
        answer = _recommender.Recommend(new() { Genres = ["jazz"], Mood = SongMood.Happy, ArtistsLeftOut = ["Ann", "Cid"] });
        Assert.Equal("No song passes, and none would if one filter were dropped.", answer.Message);
        Assert.All(answer.Nearest, near => Assert.Contains(" and ", near.Misses, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_genre_is_answered_with_near_names()
    {
        Assert.Equal("1 song.", _recommender.Recommend(new() { Count = 1 }).Message);
        PopularityRecommendations answer = _recommender.Recommend(new() { Genres = ["hiphop"] });
        Assert.Equal((PopularityOutcome.UnknownGenre, 0), (answer.Outcome, answer.Count));
        Assert.Equal("The catalogue has no genre “hiphop”. Near names: hip-hop.", answer.Message);
        Assert.Equal(["hip-hop"], answer.NearNames);
        Assert.Equal("The catalogue has no genre “”.", _recommender.Recommend(new() { Genres = [""] }).Message);

        // With one that is known, that one is answered, and the other is said to be unknown.
        answer = _recommender.Recommend(new() { Genres = ["jaz", "rock"] });
        Assert.Equal([0, 1, 3], answer.Select(song => song.Place));
        Assert.Contains("Not in the catalogue: jaz. Near names: jazz.", answer.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_left_out_is_said()
    {
        Assert.Contains("does not say which songs are explicit", _recommender.Recommend(new() { AllowsExplicit = false }).ToText(), StringComparison.Ordinal);
        Assert.Contains("Not in the catalogue anyway: Anne. Near names: Ann.", _recommender.Recommend(new() { ArtistsLeftOut = ["Anne", "bea"] }).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Explicit_songs_are_left_out_where_they_are_known()
    {
        PopularitySongs songs = PopularitySongs.FromSpotify2024(Csv.Read(RepositoryFolder.Path("data/sample/spotify-2024/tracks.csv")));
        Assert.Contains(true, songs.IsExplicit!);
        PopularityRecommender recommender = new(songs, [.. Enumerable.Range(0, songs.Count).Select(song => songs.IsExplicit![song] ? 90.0 : 10)]);
        PopularityRequest request = new() { Count = songs.Count, MaximumPerArtist = songs.Count };
        Assert.Contains(recommender.Recommend(request), song => songs.IsExplicit![song.Place]);
        Assert.DoesNotContain(recommender.Recommend(request with { AllowsExplicit = false }), song => songs.IsExplicit![song.Place]);
    }

    [Fact]
    public void A_taste_moves_songs_up_says_why_and_what_was_answered_does_not_come_again()
    {
        ListenerTaste taste = new(_recommender.Space);
        taste.Like(5);
        taste.Dislike(0);
        PopularityRecommendations answer = _recommender.Recommend(new() { FitShare = 1, MaximumPerArtist = 9 }, taste);
        // The remaster that was liked is the song at place 4.
        Assert.Equal([1, 2, 3], answer.Select(song => song.Place).Order());
        // Rock was disliked, and Ann, but a genre weighs more than an artist.
        Assert.Equal(2, answer[0].Place);
        Assert.All(answer, song => Assert.Equal((0, song.Score), (song.DialPart, song.FitPart)));
        Assert.Contains("like “Epsilon - Remastered 2021” (Cid)", answer[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith("fits you better than 60 % of the songs: low energy (+", answer[0].Reason, StringComparison.Ordinal);
        PopularityRecommendation half = _recommender.Recommend(new() { FitShare = 0.5, MaximumPerArtist = 9 }, taste).First(song => song.Place == 2);
        Assert.Equal((0.3, 0.5 * answer[0].FitPart), (half.DialPart, half.FitPart));
        Assert.Equal([1, 2, 3], Places(new() { FitShare = 0, MaximumPerArtist = 9 }, taste));
        Assert.Equal(Places(new()), Places(new() { FitShare = 1 }, new ListenerTaste(_recommender.Space)));

        // A taste over other songs says nothing of these.
        ListenerTaste stranger = new(MadeUpCatalogue.Drawn(50, 1));
        stranger.Like(49);
        Assert.Contains("50", Assert.Throws<ArgumentException>(() => _recommender.Recommend(new(), stranger)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_answered_before_leaves_nothing_and_says_so()
    {
        ListenerTaste taste = new(_recommender.Space);
        Enumerable.Range(0, 5).ToList().ForEach(taste.Dislike);
        PopularityRecommendations answer = _recommender.Recommend(new(), taste);
        Assert.Equal("No song passes: not answered before leaves nothing even alone.", answer.Message);
    }

    [Fact]
    public void Predictions_come_from_folds_that_had_not_seen_the_song()
    {
        PopularitySongs songs = MadeUpCatalogue.Drawn(120, 3);
        RegressionResult result = RegressionCrossValidation.Run(
            Splits.KFold(songs.Count, 4, 1), songs.Features(PopularityColumns.Audio), songs.Popularity, _ => new RidgeRegression());
        Assert.Equal(result.OutOfFoldPredictions(), PopularityRecommender.OutOfFold(songs, result).Predicted.ToArray());
        PopularitySongs others = MadeUpCatalogue.Drawn(120, 4);
        Assert.Contains("that song's popularity", Assert.Throws<ArgumentException>(() => PopularityRecommender.OutOfFold(others, result)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, new double[] { 1, 0, 0.5 })]
    [InlineData(new double[] { 5, 5, 1 }, new double[] { 0.75, 0.75, 0 })]
    [InlineData(new double[] { 7 }, new double[] { 1 })]
    public void Ranks_are_shares_below_with_equal_ones_at_their_middle(double[] values, double[] ranks) => Assert.Equal(ranks, PopularityRecommender.Ranks(values));

    [Fact]
    public void Songs_are_found_by_title_and_artist()
    {
        Assert.Equal([3], _recommender.Find(" DELTA"));
        Assert.Equal([5], _recommender.Find("epsilon remastered 2021", "cid"));
        Assert.Empty(_recommender.Find("Delta", "Ann"));
        Assert.Empty(_recommender.Find(""));
    }

    [Fact]
    public void Requests_out_of_range_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _recommender.Recommend(new() { Count = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _recommender.Recommend(new() { Mainstream = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _recommender.Recommend(new() { FitShare = 1.1 }));
        Assert.Contains("2010 (the first year) or later", Assert.Throws<ArgumentOutOfRangeException>(() => _recommender.Recommend(new() { FirstYear = 2010, LastYear = 2009 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PopularityRecommender(_songs, [1]));
        Assert.Throws<ArgumentException>(() => new PopularityRecommender(_songs, [1, 2, 3, 4, 5, double.NaN]));
    }

    [Fact]
    public void Whatever_is_asked_for_passes_the_filters_or_the_answer_says_what_does_not() =>
        Prop.ForAll<string?, int, byte>((genre, first, dial) =>
        {
            PopularityRequest request = new()
            {
                Genres = genre is null ? [] : [genre, "rock"],
                FirstYear = 2000 + first,
                LastYear = 2000 + first + (dial % 16),
                Mood = dial % 5 == 4 ? null : SongMood.Quadrants[dial % 4],
                Mainstream = dial / 255.0,
                Count = 1 + (dial % 5),
            };
            PopularityRecommendations answer = _recommender.Recommend(request);
            Assert.All(answer, song => Assert.InRange(song.Score, 0, 1));
            Assert.All(answer, song => Assert.InRange(song.Year!.Value, request.FirstYear!.Value, request.LastYear!.Value));
            Assert.Equal(answer.Count == 0, answer.Outcome is PopularityOutcome.NothingPasses or PopularityOutcome.UnknownGenre);
            Assert.NotEmpty(answer.Message);
            Assert.NotEmpty(answer.ToHtml());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_dial_brings_songs_as_popular_as_it_says()
    {
        PopularitySongs songs = MadeUpCatalogue.Drawn(600, 5);
        PopularityRecommender honest = new(songs, songs.Popularity), blind = new(songs, new double[songs.Count]);
        PopularityDialStudy study = PopularityDialStudy.Run(honest, 5), nothing = PopularityDialStudy.Run(blind, 5);
        Assert.Equal(8, study.Genres.Count);
        Assert.True(study.Gain(4).Low > 10 && study.Gain(0).High < -10);
        Assert.All(Enumerable.Range(0, 4), setting => Assert.True(study.Measured(setting).Estimate < study.Measured(setting + 1).Estimate));
        Assert.InRange(nothing.Gain(4).Estimate, -10, 10);
        Assert.Equal(nothing.Gain(0), nothing.Gain(4));
        Assert.Contains("the most popular as measured", study.ToText(), StringComparison.Ordinal);
        Assert.NotEmpty(study.ToFigure().ToHtml());
        Assert.Throws<ArgumentException>(() => PopularityDialStudy.Run(honest, 10, 500));
    }

    private static int[] Places(PopularityRequest request, IListenerTaste? taste = null) => [.. _recommender.Recommend(request, taste).Select(song => song.Place)];
}
