using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class ScalerTests
{
    public static TheoryData<string> Names => ["minMax", "standard"];

    [Theory, MemberData(nameof(Names))]
    public void Scaling_equals_scikit_learn_constant_columns_included(string name)
    {
        JsonElement scalers = Golden.Root.GetProperty("scalers");
        ITransformer scaler = Create(name);
        scaler.Fit(scalers.Matrix("train"));
        foreach (string rows in (string[])["train", "other"])
        {
            Golden.AssertClose(scalers.GetProperty(name).Matrix(rows), scaler.Transform(scalers.Matrix(rows)), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Transforming_leaves_its_argument_alone_and_refitting_forgets(string name)
    {
        Matrix first = new(3, 1, [1, 2, 3]), second = new(2, 2, [5, 0, 9, 1]);
        ITransformer scaler = Create(name), fresh = Create(name);
        scaler.Fit(first);
        _ = scaler.Transform(first);
        Assert.Equal([1, 2, 3], first.Values);
        scaler.Fit(second);
        fresh.Fit(second);
        Assert.Equal(fresh.Transform(second).Values, scaler.Transform(second).Values);
    }

    [Theory, MemberData(nameof(Names))]
    public void Bad_input_is_named(string name)
    {
        ITransformer scaler = Create(name);
        Assert.Contains("has not been fitted", Assert.Throws<InvalidOperationException>(() => scaler.Transform(new Matrix(1, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("row 1, column 0", Assert.Throws<ArgumentException>(() => scaler.Fit(new Matrix(2, 1, [0, double.NaN]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => scaler.Fit(new Matrix(0, 3)));
        scaler.Fit(new Matrix(2, 3));
        Assert.Contains("has 2 columns; the model was fitted on 3", Assert.Throws<ArgumentException>(() => scaler.Transform(new Matrix(1, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_and_differences_stand_behind_the_columns_pair_by_pair()
    {
        SumsAndDifferences pairs = new();
        Assert.Throws<InvalidOperationException>(() => pairs.Transform(new Matrix(1, 3)));
        Matrix features = new(2, 3, [1, 10, 100, 2, 0, 5]);
        pairs.Fit(features);
        Assert.Equal([1, 10, 100, 9, 11, 99, 101, 90, 110, 2, 0, 5, -2, 2, 3, 7, 5, 5], pairs.Transform(features).Values);
        Assert.Contains("has 2 columns", Assert.Throws<ArgumentException>(() => pairs.Transform(new Matrix(1, 2))).Message, StringComparison.Ordinal);
    }

    private static ITransformer Create(string name) => name == "minMax" ? new MinMaxScaler() : new StandardScaler();
}
