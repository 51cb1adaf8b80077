using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>A way to tell the genres of tracks: learns from a split's training rows and answers for its test rows.</summary>
/// <param name="Name">What to call it in tables.</param>
/// <param name="Predict">Given rows, split and seed, answers for the test rows; called from several threads.</param>
public sealed record GenreModel(string Name, Func<GenreTracks, Split, ulong, TrackAnswer> Predict)
{
    private const int Networks = 5;

    /// <summary>The name of the paper's network in <see cref="All"/>.</summary>
    public const string PaperNetwork = "paper's network";

    /// <summary>
    /// The name in <see cref="All"/> of the network that stands for the paper's eight features beside scikit-learn's: the paper's layers, kept from learning by heart
    /// by dropout. Of twenty-one settings (loss, dropout, epochs, early stopping) it was the best for 18 and for 12 genres on folds of other seeds.
    /// </summary>
    public const string DropoutNetworkOfEight = "network, dropout";

    /// <summary>The name of our best model in <see cref="All"/>.</summary>
    public const string OurBest = "our best";

    private static TrackEmbeddingSettings WithDropout { get; } = TrackEmbeddingSettings.Genre with
    {
        Loss = TrackEmbeddingLoss.CrossEntropy,
        Dropout = 0.2,
        ValidationShare = 0,
        Epochs = 80,
    };

    /// <summary>
    /// The models of the study: the paper's network, the same with all of a track's labels, by cross-entropy and with dropout, boosting, and then with instrumentalness and
    /// popularity besides; our best last. Its parts and their settings were settled on folds of other seeds than those it is reported on.
    /// </summary>
    public static IReadOnlyList<GenreModel> All { get; } =
    [
        OfNetwork(PaperNetwork, more: false, severalLabels: false, TrackEmbeddingSettings.Genre),
        OfNetwork("paper's network, several labels", more: false, severalLabels: true, TrackEmbeddingSettings.Genre),
        OfNetwork("network, cross-entropy", more: false, severalLabels: false, TrackEmbeddingSettings.Genre with { Loss = TrackEmbeddingLoss.CrossEntropy }),
        OfNetwork(DropoutNetworkOfEight, more: false, severalLabels: false, WithDropout),
        OfClassifier("boosting", more: false, Boosting),
        OfClassifier("majority", more: false, _ => new MajorityClassifier()),
        OfNetwork("network, ten features", more: true, severalLabels: false, WithDropout),
        OfClassifier("boosting, ten features", more: true, Boosting),
        OfClassifier(OurBest, more: true, Best),
    ];

    /// <summary>A classifier of the eight features, or of all ten.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="more">Whether it is given instrumentalness and popularity besides the paper's eight features.</param>
    /// <param name="build">Makes an unfitted classifier from a seed.</param>
    public static GenreModel OfClassifier(string name, bool more, Func<ulong, IClassifier> build) => new(name, (tracks, split, seed) =>
    {
        IClassifier classifier = build(seed);
        classifier.Fit(Features(tracks, more).SelectRows(split.Train), LabelsOf(tracks, split.Train));
        return new TrackAnswer(classifier.PredictProbabilities(Features(tracks, more).SelectRows(split.Test)));
    });

    /// <summary>One of the paper's networks.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="more">Whether it is given instrumentalness and popularity besides the paper's eight features.</param>
    /// <param name="severalLabels">Whether a training row has all genres that its track has among the training rows, or only its own.</param>
    /// <param name="settings">Sizes and training.</param>
    public static GenreModel OfNetwork(string name, bool more, bool severalLabels, TrackEmbeddingSettings settings) => new(name, (tracks, split, seed) =>
    {
        TrackEmbeddingNetwork network = new(seed, settings);
        Matrix train = Features(tracks, more).SelectRows(split.Train);
        if (severalLabels)
        {
            network.Fit(train, tracks.LabelSets(split.Train));
        }
        else
        {
            network.Fit(train, LabelsOf(tracks, split.Train));
        }

        return new TrackAnswer(network.PredictProbabilities(Features(tracks, more).SelectRows(split.Test)), network.History);
    });

    /// <summary>What an expert would use: the mean of boosting and of five networks with dropout, which err in other places.</summary>
    public static IClassifier Best(ulong seed)
    {
        RandomStream seeds = new(seed);
        return new VotingEnsemble([Boosting(seeds.NextUInt64()), .. Enumerable.Range(0, Networks).Select(_ => DropoutNetwork(seeds.NextUInt64()))], [Networks, .. Enumerable.Repeat(1.0, Networks)]);
    }

    /// <summary>Boosted trees that are small, as genres overlap much: 60 rounds at a rate of 0.06, ten leaves of 30 rows or more.</summary>
    public static IClassifier Boosting(ulong seed) => new GradientBoostingClassifier(
        seed, new GradientBoostingSettings { Iterations = 60, LearningRate = 0.06, MaximumLeaves = 10, MinimumLeafSize = 30 });

    /// <summary>The paper's network kept from learning by heart by dropout in place of early stopping, so that it learns from all training rows; cross-entropy.</summary>
    public static TrackEmbeddingNetwork DropoutNetwork(ulong seed) => new(seed, WithDropout);

    private static Matrix Features(GenreTracks tracks, bool more) => more ? tracks.MoreFeatures : tracks.Features;

    private static int[] LabelsOf(GenreTracks tracks, int[] rows) => Array.ConvertAll(rows, row => tracks.Labels[row]);
}
