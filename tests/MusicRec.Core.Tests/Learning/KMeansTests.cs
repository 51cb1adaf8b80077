using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class KMeansTests
{
    public static TheoryData<string> Cases => ClusterGolden.Names("kMeans");

    [Theory, MemberData(nameof(Cases))]
    public void From_given_centers_everything_equals_scikit_learn(string name)
    {
        JsonElement golden = ClusterGolden.Case("kMeans", name);
        Matrix centers = golden.Matrix("startingCenters");
        KMeans model = new(1, centers.Rows, 1, golden.GetProperty("maximumIterations").GetInt32(), golden.GetProperty("tolerance").GetDouble());
        model.Fit(golden.Matrix("features"), centers);
        Golden.AssertClose(golden.Matrix("centers"), model.Centers, 1e-9);
        Assert.Equal(golden.Integers("labels"), model.Labels);
        Assert.Equal(golden.GetProperty("inertia").GetDouble(), model.Inertia, 1e-6 * Math.Max(1, model.Inertia));
        Assert.Equal(golden.GetProperty("iterations").GetInt32(), model.Iterations);
        Assert.Equal(golden.Integers("predicted"), model.Predict(golden.Matrix("queries")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_starts_are_as_good_as_those_of_scikit_learn(int index)
    {
        JsonElement golden = ClusterGolden.Root.GetProperty("starts")[index];
        Matrix features = golden.Matrix("features");
        int count = golden.GetProperty("clusterCount").GetInt32(), seeds = golden.GetProperty("seeds").GetInt32();
        double Inertia(int seed, int starts)
        {
            KMeans model = new((ulong)seed, count, starts);
            model.Fit(features);
            return model.Inertia;
        }

        double mean = Enumerable.Range(0, seeds).Average(seed => Inertia(seed, 1));
        double allowed = 4 * golden.GetProperty("standardDeviation").GetDouble() * Math.Sqrt(2.0 / seeds);
        Assert.Equal(golden.GetProperty("mean").GetDouble(), mean, allowed);
        double[] best = [.. Enumerable.Range(1000, 21).Select(seed => Inertia(seed, 10)).Order()];
        Assert.Equal(golden.GetProperty("bestOfTen").GetDouble(), best[10], 1e-3 * best[10]);
    }

    [Fact]
    public void One_seed_gives_one_clustering_and_more_starts_never_a_worse_one()
    {
        Matrix features = ClusterGolden.Root.GetProperty("starts")[2].Matrix("features");
        KMeans first = Fitted(features, 9, 4, starts: 1), second = Fitted(features, 9, 4, starts: 1), more = Fitted(features, 9, 4, starts: 20);
        Assert.Equal(first.Labels, second.Labels);
        Assert.Equal(first.Centers.Values, second.Centers.Values);
        Assert.True(more.Inertia < first.Inertia);
        Assert.NotEqual(first.Inertia, Fitted(features, 9, 5, starts: 1).Inertia);
    }

    [Fact]
    public void Many_blocks_of_rows_and_many_threads_give_the_same_bits_as_one_thread()
    {
        (Matrix features, _) = MadeUpRows.Blobs(2_003, 5, 3, seed: 8);
        KMeans together = Fitted(features, 6, 3);
        bool before = WorkerPool.IsSerial;
        WorkerPool.IsSerial = true;
        KMeans alone = Fitted(features, 6, 3);
        WorkerPool.IsSerial = before;
        Assert.Equal(alone.Centers.Values, together.Centers.Values);
        Assert.Equal(alone.Inertia, together.Inertia);
        Assert.Equal(alone.Labels, together.Labels);
        Assert.Equal(together.Labels, together.Predict(features));
    }

    [Fact]
    public void Every_row_is_nearest_to_its_own_center_and_the_inertia_is_the_sum_of_these_distances()
    {
        (Matrix features, _) = MadeUpRows.Blobs(1_203, 3, 4, seed: 2);
        KMeans model = Fitted(features, 7, 1);
        int[] labels = model.Labels;
        double inertia = 0;
        for (int row = 0; row < features.Rows; row++)
        {
            (int nearest, double squared) = DistanceReference.Nearest(features.Row(row), model.Centers);
            Assert.Equal(nearest, labels[row]);
            inertia += squared;
        }

        Assert.Equal(inertia, model.Inertia, 1e-9 * inertia);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], labels.Distinct().Order());
    }

    [Fact]
    public void Equal_rows_leave_clusters_empty_without_harm()
    {
        Matrix features = new(9, 2, [.. Enumerable.Repeat(0.1, 12), .. Enumerable.Repeat(2.0, 6)]);
        KMeans model = Fitted(features, 4, 1);
        Assert.Equal(0, model.Inertia, 12);
        Assert.Equal(2, model.Labels.Distinct().Count());
        Assert.All(model.Centers.Values, value => Assert.True(double.IsFinite(value)));
        KMeans same = Fitted(new Matrix(5, 1, [3, 3, 3, 3, 3]), 2, 1);
        Assert.Equal([3, 3], same.Centers.Values);
    }

    [Fact]
    public void Fitting_again_forgets_what_was_learnt_and_changes_no_argument()
    {
        Matrix features = new(4, 1, [1, 2, 8, 9]), centers = new(2, 1, [0, 5]);
        KMeans model = Fitted(new Matrix(3, 2, [1, 1, 2, 2, 5, 5]), 2, 1);
        model.Fit(features, centers);
        Assert.Equal([1.5, 8.5], model.Centers.Values);
        Assert.Equal([0.0, 5], centers.Values);
        Assert.Equal([1.0, 2, 8, 9], features.Values);
        Assert.Equal([0, 1], model.Predict(new Matrix(2, 1, [4, 6])));
        Assert.Empty(model.Predict(new Matrix(0, 1)));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Matrix features = new(3, 2, [1, 2, 3, 4, 5, 6]);
        Refuses("clusterCount is 0", () => new KMeans(1, 0));
        Refuses("starts is 0", () => new KMeans(1, 2, 0));
        Refuses("maximumIterations is 0", () => new KMeans(1, 2, 1, 0));
        Refuses("tolerance is -1", () => new KMeans(1, 2, tolerance: -1));
        Refuses("tolerance is NaN", () => new KMeans(1, 2, tolerance: double.NaN));
        Refuses("3 rows, too few for 4 clusters", () => Fitted(features, 4, 1));
        Refuses("features (columns) is empty", () => Fitted(new Matrix(3, 0), 2, 1));
        Refuses("row 1, column 0", () => Fitted(new Matrix(2, 1, [0, double.NaN]), 1, 1));
        Refuses("not finite", () => Fitted(new Matrix(2, 1, [1e200, -1e200]), 1, 1));
        Refuses("number of clusters has 2", () => new KMeans(1, 2).Fit(features, new Matrix(1, 2)));
        Refuses("features (columns) has 2", () => new KMeans(1, 2).Fit(features, new Matrix(2, 3)));
        Refuses("startingCenters[1] is NaN", () => new KMeans(1, 1).Fit(features, new Matrix(1, 2, [0, double.NaN])));
        Refuses("'features'", () => new KMeans(1, 1).Fit(null!));
        Refuses("'startingCenters'", () => new KMeans(1, 1).Fit(features, null!));
        Refuses("has 1 columns", () => Fitted(features, 2, 1).Predict(new Matrix(1, 1)));
        Assert.Contains("not been fitted", Assert.Throws<InvalidOperationException>(() => new KMeans(1, 2).Labels).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new KMeans(1, 2).Predict(features));
    }

    private static KMeans Fitted(Matrix features, int clusters, ulong seed, int starts = 3)
    {
        KMeans model = new(seed, clusters, starts);
        model.Fit(features);
        return model;
    }

    private static void Refuses(string words, Func<object> make) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);

    private static void Refuses(string words, Action act) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
