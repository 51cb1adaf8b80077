using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>A way to tell what a listener will like: learns from training rows of one table of inputs and answers for test rows of another, which is the same but for cold starts.</summary>
/// <param name="Name">What to call it in tables.</param>
/// <param name="Columns">Which numbers of the inputs it is given, [songs, numbers].</param>
/// <param name="Build">Makes an unfitted classifier of these numbers from a seed.</param>
public sealed record ArtistTrackModel(string Name, Func<ArtistTrackInputs, Matrix> Columns, Func<ulong, IClassifier> Build)
{
    /// <summary>The name of the paper's recommender in <see cref="All"/>.</summary>
    public const string PaperRecommender = "paper's recommender";

    /// <summary>The name of the forest on raw features in <see cref="All"/>.</summary>
    public const string RawForest = "forest, raw features";

    /// <summary>The name of boosting on raw features in <see cref="All"/>.</summary>
    public const string RawBoosting = "boosting, raw features";

    /// <summary>The name of our best model in <see cref="All"/>.</summary>
    public const string OurBest = "our best";

    /// <summary>
    /// The models of the study: the paper's recommender and its two halves, forest and boosting on the thirteen raw features, and our best. Our best was
    /// settled on folds of other seeds than those it is reported on.
    /// </summary>
    public static IReadOnlyList<ArtistTrackModel> All { get; } =
    [
        new(PaperRecommender, inputs => inputs.ArtistAndTrack, seed => new ArtistTrackRecommender(seed)),
        new("artist vector alone", inputs => inputs.ArtistVectors, seed => new ArtistTrackRecommender(seed)),
        new("track embedding alone", inputs => inputs.TrackEmbeddings, seed => new ArtistTrackRecommender(seed)),
        new("majority", inputs => inputs.Features, _ => new MajorityClassifier()),
        new(RawForest, inputs => inputs.Features, seed => new RandomForest(seed, 500)),
        new(RawBoosting, inputs => inputs.Features, seed => new GradientBoostingClassifier(seed)),
        new("forest, raw features and artist vector", inputs => inputs.RawAndArtist, seed => new RandomForest(seed, 300)),
        new(OurBest, inputs => inputs.RawAndArtistWithIdentifier, seed => new ArtistTrackVote(seed)),
    ];

    /// <summary>Learns from the training rows of <paramref name="train"/> and gives the probabilities of the test rows of <paramref name="test"/>.</summary>
    public Matrix Predict(ArtistTrackInputs train, ArtistTrackInputs test, Split split, ulong seed) => Predict([train], test, split, seed);

    /// <summary>The same where training rows are learnt from in several forms, one after the other, such as with and without their artists' vectors.</summary>
    public Matrix Predict(IReadOnlyList<ArtistTrackInputs> train, ArtistTrackInputs test, Split split, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(split);
        Throw.IfEmpty(train.Count, nameof(train));
        Matrix[] parts = [.. train.Select(inputs => Columns(inputs).SelectRows(split.Train))];
        Matrix features = new(parts.Sum(part => part.Rows), parts[0].Columns, [.. parts.SelectMany(part => part.Values)]);
        IClassifier classifier = Build(seed);
        classifier.Fit(features, [.. train.SelectMany(inputs => split.Train.Select(row => inputs.Songs.Labels[row]))]);
        return classifier.PredictProbabilities(Columns(test).SelectRows(split.Test));
    }
}
