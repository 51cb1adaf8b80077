using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class NeighborEmbeddingTests
{
    private static readonly JsonElement s_golden = Golden.Read("neighbor_embedding.json");

    public static TheoryData<string> Cases => [.. s_golden.GetProperty("cases").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Cases))]
    public void Probabilities_and_steps_equal_scikit_learn_and_the_divergence_gets_as_low(string name)
    {
        JsonElement golden = s_golden.GetProperty("cases").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);
        Matrix features = golden.Matrix("features"), start = golden.Matrix("start");
        double perplexity = golden.GetProperty("perplexity").GetDouble();
        double[] probabilities = NeighborProbabilities.Of(StochasticNeighborEmbedding.SquaredDistances(features), features.Rows, perplexity);
        Matrix wanted = golden.Matrix("probabilities");
        Golden.AssertClose(wanted, new Matrix(features.Rows, features.Rows, probabilities), 1e-7);

        // From the same probabilities: scikit-learn's come from distances in 32 bits, and steps magnify what differs.
        NeighborDescent descent = new(wanted.Values, start, 50);
        descent.Run(golden.GetProperty("steps").GetInt32(), 12);
        Golden.AssertClose(golden.Matrix("moved"), descent.Positions, 1e-8);
        Assert.Equal(golden.GetProperty("exaggeratedDivergence").GetDouble(), descent.Divergence, 1e-8);

        StochasticNeighborEmbedding model = new(new StochasticNeighborEmbeddingSettings { Perplexity = perplexity });
        Matrix map = model.FitTransform(features);
        Assert.Equal((features.Rows, 2), (map.Rows, map.Columns));
        Assert.InRange(model.Divergence, 0, golden.GetProperty("divergence").GetDouble() * 1.03);
        Assert.Equal(map.Values, new StochasticNeighborEmbedding(new StochasticNeighborEmbeddingSettings { Perplexity = perplexity }).FitTransform(features).Values);
    }

    [Fact]
    public void Groups_that_are_apart_stay_apart()
    {
        Matrix features = s_golden.GetProperty("cases")[0].Matrix("features");
        Matrix map = new StochasticNeighborEmbedding(new StochasticNeighborEmbeddingSettings { Perplexity = 8, Iterations = 400 }).FitTransform(features);
        double Distance(int row, int other) => ((map[row, 0] - map[other, 0]) * (map[row, 0] - map[other, 0])) + ((map[row, 1] - map[other, 1]) * (map[row, 1] - map[other, 1]));
        int[] nearest = [.. Enumerable.Range(0, map.Rows).Select(row => Enumerable.Range(0, map.Rows).Where(other => other != row).MinBy(other => Distance(row, other)))];
        Assert.All(nearest.Select((other, row) => (other, row)), pair => Assert.Equal(pair.row % 3, pair.other % 3));
    }

    [Fact]
    public void What_cannot_be_drawn_is_named()
    {
        StochasticNeighborEmbedding model = new(new StochasticNeighborEmbeddingSettings { Perplexity = 5 });
        Assert.Throws<InvalidOperationException>(() => model.Divergence);
        Matrix Rows(int rows, int columns) => new(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(value => (double)(value * value % 7))]);
        Assert.Contains("perplexity of 5", Assert.Throws<ArgumentException>(() => model.FitTransform(Rows(5, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("two columns", Assert.Throws<ArgumentException>(() => model.FitTransform(Rows(9, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("rows of features are equal", Assert.Throws<ArgumentException>(() => model.FitTransform(new Matrix(9, 2))).Message, StringComparison.Ordinal);
        Matrix broken = Rows(9, 2);
        broken[3, 1] = double.NaN;
        Assert.Throws<ArgumentException>(() => model.FitTransform(broken));
        foreach (StochasticNeighborEmbeddingSettings settings in new StochasticNeighborEmbeddingSettings[] { new() { Perplexity = 0 }, new() { EarlyExaggeration = 0.5 }, new() { Iterations = 249 }, new() { LearningRate = 0 } })
        {
            Assert.ThrowsAny<ArgumentException>(() => new StochasticNeighborEmbedding(settings));
        }
    }

    [Fact]
    public void Equal_rows_have_finite_places()
    {
        Matrix features = new(12, 2, [.. Enumerable.Range(0, 24).Select(value => value < 16 ? 0.0 : value)]);
        Matrix map = new StochasticNeighborEmbedding(new StochasticNeighborEmbeddingSettings { Perplexity = 3, Iterations = 300 }).FitTransform(features);
        Assert.All(map.Values, value => Assert.True(double.IsFinite(value)));
    }
}
