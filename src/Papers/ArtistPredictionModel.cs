using MusicRec.Data;
using MusicRec.Learning;

namespace MusicRec.Papers;

/// <summary>A way to tell whose a track is by its sound: learns from a split's training rows and answers for its test rows.</summary>
/// <param name="Name">What to call it in tables.</param>
/// <param name="Predict">Given tracks, split and seed, answers for the test rows; called from several threads.</param>
public sealed record ArtistPredictionModel(string Name, Func<ArtistTracks, Split, ulong, TrackAnswer> Predict)
{
    /// <summary>The name of the paper's network in <see cref="All"/>.</summary>
    public const string PaperNetwork = "paper's network";

    /// <summary>
    /// The paper's network; the same by cross-entropy, which the paper calls "not a good choice for this task"; by cross-entropy on all thirteen features; nearest neighbours; and the
    /// artist with most tracks.
    /// </summary>
    /// <param name="epochs">Passes over the training rows at most, 1 or more.</param>
    public static IReadOnlyList<ArtistPredictionModel> All(int epochs = 40)
    {
        TrackEmbeddingSettings written = TrackEmbeddingSettings.Artist with { Epochs = epochs }, usual = written with { Loss = TrackEmbeddingLoss.CrossEntropy };
        return
        [
            OfNetwork(PaperNetwork, more: false, written),
            OfNetwork("network, cross-entropy", more: false, usual),
            OfNetwork("network, cross-entropy, thirteen features", more: true, usual),
            OfClassifier("nearest neighbours", _ => new Pipeline(new KNearestNeighbors(30, NeighborWeights.Distance), new StandardScaler())),
            OfClassifier("majority", _ => new MajorityClassifier()),
        ];
    }

    /// <summary>One of the paper's networks, given all artists of each training track.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="more">Whether it is given all thirteen features in place of the paper's eight.</param>
    /// <param name="settings">Sizes and training.</param>
    public static ArtistPredictionModel OfNetwork(string name, bool more, TrackEmbeddingSettings settings) => new(name, (tracks, split, seed) =>
    {
        Numerics.Matrix features = more ? tracks.MoreFeatures : tracks.Features;
        TrackEmbeddingNetwork network = new(seed, settings);
        network.Fit(features.SelectRows(split.Train), Array.ConvertAll(split.Train, row => tracks.ArtistSets[row]));
        return new TrackAnswer(network.PredictProbabilities(features.SelectRows(split.Test)), network.History);
    });

    /// <summary>A classifier of the eight features, given the first artist of each training track.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="build">Makes an unfitted classifier from a seed.</param>
    public static ArtistPredictionModel OfClassifier(string name, Func<ulong, IClassifier> build) => new(name, (tracks, split, seed) =>
    {
        IClassifier classifier = build(seed);
        classifier.Fit(tracks.Features.SelectRows(split.Train), Array.ConvertAll(split.Train, row => tracks.Labels[row]));
        return new TrackAnswer(classifier.PredictProbabilities(tracks.Features.SelectRows(split.Test)));
    });
}
