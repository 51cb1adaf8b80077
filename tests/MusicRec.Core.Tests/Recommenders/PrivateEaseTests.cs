using System.Text;
using System.Text.Json;
using MusicRec.Core.Tests.Embeddings;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Privacy;
using MusicRec.Recommenders;
using static MusicRec.Core.Tests.Recommenders.MadeUpListeners;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class PrivateEaseTests
{
    private static readonly PrivateEaseOptions _options = new() { Epsilon = 2, Items = 12, Regularization = 4, FullCounts = 6 };

    [Theory]
    [InlineData(1e-170)]
    [InlineData(1)]
    [InlineData(1e200)]
    public void A_listeners_row_has_length_one_however_large_or_small_its_plays(double plays)
    {
        (int[] places, double[] ratings) = NoisyStatistics.Row([0, 2], [plays, plays / 2], [0, 1, 2], RatingScale.AsGiven);
        Assert.Equal([0, 2], places);
        Assert.Equal(1, ratings.Sum(rating => rating * rating), 12);
        Assert.Equal(2, ratings[0] / ratings[1], 12);
    }

    [Fact]
    public void Without_noise_counts_choice_and_weights_are_those_of_numpy()
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Privacy", "golden", "privacy.json"))).RootElement.GetProperty("model");
        int items = golden.GetProperty("items").GetInt32(), most = golden.GetProperty("most").GetInt32(), full = golden.GetProperty("fullCounts").GetInt32();
        Interactions plays = FactorGolden.Plays(Numbers(golden, "plays"), golden.GetProperty("users").GetInt32(), items);
        FactorGolden.Near(Numbers(golden, "counts"), NoisyStatistics.ExactCounts(plays, full), 1e-12);
        PrivateEase recommender = new(1, new PrivateEaseOptions
        {
            Epsilon = double.PositiveInfinity,
            Items = most,
            FullCounts = full,
            Regularization = golden.GetProperty("regularization").GetDouble(),
            Scale = RatingScale.Logarithm,
        });
        recommender.Fit(plays);
        int[] chosen = [.. Numbers(golden, "chosen").Select(item => (int)item)];
        FactorGolden.Near(Numbers(golden, "weights"), [.. chosen.SelectMany(from => chosen.Select(to => recommender.Weight(from, to)))], 1e-5);
        int left = Enumerable.Range(0, items).First(item => !chosen.Contains(item));
        Assert.Equal(0, recommender.Weight(left, chosen[0]));
        Assert.Equal(0, recommender.Weight(chosen[0], left));
    }

    [Fact]
    public void One_listener_moves_what_is_counted_no_further_than_the_noise_is_made_for()
    {
        int[] owners = Plays.UserOfEachPair(), chosen = [.. Enumerable.Range(0, Items).Where(item => item % 2 == 0)];
        double[] counts = NoisyStatistics.ExactCounts(Plays, _options.FullCounts), products = Products(Plays);
        double furthestCount = 0, furthestProduct = 0;
        for (int user = 0; user < Users; user++)
        {
            Interactions without = Plays.Select([.. Enumerable.Range(0, owners.Length).Where(pair => owners[pair] != user)]);
            double[] other = NoisyStatistics.ExactCounts(without, _options.FullCounts), otherProducts = Products(without);
            furthestCount = Math.Max(furthestCount, Distance(counts, other));
            furthestProduct = Math.Max(furthestProduct, Distance(products, otherProducts));
        }

        // As far as allowed, and not further: the noise is neither too little nor more than it need be.
        Assert.Equal(Math.Sqrt(_options.FullCounts), furthestCount, 9);
        Assert.Equal(1, furthestProduct, 9);

        // The symmetric table of products as a whole, each number beside the diagonal twice.
        double[] Products(Interactions interactions)
        {
            CompressedRows rows = NoisyStatistics.Rows(interactions, chosen, RatingScale.Logarithm);
            double[] table = new double[chosen.Length * chosen.Length];
            for (int user = 0; user < Users; user++)
            {
                ReadOnlySpan<int> columns = rows.ColumnsOf(user);
                for (int first = 0; first < columns.Length; first++)
                {
                    for (int second = 0; second < columns.Length; second++)
                    {
                        table[(columns[first] * chosen.Length) + columns[second]] += rows.WeightsOf(user)[first] * rows.WeightsOf(user)[second];
                    }
                }
            }

            return table;
        }

        static double Distance(double[] one, double[] other) => Math.Sqrt(one.Zip(other, (first, second) => (first - second) * (first - second)).Sum());
    }

    [Fact]
    public void Noise_has_the_deviation_that_the_budget_asks_for()
    {
        const int Many = 40_000;
        Interactions empty = Interactions.FromIndices(["nobody"], [.. Enumerable.Range(0, Many).Select(item => $"song {item}")], [0], [0], [1]);
        double[] noise = NoisyStatistics.Counts(empty, _options, new RandomStream(5))[1..];
        double multiplier = GaussianMechanism.NoiseMultiplier(_options.Epsilon, _options.Delta);
        Assert.Equal(multiplier / Math.Sqrt(1 - _options.CountShare), _options.ProductDeviation, 12);
        AssertDeviation(Math.Sqrt(_options.FullCounts) * multiplier / Math.Sqrt(_options.CountShare), noise);

        double[] diagonal = new double[3_000], beside = new double[3_000];
        for (int row = 1; row <= diagonal.Length; row++)
        {
            double[] sums = new double[row + 1];
            NoisyStatistics.AddNoise(sums, row, 3, new RandomStream(8));
            (diagonal[row - 1], beside[row - 1]) = (sums[row], sums[row / 2]);
        }

        AssertDeviation(3, diagonal);
        AssertDeviation(3 / Math.Sqrt(2), beside);

        // Five standard errors of a deviation, which is σ / √2n.
        static void AssertDeviation(double expected, double[] values) =>
            Assert.InRange(Math.Sqrt(values.Average(value => value * value)), expected * (1 - (5 / Math.Sqrt(2.0 * values.Length))), expected * (1 + (5 / Math.Sqrt(2.0 * values.Length))));
    }

    [Fact]
    public void Weights_are_those_of_the_products_with_the_noise_of_the_seed()
    {
        PrivateEase recommender = Fit(11, _options);
        RandomStream random = new(11);
        int[] chosen = NoisyStatistics.Choose(NoisyStatistics.Counts(Plays, _options, random.Split(0)), _options.Items);
        CompressedRows rows = NoisyStatistics.Rows(Plays, chosen, _options.Scale);
        int size = chosen.Length;
        double[,] products = new double[size, size];
        for (int first = 0; first < size; first++)
        {
            double[] sums = new double[first + 1];
            for (int user = 0; user < Users; user++)
            {
                int place = rows.ColumnsOf(user).IndexOf(first);
                for (int second = 0; place >= 0 && second <= first; second++)
                {
                    int other = rows.ColumnsOf(user).IndexOf(second);
                    sums[second] += other < 0 ? 0 : rows.WeightsOf(user)[place] * rows.WeightsOf(user)[other];
                }
            }

            NoisyStatistics.AddNoise(sums, first, _options.ProductDeviation, random.Split(1));
            for (int second = 0; second <= first; second++)
            {
                products[first, second] = products[second, first] = sums[second];
            }

            products[first, first] += _options.Regularization + (Math.Sqrt(2.0 * size) * _options.ProductDeviation);
        }

        double[,] inverse = Invert(products);
        double[] expected = [.. Enumerable.Range(0, size * size).Select(place => place / size == place % size ? 0 : -inverse[place / size, place % size] / inverse[place % size, place % size])];
        FactorGolden.Near(expected, [.. chosen.SelectMany(from => chosen.Select(to => recommender.Weight(from, to)))], 1e-4);
    }

    [Fact]
    public void Noise_reaches_the_weights_and_the_counts_and_is_another_for_another_seed()
    {
        PrivateEase quiet = Fit(1, _options with { Epsilon = double.PositiveInfinity }), one = Fit(1, _options), same = Fit(1, _options), other = Fit(2, _options), faint = Fit(1, _options with { Epsilon = 1_000 });
        Assert.Equal(Weights(one), Weights(same));
        Assert.NotEqual(Weights(one), Weights(other));
        Assert.Equal(Weights(quiet), Weights(Fit(2, _options with { Epsilon = double.PositiveInfinity })));
        double loud = Weights(one).Zip(Weights(quiet), (first, second) => Math.Abs(first - second)).Max(), soft = Weights(faint).Zip(Weights(quiet), (first, second) => Math.Abs(first - second)).Max();
        Assert.True(soft < 0.3 * loud, $"{soft} against {loud}");
        Assert.NotEqual(one.Recommend(ListenerHistory.Empty, Items).Items, quiet.Recommend(ListenerHistory.Empty, Items).Items);

        static double[] Weights(PrivateEase recommender) => [.. Enumerable.Range(0, Items * Items).Select(place => recommender.Weight(place / Items, place % Items))];
    }

    [Fact]
    public void A_released_model_answers_alike_knows_nobody_and_learns_no_more()
    {
        using TemporaryFolder folder = new();
        PrivateEase fitted = Fit(987654321987654321, _options), released = fitted.Release();
        released.Save(folder.File("released"));
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(folder.File("released")));
        Assert.DoesNotContain("listener", text, StringComparison.Ordinal);
        Assert.DoesNotContain("987654321987654321", text, StringComparison.Ordinal);
        Assert.Contains("song 3", text, StringComparison.Ordinal);
        foreach (PrivateEase model in new[] { released, PrivateEase.Load(folder.File("released")), PrivateEase.Load(folder.File("released")).Release() })
        {
            for (int user = 0; user < Users; user++)
            {
                ListenerHistory history = ListenerHistory.Of(Plays, user);
                Assert.Equal([.. fitted.Recommend(history, Items)], model.Recommend(history, Items).ToArray());
            }

            Assert.Equal([.. fitted.SimilarItems(0, 5)], model.SimilarItems(0, 5).ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Recommend(0, 5));
            Assert.Throws<InvalidOperationException>(() => model.Fit(Plays));
        }

        Assert.Throws<InvalidOperationException>(() => new PrivateEase(1).Release());
        Assert.Contains("infinite", Assert.Throws<InvalidOperationException>(() => Fit(1, _options with { Epsilon = double.PositiveInfinity }).Release()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Planted_tastes_are_found_with_little_noise_and_settings_out_of_range_are_refused()
    {
        PrivateEase recommender = Fit(4, _options with { Epsilon = 200, Items = Items });
        int right = Enumerable.Range(0, 3).Sum(taste => recommender.RankItems(ListenerHistory.Of([taste, taste + 3, taste + 6]), 5).Count(item => item % 3 == taste));
        Assert.True(right >= 12, $"{right} of 15");
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrivateEase(1, _options with { Epsilon = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrivateEase(1, _options with { Epsilon = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrivateEase(1, _options with { Delta = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrivateEase(1, _options with { Items = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrivateEase(1, _options with { CountShare = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrivateEase(1, _options with { FullCounts = 0 }));
    }

    // Gauss and Jordan; the matrix is symmetric and positive, so that no row need be exchanged.
    private static double[,] Invert(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[,] left = (double[,])matrix.Clone(), inverse = new double[size, size];
        for (int row = 0; row < size; row++)
        {
            inverse[row, row] = 1;
        }

        for (int pivot = 0; pivot < size; pivot++)
        {
            double own = left[pivot, pivot];
            for (int column = 0; column < size; column++)
            {
                left[pivot, column] /= own;
                inverse[pivot, column] /= own;
            }

            foreach (int row in Enumerable.Range(0, size).Where(row => row != pivot))
            {
                double factor = left[row, pivot];
                for (int column = 0; column < size; column++)
                {
                    left[row, column] -= factor * left[pivot, column];
                    inverse[row, column] -= factor * inverse[pivot, column];
                }
            }
        }

        return inverse;
    }

    private static PrivateEase Fit(ulong seed, PrivateEaseOptions options)
    {
        PrivateEase recommender = new(seed, options);
        recommender.Fit(Plays);
        return recommender;
    }

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
