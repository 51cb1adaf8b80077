using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>Which songs of the other data set a model of <see cref="PopularityTransferStudy"/> learnt from.</summary>
public enum PopularityTraining
{
    /// <summary>All but those that stand in the tested data set too, under the same track_id or as the same artist's song of the same title.</summary>
    OtherTracks,

    /// <summary>Of those, only songs of artists that the tested data set does not have.</summary>
    OtherArtists,
}

/// <summary>How a model of one data set did on another.</summary>
/// <param name="From">The data set that was learnt from.</param>
/// <param name="To">The one that was judged on.</param>
/// <param name="Training">Which songs were learnt from.</param>
/// <param name="Model">The model.</param>
/// <param name="TrainingSongs">How many songs were learnt from.</param>
/// <param name="TrainingBaseRate">Share of popular songs among those.</param>
/// <param name="TestBaseRate">Share of popular songs among those judged: a constant answer is right for it, or for 1 minus it.</param>
/// <param name="Accuracy">Share told rightly.</param>
/// <param name="AreaUnderRocCurve">Which does not depend on the level of popularity.</param>
/// <param name="RSquared">Of predicted popularity; null for a model that predicts none.</param>
/// <param name="WithinAccuracy">The same model's inside the data set judged on, mean over folds grouped by artist.</param>
/// <param name="WithinArea">As above.</param>
/// <param name="WithinRSquared">As above.</param>
public sealed record PopularityTransfer(
    string From, string To, PopularityTraining Training, string Model, int TrainingSongs, double TrainingBaseRate, double TestBaseRate, double Accuracy,
    double AreaUnderRocCurve, double? RSquared, double WithinAccuracy, double? WithinArea, double? WithinRSquared)
{
    internal static PopularityTransfer Judge(
        string from, string to, PopularityTraining training, string model, PopularitySongs all, int[] labels, Split split, Matrix probabilities, double[]? predicted,
        PopularityStudy within, int cut)
    {
        int[] testLabels = FoldRows.Pick(labels, split.Test);
        double[] scores = probabilities.Column(1), popularity = Array.ConvertAll(split.Test, row => all.Popularity[row]);
        CrossValidationResult own = within.Result(cut, model);
        return new PopularityTransfer(
            from, to, training, model, split.Train.Length, split.Train.Average(row => labels[row]), testLabels.Average(),
            ClassificationMetrics.Accuracy(testLabels, Array.ConvertAll(scores, score => score > 0.5 ? 1 : 0)), ClassificationMetrics.AreaUnderRocCurve(testLabels, scores),
            predicted is null ? null : RegressionMetrics.RSquared(popularity, predicted), own.Accuracy.Mean, own.AreaUnderRocCurve?.Mean,
            predicted is null ? null : within.Regression(model).RSquared?.Mean);
    }
}

/// <summary>What the songs of one data set have in common with those of another.</summary>
/// <param name="From">The data set whose songs are counted.</param>
/// <param name="To">The other.</param>
/// <param name="TrainingSongs">Its songs.</param>
/// <param name="SharedTracks">Those whose track_id the other has too.</param>
/// <param name="SharedSongs">Of the rest, those that are the other's under another track_id, by artist and title.</param>
/// <param name="SongsOfSharedArtists">Those of artists that the other has too, shared tracks and songs left out.</param>
/// <param name="KnownGenreShare">Share of the other's songs whose genre one of these has.</param>
public sealed record PopularityOverlap(
    string From, string To, int TrainingSongs, int SharedTracks, int SharedSongs, int SongsOfSharedArtists, double KnownGenreShare)
{
    /// <summary>The rows that are no track or song of the other data set.</summary>
    internal int[] WithoutTracks { get; private init; } = [];

    /// <summary>Of those, the ones of artists that the other does not have.</summary>
    internal int[] WithoutArtists { get; private init; } = [];

    internal static PopularityOverlap Of(PopularitySongs all, int[] train, int[] test, string from, string to)
    {
        HashSet<string> ids = [.. test.Select(row => all.TrackIds[row]).Where(id => id.Length > 0)];
        int[] songGroups = all.SongGroups.ToArray(), artistGroups = all.ArtistGroups.ToArray(), genreGroups = all.GenreGroups.ToArray();
        HashSet<int> songs = [.. test.Select(row => songGroups[row])], artists = [.. test.Select(row => artistGroups[row])], genres = [.. train.Select(row => genreGroups[row])];
        int[] otherTracks = Array.FindAll(train, row => !ids.Contains(all.TrackIds[row]));
        int[] otherSongs = Array.FindAll(otherTracks, row => !songs.Contains(songGroups[row]));
        int[] otherArtists = Array.FindAll(otherSongs, row => !artists.Contains(artistGroups[row]));
        return new PopularityOverlap(
            from, to, train.Length, train.Length - otherTracks.Length, otherTracks.Length - otherSongs.Length, otherSongs.Length - otherArtists.Length,
            test.Average(row => genres.Contains(genreGroups[row]) ? 1.0 : 0))
        {
            WithoutTracks = otherSongs,
            WithoutArtists = otherArtists,
        };
    }
}
