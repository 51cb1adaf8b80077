using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// Paper 002, "Music Recommendation on Spotify using Deep Learning" (Maheshwari): which songs will this listener like?
/// Its network as written, the models that it has to stand beside, and what an expert would use.
/// </summary>
public static class SpotifyLikes
{
    /// <summary>The paper's system: min-max scaling learnt from the training rows, then the network.</summary>
    public static IClassifier AsWritten(ulong seed) => new Pipeline(new LikesNetwork(seed), new MinMaxScaler());

    /// <summary>The models of the comparison by name, the paper's first; each is made from a seed.</summary>
    /// <param name="songCount">About how many songs there are, as for <see cref="Best"/>.</param>
    public static IReadOnlyList<(string Name, Func<ulong, IClassifier> Build)> Models(int songCount) =>
    [
        ("paper's network", AsWritten),
        ("majority", _ => new MajorityClassifier()),
        ("logistic regression", _ => LogisticRegression()),
        ("k nearest neighbours", _ => NearestNeighbors()),
        ("random forest", seed => new RandomForest(seed, 500)),
        ("our best", seed => Best(seed, songCount)),
    ];

    /// <summary>
    /// What an expert would use: a choice among four learners that differ in kind, made by Brier score in a
    /// cross-validation inside the training rows (environment/decisions/0035 says why these).
    /// </summary>
    /// <param name="seed">Decides inner folds and trees.</param>
    /// <param name="songCount">
    /// About how many songs there are to learn from, 1 or more. Below 500 the choice and the trees are noisy and cheap: four rounds of
    /// five inner folds and 1,000 trees over pairs of features; from there on one round of three and 200.
    /// </param>
    public static NestedSelection Best(ulong seed, int songCount)
    {
        Throw.IfBelow(songCount, 1);
        (int folds, int repeats, int trees) = songCount < 500 ? (5, 4, 1000) : (3, 1, 200);
        return new NestedSelection(
            seed,
            [
                new Candidate("logistic regression", _ => LogisticRegression()),
                new Candidate("nearest neighbours", _ => NearestNeighbors()),
                new Candidate("extra trees over sums and differences", s => OverPairs(new ExtraTrees(s, trees, featuresPerSplit: 20))),
                new Candidate("vote of forests", VoteOfForests),
            ],
            SelectionCriterion.BrierScore,
            folds,
            repeats);
    }

    /// <summary>Trains the paper's network on one split and follows it on the test rows, for each of several splits.</summary>
    /// <param name="features">Unscaled features, [rows, features].</param>
    /// <param name="labels">0 (disliked) or 1 (liked) per row.</param>
    /// <param name="splits">What to train and what to judge on.</param>
    /// <param name="seed">Decides the weights and the order of rows, each split's its own.</param>
    /// <param name="epochs">Passes over the training rows, 1 or more.</param>
    /// <returns>One history per split: accuracy and loss, in training and on the test rows, after each epoch.</returns>
    public static History[] Train(Matrix features, int[] labels, IReadOnlyList<Split> splits, ulong seed, int epochs = 200)
    {
        RandomStream seeds = new(seed);
        History[] histories = new History[splits.Count];
        ParallelLoop.For(splits.Count, index =>
        {
            (int[] train, int[] test) = (splits[index].Train, splits[index].Test);
            MinMaxScaler scaler = new();
            Matrix trainFeatures = features.SelectRows(train);
            scaler.Fit(trainFeatures);
            histories[index] = new LikesNetwork(seeds.Split((ulong)index).NextUInt64(), epochs).Fit(
                scaler.Transform(trainFeatures), Pick(labels, train), scaler.Transform(features.SelectRows(test)), Pick(labels, test));
        });
        return histories;
    }

    /// <summary>How much accuracy on held-out rows is lost when a feature is shuffled, over all folds.</summary>
    /// <param name="folds">What to train and what to judge on.</param>
    /// <param name="features">Unscaled features, [rows, features].</param>
    /// <param name="labels">0 or 1 per row.</param>
    /// <param name="build">Makes the model from a seed.</param>
    /// <param name="seed">Decides the models' seeds and the shuffles.</param>
    /// <returns>One mean loss of accuracy per feature.</returns>
    public static double[] Importance(IReadOnlyList<Split> folds, Matrix features, int[] labels, Func<ulong, IClassifier> build, ulong seed)
    {
        RandomStream seeds = new(seed);
        double[] means = new double[features.Columns];
        for (int fold = 0; fold < folds.Count; fold++)
        {
            IClassifier model = build(seeds.Split((ulong)fold).NextUInt64());
            model.Fit(features.SelectRows(folds[fold].Train), Pick(labels, folds[fold].Train));
            PermutationImportance importance = PermutationImportance.Measure(
                model, features.SelectRows(folds[fold].Test), Pick(labels, folds[fold].Test), seeds.Split((ulong)fold).Split(1).NextUInt64());
            for (int feature = 0; feature < means.Length; feature++)
            {
                means[feature] += importance.Means[feature] / folds.Count;
            }
        }

        return means;
    }

    /// <summary>
    /// The paper's explorative filtering on a listener's likes: held-out songs ranked by how near they sound to the liked
    /// training songs, what is disliked being ignored.
    /// </summary>
    /// <returns>The area under the ROC curve on the split's test rows.</returns>
    public static double ContentArea(LikedSongs songs, Split split)
    {
        int[] liked = [.. split.Train.Where(row => songs.Labels[row] == 1)];
        string[] names = [.. Enumerable.Range(0, songs.Count).Select(row => string.Create(CultureInfo.InvariantCulture, $"song {row}"))];
        ContentNeighbors neighbors = new(songs.Features, AudioFeatures.All, new ContentOptions { NearestLiked = 5, ScaleItems = split.Train });
        neighbors.Fit(Interactions.FromIndices(["listener"], names, new int[liked.Length], liked, [.. liked.Select(_ => 1.0)], DuplicatePairs.Refuse));
        double[] scores = new double[songs.Count];
        foreach (Recommendation recommendation in neighbors.Recommend(0, songs.Count))
        {
            scores[recommendation.Item] = recommendation.Score;
        }

        return ClassificationMetrics.AreaUnderRocCurve(Pick(songs.Labels, split.Test), [.. split.Test.Select(row => scores[row])]);
    }

    private static Pipeline LogisticRegression() => new(new LogisticRegression(), new StandardScaler());

    private static Pipeline NearestNeighbors() => new(new KNearestNeighbors(15, NeighborWeights.Distance), new StandardScaler());

    private static Pipeline OverPairs(IClassifier classifier) => new(classifier, new StandardScaler(), new SumsAndDifferences());

    private static VotingEnsemble VoteOfForests(ulong seed)
    {
        RandomStream seeds = new(seed);
        return new VotingEnsemble(
        [
            new RandomForest(seeds.NextUInt64(), 300),
            new ExtraTrees(seeds.NextUInt64(), 300, featuresPerSplit: 9),
            OverPairs(new RandomForest(seeds.NextUInt64(), 300)),
        ]);
    }

    /// <summary>How well a model of one listener's songs predicts the likes of another listener.</summary>
    /// <param name="from">Whose songs to learn from.</param>
    /// <param name="to">Whose songs to judge on.</param>
    /// <param name="build">Makes the model from a seed.</param>
    /// <param name="seed">Given to <paramref name="build"/>.</param>
    /// <returns>The share predicted rightly, and the area under the ROC curve.</returns>
    public static (double Accuracy, double AreaUnderRocCurve) CarryOver(LikedSongs from, LikedSongs to, Func<ulong, IClassifier> build, ulong seed)
    {
        IClassifier model = build(seed);
        model.Fit(from.Features, from.Labels);
        double[] probabilities = model.PredictPositive(to.Features);
        return (
            ClassificationMetrics.Accuracy(to.Labels, [.. probabilities.Select(probability => probability > 0.5 ? 1 : 0)]),
            ClassificationMetrics.AreaUnderRocCurve(to.Labels, probabilities));
    }

    /// <summary>The classes of the named rows.</summary>
    private static int[] Pick(int[] labels, int[] rows) => [.. rows.Select(row => labels[row])];
}
