using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>A model of a song's popularity: learns from a split's training songs alone and answers for its test songs.</summary>
public sealed class PopularityModel
{
    private static readonly int s_genreColumn = PopularitySongs.AudioFeatureNames.Count + 1;
    private readonly Func<PopularitySongs, Split, ulong, double[]>? _predict;
    private readonly Func<PopularitySongs, Split, int, ulong, Matrix> _classify;

    /// <summary>A model by what it does.</summary>
    /// <param name="name">What it is called in tables.</param>
    /// <param name="predict">The popularity of the split's test songs, given a seed; null for a model that only tells classes apart.</param>
    /// <param name="classify">The probabilities that the split's test songs are not popular and that they are, [test songs, 2], given a cut and a seed.</param>
    public PopularityModel(string name, Func<PopularitySongs, Split, ulong, double[]>? predict, Func<PopularitySongs, Split, int, ulong, Matrix> classify)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(classify);
        (Name, _predict, _classify) = (name, predict, classify);
    }

    /// <summary>What it is called in tables.</summary>
    public string Name { get; }

    /// <summary>Whether it predicts popularity itself.</summary>
    public bool PredictsPopularity => _predict is not null;

    /// <summary>The mean, or the commoner class: what every other model has to beat.</summary>
    public static PopularityModel Constant { get; } = OfTable(
        "constant", _ => new RegressionPipeline(new MeanRegressor(), new OneHotEncoder()), _ => new Pipeline(new MajorityClassifier(), new OneHotEncoder()));

    /// <summary>Ridge and logistic regression on audio and year, standardised, and a column for each genre.</summary>
    public static PopularityModel Linear { get; } = OfTable(
        "linear", _ => new RegressionPipeline(new RidgeRegression(), new OneHotEncoder(s_genreColumn), new StandardScaler()),
        _ => new Pipeline(new LogisticRegression(), new OneHotEncoder(s_genreColumn), new StandardScaler()));

    /// <summary>A plain network of two hidden layers on the same columns as <see cref="Linear"/>, ten epochs like the paper's.</summary>
    public static PopularityModel Perceptron { get; } = OfTable(
        "MLP", seed => new RegressionPipeline(new MultilayerPerceptronRegressor(seed), new OneHotEncoder(s_genreColumn), new StandardScaler()),
        seed => new Pipeline(new MultilayerPerceptronClassifier(seed), new OneHotEncoder(s_genreColumn), new StandardScaler()));

    /// <summary>Gradient-boosted trees on audio, year and genre as a category, settings as scikit-learn has them.</summary>
    public static PopularityModel Boosting { get; } = OfTable(
        "boosting", seed => new GradientBoostingRegressor(seed, new GradientBoostingSettings { CategoricalFeatures = [s_genreColumn] }),
        seed => new GradientBoostingClassifier(seed, new GradientBoostingSettings { CategoricalFeatures = [s_genreColumn] }));

    /// <summary>A random forest on the same columns as <see cref="Linear"/>; it tells classes apart and predicts no popularity.</summary>
    /// <param name="trees">Number of trees, 1 or more.</param>
    public static PopularityModel Forest(int trees = 100) => OfTable(
        "forest", null, seed => new Pipeline(new RandomForest(seed, trees, featuresPerSplit: 10), new OneHotEncoder(s_genreColumn)));

    /// <summary>Paper 000's network.</summary>
    /// <param name="settings">What the paper leaves open; null for this project's reading.</param>
    /// <param name="name">What to call it.</param>
    public static PopularityModel Network(PopularityNetworkSettings? settings = null, string name = "LSTM as written")
    {
        return new PopularityModel(name, Predict, Classify);

        double[] Predict(PopularitySongs songs, Split split, ulong seed)
        {
            PopularityNetwork network = new(seed, settings);
            network.Fit(songs, split.Train);
            return network.Predict(songs, split.Test);
        }

        Matrix Classify(PopularitySongs songs, Split split, int cut, ulong seed)
        {
            PopularityNetwork network = new(seed, settings);
            network.Fit(songs, split.Train, cut);
            return network.PredictProbabilities(songs, split.Test);
        }
    }

    /// <summary>Our best: <see cref="PopularityBooster"/>.</summary>
    /// <param name="knowsArtists">
    /// Whether test songs may be of artists with training songs; on folds grouped by artist say no, and only genres are encoded.
    /// </param>
    /// <param name="settings">Its settings, of which <paramref name="knowsArtists"/> decides one; null for the defaults.</param>
    /// <param name="name">What to call it.</param>
    public static PopularityModel Best(bool knowsArtists, PopularityBoosterSettings? settings = null, string name = "our best")
    {
        PopularityBoosterSettings own = (settings ?? new PopularityBoosterSettings()) with { EncodesArtists = knowsArtists };
        return new PopularityModel(name, Predict, Classify);

        double[] Predict(PopularitySongs songs, Split split, ulong seed)
        {
            PopularityBooster booster = new(seed, own);
            booster.Fit(songs, split.Train);
            return booster.Predict(songs, split.Test);
        }

        Matrix Classify(PopularitySongs songs, Split split, int cut, ulong seed)
        {
            PopularityBooster booster = new(seed, own);
            booster.Fit(songs, split.Train, cut);
            return booster.PredictProbabilities(songs, split.Test);
        }
    }

    /// <summary>A model over audio, year and genre in fifteen columns, of which the last is the genre's number; missing values are NaN.</summary>
    /// <param name="name">What it is called in tables.</param>
    /// <param name="regressor">Makes the regressor from a seed; null for a model that only tells classes apart.</param>
    /// <param name="classifier">Makes the classifier from a seed.</param>
    public static PopularityModel OfTable(string name, Func<ulong, IRegressor>? regressor, Func<ulong, IClassifier> classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return new PopularityModel(name, regressor is null ? null : Predict, Classify);

        double[] Predict(PopularitySongs songs, Split split, ulong seed)
        {
            IRegressor model = regressor!(seed);
            PopularitySongs training = songs.Select(split.Train);
            model.Fit(training.Features(PopularityColumns.Sound), training.Popularity);
            return model.Predict(songs.Select(split.Test).Features(PopularityColumns.Sound));
        }

        Matrix Classify(PopularitySongs songs, Split split, int cut, ulong seed)
        {
            IClassifier model = classifier(seed);
            PopularitySongs training = songs.Select(split.Train);
            model.Fit(training.Features(PopularityColumns.Sound), training.Popular(cut));
            return model.PredictProbabilities(songs.Select(split.Test).Features(PopularityColumns.Sound));
        }
    }

    /// <summary>The popularity of the split's test songs.</summary>
    /// <exception cref="InvalidOperationException">The model predicts no popularity.</exception>
    public double[] Predict(PopularitySongs songs, Split split, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(split);
        return _predict is null
            ? throw new InvalidOperationException($"'{Name}' tells popular songs from others; it predicts no popularity.")
            : _predict(songs, split, seed);
    }

    /// <summary>The probabilities that the split's test songs are not popular and that they are, [test songs, 2].</summary>
    public Matrix Classify(PopularitySongs songs, Split split, int cut, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(split);
        return _classify(songs, split, cut, seed);
    }
}
