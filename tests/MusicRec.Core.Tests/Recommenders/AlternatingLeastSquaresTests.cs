using System.Text.Json;
using MusicRec.Core.Tests.Learning;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class AlternatingLeastSquaresTests
{
    [Fact]
    public void One_listeners_vector_equals_numpys()
    {
        foreach (JsonElement golden in FactorGolden.Cases("leastSquares"))
        {
            int factors = golden.GetProperty("factors").GetInt32(), stride = ImplicitLeastSquares.Stride(factors);
            int[] items = golden.Integers("items");
            float[] others = FactorGolden.Padded(golden.Numbers("vectors"), factors, stride), vector = FactorGolden.Padded(golden.Numbers("start"), factors, stride);
            float[] extra = [.. golden.Numbers("extra").Select(value => (float)value)], gram = new float[stride * stride];
            ImplicitLeastSquares.Gram(others, stride, factors, golden.GetProperty("regularization").GetSingle(), gram);
            ImplicitLeastSquares.ConjugateGradient([0, items.Length], items, extra, others, gram, vector, stride, golden.GetProperty("steps").GetInt32());
            FactorGolden.Near(golden.Numbers("improved"), [.. vector[..factors].Select(value => (double)value)], 1e-5);
            double[] exactGram = new double[stride * stride];
            NormalEquations.Gram(others, stride, factors, golden.GetProperty("regularization").GetDouble(), exactGram);
            ImplicitLeastSquares.Exact([0, items.Length], items, extra, others, exactGram, vector, stride);
            FactorGolden.Near(golden.Numbers("exact"), [.. vector[..factors].Select(value => (double)value)], 1e-5);
        }
    }

    [Theory]
    [InlineData(LeastSquaresSolver.ConjugateGradient)]
    [InlineData(LeastSquaresSolver.Cholesky)]
    public void All_scores_equal_a_plain_reference_in_double(LeastSquaresSolver solver)
    {
        AlternatingLeastSquaresOptions options = new() { Factors = 10, Iterations = 6, Regularization = 2, Confidence = 3, Solver = solver };
        AlternatingLeastSquares model = new(4, options);
        model.Fit(MadeUpListeners.Plays);
        (double[] users, double[] items) = Plain(MadeUpListeners.Plays, 4, options);
        double[] expected = Products(users, items, ImplicitLeastSquares.Stride(10));
        FactorGolden.Near(expected, Products(model.UserFactors.Values, model.ItemFactors.Values, 10), 1e-4);
        Assert.Equal(MadeUpListeners.Users * MadeUpListeners.Items, expected.Length);
    }

    [Fact]
    public void Without_regularisation_it_rebuilds_a_table_of_low_rank()
    {
        // Two groups of listeners with songs of their own: a table of rank 2, as in the tests of "implicit".
        double[] table = [.. Enumerable.Range(0, 12 * 10).Select(place => place / 10 % 2 == place % 2 ? 1.0 : 0)];
        AlternatingLeastSquares model = new(2, new AlternatingLeastSquaresOptions
        {
            Factors = 6,
            Iterations = 15,
            Regularization = 1e-4,
            Confidence = 2,
            Scale = RatingScale.Binary,
            Solver = LeastSquaresSolver.Cholesky,
        });
        model.Fit(FactorGolden.Plays(table, 12, 10));
        FactorGolden.Near(table, Products(model.UserFactors.Values, model.ItemFactors.Values, 6), 1e-3);
    }

    [Fact]
    public void A_listener_of_the_fit_and_one_folded_in_have_the_same_vector_and_scores_come_from_it()
    {
        AlternatingLeastSquares model = Fitted();
        ListenerHistory history = ListenerHistory.Of(MadeUpListeners.Plays, 7);
        double[] vector = model.FoldIn(history);
        Assert.Equal(model.UserFactors.Row(7).ToArray(), vector);
        Assert.Equal([.. model.RankItems(7, 9)], model.RankItems(history, 9));
        double[] scores = model.ScoreItems(vector);
        Recommendation best = model.Recommend(7, 1)[0];
        Assert.Equal(scores[best.Item], best.Score);
        Assert.Equal(OrderedSums.Dot(vector, model.ItemFactors.Row(best.Item)), best.Score, 1e-6);
        Assert.All(model.ItemOffsets, offset => Assert.Equal(0, offset));
        Assert.All(model.FoldIn(ListenerHistory.Empty), number => Assert.Equal(0, number));
    }

    [Fact]
    public void The_parts_of_an_explanation_add_up_to_the_score()
    {
        AlternatingLeastSquares model = Fitted();
        for (int user = 0; user < 12; user++)
        {
            foreach (Recommendation item in model.Recommend(user, 5))
            {
                Explanation explanation = model.Explain(user, item.Item);
                Assert.Equal(item.Score, explanation.Because.Sum(part => part.Amount), 1e-4);
                Assert.Equal(MadeUpListeners.Plays.ItemsOf(user).Length, explanation.Because.Count);
            }
        }
    }

    [Fact]
    public void Items_of_the_listeners_taste_come_first()
    {
        AlternatingLeastSquares model = new(5, Options with { Factors = 3, Regularization = 5, Scale = RatingScale.Binary });
        model.Fit(MadeUpListeners.Plays);
        int hits = Enumerable.Range(0, 30).Sum(user => model.RankItems(user, 3).Count(item => item % 3 == user % 3));
        Assert.True(hits >= 70, $"{hits} of 90");
        Assert.Empty(model.SimilarItems(MadeUpListeners.ColdItem, 3));
    }

    [Fact]
    public void Seeds_repeat_and_differ()
    {
        AlternatingLeastSquares first = Fitted(), second = Fitted(), other = new(99, Options);
        other.Fit(MadeUpListeners.Plays);
        Assert.Equal(first.ItemFactors.Values, second.ItemFactors.Values);
        Assert.NotEqual(first.ItemFactors.Values, other.ItemFactors.Values);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(1, new() { Factors = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(1, new() { Iterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(1, new() { Regularization = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(1, new() { Confidence = double.PositiveInfinity }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(1, new() { Solver = (LeastSquaresSolver)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(1, new() { ConjugateGradientSteps = 0 }));
        AlternatingLeastSquares model = new(1);
        Assert.Throws<InvalidOperationException>(() => model.UserFactors);
        Assert.Throws<InvalidOperationException>(() => model.FoldIn(ListenerHistory.Empty));
        model = Fitted();
        Assert.Throws<ArgumentException>(() => model.ScoreItems(new double[3]));
        Assert.Throws<ArgumentException>(() => model.ScoreItems([.. Enumerable.Repeat(double.NaN, 8)]));
        Assert.Throws<ArgumentException>(() => model.ScoreItems([.. Enumerable.Repeat(1e300, 8)]));
    }

    private static AlternatingLeastSquaresOptions Options => new() { Factors = 8, Iterations = 5, Regularization = 1 };

    private static AlternatingLeastSquares Fitted()
    {
        AlternatingLeastSquares model = new(5, Options);
        model.Fit(MadeUpListeners.Plays);
        return model;
    }

    // The whole method on doubles, from the same first vectors.
    private static (double[] Users, double[] Items) Plain(Interactions plays, ulong seed, AlternatingLeastSquaresOptions options)
    {
        int stride = ImplicitLeastSquares.Stride(options.Factors);
        CompressedRows byUser = Ratings.Of(plays, options.Scale), byItem = byUser.Transpose(plays.ItemCount);
        double[] Draw(ulong side, int rows)
        {
            float[] draws = new float[rows * options.Factors];
            new RandomStream(seed).Split(side).FillGaussian(draws);
            double[] vectors = new double[rows * stride];
            for (int place = 0; place < draws.Length; place++)
            {
                vectors[(place / options.Factors * stride) + (place % options.Factors)] = 0.01f * draws[place];
            }

            return vectors;
        }

        double[] users = Draw(0, plays.UserCount), items = Draw(1, plays.ItemCount), gram = new double[stride * stride];
        void Solve(CompressedRows rows, double[] others, double[] vectors, LeastSquaresSolver solver)
        {
            double[] extra = [.. rows.Weights.Select(rating => options.Confidence * rating)];
            ImplicitLeastSquaresReference.Gram<double>(others, stride, options.Factors, options.Regularization, gram);
            if (solver == LeastSquaresSolver.Cholesky)
            {
                ImplicitLeastSquaresReference.Exact<double>(rows.Offsets, rows.Columns, extra, others, gram, vectors, stride);
            }
            else
            {
                ImplicitLeastSquaresReference.ConjugateGradient<double>(rows.Offsets, rows.Columns, extra, others, gram, vectors, stride, options.ConjugateGradientSteps);
            }
        }

        for (int iteration = 0; iteration < options.Iterations; iteration++)
        {
            Solve(byItem, users, items, options.Solver);
            Solve(byUser, items, users, options.Solver);
        }

        Solve(byUser, items, users, LeastSquaresSolver.Cholesky);
        return (users, items);
    }

    private static double[] Products(double[] users, double[] items, int length) =>
    [
        .. from user in Enumerable.Range(0, users.Length / length)
           from item in Enumerable.Range(0, items.Length / length)
           select OrderedSums.Dot(users.AsSpan(user * length, length), items.AsSpan(item * length, length)),
    ];
}
