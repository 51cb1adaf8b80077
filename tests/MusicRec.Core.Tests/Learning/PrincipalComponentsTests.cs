using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class PrincipalComponentsTests
{
    public static TheoryData<string> Cases => ClusterGolden.Names("components");

    [Theory, MemberData(nameof(Cases))]
    public void Loadings_with_signs_variances_and_scores_equal_scikit_learn(string name)
    {
        JsonElement golden = ClusterGolden.Case("components", name);
        PrincipalComponents model = new(golden.GetProperty("isCountGiven").GetBoolean() ? golden.GetProperty("componentCount").GetInt32() : null);
        model.Fit(golden.Matrix("features"));
        Golden.AssertClose(golden.Matrix("loadings"), model.Loadings, 1e-8);
        Golden.AssertClose(Row(golden.Numbers("variances")), Row(model.ExplainedVariances), 1e-8);
        Golden.AssertClose(Row(golden.Numbers("shares")), Row(model.ExplainedVarianceShares), 1e-8);
        Golden.AssertClose(golden.Matrix("transformed"), model.Transform(golden.Matrix("queries")), 1e-8);
    }

    [Theory]
    [InlineData(50, 7)]
    [InlineData(5, 9)]
    [InlineData(4, 3000)]
    [InlineData(2, 2)]
    public void Components_are_orthonormal_and_scores_have_their_variances(int rows, int columns)
    {
        Matrix features = MadeUpRows.Blobs(rows, columns, 2, seed: 4).Features;
        PrincipalComponents model = new();
        model.Fit(features);
        Matrix loadings = model.Loadings, scores = model.Transform(features);
        Assert.Equal((Math.Min(rows, columns), columns), (loadings.Rows, loadings.Columns));
        for (int one = 0; one < loadings.Rows; one++)
        {
            for (int other = 0; other < loadings.Rows; other++)
            {
                Assert.Equal(one == other ? 1 : 0, Dot(loadings.Row(one), loadings.Row(other)), 12);
                Assert.Equal(one == other ? model.ExplainedVariances[one] : 0, Dot(scores.Column(one), scores.Column(other)) / (rows - 1), 10);
            }
        }

        Assert.Equal(1, model.ExplainedVarianceShares.Sum(), 12);
        Assert.Equal(model.ExplainedVariances.OrderDescending(), model.ExplainedVariances);
    }

    [Fact]
    public void Rows_that_do_not_vary_have_components_without_variance()
    {
        PrincipalComponents model = new();
        model.Fit(new Matrix(3, 2, [4, 5, 4, 5, 4, 5]));
        Assert.Equal([0.0, 0], model.ExplainedVariances);
        Assert.Equal([0.0, 0], model.ExplainedVarianceShares);
        Assert.Equal([1.0, 0, 0, 1], model.Loadings.Values);
        Assert.Equal([0.0, 0], model.Transform(new Matrix(1, 2, [4, 5])).Values);
    }

    [Fact]
    public void Fewer_rows_than_columns_that_do_not_vary_have_components_too()
    {
        PrincipalComponents model = new();
        model.Fit(new Matrix(2, 3, [4, 5, 6, 4, 5, 6]));
        Assert.Equal([0.0, 0], model.ExplainedVariances);
        Assert.Equal([1.0, 0, 0, 0, 1, 0], model.Loadings.Values);
    }

    [Fact]
    public void Tiny_variance_beside_large_is_found_to_its_last_digits()
    {
        // A covariance matrix would lose it: 1e-9 squared is below rounding beside 1.
        PrincipalComponents model = new();
        model.Fit(new Matrix(4, 2, [1, 1e-9, 1, -1e-9, -1, 1e-9, -1, -1e-9]));
        Assert.Equal(4e-18 / 3, model.ExplainedVariances[1], 1e-30);
        Assert.Equal([1.0, 0, 0, 1], model.Loadings.Values.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Fitting_again_forgets_and_leaves_the_argument_alone()
    {
        Matrix features = MadeUpRows.Blobs(20, 3, 2, seed: 4).Features;
        double[] before = [.. features.Values];
        PrincipalComponents model = new(1), fresh = new(1);
        model.Fit(new Matrix(4, 2, [1, 2, 3, 4, 5, 6, 7, 9]));
        model.Fit(features);
        fresh.Fit(features);
        Assert.Equal(before, features.Values);
        Assert.Equal(fresh.Transform(features).Values, model.Transform(features).Values);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Refuses("componentCount is 0", () => _ = new PrincipalComponents(0));
        Refuses("1 rows", () => new PrincipalComponents().Fit(new Matrix(1, 3)));
        Refuses("(columns) is empty", () => new PrincipalComponents().Fit(new Matrix(3, 0)));
        Refuses("componentCount is 3; allowed: 1 to 2", () => new PrincipalComponents(3).Fit(new Matrix(4, 2)));
        Refuses("row 1, column 0", () => new PrincipalComponents().Fit(new Matrix(2, 1, [0, double.PositiveInfinity])));
        Refuses("not finite", () => new PrincipalComponents().Fit(new Matrix(2, 1, [1e200, -1e200])));
        PrincipalComponents model = new();
        Assert.Throws<InvalidOperationException>(() => model.Loadings);
        Assert.Throws<InvalidOperationException>(() => model.ExplainedVariances);
        model.Fit(new Matrix(2, 2, [1, 2, 4, 3]));
        Refuses("has 3 columns", () => model.Transform(new Matrix(1, 3)));
    }

    private static Matrix Row(double[] values) => new(1, values.Length, values);

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int index = 0; index < left.Length; index++)
        {
            sum += left[index] * right[index];
        }

        return sum;
    }

    private static void Refuses(string words, Action act) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
