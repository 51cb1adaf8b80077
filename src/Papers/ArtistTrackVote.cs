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
    private const int Trees = 300;
    private const int Networks = 5;

    private readonly ulong _seed;
    private Fitted? _fitted;

    /// <summary>A vote that has learnt nothing yet.</summary>
    /// <param name="seed">Decides trees, networks and the encoder's folds.</param>
    public ArtistTrackVote(ulong seed) => _seed = seed;

    /// <inheritdoc/>
    public int ClassCount => _fitted is null ? 0 : 2;

    /// <inheritdoc/>
    /// <param name="features">Such as <see cref="ArtistTrackInputs.RawAndArtistWithIdentifier"/>: numbers, and last the artist's number, [songs, 2 or more].</param>
    /// <param name="labels">0 (disliked) or 1 (liked) per song.</param>
    /// <exception cref="ArgumentException">Songs and likes do not fit together, or the numbers are not so.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        LearningInput.CheckTraining(features, labels);
        Throw.IfBelow(features.Columns, 2, "number of columns");
        double[] liked = new double[labels.Length];
        for (int row = 0; row < liked.Length; row++)
        {
            Throw.IfOutside(labels[row], 0, 1, $"{nameof(labels)}[{row}]");
            liked[row] = labels[row];
        }

        RandomStream seeds = new(_seed);
        TargetEncoder encoder = new(seeds.NextUInt64(), [features.Columns - 1], smoothing: 2, folds: 10);
        Matrix encoded = encoder.FitTransform(features, liked), plain = WithoutLast(features);
        VotingEnsemble heard = Trained(), unheard = Trained(), networks = new([.. Enumerable.Range(0, Networks).Select(_ => (IClassifier)new Pipeline(
            new MultilayerPerceptronClassifier(seeds.NextUInt64(), new MultilayerPerceptronSettings { HiddenSizes = [64, 64], Dropout = 0.3, Epochs = 30 }),
            new StandardScaler()))]);
        heard.Fit(encoded, labels);
        unheard.Fit(plain, labels);
        networks.Fit(plain, labels);
        _fitted = new Fitted(features.Columns, [.. features.Column(features.Columns - 1)], encoder, heard, unheard, networks);

        VotingEnsemble Trained() => new([new RandomForest(seeds.NextUInt64(), Trees), new GradientBoostingClassifier(seeds.NextUInt64())]);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(ArtistTrackVote));
        LearningInput.CheckPrediction(features, _fitted.Columns);
        int[] known = Rows(artist => _fitted.Artists.Contains(artist)), unknown = Rows(artist => !_fitted.Artists.Contains(artist));
        Matrix plain = WithoutLast(features), result = Positive(_fitted.Networks, plain), encoded = _fitted.Encoder.Transform(features);
        Add(known, Positive(_fitted.Heard, encoded.SelectRows(known)));
        Add(unknown, Positive(_fitted.Unheard, plain.SelectRows(unknown)));
        return result;

        int[] Rows(Predicate<double> isChosen) => [.. Enumerable.Range(0, features.Rows).Where(row => isChosen(features[row, features.Columns - 1]))];

        void Add(int[] rows, Matrix probabilities)
        {
            for (int place = 0; place < rows.Length; place++)
            {
                // Forest and boosting are two voices of three.
                double liked = (result[rows[place], 1] + (2 * probabilities[place, 1])) / 3;
                (result[rows[place], 0], result[rows[place], 1]) = (1 - liked, liked);
            }
        }
    }

    // Where all training songs are disliked, models know one class only.
    private static Matrix Positive(VotingEnsemble model, Matrix features)
    {
        Matrix probabilities = model.PredictProbabilities(features);
        if (probabilities.Columns == 2)
        {
            return probabilities;
        }

        Matrix disliked = new(features.Rows, 2);
        for (int row = 0; row < features.Rows; row++)
        {
            disliked[row, 0] = 1;
        }

        return disliked;
    }

    private static Matrix WithoutLast(Matrix features) => features.SelectColumns([.. Enumerable.Range(0, features.Columns - 1)]);

    private sealed record Fitted(int Columns, HashSet<double> Artists, TargetEncoder Encoder, VotingEnsemble Heard, VotingEnsemble Unheard, VotingEnsemble Networks);
}
