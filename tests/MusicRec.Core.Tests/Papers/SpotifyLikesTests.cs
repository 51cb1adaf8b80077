using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class SpotifyLikesTests
{
    private static readonly LikedSongs _songs = new(Csv.Read(RepositoryFolder.Path("data/sample/liked-195/data.csv")), "liked");

    [Fact]
    public void All_models_are_judged_on_the_same_folds_and_beat_the_majority()
    {
        LikesComparison comparison = LikesComparison.Run(_songs, Splits.StratifiedKFold(_songs.Labels, 2, seed: 1), seed: 1);
        foreach ((string name, _) in SpotifyLikes.Models(_songs.Count))
        {
            Assert.Equal(2, comparison[name].Folds.Count);
            Assert.True(name == "majority" || comparison[name].Accuracy.Mean > comparison["majority"].Accuracy.Mean + 0.1, name);
        }

        Assert.Contains("our best", comparison.ToText(), StringComparison.Ordinal);
        Assert.Contains("recorded for the real data only", comparison.AgainstReference().ToText(), StringComparison.Ordinal);
        Assert.Contains("Known: paper's network", Assert.Throws<ArgumentException>(() => comparison["oracle"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_of_splits_counts_what_its_histories_show()
    {
        SplitStudy study = SplitStudy.Run(_songs, heldOutCount: 39, splits: 3, seed: 5);
        Assert.Equal((39, 3), (study.HeldOutCount, study.Count));
        Assert.Equal(1, study.ShareAtMost(study.HeldOut.Max()));
        Assert.Equal(study.HeldOut.Count(value => value == study.HeldOut.Min()) / 3.0, study.ShareAtMost(study.HeldOut.Min()));
        Assert.All(study.HeldOut.Zip(study.HeldOutBestEpoch), pair => Assert.True(pair.Second >= pair.First));
        ReportedPercentage printed = new(Math.Round(100 * study.Training[0], 2), 2);
        Assert.True(study.SharePrinting(printed) >= 1 / 3.0);
        Assert.True(study.SharePrinting(printed, new ReportedPercentage(Math.Round(100 * study.HeldOut[0], 1), 1)) >= 1 / 3.0);
        Assert.Equal(0, study.SharePrinting(printed, new ReportedPercentage(0.1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitStudy.Run(_songs, 0, 3, 5));
    }

    [Fact]
    public void The_loss_on_held_out_songs_is_read_in_the_first_epoch_that_trains_far_enough()
    {
        SplitStudy study = SplitStudy.Run(_songs, heldOutCount: 39, splits: 2, seed: 5);
        Assert.Equal(2, study.HeldOutLossAt(0.4).Length);
        Assert.Empty(study.HeldOutLossAt(0));
        Assert.All(study.HeldOutLossAt(10), loss => Assert.InRange(loss, 0.5, 0.9));
    }

    [Fact]
    public void A_taste_carries_over_to_itself_and_less_to_another_listener()
    {
        LikedSongs other = new(Csv.Read(RepositoryFolder.Path("data/sample/liked-2017/data.csv")), "target");
        Func<ulong, MusicRec.Learning.IClassifier> forest = seed => new MusicRec.Learning.RandomForest(seed, 30);
        Assert.Equal(1, SpotifyLikes.CarryOver(other, other, forest, 1).AreaUnderRocCurve, 2);
        Assert.InRange(SpotifyLikes.CarryOver(_songs, other, forest, 1).AreaUnderRocCurve, 0.3, 0.95);
    }

    [Fact]
    public void On_the_real_data_our_best_is_recorded_as_no_worse_than_scikit_learns_forests()
    {
        using System.Text.Json.JsonDocument recorded = System.Text.Json.JsonDocument.Parse(
            File.ReadAllText(RepositoryFolder.Path("notebooks/expected/03-spotify-likes.real.json")));
        foreach (string metric in (string[])["liked-195", "liked-2017"])
        {
            foreach (string model in (string[])["randomForest", "extraTrees"])
            {
                double lead = recorded.RootElement.GetProperty("metrics").GetProperty($"{metric}.our-best-minus-sklearn.{model}").GetProperty("value").GetDouble();
                Assert.True(lead >= 0, $"{metric}: our best minus {model} is {lead}.");
            }
        }
    }

    [Fact]
    public void Likeness_alone_ranks_better_than_chance_and_importance_has_a_number_per_feature()
    {
        Split[] folds = Splits.StratifiedKFold(_songs.Labels, 5, seed: 2);
        Assert.InRange(folds.Average(fold => SpotifyLikes.ContentArea(_songs, fold)), 0.52, 0.95);
        double[] importance = SpotifyLikes.Importance(folds[..2], _songs.Features, _songs.Labels, seed => new MusicRec.Learning.RandomForest(seed, 30), seed: 3);
        Assert.Equal(13, importance.Length);
        Assert.True(importance.Max() > 0.02);
    }
}
