using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class MeanRegressorTests
{
    [Fact]
    public void Every_row_gets_the_mean_of_the_training_targets()
    {
        MeanRegressor model = new();
        Assert.Throws<InvalidOperationException>(() => model.Predict(new Matrix(1, 2)));
        model.Fit(new Matrix(3, 2), [1, 2, 6]);
        Assert.Equal([3, 3], model.Predict(new Matrix(2, 2)));
        Assert.Empty(model.Predict(new Matrix(0, 2)));
        model.Fit(new Matrix(3, 1), [0.1, 0.1, 0.1]);
        Assert.Equal([0.1], model.Predict(new Matrix(1, 1)));
        Assert.Contains("2 columns; the model was fitted on 1", Assert.Throws<ArgumentException>(() => model.Predict(new Matrix(1, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Fit(new Matrix(0, 1), []));
        Assert.Throws<ArgumentException>(() => model.Fit(new Matrix(2, 1), [1, double.NaN]));
        Assert.Throws<ArgumentException>(() => model.Fit(new Matrix(2, 1), [1]));
    }
}
