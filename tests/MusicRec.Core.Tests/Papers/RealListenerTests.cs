using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class RealListenerTests
{
    private readonly MusicData _data = MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path("."));

    [Fact]
    public void A_real_listener_gets_more_liked_songs_by_answering()
    {
        FeedbackStudy study = FeedbackStudy.Replay(_data.Liked2017(), "liked-2017", new FeedbackSettings { Listeners = 30 });
        Assert.True(study.Gain("liked-2017", FeedbackMethod.Online, FeedbackMethod.OnlineWithoutFeedback).Low > 0.1);
        Assert.True(study.Gain("liked-2017", FeedbackMethod.Online, FeedbackMethod.Random).Low > 0.2);
    }

    [Fact]
    public void Within_a_genre_the_songs_predicted_popular_are_popular()
    {
        PopularitySongs songs = PopularitySongs.FromSpotify1M(_data.Spotify1M());
        RegressionResult result = RegressionCrossValidation.Run(
            PopularityFolds.Stratified(songs), songs.Features(PopularityColumns.Sound), songs.Popularity, seed => new GradientBoostingRegressor(seed));
        PopularityDialStudy study = PopularityDialStudy.Run(PopularityRecommender.OutOfFold(songs, result));
        Assert.True(study.Gain(4).Low > 5 && study.Gain(0).High < -4);
    }
}
