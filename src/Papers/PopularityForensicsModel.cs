using MusicRec.Learning;

namespace MusicRec.Papers;

/// <summary>A model of the forensics: one that tells popular songs from others, or one that predicts popularity, which is then cut.</summary>
public sealed class PopularityForensicsModel
{
    private readonly Func<PopularityForensicsTask, PopularityCut, ulong, int[]>? _classify;
    private readonly Func<PopularityForensicsTask, ulong, double[]>? _predict;

    private PopularityForensicsModel(string name, Func<PopularityForensicsTask, PopularityCut, ulong, int[]>? classify, Func<PopularityForensicsTask, ulong, double[]>? predict)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, _classify, _predict) = (name, classify, predict);
    }

    /// <summary>What it is called in tables.</summary>
    public string Name { get; }

    /// <summary>Whether it predicts popularity itself.</summary>
    public bool PredictsPopularity => _predict is not null;

    /// <summary>
    /// The models of the grid: a constant guess, logistic regression, boosted trees, a forest, the nearest song, and paper 000's network in its two
    /// readings: squared error on popularity, which is then cut, and popular or not.
    /// </summary>
    /// <param name="settings">Of the networks; null for this project's reading.</param>
    public static IReadOnlyList<PopularityForensicsModel> All(PopularityNetworkSettings? settings = null) =>
    [
        OfClassifier("constant", (_, _) => new Pipeline(new MajorityClassifier(), new OneHotEncoder())),
        OfClassifier("logistic", (seed, genre) => Encoded(seed, genre, new Pipeline(new LogisticRegression(), new OneHotEncoder(), new StandardScaler()))),
        Boosting("boosting", 100),
        Forest(),
        Nearest("nearest song", 1),
        Network("LSTM, popularity", settings),
        LabelNetwork("LSTM, popular or not", settings),
    ];

    /// <summary>A classifier.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="build">Makes it from a seed and the genre's column; it meets missing values as NaN.</param>
    public static PopularityForensicsModel OfClassifier(string name, Func<ulong, int, IClassifier> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return new PopularityForensicsModel(name, Classify, null);

        int[] Classify(PopularityForensicsTask task, PopularityCut cut, ulong seed)
        {
            IClassifier classifier = build(seed, task.GenreColumn);
            classifier.Fit(task.TrainingFeatures(), task.TrainingLabels(cut));
            return classifier.Predict(task.TestFeatures());
        }
    }

    /// <summary>A model that predicts the popularity of the test rows.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="predict">Learns from the task's training rows and predicts its test rows, one number each.</param>
    public static PopularityForensicsModel OfPopularity(string name, Func<PopularityForensicsTask, ulong, double[]> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        return new PopularityForensicsModel(name, null, predict);
    }

    /// <summary>Boosted trees with the genre as a category.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="trees">Number of trees, 1 or more.</param>
    public static PopularityForensicsModel Boosting(string name, int trees) =>
        OfClassifier(name, (seed, genre) => new GradientBoostingClassifier(seed, new GradientBoostingSettings { Iterations = trees, CategoricalFeatures = [genre] }));

    /// <summary>A forest whose trees are grown until leaves are pure, so that copies of a song are known again.</summary>
    /// <param name="trees">Number of trees, 1 or more.</param>
    public static PopularityForensicsModel Forest(int trees = 50) =>
        OfClassifier("forest", (seed, genre) => Encoded(seed, genre, new Pipeline(new RandomForest(seed, trees), new OneHotEncoder())));

    /// <summary>The vote of the nearest songs; with one, a copy of a song decides alone.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="songs">Number of songs asked, 1 or more.</param>
    public static PopularityForensicsModel Nearest(string name, int songs) =>
        OfClassifier(name, (seed, genre) => Encoded(seed, genre, new Pipeline(new KNearestNeighbors(songs), new OneHotEncoder(), new StandardScaler())));

    /// <summary>Paper 000's network on popularity, which is then cut.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="settings">What the paper leaves open; whether popularity is an input is decided by the protocol.</param>
    public static PopularityForensicsModel Network(string name, PopularityNetworkSettings? settings = null)
    {
        return OfPopularity(name, Predict);

        double[] Predict(PopularityForensicsTask task, ulong seed)
        {
            PopularityNetwork network = new(seed, Settings(settings, task));
            network.Fit(task.Songs, [.. task.TrainingRows]);
            return network.Predict(task.Songs, [.. task.TestRows]);
        }
    }

    /// <summary>Paper 000's network on popular or not.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="settings">As above.</param>
    public static PopularityForensicsModel LabelNetwork(string name, PopularityNetworkSettings? settings = null)
    {
        return new PopularityForensicsModel(name, Classify, null);

        int[] Classify(PopularityForensicsTask task, PopularityCut cut, ulong seed)
        {
            PopularityNetwork network = new(seed, Settings(settings, task));
            network.Fit(task.Songs, [.. task.TrainingRows], cut.Smallest);
            return [.. network.PredictProbabilities(task.Songs, [.. task.TestRows]).Column(1).Select(popular => popular > 0.5 ? 1 : 0)];
        }
    }

    /// <summary>The labels of the test rows by each of several cuts, and what was predicted where popularity was.</summary>
    internal (int[][] Labels, double[]? Popularity) Answer(PopularityForensicsTask task, IReadOnlyList<PopularityCut> cuts, ulong seed)
    {
        if (_predict is null)
        {
            return ([.. cuts.Select(cut => Checked(_classify!(task, cut, seed), task))], null);
        }

        double[] popularity = Checked(_predict(task, seed), task);
        Throw.IfNotFinite(popularity, Name);
        return ([.. cuts.Select(cut => Array.ConvertAll(popularity, value => cut.Holds(value) ? 1 : 0))], popularity);
    }

    private T[] Checked<T>(T[] answer, PopularityForensicsTask task)
    {
        Throw.IfLengthsDiffer(task.TestRows.Count, "the test rows", answer.Length, $"the answer of '{Name}'");
        return answer;
    }

    private static TargetEncodedClassifier Encoded(ulong seed, int genre, IClassifier classifier) => new(classifier, new TargetEncoder(seed, [genre]));

    private static PopularityNetworkSettings Settings(PopularityNetworkSettings? settings, PopularityForensicsTask task) =>
        task.Protocol == PopularityProtocol.ArtistMeansOfAllSongs
            ? throw new ArgumentException($"The network takes no artist means; leave it out under '{task.Protocol.Text()}'.", nameof(task))
            : (settings ?? new PopularityNetworkSettings()) with { IncludesPopularity = task.IncludesPopularity };
}
