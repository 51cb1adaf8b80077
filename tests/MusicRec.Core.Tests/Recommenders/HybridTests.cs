using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using static MusicRec.Core.Tests.Recommenders.MadeUpListeners;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class HybridTests
{
    private static readonly AlternatingLeastSquaresOptions _factors = new() { Factors = 6, Iterations = 6, Regularization = 2 };
    private static readonly ContentTable _listeners = MadeUpContent.Listeners(Users), _songs = MadeUpContent.Songs(Items);

    // Content of the song and the listener of whom MadeUpContent knows nothing: a song and a listener of the second taste.
    private static readonly ContentTable _allSongs = With(_songs, ColdItem, 1), _allListeners = With(_listeners, ColdUser, 1);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_mapped_listener_solves_the_problem_centred_on_what_the_content_predicts(int plays)
    {
        FeatureToFactorOptions options = new() { Factors = _factors, Regularization = 1.5, PriorWeight = 4 };
        FeatureToFactorMapping recommender = new(_allListeners, null, 3, options);
        recommender.Fit(Plays);
        AlternatingLeastSquares model = new(3, _factors);
        model.Fit(Plays);
        double[] predicted = Predict(model, _allListeners, ColdUser, options.Regularization);
        double[] vector = predicted;
        (int Item, double Weight)[] history = [.. Enumerable.Range(0, plays).Select(place => (5 * place, 3.0 + place))];
        if (plays > 0)
        {
            double[,] matrix = new double[6, 6];
            double[] right = [.. predicted.Select(value => 4 * value)];
            for (int item = 0; item < Items; item++)
            {
                double extra = history.Where(play => play.Item == item).Sum(play => Math.Log(1 + play.Weight));
                for (int row = 0; row < 6; row++)
                {
                    right[row] += extra > 0 ? (1 + extra) * model.ItemFactors[item, row] : 0;
                    for (int column = 0; column < 6; column++)
                    {
                        matrix[row, column] += (1 + extra) * model.ItemFactors[item, row] * model.ItemFactors[item, column];
                    }
                }
            }

            vector = Solve(Ridge(matrix, 4), right);
        }

        double[] scores = model.ScoreItems(vector);
        ListenerHistory asked = ListenerHistory.Of(history).WithContent(_allListeners.NormalizeRows().Row(ColdUser));
        RecommendationList list = recommender.Recommend(asked, 8);
        Assert.Equal(8, list.Count);
        Assert.All(list, answer => Assert.Equal(scores[answer.Item], answer.Score, 4));
        Assert.All(list, answer => Assert.Equal(AnswerKind.FoldedIn, answer.Answer));
    }

    [Fact]
    public void The_parts_of_a_mapped_score_add_up()
    {
        FeatureToFactorMapping recommender = new(_allListeners, null, 3, new FeatureToFactorOptions { Factors = _factors });
        recommender.Fit(Plays);
        foreach (int[] items in new int[][] { [], [1, 4, 8] })
        {
            // Two listeners of the same plays and different words: what their scores differ by is what their words' parts differ by.
            ListenerHistory one = ListenerHistory.Of(items).WithContent(_allListeners.NormalizeRows().Row(0)), other = ListenerHistory.Of(items).WithContent(_allListeners.NormalizeRows().Row(1));
            foreach (int item in new[] { 12, 13, 14 })
            {
                Explanation first = recommender.Explain(one, item), second = recommender.Explain(other, item);
                Assert.Equal(items.Length, first.Because.Count);
                double features = first.Features.Sum(part => part.Amount) - second.Features.Sum(part => part.Amount);
                Assert.Equal(recommender.ScoresFor(one)![item] - recommender.ScoresFor(other)![item], features, 5);
                Assert.Equal(0, first.Because.Sum(part => part.Amount) - second.Because.Sum(part => part.Amount), 5);
            }
        }
    }

    [Fact]
    public void Hybrid_factorisation_is_ALS_on_the_table_that_grew_by_content()
    {
        const double Weight = 2;
        HybridFactorization recommender = new(_listeners, _songs, 4, new HybridFactorizationOptions { Factors = _factors, ContentWeight = Weight });
        recommender.Fit(Plays);
        Matrix words = _listeners.NormalizeRows().Values.ToMatrix(), tags = _songs.NormalizeRows().Values.ToMatrix();
        List<(int User, int Item, double Weight)> all = [];
        for (int user = 0; user < Users; user++)
        {
            all.AddRange(Plays.ItemsOf(user).ToArray().Zip(Plays.WeightsOf(user).ToArray()).Select(play => (user, play.First, Math.Log(1 + play.Second))));
            all.AddRange(Enumerable.Range(0, 5).Where(word => words[user, word] > 0).Select(word => (user, Items + word, Weight * words[user, word])));
        }

        for (int item = 0; item < Items; item++)
        {
            all.AddRange(Enumerable.Range(0, 5).Where(word => tags[item, word] > 0).Select(word => (Users + word, item, Weight * tags[item, word])));
        }

        Interactions joined = Interactions.FromIndices(
            [.. Enumerable.Range(0, Users + 5).Select(user => $"u{user}")], [.. Enumerable.Range(0, Items + 5).Select(item => $"i{item}")],
            [.. all.Select(pair => pair.User)], [.. all.Select(pair => pair.Item)], [.. all.Select(pair => pair.Weight)]);
        AlternatingLeastSquares model = new(4, _factors with { Scale = RatingScale.AsGiven });
        model.Fit(joined);
        for (int user = 0; user < 6; user++)
        {
            double[] scores = model.ScoreItems(model.FoldIn(ListenerHistory.Of(joined, user)));
            Assert.All(recommender.Recommend(user, 6), answer => Assert.Equal(scores[answer.Item], answer.Score, 4));
        }

        Explanation explanation = recommender.Explain(2, 5);
        Assert.Equal(Plays.ItemsOf(2).Length, explanation.Because.Count);
        Assert.All(explanation.Features, feature => Assert.Contains(feature.Name, MadeUpContent.Words));
        Assert.Equal(recommender.ScoresFor(ListenerHistory.Of(Plays, 2), 2)![5], explanation.Because.Concat(explanation.Features).Sum(part => part.Amount), 4);
    }

    [Fact]
    public void A_listener_without_plays_gets_songs_of_the_taste_that_their_content_tells()
    {
        foreach (IRecommender recommender in new IRecommender[]
        {
            new HybridFactorization(_allListeners, null, 5, new HybridFactorizationOptions { Factors = _factors }),
            new FeatureToFactorMapping(_allListeners, null, 5, new FeatureToFactorOptions { Factors = _factors }),
            new HistoryContentNetwork(_allListeners, 5, new HistoryContentOptions { HiddenSize = 8, Epochs = 40, BatchSize = 8, LearningRate = 0.01, Dropout = 0.1, Patience = 40 }),
        })
        {
            recommender.Fit(Plays);
            RecommendationList list = recommender.Recommend(ColdUser, 6);
            Assert.Equal(AnswerKind.Known, list.Answer);
            Assert.True(list.Count(answer => answer.Item % 3 == 1) >= 5, $"{recommender.Name}: {string.Join(' ', list.Items)}");
            Assert.Contains("jazz", list[0].Reason, StringComparison.Ordinal);

            // The same content with another's name, brought by somebody whom the fit did not see.
            ContentTable normal = _allListeners.NormalizeRows();
            int[] visitor = recommender.RankItems(ListenerHistory.Empty.WithContent(normal.Row(0)), 6);
            Assert.True(visitor.Count(item => item % 3 == 0) >= 5, $"{recommender.Name}: {string.Join(' ', visitor)}");
            Assert.Equal(AnswerKind.Fallback, recommender.Recommend(ListenerHistory.Empty, 6).Answer);
        }
    }

    [Fact]
    public void A_song_that_nobody_has_is_for_those_whose_taste_its_content_is_near()
    {
        foreach (Recommender recommender in new Recommender[]
        {
            new HybridFactorization(null, _allSongs, 6, new HybridFactorizationOptions { Factors = _factors }),
            new FeatureToFactorMapping(null, _allSongs, 6, new FeatureToFactorOptions { Factors = _factors }),
        })
        {
            recommender.Fit(Plays);
            double[] means = [.. Enumerable.Range(0, 3).Select(taste => Enumerable.Range(0, ColdUser).Where(user => user % 3 == taste)
                .Average(user => recommender.ScoresFor(ListenerHistory.Of(Plays, user), user)![ColdItem]))];
            Assert.True(means[1] > 2 * Math.Max(means[0], means[2]), $"{recommender.Name}: {string.Join(' ', means)}");
            Assert.True(recommender.SimilarItems(ColdItem, 4).Count(similar => similar.Item % 3 == 1) >= 3);
        }
    }

    [Fact]
    public void Content_that_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new HybridFactorization(null, null, 1));
        Assert.Throws<ArgumentException>(() => new FeatureToFactorMapping(null, null, 1));
        ContentTable negative = new(SparseMatrix.From(new Matrix(1, 1, [-0.5])), ["warmth"]);
        Assert.Contains("-0.5", Assert.Throws<ArgumentOutOfRangeException>(() => new HybridFactorization(negative, null, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new HybridFactorization(MadeUpContent.Listeners(4), null, 1).Fit(Plays));
        Assert.Throws<ArgumentException>(() => new FeatureToFactorMapping(null, MadeUpContent.Songs(4), 1).Fit(Plays));
        Assert.Throws<ArgumentException>(() => new HistoryContentNetwork(MadeUpContent.Listeners(4), 1).Fit(Plays));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureToFactorMapping(_listeners, null, 1, new FeatureToFactorOptions { PriorWeight = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureToFactorMapping(_listeners, null, 1, new FeatureToFactorOptions { Regularization = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HybridFactorization(_listeners, null, 1, new HybridFactorizationOptions { ContentWeight = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HistoryContentNetwork(_listeners, 1, new HistoryContentOptions { ContentWeight = 0 }));
        FeatureToFactorMapping fitted = new(_listeners, null, 1, new FeatureToFactorOptions { Factors = _factors });
        fitted.Fit(Plays);
        Assert.Throws<ArgumentException>(() => fitted.Recommend(ListenerHistory.Empty.WithContent(SparseMatrix.From(new Matrix(1, 2, [1, 1]))), 3));
    }

    private static ContentTable With(ContentTable table, int row, int word)
    {
        Matrix values = table.Values.ToMatrix();
        values[row, word] = 2.5;
        return new ContentTable(SparseMatrix.From(values), table.FeatureNames);
    }

    private static double[] Predict(AlternatingLeastSquares model, ContentTable content, int row, double regularization)
    {
        Matrix words = content.NormalizeRows().Values.ToMatrix();
        int[] rows = [.. Enumerable.Range(0, Users).Where(user => Plays.ItemsOf(user).Length > 0)];
        double[,] products = new double[5, 5];
        foreach (int user in rows)
        {
            for (int first = 0; first < 5; first++)
            {
                for (int second = 0; second < 5; second++)
                {
                    products[first, second] += words[user, first] * words[user, second];
                }
            }
        }

        double[] predicted = new double[6];
        for (int factor = 0; factor < 6; factor++)
        {
            double mean = rows.Average(user => model.UserFactors[user, factor]);
            double[] right = [.. Enumerable.Range(0, 5).Select(word => rows.Sum(user => words[user, word] * (model.UserFactors[user, factor] - mean)))];
            double[] weights = Solve(Ridge((double[,])products.Clone(), regularization), right);
            predicted[factor] = mean + weights.Select((weight, word) => weight * words[row, word]).Sum();
        }

        return predicted;
    }

    private static double[,] Ridge(double[,] matrix, double regularization)
    {
        for (int place = 0; place < matrix.GetLength(0); place++)
        {
            matrix[place, place] += regularization;
        }

        return matrix;
    }

    // Gauss's elimination; the matrices here are positive definite.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int size = right.Length;
        double[] solution = [.. right];
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = pivot + 1; row < size; row++)
            {
                double factor = matrix[row, pivot] / matrix[pivot, pivot];
                solution[row] -= factor * solution[pivot];
                for (int column = pivot; column < size; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }
            }
        }

        for (int row = size - 1; row >= 0; row--)
        {
            for (int column = row + 1; column < size; column++)
            {
                solution[row] -= matrix[row, column] * solution[column];
            }

            solution[row] /= matrix[row, row];
        }

        return solution;
    }
}
