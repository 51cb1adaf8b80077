using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.DigitsProbe;

/// <summary>Every recommender on made-up plays, and the evaluation that judges them.</summary>
internal static class RecommenderProbe
{
    /// <summary>A name and the numbers of each computation.</summary>
    /// <param name="features">What songs sound like: as many rows as songs or more, three columns.</param>
    public static IEnumerable<(string Name, double[] Values)> Digits(Matrix features)
    {
        RandomStream random = new(14);
        Interactions plays = Interactions.FromPairs(
            Enumerable.Range(0, 60).Select(_ => ($"listener {random.NextInt32(9)}", $"song {random.NextInt32(12)}", (double)(1 + random.NextInt32(400)))).ToList());
        foreach (IRecommender recommender in new IRecommender[]
        {
            new PearsonNeighbors(new PearsonOptions { Shrinkage = 2 }),
            new PearsonNeighbors(new PearsonOptions { Overlap = RatingOverlap.CoRated, Scale = RatingScale.Rank }),
            new ContentNeighbors(features.SelectRows([.. Enumerable.Range(0, plays.ItemCount)]), ["energy", "tempo", "valence"], new ContentOptions { NearestLiked = 2 }),
            new ExplorationMix(new PearsonNeighbors(), new Popularity(), 0.4, seed: 6),
            new RandomItems(seed: 6),
            new PersonalPopularity(seed: 6, new PersonalPopularityOptions { Groups = 3, Dimensions = 4 }),
            new UserNeighbors(new NeighborOptions { Weighting = NeighborWeighting.TfIdf, Shrinkage = 2 }),
            new ItemNeighbors(new NeighborOptions { Weighting = NeighborWeighting.Bm25, Neighbors = 5 }),
            new AlternatingLeastSquares(7, new AlternatingLeastSquaresOptions { Factors = 5, Iterations = 2, Regularization = 1 }),
            new BayesianPersonalizedRanking(8, new BayesianPersonalizedRankingOptions { Factors = 5, Epochs = 2, HasOffsets = true }),
            new Ease(new EaseOptions { Regularization = 3, ItemPower = 0.3 }),
            new Ease(new EaseOptions { Regularization = 3, Form = EaseForm.OverItems }),
            new DenoisingAutoencoder(9, new DenoisingAutoencoderOptions { LatentSize = 3, Epochs = 2, BatchSize = 4 }),
            new VariationalAutoencoder(9, new VariationalAutoencoderOptions { HiddenSize = 5, LatentSize = 3, Epochs = 2, BatchSize = 4, AnnealingSteps = 2 }),
            new HistoryContentNetwork(ContentOf(plays.UserCount), 9, new HistoryContentOptions { HiddenSize = 3, Epochs = 2, BatchSize = 4 }),
            new VariationalAutoencoder(9, new VariationalAutoencoderOptions { HiddenSize = 5, LatentSize = 3, Epochs = 2, BatchSize = 4, Compression = new NetworkCompression { PrunedShare = 0.3, RetrainingEpochs = 1, EightBits = true } }),
            new DistilledAutoencoder(9, new DistillationOptions { Teacher = new DenoisingAutoencoderOptions { LatentSize = 4, Epochs = 2 }, Student = new DenoisingAutoencoderOptions { LatentSize = 2, Epochs = 2 }, SoftItems = 5 }),
            new PrivateEase(9, new PrivateEaseOptions { Items = 9, Epsilon = 3, Scale = RatingScale.Logarithm }),
            new HybridFactorization(ContentOf(plays.UserCount), ContentOf(plays.ItemCount), 9, new HybridFactorizationOptions { Factors = new AlternatingLeastSquaresOptions { Factors = 3, Iterations = 2 } }),
            new PopularityReranking(new Ease(new EaseOptions { Regularization = 3 }), new RerankingOptions { Candidates = 6 }),
            new MoodReranking(new Ease(new EaseOptions { Regularization = 3 }), new Matrix(plays.ItemCount, 2, [.. Enumerable.Range(0, 2 * plays.ItemCount).Select(place => place * 7 % 11 / 11.0)]), new MoodOptions { Strength = 0.7 }),
            new FeatureToFactorMapping(ContentOf(plays.UserCount), ContentOf(plays.ItemCount), 9, new FeatureToFactorOptions { Factors = new AlternatingLeastSquaresOptions { Factors = 3, Iterations = 2 } }),
        })
        {
            recommender.Fit(plays);
            yield return (
                $"recommenders.{recommender.GetType().Name}",
                [.. Enumerable.Range(0, plays.UserCount).SelectMany(user => recommender.Recommend(user, 4)).SelectMany(item => new[] { item.Item, item.Score })]);
        }

        Interactions sequences = Interactions.FromSequences(
            [.. Enumerable.Range(0, 8).Select(list => $"playlist {list}")], [.. Enumerable.Range(0, 13).Select(song => $"song {song}")],
            [.. Enumerable.Range(0, 8).Select(list => new RandomStream((ulong)list).Permutation(13)[..(3 + (list % 4))])]);
        foreach (IRecommender recommender in new IRecommender[]
        {
            new LastItemMarkov(new LastItemMarkovOptions { Window = 3, LookBack = 2 }),
            new SessionNeighbors(new SessionNeighborsOptions { Weighting = SessionWeighting.Linear, InverseFrequency = 0.5, RareSharedItems = 0.7 }),
            new RecurrentNextItem(9, new RecurrentNextItemOptions { Size = 5, Epochs = 1, MaximumLength = 4, SampledItems = 3 }),
            new SelfAttentionNextItem(9, new SelfAttentionNextItemOptions { Size = 6, Heads = 2, Epochs = 1, MaximumLength = 3, SampledItems = 0 }),
        })
        {
            recommender.Fit(sequences);
            yield return (
                $"recommenders.{recommender.GetType().Name}",
                [.. Enumerable.Range(0, sequences.UserCount).SelectMany(list => recommender.Recommend(list, 4)).SelectMany(item => new[] { item.Item, item.Score })]);
        }

        RankingSplit split = RankingProtocols.RandomShares(plays, 0.1, 0.3, seed: 3);
        RankingResult first = RankingEvaluation.Run(new ItemNeighbors(), split, 4), second = RankingEvaluation.Run(new Popularity(), split, 4);
        PairedRandomizationTest test = RankingComparison.Of(second, [first]).Differences[0].Test;
        yield return ("evaluation.ranking", [.. first.Ndcg, first.Gini, first.Novelty, first.Diversity, test.Mean.Low, test.Mean.High, test.PValue, test.EffectSize]);
    }

    // What is known about listeners or songs: a word of their kind, and now and then another.
    private static ContentTable ContentOf(int count)
    {
        Matrix values = new(count, 4);
        for (int row = 0; row < count; row++)
        {
            values[row, row % 3] = 1 + (row % 5);
            values[row, 3] = row % 2;
        }

        return new ContentTable(SparseMatrix.From(values), ["rock", "jazz", "folk", "old"]);
    }
}
