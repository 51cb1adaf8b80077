using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

/// <summary>What every regressor must keep; a learner passes it with a subclass of three lines.</summary>
public abstract class RegressorContract
{
    /// <summary>Whether NaN stands for a missing value.</summary>
    protected virtual bool TakesMissingValues => false;

    protected abstract IRegressor Create(ulong seed);

    [Fact]
    public void Rows_learnt_from_are_predicted_better_than_by_their_mean()
    {
        (Matrix features, double[] targets) = Rows(80, 3, seed: 5);
        double[] predicted = Fitted(features, targets).Predict(features);
        double mean = targets.Average();
        Assert.True(predicted.Zip(targets, (own, target) => (own - target) * (own - target)).Sum() < 0.7 * targets.Sum(target => (target - mean) * (target - mean)));
    }

    [Fact]
    public void Same_seed_and_rows_give_the_same_digits_and_fitting_again_forgets()
    {
        (Matrix features, double[] targets) = Rows(60, 3, seed: 5);
        (Matrix others, double[] otherTargets) = Rows(50, 4, seed: 6);
        IRegressor model = Fitted(others, otherTargets);
        model.Fit(features, targets);
        Assert.Equal(Fitted(features, targets).Predict(features), model.Predict(features));
    }

    [Fact]
    public void Inputs_are_left_as_they_are_and_later_changes_to_them_do_not_reach_the_model()
    {
        (Matrix features, double[] targets) = Rows(60, 3, seed: 5);
        (Matrix copy, double[] targetCopy) = Rows(60, 3, seed: 5);
        IRegressor model = Fitted(features, targets);
        double[] before = model.Predict(features);
        Assert.Equal(copy.Values, features.Values);
        Assert.Equal(targetCopy, targets);
        Array.Fill(features.Values, 3.5);
        Array.Fill(targets, 1);
        Assert.Equal(before, model.Predict(copy));
    }

    [Fact]
    public void Columns_that_never_vary_and_a_single_row_do_no_harm()
    {
        (_, double[] targets) = Rows(20, 2, seed: 5);
        Assert.All(Fitted(new Matrix(20, 2), targets).Predict(new Matrix(3, 2)), value => Assert.InRange(value, targets.Min(), targets.Max()));
        Assert.Equal([4.0], Fitted(new Matrix(1, 2), [4]).Predict(new Matrix(1, 2)));
        Assert.Empty(Fitted(new Matrix(20, 2), targets).Predict(new Matrix(0, 2)));
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        (Matrix features, double[] targets) = Rows(20, 3, seed: 5);
        Assert.Contains("has not been fitted", Assert.Throws<InvalidOperationException>(() => Create(1).Predict(features)).Message, StringComparison.Ordinal);
        IRegressor model = Fitted(features, targets);
        Assert.Contains("4 columns; the model was fitted on 3", Assert.Throws<ArgumentException>(() => model.Predict(new Matrix(1, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("19", Assert.Throws<ArgumentException>(() => model.Fit(features, targets.AsSpan(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Fit(new Matrix(0, 3), []));
        features[7, 2] = double.NegativeInfinity;
        Assert.Contains("row 7, column 2", Assert.Throws<ArgumentException>(() => model.Fit(features, targets)).Message, StringComparison.Ordinal);
        Assert.Contains("row 7, column 2", Assert.Throws<ArgumentException>(() => model.Predict(features)).Message, StringComparison.Ordinal);
        features[7, 2] = double.NaN;
        if (TakesMissingValues)
        {
            model.Fit(features, targets);
            Assert.All(model.Predict(features), value => Assert.True(double.IsFinite(value)));
        }
        else
        {
            Assert.Contains("row 7, column 2", Assert.Throws<ArgumentException>(() => model.Fit(features, targets)).Message, StringComparison.Ordinal);
        }

        features[7, 2] = 0;
        targets[9] = double.NaN;
        Assert.Contains("[9]", Assert.Throws<ArgumentException>(() => model.Fit(features, targets)).Message, StringComparison.Ordinal);
    }

    // The first column holds one of four kinds, of which each has a height of its own; the second is a slope.
    internal static (Matrix Features, double[] Targets) Rows(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed);
        Matrix features = new(rows, columns);
        double[] targets = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 1; column < columns; column++)
            {
                features[row, column] = random.NextGaussian();
            }

            features[row, 0] = random.NextInt32(4);
            targets[row] = (2 * features[row, 1]) + (features[row, 0] == 2 ? 3 : 0) + (0.1 * random.NextGaussian());
        }

        return (features, targets);
    }

    private IRegressor Fitted(Matrix features, double[] targets)
    {
        IRegressor model = Create(1);
        model.Fit(features, targets);
        return model;
    }
}
