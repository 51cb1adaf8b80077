using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class RegressionPipelineContract : RegressorContract
{
    protected override bool TakesMissingValues => true;

    protected override IRegressor Create(ulong seed) => new RegressionPipeline(new RidgeRegression(0.1), new OneHotEncoder(0), new StandardScaler());
}

public sealed class PipelineWithOneHotEncoderContract : ClassifierContract
{
    protected override bool TakesMissingValues => true;

    protected override IClassifier Create(ulong seed) => new Pipeline(new LogisticRegression(), new OneHotEncoder(), new StandardScaler());
}

public sealed class OneHotEncoderTests
{
    [Fact]
    public void Categories_become_columns_and_gaps_means()
    {
        OneHotEncoder encoder = new(1);
        encoder.Fit(new Matrix(4, 3, [1, 7, 10, double.NaN, 3, 20, 5, double.NaN, 30, 3, 7, 40]));
        Assert.Equal(4, encoder.ColumnCount);

        // Columns 0 and 2, then 3 and 7; 5 was never seen.
        Matrix result = encoder.Transform(new Matrix(4, 3, [1, 7, 10, double.NaN, 3, double.NaN, 2, double.NaN, 1, 0, 5, 0]));
        Assert.Equal([1, 10, 0, 1, 3, 25, 1, 0, 2, 1, 0, 0, 0, 0, 0, 0], result.Values);
    }

    [Fact]
    public void A_column_of_gaps_alone_is_0()
    {
        OneHotEncoder encoder = new(0);
        encoder.Fit(new Matrix(2, 2, [double.NaN, double.NaN, double.NaN, double.NaN]));
        Assert.Equal([0, 9], encoder.Transform(new Matrix(2, 2, [1, double.NaN, double.NaN, 9])).Values);
    }

    [Fact]
    public void Misuse_is_named()
    {
        Assert.Throws<InvalidOperationException>(() => new OneHotEncoder().Transform(new Matrix(1, 1)));
        Assert.Throws<InvalidOperationException>(() => new OneHotEncoder().ColumnCount);
        Assert.Throws<ArgumentException>(() => new OneHotEncoder(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneHotEncoder(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneHotEncoder(2).Fit(new Matrix(1, 2)));
        Assert.Throws<ArgumentException>(() => new OneHotEncoder().Fit(new Matrix(0, 2)));
        OneHotEncoder encoder = new(0);
        encoder.Fit(new Matrix(1, 2));
        Assert.Throws<ArgumentException>(() => encoder.Transform(new Matrix(1, 3)));
        Assert.Throws<ArgumentException>(() => encoder.Transform(new Matrix(1, 2, [0, double.PositiveInfinity])));
    }
}
