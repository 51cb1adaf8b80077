using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularityStudyTests
{
    private static readonly PopularityBoosterSettings _small = new() { Trees = new GradientBoostingSettings { Iterations = 30, MaximumLeaves = 8, MinimumLeafSize = 5 }, Rounds = 2 };

    [Fact]
    public void Every_model_answers_for_every_fold_and_beats_the_constant()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(300, 1);
        PopularityStudy study = PopularityStudy.Run(
            songs, PopularityFolds.Stratified(songs, 3),
            [PopularityModel.Constant, PopularityModel.Linear, PopularityModel.Perceptron, PopularityModel.Forest(10), PopularityModel.Boosting, PopularityModel.Best(true, _small)], [40, 60]);
        foreach (int cut in study.Cuts)
        {
            Assert.All(study.Results(cut).Skip(1), result => Assert.True(result.Accuracy.Mean > study.Result(cut, "constant").Accuracy.Mean, result.Name));
            Assert.All(study.Results(cut).Skip(1), result => Assert.InRange(result.AreaUnderRocCurve!.Mean, 0.75, 1));
        }

        Assert.Equal(["constant", "linear", "MLP", "boosting", "our best"], study.Regressions.Select(result => result.Name));
        Assert.InRange(study.Regression("constant").RSquared!.Mean, -0.1, 0);
        Assert.InRange(study.Regression("our best").RSquared!.Mean, 0.85, 1);
        Assert.InRange(study.Regression("linear").RSquared!.Mean, 0.9, 1);
        Assert.Contains("300 songs", study.ToText(), StringComparison.Ordinal);
        Assert.Contains("R²", study.ToText(), StringComparison.Ordinal);
        Assert.Contains("average precision", study.Imbalance(60).ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => study.Results(15));
        Assert.Throws<ArgumentException>(() => study.Result(40, "oracle"));
        Assert.Throws<ArgumentException>(() => study.Regression("forest"));
    }

    [Fact]
    public void Without_cuts_of_its_own_a_study_has_the_median_and_50_and_runs_are_checked()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(60, 1);
        Split[] folds = PopularityFolds.Stratified(songs, 2);
        Assert.Equal([15, 50], PopularityStudy.Run(songs, folds, [PopularityModel.Constant]).Cuts);
        Assert.Throws<ArgumentException>(() => PopularityStudy.Run(songs, folds, []));
        Assert.Throws<ArgumentException>(() => PopularityStudy.Run(songs, [], [PopularityModel.Constant]));
        Assert.Throws<ArgumentException>(() => PopularityStudy.Run(songs, folds, [PopularityModel.Constant, PopularityModel.Constant]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PopularityStudy.Run(songs, folds, [PopularityModel.Constant], [50, 15]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PopularityStudy.Run(songs, folds, [PopularityModel.Constant], [0]));
        Assert.Throws<ArgumentException>(() => PopularityStudy.Run(songs, folds, [PopularityModel.Constant], []));
    }

    [Fact]
    public void Popularity_of_test_songs_reaches_no_model()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(120, 2);
        Split split = new(MadeUpPopularity.Rows(0, 90), MadeUpPopularity.Rows(90, 30));

        // The same songs, but all test songs are said to be of popularity 100: what is predicted for them must not move.
        PopularitySongs lying = Lie(songs, split.Test);
        Assert.NotEqual(songs.Popularity[95], lying.Popularity[95]);
        foreach (PopularityModel model in (PopularityModel[])[PopularityModel.Linear, PopularityModel.Boosting, PopularityModel.Best(true, _small), PopularityModel.Network(new PopularityNetworkSettings { Epochs = 1 })])
        {
            Assert.Equal(model.Predict(songs, split, 3), model.Predict(lying, split, 3));
            Assert.Equal(model.Classify(songs, split, 40, 3).Values, model.Classify(lying, split, 40, 3).Values);
        }
    }

    [Fact]
    public void Artists_are_encoded_only_where_they_are_asked_for()
    {
        // Popularity is the artist's and nothing else.
        PopularitySongs songs = ByArtistAlone(340);
        Split split = PopularityFolds.Stratified(songs, 4)[0];
        Assert.InRange(RegressionMetrics.RSquared(Of(songs, split.Test), PopularityModel.Best(true, _small).Predict(songs, split, 1)), 0.8, 1);
        Assert.InRange(RegressionMetrics.RSquared(Of(songs, split.Test), PopularityModel.Best(false, _small).Predict(songs, split, 1)), -1, 0.3);
        Split byArtist = PopularityFolds.ByArtist(songs, 4)[0];
        Assert.Empty(byArtist.Train.Select(row => songs.Artists[row]).Intersect(byArtist.Test.Select(row => songs.Artists[row])));
        Assert.InRange(RegressionMetrics.RSquared(Of(songs, byArtist.Test), PopularityModel.Best(false, _small).Predict(songs, byArtist, 1)), -1, 0.3);
    }

    [Fact]
    public void A_booster_says_what_it_was_fitted_for_and_refuses_what_it_cannot()
    {
        PopularitySongs songs = MadeUpPopularity.Songs(80, 3);
        int[] rows = MadeUpPopularity.Rows(0, 80);
        PopularityBooster booster = new(1, _small);
        Assert.Null(booster.Cut);
        Assert.Throws<InvalidOperationException>(() => booster.Predict(songs, rows));
        booster.Fit(songs, rows, 40);
        Assert.Equal(40, booster.Cut);
        Assert.Throws<InvalidOperationException>(() => booster.Predict(songs, rows));
        Assert.All(booster.PredictProbabilities(songs, rows).Values, value => Assert.InRange(value, 0, 1));
        booster.Fit(songs, rows);
        Assert.Null(booster.Cut);
        Assert.Throws<InvalidOperationException>(() => booster.PredictProbabilities(songs, rows));
        Assert.Equal(2, booster.Predict(songs, [7, 7]).Length);
        Assert.Empty(booster.Predict(songs, []));
        Assert.Throws<ArgumentException>(() => booster.Fit(songs, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => booster.Fit(songs, rows, 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => booster.Fit(songs, [80]));
        Assert.Throws<ArgumentException>(() => new PopularityBooster(1, _small with { Columns = PopularityColumns.ArtistIdentifier }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PopularityBooster(1, _small with { Rounds = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PopularityBooster(1, _small with { Smoothing = -1 }));
        booster.Fit(songs, rows, 100);
        Assert.All(booster.PredictProbabilities(songs, rows).Column(1), value => Assert.InRange(value, 0, 0.5));
        PopularityBooster plain = new(1, _small with { EncodesArtists = false, EncodesGenres = false, Columns = PopularityColumns.Audio });
        plain.Fit(songs, rows);
        Assert.All(plain.Predict(songs, rows), value => Assert.InRange(value, -20, 120));
    }

    [Fact]
    public void The_made_up_sample_goes_through_both_directions()
    {
        MusicData data = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path("."));
        PopularitySongs first = PopularitySongs.FromSpotify1M(data.Spotify1M()), second = PopularitySongs.FromSpotify2024(data.Spotify2024());
        PopularityTransferStudy study = PopularityTransferStudy.Run(first, second, [PopularityModel.Constant, PopularityModel.Linear, PopularityModel.Best(false, _small)], folds: 2);
        Assert.Equal(12, study.Transfers.Count);
        HashSet<string> shared = [.. first.TrackIds.Intersect(second.TrackIds)];
        Assert.NotEmpty(shared);
        Assert.All(study.Overlaps, overlap => Assert.Equal(shared.Count, overlap.SharedTracks));
        foreach (PopularityOverlap overlap in study.Overlaps)
        {
            PopularityTransfer[] own = [.. study.Transfers.Where(transfer => transfer.From == overlap.From)];
            Assert.All(own, transfer => Assert.Equal(
                overlap.TrainingSongs - overlap.SharedTracks - overlap.SharedSongs - (transfer.Training == PopularityTraining.OtherArtists ? overlap.SongsOfSharedArtists : 0), transfer.TrainingSongs));
            Assert.All(own.Where(transfer => transfer.Model == "constant"), transfer => Assert.Equal(0.5, transfer.AreaUnderRocCurve));
            Assert.All(own.Where(transfer => transfer.Model == "linear" && transfer.Training == PopularityTraining.OtherTracks), transfer => Assert.InRange(transfer.AreaUnderRocCurve, 0.6, 1));
            Assert.All(own, transfer => Assert.Equal((transfer.To == "spotify-1m" ? first : second).Popular(15).Average(), transfer.TestBaseRate));
        }

        Assert.Contains("same track_id", study.ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PopularityTransferStudy.Run(first, first, [PopularityModel.Constant]));
        Assert.Throws<ArgumentException>(() => PopularityTransferStudy.Run(first, second, []));
        Assert.Throws<ArgumentException>(() => PopularityTransferStudy.Run(first, second, [PopularityModel.Constant], cut: 100));

        // Songs that all stand on both sides leave nothing to learn from.
        PopularitySongs part = first.Sample(first.Count - 1);
        ArgumentException nothing = Assert.Throws<ArgumentException>(() => PopularityTransferStudy.Run(first, part, [PopularityModel.Constant]));
        Assert.Contains("Without the tracks", nothing.Message, StringComparison.Ordinal);
    }

    private static PopularitySongs Lie(PopularitySongs songs, int[] rows)
    {
        Frame table = Table(songs, row => rows.Contains(row) ? 100 : (int)songs.Popularity[row], row => songs.Artists[row]);
        return PopularitySongs.FromSpotify1M(table);
    }

    private static PopularitySongs ByArtistAlone(int count)
    {
        PopularitySongs songs = MadeUpPopularity.Songs(count, 5);
        return PopularitySongs.FromSpotify1M(Table(songs, row => 7 * (row % 12), row => $"artist {row % 12}"));
    }

    private static Frame Table(PopularitySongs songs, Func<int, int> popularityOf, Func<int, string> artistOf)
    {
        int[] rows = MadeUpPopularity.Rows(0, songs.Count);
        return new Frame(
        [
            ("artist_name", new TextColumn([.. rows.Select(artistOf)])), ("track_name", new TextColumn([.. songs.Titles])), ("track_id", new TextColumn([.. songs.TrackIds])),
            ("popularity", new IntegerColumn([.. rows.Select(popularityOf)])), ("year", new IntegerColumn(songs.Years.ToArray())), ("genre", new TextColumn([.. songs.Genres])),
            .. AudioFeatures.All.Select((name, place) => (name, (Column)new NumberColumn(songs.Audio.Column(place)))),
        ]);
    }

    private static double[] Of(PopularitySongs songs, int[] rows) => Array.ConvertAll(rows, row => songs.Popularity[row]);
}
