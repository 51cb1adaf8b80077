using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class SilhouetteTests
{
    public static TheoryData<string> Cases => ClusterGolden.Names("silhouette");

    [Theory, MemberData(nameof(Cases))]
    public void Every_row_and_the_mean_equal_scikit_learn(string name)
    {
        JsonElement golden = ClusterGolden.Case("silhouette", name);
        double[] expected = golden.Numbers("samples"), actual = Silhouette.Samples(golden.Matrix("features"), golden.Labels());
        Golden.AssertClose(new Matrix(1, expected.Length, expected), new Matrix(1, actual.Length, actual), 1e-7);
        Assert.Equal(golden.GetProperty("score").GetDouble(), Silhouette.Score(golden.Matrix("features"), golden.Labels()), 7);
    }

    [Fact]
    public void A_worked_example()
    {
        // Distances of the first row: 1 to its cluster; 4 and 6 to the other.
        double[] samples = Silhouette.Samples(new Matrix(4, 1, [0, 1, 4, 6]), [5, 5, 2, 2]);
        double[] expected = [(5 - 1) / 5.0, (4 - 1) / 4.0, (3.5 - 2) / 3.5, (5.5 - 2) / 5.5];
        Assert.All(expected.Zip(samples), pair => Assert.Equal(pair.First, pair.Second, 12));
    }

    [Fact]
    public void Rows_that_are_all_equal_have_no_silhouette() =>
        Assert.Equal([0.0, 0, 0], Silhouette.Samples(new Matrix(3, 2), [0, 0, 1]));

    [Fact]
    public void Values_do_not_depend_on_names_of_clusters_or_order_of_rows()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(301, 3, 4, seed: 3);
        double[] samples = Silhouette.Samples(features, labels);
        Assert.All(samples, value => Assert.InRange(value, -1, 1));
        int[] order = new RandomStream(2).Permutation(301);
        double[] shuffled = Silhouette.Samples(features.SelectRows(order), [.. order.Select(row => 100 - labels[row])]);
        for (int row = 0; row < order.Length; row++)
        {
            Assert.Equal(samples[order[row]], shuffled[row], 12);
        }
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Matrix features = new(3, 1, [1, 2, 3]);
        Refuses("1 different clusters in 3 rows", features, [4, 4, 4]);
        Refuses("3 different clusters in 3 rows", features, [0, 1, 2]);
        Refuses("labels has 2", features, [0, 1]);
        Refuses("row 0, column 0", new Matrix(3, 1, [double.NaN, 2, 3]), [0, 0, 1]);
        Refuses("not finite", new Matrix(3, 1, [1e200, 2, 3]), [0, 0, 1]);
        Refuses("features (columns) is empty", new Matrix(3, 0), [0, 0, 1]);
        Refuses("features", null!, [0, 0, 1]);
        Refuses("0 different clusters", new Matrix(0, 1), []);
    }

    private static void Refuses(string words, Matrix features, int[] labels) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(() => Silhouette.Samples(features, labels)).Message, StringComparison.Ordinal);
}
