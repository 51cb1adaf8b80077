using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Paper 004's recommender with what goes into it, on made-up songs: artists of an even number are liked, and their vectors tell them apart.</summary>
public sealed class ArtistTrackTests
{
    private const int Artists = 40;
    private const int PerArtist = 5;

    private static readonly LikedSongs _songs = MadeUp();
    private static readonly NamedVectors _vectors = VectorsFor(artist => artist < Artists - 4);
    private static readonly TrackEmbeddingNetwork _network = Network();
    private static readonly ArtistTrackInputs _inputs = ArtistTrackInputs.Create(_songs, _vectors, _network);

    /// <summary>Two hundred songs: artist 0 to 39 in turn five times, even ones liked; the last four artists have no vector.</summary>
    internal static ArtistTrackInputs Inputs => _inputs;

    /// <summary>One listener whose artists have vectors of these, made for whoever is given.</summary>
    internal static ArtistTrackInputs InputsWith(NamedVectors vectors) => ArtistTrackInputs.Create(_songs, vectors, _network);

    [Fact]
    public void Inputs_stand_side_by_side_and_unknown_artists_have_zeros()
    {
        Assert.Equal((200, 3 + 6), (_inputs.ArtistAndTrack.Rows, _inputs.ArtistAndTrack.Columns));
        Assert.Equal(13 + 3 + 1, _inputs.RawAndArtist.Columns);
        Assert.Equal(_inputs.ArtistGroups.Select(group => (double)group), _inputs.RawAndArtistWithIdentifier.Column(17));
        Assert.Equal(4 * PerArtist, _inputs.HasVector.Count(has => !has));
        for (int row = 0; row < _songs.Count; row++)
        {
            int artist = row % Artists;
            Assert.Equal(artist < Artists - 4, _inputs.HasVector[row]);
            Assert.Equal(artist < Artists - 4 ? Vector(artist).Select(value => (double)value) : [0, 0, 0], _inputs.ArtistVectors.Row(row).ToArray());
            Assert.Equal(_inputs.ArtistVectors.Row(row).ToArray(), _inputs.ArtistAndTrack.Row(row)[..3].ToArray());
            Assert.Equal(_inputs.TrackEmbeddings.Row(row).ToArray(), _inputs.ArtistAndTrack.Row(row)[3..].ToArray());
            Assert.Equal(_songs.Features.Row(row).ToArray(), _inputs.RawAndArtist.Row(row)[..13].ToArray());
            Assert.Equal(_inputs.HasVector[row] ? 1 : 0, _inputs.RawAndArtist[row, 16]);
        }

        Assert.Equal(Artists, _inputs.ArtistGroups.Distinct().Count());
    }

    [Fact]
    public void Stand_ins_replace_the_vectors_of_unknown_artists_or_of_all()
    {
        Matrix ones = new(_songs.Count, 3, [.. Enumerable.Repeat(1.0, 600)]);
        ArtistTrackInputs some = _inputs.WithStandIns(ones, all: false), every = _inputs.WithStandIns(ones, all: true);
        Assert.Equal(_inputs.HasVector, some.HasVector);
        Assert.Equal([1, 1, 1], some.ArtistVectors.Row(Artists - 1).ToArray());
        Assert.Equal(_inputs.ArtistVectors.Row(0).ToArray(), some.ArtistVectors.Row(0).ToArray());
        Assert.Equal(ones.Values, every.ArtistVectors.Values);
        Assert.DoesNotContain(true, every.HasVector);
        Assert.Throws<ArgumentException>(() => _inputs.WithStandIns(new Matrix(3, 3), all: true));
        Assert.Throws<ArgumentException>(() => _inputs.WithStandIns(new Matrix(_songs.Count, 2), all: true));
        Assert.Throws<ArgumentException>(() => ArtistTrackInputs.Create(new LikedSongs(_songs.Table.Without("artist"), "target"), _vectors, _network));
    }

    [Fact]
    public void A_catalogues_songs_stand_as_the_listeners_do_with_the_numbers_of_artists_that_were_rated()
    {
        Frame catalogue = _songs.Table.Rows([7, 3, 39]);
        ArtistTrackInputs songs = _inputs.ForCatalogue(catalogue, ["artist7", "stranger", "artist39"]);
        Assert.Equal(3, songs.Count);
        Assert.Equal(_inputs.RawAndArtistWithIdentifier.Row(7).ToArray(), songs.RawAndArtistWithIdentifier.Row(0).ToArray());
        Assert.Equal(_inputs.ArtistAndTrack.Row(7).ToArray(), songs.ArtistAndTrack.Row(0).ToArray());
        Assert.Equal([true, false, false], songs.HasVector);
        Assert.Equal(_inputs.ArtistGroups[39], songs.ArtistGroups[2]);
        Assert.DoesNotContain(songs.ArtistGroups[1], _inputs.ArtistGroups);
        Assert.Contains("nobody has rated", Assert.Throws<InvalidOperationException>(() => songs.Songs).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _inputs.ForCatalogue(catalogue, ["artist7"]));

        ArtistTrackInputs mixed = _inputs.WithSoundOf([5, 6], songs, [2, 0]);
        Assert.Equal(_inputs.ArtistVectors.Row(6).ToArray(), mixed.ArtistVectors.Row(1).ToArray());
        Assert.Equal(_inputs.ArtistGroups[5], mixed.ArtistGroups[0]);
        Assert.Equal(_songs.Features.Row(39).ToArray(), mixed.Features.Row(0).ToArray());
        Assert.Equal(_inputs.TrackEmbeddings.Row(7).ToArray(), mixed.TrackEmbeddings.Row(1).ToArray());
    }

    [Fact]
    public void The_likeliest_artist_with_a_vector_stands_in_and_expectations_weigh_them_all()
    {
        // Three artists by the sign of the first feature; the first of them has no vector.
        RandomStream random = new(3);
        Matrix features = new(90, 8, [.. Enumerable.Range(0, 720).Select(place => place % 8 == 0 ? (place / 8 % 3) - 1 : 0.01 * random.NextGaussian())]);
        TrackEmbeddingNetwork network = new(1, new TrackEmbeddingSettings { HiddenSize = 8, Epochs = 200, ValidationShare = 0, LearningRate = 0.02 });
        network.Fit(features, [.. Enumerable.Range(0, 90).Select(row => row % 3)]);
        ArtistStandIn standIn = new(network, ["nobody", "artist1", "artist2"], _vectors);
        Assert.Equal(2, standIn.Count);
        string[] named = standIn.Predict(features);
        Assert.Equal(("artist1", "artist2"), (named[1], named[2]));
        Assert.Equal(Vector(2).Select(value => (double)value), standIn.Vectors(features).Row(2).ToArray());
        Matrix probabilities = network.PredictProbabilities(features), expected = standIn.ExpectedVectors(features);
        for (int row = 0; row < 3; row++)
        {
            double first = probabilities[row, 1] / (probabilities[row, 1] + probabilities[row, 2]);
            for (int index = 0; index < 3; index++)
            {
                Assert.Equal((first * Vector(1)[index]) + ((1 - first) * Vector(2)[index]), expected[row, index], 9);
            }
        }

        Assert.Throws<ArgumentException>(() => new ArtistStandIn(network, ["artist1", "artist2"], _vectors));
        Assert.Throws<ArgumentException>(() => new ArtistStandIn(network, ["a", "b", "c"], _vectors));
        ArtistTrackInputs filled = ArtistTrackInputs.Create(_songs, _vectors, _network, standIn);
        Assert.Contains(filled.ArtistVectors.Row(Artists - 1).ToArray(), value => value != 0);
        Assert.Equal(_inputs.ArtistVectors.Row(0).ToArray(), filled.ArtistVectors.Row(0).ToArray());
    }

    [Fact]
    public void The_recommender_has_the_papers_layers_learns_and_repeats_itself()
    {
        Assert.Equal(
            ["[32, 9]", "[32]", "[32, 32]", "[32]", "[1, 32]", "[1]"],
            ArtistTrackRecommender.CreateModule(9, 1).Parameters.Select(parameter => parameter.Shape.ToString()));
        ArtistTrackRecommender recommender = new(1);
        recommender.Fit(_inputs.ArtistAndTrack, _songs.Labels);
        Matrix probabilities = recommender.PredictProbabilities(_inputs.ArtistAndTrack);
        Assert.All(probabilities.Column(1), value => Assert.InRange(value, 0, 1));
        Assert.True(ClassificationMetrics.AreaUnderRocCurve(_songs.Labels, probabilities.Column(1)) > 0.9);
        Assert.NotNull(recommender.History);
        ArtistTrackRecommender again = new(1), other = new(2);
        again.Fit(_inputs.ArtistAndTrack, _songs.Labels);
        other.Fit(_inputs.ArtistAndTrack, _songs.Labels);
        Assert.Equal(probabilities.Values, again.PredictProbabilities(_inputs.ArtistAndTrack).Values);
        Assert.NotEqual(probabilities.Values, other.PredictProbabilities(_inputs.ArtistAndTrack).Values);
        Assert.Equal(0, recommender.PredictProbabilities(new Matrix(0, 9)).Rows);
        Assert.Throws<ArgumentException>(() => recommender.PredictProbabilities(new Matrix(1, 8)));
        Assert.Throws<InvalidOperationException>(() => new ArtistTrackRecommender(1).PredictProbabilities(new Matrix(1, 8)));
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => recommender.Fit(_inputs.ArtistAndTrack, [.. _songs.Labels.Select(label => 2 * label)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArtistTrackRecommender(1, epochs: 0));
    }

    [Fact]
    public void The_vote_is_told_what_is_known_of_an_artist_only_where_something_is()
    {
        // Without vectors nothing but the artist's other songs tells likes; artists 0 to 29 have songs in training.
        ArtistTrackInputs blind = _inputs.WithStandIns(new Matrix(_songs.Count, 3), all: true);
        Matrix features = blind.RawAndArtistWithIdentifier;
        int[] train = [.. Enumerable.Range(0, 160).Where(row => row % Artists < 30)], known = [.. Enumerable.Range(160, 30)], unknown = [.. Enumerable.Range(190, 10)];
        ArtistTrackVote vote = new(1);
        vote.Fit(features.SelectRows(train), Array.ConvertAll(train, row => _songs.Labels[row]));
        double[] heard = vote.PredictPositive(features.SelectRows(known)), unheard = vote.PredictPositive(features.SelectRows(unknown));
        Assert.True(ClassificationMetrics.AreaUnderRocCurve(Array.ConvertAll(known, row => _songs.Labels[row]), heard) > 0.95);

        // An artist without training songs: another number for it changes nothing.
        Matrix renamed = features.SelectRows(unknown);
        for (int row = 0; row < renamed.Rows; row++)
        {
            renamed[row, renamed.Columns - 1] = 1000 + row;
        }

        Assert.Equal(unheard, vote.PredictPositive(renamed));
        ArtistTrackVote again = new(1);
        again.Fit(features.SelectRows(train), Array.ConvertAll(train, row => _songs.Labels[row]));
        Assert.Equal(heard, again.PredictPositive(features.SelectRows(known)));
        Assert.Equal(0, vote.PredictProbabilities(new Matrix(0, features.Columns)).Rows);
        Assert.Throws<ArgumentException>(() => vote.PredictProbabilities(new Matrix(1, 3)));
        Assert.Throws<InvalidOperationException>(() => new ArtistTrackVote(1).PredictProbabilities(features));
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => vote.Fit(features, [.. _songs.Labels.Select(label => 2 * label)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vote.Fit(new Matrix(2, 1), [0, 1]));
        ArtistTrackVote dislikes = new(1);
        dislikes.Fit(features, new int[_songs.Count]);
        Assert.All(dislikes.PredictPositive(features), liked => Assert.Equal(0, liked));
    }

    [Fact]
    public void Vectors_help_with_artists_whose_songs_nobody_judged_and_zeros_do_not()
    {
        Split[] folds = Splits.GroupedKFold(_inputs.ArtistGroups, 4, 1);
        ArtistTrackModel[] models = [.. ArtistTrackModel.All.Where(model => model.Name is ArtistTrackModel.PaperRecommender or ArtistTrackModel.RawForest or "majority")];
        ArtistTrackStudy study = ArtistTrackStudy.Run(_inputs, folds, models, seed: 1);
        Assert.Equal(0, study.KnownArtistShare);
        Assert.True(study[ArtistTrackModel.PaperRecommender].Accuracy.Mean > 0.75);
        Assert.InRange(study[ArtistTrackModel.RawForest].Accuracy.Mean, 0.2, 0.7);
        string summary = study.ToText();
        Assert.Contains("180 with an artist's vector", summary, StringComparison.Ordinal);
        Assert.Contains("Raw features: forest, raw features", summary, StringComparison.Ordinal);
        Assert.Contains("83.34 %", summary, StringComparison.Ordinal);
        Assert.NotNull(study.Roc(ArtistTrackModel.PaperRecommender));

        Assert.Contains("AUC − zeros", study.ColdStart([models[0]], ("own again", _inputs.ArtistVectors)).ToText(), StringComparison.Ordinal);
        Assert.Equal(1, ArtistTrackStudy.Run(_inputs, Splits.KFold(_songs.Count, 4, 1), [models[1]], seed: 1).KnownArtistShare, 12);
        Assert.Throws<ArgumentException>(() => study["oracle"]);
        Assert.Throws<ArgumentException>(() => ArtistTrackStudy.Run(_inputs, folds, [models[0], models[0]], 1));
    }

    [Fact]
    public void Scikit_learns_folds_keep_the_artists_of_the_real_songs_together()
    {
        ReferenceFolds reference = ReferenceFolds.Load(RepositoryFolder.Path("notebooks/expected/sklearn-tracks/liked-2017-artists.json"));
        Assert.Equal((2017, 20), (reference.RowCount, reference.Folds.Count));
        LikedSongs songs = MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")).Liked2017();
        int[] groups = ArtistTrackInputs.Create(songs, _vectors, _network).ArtistGroups;
        Assert.All(reference.Folds, fold => Assert.Empty(fold.Train.Select(row => groups[row]).Intersect(fold.Test.Select(row => groups[row]))));
        CrossValidationResult majority = CrossValidation.Run(reference.Folds, songs.Features, songs.Labels, _ => new MajorityClassifier());
        Assert.Equal(reference.Accuracies("majority"), majority.Accuracy.PerFold.Select(accuracy => Math.Round(accuracy, 12)));
        CrossValidationResult boosting = CrossValidation.Run([reference.Folds[0]], songs.Features, songs.Labels, seed => new GradientBoostingClassifier(seed));
        Assert.Equal(reference.Accuracies("boosting")[0], boosting.Accuracy.Mean, 9);
    }

    internal static float[] Vector(int artist) => [artist % 2 == 0 ? 1 : -1, 0.1f * artist, 1];

    private static NamedVectors VectorsFor(Func<int, bool> has)
    {
        int[] known = [.. Enumerable.Range(0, Artists).Where(has)];
        return new NamedVectors([.. known.Select(artist => $"artist{artist}")], [.. known.SelectMany(Vector)]);
    }

    private static TrackEmbeddingNetwork Network()
    {
        TrackEmbeddingNetwork network = new(1, new TrackEmbeddingSettings { HiddenSize = 6, Epochs = 2 });
        network.Fit(ArtistTrackInputs.EightOf(_songs), _songs.Labels);
        return network;
    }

    private static LikedSongs MadeUp()
    {
        RandomStream random = new(7);
        List<(string, Column)> columns = [.. AudioFeatures.All.Select(name => (name, (Column)Enumerable.Range(0, Artists * PerArtist).Select(_ => random.NextDouble()).ToArray()))];
        columns.Add(("target", Enumerable.Range(0, Artists * PerArtist).Select(row => 1 - (row % Artists % 2)).ToArray()));
        columns.Add(("artist", Enumerable.Range(0, Artists * PerArtist).Select(row => (string?)$"Artist {row % Artists}").ToArray()));
        columns.Add(("song_title", Enumerable.Range(0, Artists * PerArtist).Select(row => (string?)$"song {row}").ToArray()));
        return new LikedSongs(new Frame([.. columns]), "target");
    }
}
