using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class GenreStudyTests
{
    private static readonly string[] _genres = ["Folk", "Jazz", "Pop"];

    [Fact]
    public void Complete_rows_of_the_genres_asked_for_are_taken_in_their_order()
    {
        GenreTracks tracks = GenreTracks.From(Frame(gapOf: 2), ["Pop", "Opera", "Folk", "Jazz"]);
        Assert.Equal(["Pop", "Folk"], tracks.Genres);
        Assert.Equal((60, 90), (tracks.Count, tracks.ListedCount));
        Assert.Equal([1, 0], tracks.Labels[..2]);
        Assert.Equal((8, 10), (tracks.Features.Columns, tracks.MoreFeatures.Columns));
        Assert.Equal(tracks.Features.Row(3).ToArray(), tracks.MoreFeatures.Row(3)[..8].ToArray());
        Assert.Throws<ArgumentException>(() => GenreTracks.From(Frame(gapOf: 2), ["Pop", "Pop"]));
        Assert.Contains("1 have a row", Assert.Throws<ArgumentException>(() => GenreTracks.From(Frame(gapOf: 2), ["Pop", "Jazz"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_one_artist_go_together_and_rows_without_a_name_alone()
    {
        Frame frame = Frame().With("artist_name", (string?[])["Björk", " bjork", null, null, .. Enumerable.Repeat("others", 86)])
            .With("track_name", (string?[])["Jóga", "JOGA", "x", "x", .. Enumerable.Range(0, 86).Select(row => row.ToString(null, null))]);
        GenreTracks tracks = GenreTracks.From(frame, _genres);
        Assert.Equal(tracks.ArtistGroups[0], tracks.ArtistGroups[1]);
        Assert.Equal(4, tracks.ArtistGroups.Distinct().Count());

        // The first two rows are one track under two genres, but only where both are among the rows looked at.
        Assert.Equal(2, tracks.SeveralGenresCount);
        Assert.Equal([[0, 1], [2], [0, 1]], tracks.LabelSets([1, 2, 0]));
        Assert.Equal([[1], [2]], tracks.LabelSets([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracks.LabelSets([90]));
    }

    [Fact]
    public void Gaps_that_follow_the_genre_are_told_from_gaps_that_do_not()
    {
        string decided = GenreTracks.Gaps(Frame(gapOf: 2)).ToText();
        Assert.Contains("V 1.00", decided, StringComparison.Ordinal);
        Assert.Contains("100.0 %", decided, StringComparison.Ordinal);
        Assert.Contains("30 of 90 rows", decided, StringComparison.Ordinal);

        // Every third row of each genre: alike for all.
        double[] acousticness = [.. Enumerable.Range(0, 90).Select(row => row / 3 % 3 == 0 ? double.NaN : 0.5)];
        Assert.Contains("V 0.00", GenreTracks.Gaps(Frame().With("acousticness", acousticness)).ToText(), StringComparison.Ordinal);
        Assert.Contains("V 0.00", GenreTracks.Gaps(Frame()).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reading_of_accuracy_is_counted_as_it_says()
    {
        // One row in two is called rightly and surely, the other takes its genre for second of three, with 0.3 beside 0.6.
        GenreTracks tracks = GenreTracks.From(Frame(), _genres);
        GenreModel model = new("half right", (rows, split, _) => new TrackAnswer(Answer(rows, split)));
        Split[] folds = Splits.KFold(tracks.Count, 3, 1);
        GenreStudy study = GenreStudy.Run(tracks, folds, [model, GenreModel.OfClassifier("majority", more: true, _ => new MajorityClassifier())], seed: 1);
        Assert.Equal(0.5, study["half right"].Accuracy.Mean, 12);
        Assert.Equal(study["half right"].Accuracy.Mean, study.TopAccuracy("half right", 1), 12);
        Assert.Equal(1, study.TopAccuracy("half right", 2), 12);
        Assert.Equal(0.5, study.AnyGenreAccuracy("half right"), 12);
        Assert.Equal(0.5 + (0.5 / 3), study.BinaryAccuracy("half right"), 12);
        Assert.Equal(-(Math.Log(0.3) + Math.Log(1 - 0.6) + Math.Log(1 - 0.1)) / 6, study.BinaryCrossEntropy("half right"), 6);
        Assert.Null(study.History("half right", 0));
        Assert.Contains("half right", study.Readings().ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => study["oracle"]);
        Assert.Throws<ArgumentException>(() => GenreStudy.Run(tracks, folds, [model, model], 1));

        static Matrix Answer(GenreTracks rows, Split split)
        {
            Matrix shares = new(split.Test.Length, 3);
            for (int place = 0; place < split.Test.Length; place++)
            {
                int genre = rows.Labels[split.Test[place]];
                bool right = place % 2 == 0;
                shares[place, genre] = right ? 1 : 0.3;
                shares[place, (genre + 1) % 3] = right ? 0 : 0.6;
                shares[place, (genre + 2) % 3] = right ? 0 : 0.1;
            }

            return shares;
        }
    }

    [Fact]
    public void Several_labels_are_learnt_from_training_rows_alone()
    {
        GenreTracks tracks = GenreTracks.From(Frame(), _genres);
        Split[] folds = Splits.KFold(tracks.Count, 2, 1);
        GenreStudy study = GenreStudy.Run(tracks, folds, [.. GenreModel.All.Where(model => model.Name.Contains("paper", StringComparison.Ordinal))], seed: 1);
        Assert.Equal(2, study.Results.Count);
        Assert.NotNull(study.History(GenreModel.PaperNetwork, 1));
        Assert.InRange(study[GenreModel.PaperNetwork].Accuracy.Mean, 0.6, 1);
    }

    [Theory]
    [InlineData("genres-18", 18, 9946)]
    [InlineData("genres-18-artists", 18, 9946)]
    [InlineData("genres-12", 12, 6362)]
    [InlineData("genres-12-artists", 12, 6362)]
    public void Scikit_learns_folds_are_of_the_real_rows(string name, int genres, int rows)
    {
        ReferenceFolds reference = ReferenceFolds.Load(RepositoryFolder.Path($"notebooks/expected/sklearn-tracks/{name}.json"));
        Assert.Equal((rows, 5), (reference.RowCount, reference.Folds.Count));
        Assert.Equal(GenreTracks.FeatureNames, reference.Features);
        GenreTracks tracks = GenreTracks.From(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")).SpotifyFeatures(), genres == 18 ? GenreTracks.Eighteen : GenreTracks.Twelve);
        reference.RequireRows(tracks.Count);

        // The most common genre's share is known on both sides, so folds that named other rows would show.
        GenreStudy study = GenreStudy.Run(tracks, reference.Folds, [GenreModel.OfClassifier("majority", more: false, _ => new MajorityClassifier())], seed: 1);
        Assert.Equal(reference.Accuracies("majority"), study["majority"].Accuracy.PerFold.Select(accuracy => Math.Round(accuracy, 12)));
        Assert.Contains("0.0000", study.AgainstReference(reference, "majority").ToText(), StringComparison.Ordinal);
        Assert.All(reference.Folds, fold => Assert.Equal(
            name.EndsWith("artists", StringComparison.Ordinal), !fold.Train.Select(row => tracks.ArtistGroups[row]).Intersect(fold.Test.Select(row => tracks.ArtistGroups[row])).Any()));
    }

    [Fact]
    public void The_recorded_figures_of_genres_and_likes_hold_the_bars()
    {
        using System.Text.Json.JsonDocument recorded = System.Text.Json.JsonDocument.Parse(
            File.ReadAllText(RepositoryFolder.Path("notebooks/expected/05-artist-track-embeddings.real.json")));
        double Metric(string name) => recorded.RootElement.GetProperty("metrics").GetProperty(name).GetProperty("value").GetDouble();
        foreach (string set in (string[])["genres-18.random", "genres-18.artists", "genres-12.random", "genres-12.artists"])
        {
            Assert.InRange(Metric($"{set}.network-dropout-minus-sklearn.mlp8"), 0, 0.05);
            Assert.InRange(Metric($"{set}.our-best-minus-sklearn.mlp8"), 0.05, 0.5);
        }

        foreach (string set in (string[])["liked-2017.random", "liked-2017.artists"])
        {
            double raw = Math.Max(Metric($"{set}.forest-raw-features.accuracy"), Metric($"{set}.boosting-raw-features.accuracy"));
            Assert.InRange(Metric($"{set}.papers-recommender.accuracy") - raw, 0, 0.2);
            Assert.InRange(Metric($"{set}.our-best.accuracy") - raw, 0, 0.2);
        }
    }

    /// <summary>Thirty rows each of three genres in turn, told apart by energy; one genre may lack liveness.</summary>
    internal static Frame Frame(int gapOf = -1)
    {
        RandomStream random = new(5);
        string[] genre = [.. Enumerable.Range(0, 90).Select(row => _genres[row % 3])];
        List<(string, Column)> columns = [("genre", genre)];
        foreach (string name in GenreTracks.FeatureNames)
        {
            columns.Add((name, Enumerable.Range(0, 90).Select(row =>
                name == "liveness" && _genres[row % 3] == (gapOf >= 0 ? "Jazz" : "") ? double.NaN : (0.05 * random.NextGaussian()) + (name == "energy" ? row % 3 : 0)).ToArray()));
        }

        columns.Add(("track_name", Enumerable.Range(0, 90).Select(row => $"track {row}").ToArray()));
        columns.Add(("artist_name", Enumerable.Range(0, 90).Select(row => $"artist {row % 20}").ToArray()));
        return new Frame([.. columns]);
    }
}
