using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Artists never heard, on the songs of <see cref="ArtistTrackTests"/>, where the vector alone tells likes.</summary>
[Collection(ReportingCollection.Name)]
public sealed class ArtistColdStartTests : IDisposable
{
    private const string Model = "logistic";
    private static readonly ArtistTrackInputs _inputs = ArtistTrackTests.Inputs;
    private static readonly Split[] _folds = Splits.GroupedKFold(_inputs.ArtistGroups, 4, 1);

    private static readonly ArtistTrackModel _model = new(Model, inputs => inputs.ArtistVectors, _ => new LogisticRegression());

    // The vector's first number with the sign turned: what was learnt from own vectors is then wrong, but can be learnt anew.
    private static readonly Matrix _turned = new(_inputs.Count, 3, [.. _inputs.ArtistVectors.Values.Select((value, place) => place % 3 == 0 ? -value : value)]);

    private static readonly ArtistColdStartStudy _study = ArtistColdStartStudy.Run(
        _inputs, _folds, [_model], [("own again", _inputs.ArtistVectors), ("turned", _turned)], Enum.GetValues<ColdStartTraining>(), seed: 1);

    public ArtistColdStartTests() => Metrics.Clear();

    public void Dispose() => Metrics.Clear();

    [Fact]
    public void Test_songs_get_what_stands_in_and_training_songs_what_was_asked_for()
    {
        Assert.Equal(1 + 3 + 3 + 3, _study.Results.Count);
        double own = _study[Model, ArtistColdStartStudy.OwnVector].AreaUnderRocCurve!.Mean;
        Assert.True(own > 0.9);
        Assert.Equal(own, _study[Model, "own again"].AreaUnderRocCurve!.Mean);
        Assert.Equal(own, _study[Model, "own again", ColdStartTraining.AsInTest].AreaUnderRocCurve!.Mean);
        Assert.True(_study[Model, "turned"].AreaUnderRocCurve!.Mean < 0.1);
        Assert.True(_study[Model, "turned", ColdStartTraining.AsInTest].AreaUnderRocCurve!.Mean > 0.9);

        // Vectors and their mirror images tell nothing together; zeros leave all songs alike.
        Assert.InRange(_study[Model, "turned", ColdStartTraining.Both].AreaUnderRocCurve!.Mean, 0.1, 0.9);
        Assert.Equal(0.5, _study[Model, ArtistColdStartStudy.Zeros, ColdStartTraining.AsInTest].AreaUnderRocCurve!.Mean, 12);
    }

    [Fact]
    public void Differences_to_zeros_are_paired_by_fold_and_recorded_with_the_rest()
    {
        Assert.Equal(
            _study[Model, "turned"].AreaUnderRocCurve!.Mean - _study[Model, ArtistColdStartStudy.Zeros].AreaUnderRocCurve!.Mean, _study.CompareWithZeros(Model, "turned")!.Mean, 12);
        Assert.Null(ArtistColdStartStudy.Run(_inputs, _folds[..1], [_model], [], [ColdStartTraining.OwnVectors], 1).CompareWithZeros(Model, ArtistColdStartStudy.OwnVector));
        ArtistColdStartStudy asInTest = ArtistColdStartStudy.Run(_inputs, _folds, [_model], [("turned", _turned)], [ColdStartTraining.AsInTest], 1);
        Assert.True(asInTest.CompareWithZeros(Model, "turned", ColdStartTraining.AsInTest)!.Mean > 0.4);
        _study.Record("cold");
        Assert.Equal(_study[Model, "turned", ColdStartTraining.Both].AreaUnderRocCurve!.Mean, Metrics.Recorded["cold.logistic.turned.both.auc"]);
        Assert.Equal(_study[Model, "own vector"].Accuracy.Mean, Metrics.Recorded["cold.logistic.own-vector.accuracy"]);
        Assert.Equal(20, Metrics.Recorded.Count);
        string table = _study.ToText();
        Assert.Contains("4 folds, artists together", table, StringComparison.Ordinal);
        Assert.Contains("the same", table, StringComparison.Ordinal);
        Assert.Contains(_study.CompareWithZeros(Model, "turned")!.Interval.Low.ToString("+0.000;−0.000", System.Globalization.CultureInfo.InvariantCulture), table, StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_of_artist_prediction_and_genres_are_recorded_with_their_spread()
    {
        ArtistPredictionTests.TwoSplits().Record("x");
        Assert.Equal(0.625, Metrics.Recorded["x.better.top-1"], 12);
        Assert.Equal(Math.Sqrt(2 * 0.125 * 0.125), Metrics.Recorded["x.better.top-1.sd"], 12);
        Assert.Equal(0, Metrics.Recorded["x.better.top-10.sd"]);
        Assert.Equal(2, Metrics.Recorded["x.artists"]);
    }

    [Fact]
    public void A_genre_models_lead_over_recorded_accuracies_is_recorded_with_its_interval()
    {
        GenreTracks tracks = GenreTracks.From(GenreStudyTests.Frame(), ["Folk", "Jazz", "Pop"]);
        string path = Path.GetTempFileName();
        string[] folds = [.. Enumerable.Range(0, 3).Select(fold => $"{{\"test\":[{string.Join(',', Enumerable.Range(0, 90).Where(row => row / 3 % 3 == fold))}],\"accuracies\":{{\"peer\":0.{2 + fold}}}}}")];
        File.WriteAllText(path, $"{{\"dataset\":\"d\",\"file\":\"f\",\"sha256\":\"{new string('0', 64)}\",\"rows\":90,\"features\":[\"x\"],\"target\":\"genre\",\"splits\":3,\"repeats\":1,\"foldSeed\":1,\"library\":\"made up\",\"trees\":0,\"modelSeeds\":[0],\"folds\":[{string.Join(',', folds)}]}}");
        ReferenceFolds reference = ReferenceFolds.Load(path);
        File.Delete(path);
        GenreStudy study = GenreStudy.Run(tracks, reference.Folds, [GenreModel.OfClassifier("the majority", more: false, _ => new MajorityClassifier())], seed: 1);
        study.RecordAgainst("g", reference, "peer");

        // The majority is right once in three in each fold.
        Assert.Equal((1.0 / 3) - 0.3, Metrics.Recorded["g.the-majority-minus-sklearn.peer"], 9);
        ResampledTTest test = study["the majority"].CompareAccuracy(reference.Accuracies("peer"));
        Assert.Equal(test.Interval.Low, Metrics.Recorded["g.the-majority-minus-sklearn.peer.low"]);
        Assert.Equal(test.Interval.High, Metrics.Recorded["g.the-majority-minus-sklearn.peer.high"]);
        Assert.Contains($"{test.Interval.Low:+0.000;−0.000} to {test.Interval.High:+0.000;−0.000}", study.AgainstReference(reference, "peer").ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_is_expected_from_the_sound_where_the_sound_tells_it()
    {
        // Energy says the vector's first number, tempo its second, and an artist without a vector something else.
        RandomStream random = new(3);
        int rows = 200;
        string?[] artists = [.. Enumerable.Range(0, rows).Select(row => (string?)(row % 5 == 4 ? "none" : $"a{row % 5}"))];
        List<(string, Column)> columns = [("track_id", Enumerable.Range(0, rows).Select(row => (string?)$"t{row}").ToArray()), ("artists", artists)];
        foreach (string name in AudioFeatures.All)
        {
            columns.Add((name, Enumerable.Range(0, rows).Select(row => (0.01 * random.NextGaussian()) + (name switch
            {
                "energy" => row % 5 == 4 ? 50 : row % 2,
                "tempo" => row % 5 == 4 ? -50 : row % 5 / 2,
                _ => random.NextGaussian(),
            })).ToArray()));
        }

        columns[1] = ("artists", artists.Select((name, row) => name == "none" ? name : $"a{row % 2}{row % 5 / 2}").ToArray());
        ArtistTracks tracks = ArtistTracks.From(new Frame([.. columns]), 5);
        NamedVectors vectors = new(["a00", "a10", "a01", "a11"], [0, 5, 1, 5, 0, 6, 1, 6]);
        ArtistVectorRegression regression = new(tracks, vectors, regularization: 0.001);
        Assert.Equal(160, regression.TrackCount);
        Matrix expected = regression.Vectors(tracks.MoreFeatures);
        for (int row = 0; row < rows; row++)
        {
            if (row % 5 != 4)
            {
                Assert.Equal(row % 2, expected[row, 0], 0.1);
                Assert.Equal(5 + (row % 5 / 2), expected[row, 1], 0.1);
            }
        }

        // A penalty without end leaves the mean of all.
        Matrix mean = new ArtistVectorRegression(tracks, vectors, regularization: 1e12).Vectors(tracks.MoreFeatures);
        Assert.Equal(0.5, mean[0, 0], 6);
        Assert.Throws<ArgumentException>(() => new ArtistVectorRegression(tracks, new NamedVectors(["x"], [1]), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArtistVectorRegression(tracks, vectors, -1));
        Assert.Throws<ArgumentException>(() => regression.Vectors(new Matrix(1, 12)));
    }

    [Fact]
    public void Folds_with_an_artist_on_both_sides_and_names_that_stand_twice_are_refused()
    {
        Assert.Contains("folds[0] tests song", Assert.Throws<ArgumentException>(() => ArtistColdStartStudy.Run(
            _inputs, Splits.KFold(_inputs.Count, 4, 1), [_model], [], [ColdStartTraining.OwnVectors], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("one name", Assert.Throws<ArgumentException>(() => ArtistColdStartStudy.Run(
            _inputs, _folds, [_model], [("zeros", _turned)], [ColdStartTraining.OwnVectors], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ArtistColdStartStudy.Run(_inputs, _folds, [], [], [ColdStartTraining.OwnVectors], 1));
        Assert.Throws<ArgumentException>(() => ArtistColdStartStudy.Run(_inputs, _folds, [_model], [], [], 1));
        Assert.Throws<ArgumentException>(() => _study[Model, "nothing"]);
    }
}
