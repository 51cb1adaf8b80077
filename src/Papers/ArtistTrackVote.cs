using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// What an expert would use where paper 004 has its recommender: the mean of a forest, boosting and five small networks over raw features and the artist's
/// vector. For songs by an artist with training songs, forest and boosting are other ones, which are also told how often those songs are liked; for other
/// artists that is never known, and trees that had learnt to rely on it would do worse.
/// </summary>
public sealed class ArtistTrackVote : IClassifier
{
    private const int Networks = 5;

    private readonly ulong _seed;
    private readonly int _trees;
    private readonly int _epochs;
    private Fitted? _fitted;

    /// <summary>A vote that has learnt nothing yet.</summary>
    /// <param name="seed">Decides trees, networks and the encoder's folds.</param>
    public ArtistTrackVote(ulong seed)
        : this(seed, trees: 300, epochs: 30)
    {
    }

    /// <summary>A smaller vote, for tests of what does not depend on the size.</summary>
    internal ArtistTrackVote(ulong seed, int trees, int epochs) => (_seed, _trees, _epochs) = (seed, trees, epochs);

    /// <summary>2 once fitted: disliked and liked.</summary>
    public int ClassCount => _fitted is null ? 0 : 2;

    /// <summary>Layers of the five networks.</summary>
    internal static MultilayerPerceptronSettings NetworkSettings { get; } = new() { HiddenSizes = [64, 64], Dropout = 0.3 };

    /// <inheritdoc/>
    /// <param name="features">Such as <see cref="ArtistTrackInputs.RawAndArtistWithIdentifier"/>: numbers, and last the artist's number, [songs, 2 or more].</param>
    /// <param name="labels">0 (disliked) or 1 (liked) per song.</param>
    /// <exception cref="ArgumentException">Songs and likes do not fit together, or the numbers are not so.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        LearningInput.CheckLikes(features, labels);
        Throw.IfBelow(features.Columns, 2, "number of columns");
        double[] liked = new double[labels.Length];
        for (int row = 0; row < liked.Length; row++)
        {
            liked[row] = labels[row];
        }

        RandomStream seeds = new(_seed);
        TargetEncoder encoder = NewEncoder(seeds.NextUInt64(), features.Columns);
        Matrix encoded = encoder.FitTransform(features, liked), plain = WithoutLast(features);
        TreePair heard = Trained(), unheard = Trained();
        MultilayerPerceptronClassifier[] networks = [.. Enumerable.Range(0, Networks).Select(_ => new MultilayerPerceptronClassifier(seeds.NextUInt64(), NetworkSettings with { Epochs = _epochs }))];
        StandardScaler scaler = new();
        scaler.Fit(plain);
        Matrix scaled = scaler.Transform(plain);
        heard.Fit(encoded, labels);
        unheard.Fit(plain, labels);
        foreach (MultilayerPerceptronClassifier network in networks)
        {
            network.Fit(scaled, labels);
        }

        _fitted = new Fitted(features.Columns, encoder, heard, unheard, scaler, networks);

        TreePair Trained() => new(new RandomForest(seeds.NextUInt64(), _trees), new GradientBoostingClassifier(seeds.NextUInt64()));
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(ArtistTrackVote));
        LearningInput.CheckPrediction(features, _fitted.Columns);
        Matrix plain = WithoutLast(features), encoded = _fitted.Encoder.Transform(features), result = new(features.Rows, 2);
        HashSet<double> heard = [.. _fitted.Encoder.StateOfOneColumn().Identifiers];
        int[] known = Rows(isKnown: true), unknown = Rows(isKnown: false);
        double[] byNetworks = new double[features.Rows];
        Matrix scaled = _fitted.Scaler.Transform(plain);
        foreach (MultilayerPerceptronClassifier network in _fitted.Networks)
        {
            double[] own = Liked(network, scaled);
            for (int row = 0; row < own.Length; row++)
            {
                byNetworks[row] += 1.0 / Networks * own[row];
            }
        }

        Add(known, _fitted.Heard.Liked(encoded.SelectRows(known)));
        Add(unknown, _fitted.Unheard.Liked(plain.SelectRows(unknown)));
        return result;

        int[] Rows(bool isKnown) => [.. Enumerable.Range(0, features.Rows).Where(row => heard.Contains(features[row, features.Columns - 1]) == isKnown)];

        void Add(int[] rows, double[] byTrees)
        {
            for (int place = 0; place < rows.Length; place++)
            {
                // Forest and boosting are two voices of three.
                double liked = (byNetworks[rows[place]] + (2 * byTrees[place])) / 3;
                (result[rows[place], 0], result[rows[place], 1]) = (1 - liked, liked);
            }
        }
    }

    /// <summary>Saves all that was learnt as a model file: trees, networks, scales, and how often each artist's songs were liked. Keep it as private as the ratings.</summary>
    /// <param name="path">Where to; customarily it ends in ".safetensors".</param>
    /// <exception cref="InvalidOperationException">The vote has not been fitted.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        Throw.IfNotFitted(_fitted, nameof(ArtistTrackVote));
        ArtistTrackVoteFile.Save(path, _fitted, _seed);
    }

    /// <summary>Loads a vote that gives the digits of the one that was saved.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or holds another kind of model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ArtistTrackVote Load(string path)
    {
        (Fitted fitted, ulong seed) = ArtistTrackVoteFile.Load(path);
        return new ArtistTrackVote(seed) { _fitted = fitted };
    }

    /// <summary>The encoder of the artist's number, the last of the columns.</summary>
    internal static TargetEncoder NewEncoder(ulong seed, int columns) => new(seed, [columns - 1], smoothing: 2, folds: 10);

    // Where all training songs are disliked, models know one class only.
    internal static double[] Liked(IClassifier model, Matrix features)
    {
        Matrix probabilities = model.PredictProbabilities(features);
        return probabilities.Columns == 2 ? probabilities.Column(1) : new double[features.Rows];
    }

    private static Matrix WithoutLast(Matrix features) => features.SelectColumns([.. Enumerable.Range(0, features.Columns - 1)]);

    /// <summary>What was learnt.</summary>
    internal sealed record Fitted(int Columns, TargetEncoder Encoder, TreePair Heard, TreePair Unheard, StandardScaler Scaler, MultilayerPerceptronClassifier[] Networks);

    /// <summary>A forest and boosting, whose probabilities are averaged.</summary>
    internal sealed record TreePair(RandomForest Forest, GradientBoostingClassifier Boosting)
    {
        public void Fit(Matrix features, ReadOnlySpan<int> labels)
        {
            Forest.Fit(features, labels);
            Boosting.Fit(features, labels);
        }

        public double[] Liked(Matrix features)
        {
            double[] forest = ArtistTrackVote.Liked(Forest, features), boosting = ArtistTrackVote.Liked(Boosting, features);
            return [.. forest.Zip(boosting, (first, second) => (0.5 * first) + (0.5 * second))];
        }
    }
}
