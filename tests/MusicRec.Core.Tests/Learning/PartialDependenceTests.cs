using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class PartialDependenceTests
{
    [Fact]
    public void A_linear_model_gives_its_lines()
    {
        (Matrix features, double[] targets) = RegressorContract.Rows(60, 3, seed: 3);
        RidgeRegression model = new();
        model.Fit(features, targets);
        double[] copy = [.. features.Values];
        PartialDependence dependence = PartialDependence.Measure(model, features, 1, [-2, 0, 5]);
        Assert.Equal(copy, features.Values);
        Assert.Equal([-2.0, 0, 5], dependence.Grid);
        Assert.Equal((60, 3), (dependence.Individual.Rows, dependence.Individual.Columns));
        for (int row = 0; row < 60; row++)
        {
            Assert.Equal(model.Weights[1] * 7, dependence.Individual[row, 2] - dependence.Individual[row, 0], 1e-9);
        }

        Assert.Equal(model.Weights[1] * 2, dependence.Means[1] - dependence.Means[0], 1e-9);
        Assert.Equal(dependence.Individual.Column(2).Average(), dependence.Means[2], 1e-12);
    }

    [Fact]
    public void A_classifier_is_asked_for_the_class_named()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(90, 2, 3, seed: 3);
        LogisticRegression model = new();
        model.Fit(features, labels);
        double[] grid = PartialDependence.GridOf(features, 0, 8);
        double[] first = PartialDependence.Measure(model, features, 0, grid, 0).Means, last = PartialDependence.Measure(model, features, 0, grid, 2).Means;
        Assert.Equal(first.OrderDescending(), first);
        Assert.Equal(last.Order(), last);
    }

    [Fact]
    public void A_grid_holds_the_values_of_a_coarse_column_and_leaves_out_the_tails_of_a_fine_one()
    {
        Matrix features = new(101, 3);
        for (int row = 0; row < 101; row++)
        {
            (features[row, 0], features[row, 1], features[row, 2]) = (row % 3, row, row == 50 ? 1 : double.NaN);
        }

        Assert.Equal([0.0, 1, 2], PartialDependence.GridOf(features, 0));
        Assert.Equal([5.0, 35, 65, 95], PartialDependence.GridOf(features, 1, 4), (left, right) => Math.Abs(left - right) < 1e-9);
        Assert.Equal([1.0], PartialDependence.GridOf(features, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartialDependence.GridOf(features, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartialDependence.GridOf(features, 0, 1));
        Assert.Throws<ArgumentException>(() => PartialDependence.GridOf(new Matrix(1, 1, [double.NaN]), 0));
        RidgeRegression model = new();
        Assert.Throws<InvalidOperationException>(() => PartialDependence.Measure(model, features, 0, [1]));
        Assert.Throws<ArgumentException>(() => PartialDependence.Measure(model, features, 0, []));
    }

    [Fact]
    public void The_importance_of_a_feature_to_a_regressor_is_what_shuffling_it_costs()
    {
        (Matrix features, double[] targets) = RegressorContract.Rows(300, 3, seed: 3);
        RidgeRegression model = new();
        model.Fit(features, targets);
        PermutationImportance importance = PermutationImportance.Measure(
            model, features, targets, (own, predicted) => -own.Zip(predicted, (target, number) => (target - number) * (target - number)).Average(), seed: 2);

        // Shuffling a column of variance v costs a linear model 2·w²·v.
        Assert.Equal(2 * model.Weights[1] * model.Weights[1], importance.Means[1], 1.0);
        Assert.Equal(0, importance.Means[2], 0.1);
        Assert.Throws<ArgumentException>(() => PermutationImportance.Measure(model, features, targets[..5], (_, _) => 0, seed: 2));
    }
}
