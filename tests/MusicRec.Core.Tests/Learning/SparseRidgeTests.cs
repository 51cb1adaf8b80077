using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class SparseRidgeTests
{
    [Fact]
    public void Weights_are_those_of_scikit_learn()
    {
        JsonElement cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Learning", "golden", "sparse_ridge.json"))).RootElement;
        foreach (JsonElement one in cases.EnumerateArray())
        {
            int rows = one.GetProperty("rows").GetInt32(), columns = one.GetProperty("columns").GetInt32();
            Matrix features = new(rows, columns, Numbers(one, "features"));
            Matrix weights = SparseRidge.Solve(SparseMatrix.From(features), new Matrix(rows, 2, Numbers(one, "targets")), one.GetProperty("alpha").GetDouble());
            double[] expected = Numbers(one, "weights");
            for (int place = 0; place < expected.Length; place++)
            {
                Assert.Equal(expected[place], weights.Values[place], 8);
            }
        }
    }

    [Fact]
    public void Targets_of_zeros_and_features_that_nobody_has_get_zeros()
    {
        SparseMatrix features = SparseMatrix.From(new Matrix(3, 3, [1, 0, 0, 2, 0, 1, 0, 0, 3]));
        Matrix weights = SparseRidge.Solve(features, new Matrix(3, 2, [1, 0, 2, 0, 3, 0]), 0.5);
        Assert.Equal([0, 0], [.. weights.Row(1)]);
        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(0, weights[row, 1]));
        Assert.True(weights[0, 0] > 0.3);
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseRidge.Solve(features, new Matrix(3, 1), 0));
        Assert.Throws<ArgumentException>(() => SparseRidge.Solve(features, new Matrix(2, 1), 1));
    }

    private static double[] Numbers(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
