using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>A fold of a <see cref="GenreClipStudy"/>.</summary>
/// <param name="Clips">All clips.</param>
/// <param name="Split">Those to learn from and those to judge.</param>
/// <param name="Seed">Decides what the model draws.</param>
/// <param name="Network">The network that learnt from the fold's training clips; made when first asked for, and shared by the models.</param>
public sealed record GenreClipFold(GenreClips Clips, Split Split, ulong Seed, Lazy<GenreClipNetwork> Network)
{
    /// <summary>Classes of all clips.</summary>
    internal int[] TrainLabels => Array.ConvertAll(Split.Train, row => Clips.Labels[row]);

    /// <summary>The spectrograms of some clips.</summary>
    internal Audio.Spectrogram[] SpectrogramsOf(int[] rows) => Array.ConvertAll(rows, row => Clips.Spectrograms[row]);
}

/// <summary>A way to tell a clip's genre: learns from a fold's training clips and gives the shares of genres of its test clips.</summary>
/// <param name="Name">What to call it in tables.</param>
/// <param name="Predict">From a fold to [test clips, genres]; called from several threads.</param>
public sealed record GenreClipModel(string Name, Func<GenreClipFold, Matrix> Predict)
{
    /// <summary>The network's name in <see cref="All"/>.</summary>
    public const string Network = "CNN";

    /// <summary>The name in <see cref="All"/> of the model that chooses on training clips.</summary>
    public const string Best = "our best";

    private static readonly double[] Penalties = [1, 3, 10, 30];

    /// <summary>
    /// The CNN; a logistic regression on its last layer; learners of the clip's sound in numbers (logistic regression, random forest, support vector machine); of
    /// the three with several settings the one that does best in cross-validation on the training clips; that and the CNN together; and the commonest genre.
    /// </summary>
    public static IReadOnlyList<GenreClipModel> All { get; } =
    [
        OfClassifier("majority", _ => new MajorityClassifier()),
        OfClassifier("features, forest", seed => new RandomForest(seed, treeCount: 300)),
        OfClassifier("features, logistic", _ => Logistic(0.1)),
        OfClassifier("features, SVM", seed => Machine(seed, 10)),
        OfClassifier(Best, Choice),
        new(Network, OfNetwork),
        new("CNN's last layer, logistic", OfEmbedding),
        new("our best and CNN", fold => Mean(FitAndPredict(fold, Choice(fold.Seed)), OfNetwork(fold))),
    ];

    /// <summary>A classifier of the clips' sound in numbers.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="build">Makes an unfitted classifier from a seed.</param>
    public static GenreClipModel OfClassifier(string name, Func<ulong, IClassifier> build) => new(name, fold => FitAndPredict(fold, build(fold.Seed)));

    private static Matrix FitAndPredict(GenreClipFold fold, IClassifier classifier)
    {
        classifier.Fit(fold.Clips.Features.SelectRows(fold.Split.Train), fold.TrainLabels);
        return classifier.PredictProbabilities(fold.Clips.Features.SelectRows(fold.Split.Test));
    }

    private static Matrix OfNetwork(GenreClipFold fold) => fold.Network.Value.PredictProbabilities(fold.SpectrogramsOf(fold.Split.Test));

    private static Matrix OfEmbedding(GenreClipFold fold)
    {
        Pipeline classifier = Logistic(1);
        classifier.Fit(fold.Network.Value.Embed(fold.SpectrogramsOf(fold.Split.Train)), fold.TrainLabels);
        return classifier.PredictProbabilities(fold.Network.Value.Embed(fold.SpectrogramsOf(fold.Split.Test)));
    }

    private static Pipeline Logistic(double inverseRegularization) => new(new LogisticRegression(inverseRegularization), new StandardScaler());

    private static Pipeline Machine(ulong seed, double inverseRegularization) => new(new KernelSupportVectorMachine(seed, inverseRegularization), new StandardScaler());

    private static NestedSelection Choice(ulong seed) => new(
        seed,
        [
            .. Penalties.Select(c => new Candidate($"SVM, C = {c:0.##}", own => Machine(own, c))),
            .. Penalties.Select(c => new Candidate($"logistic, C = {c / 100:0.####}", _ => Logistic(c / 100))),
            new Candidate("forest", own => new RandomForest(own, treeCount: 100)),
        ],
        folds: 4);

    private static Matrix Mean(Matrix first, Matrix second)
    {
        Matrix mean = new(first.Rows, first.Columns);
        for (int index = 0; index < mean.Values.Length; index++)
        {
            mean.Values[index] = (first.Values[index] + second.Values[index]) / 2;
        }

        return mean;
    }
}
