using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RegressionCrossValidationTests
{
    private static readonly (Matrix Features, double[] Targets) s_data = Lines(90, 1);
    private static readonly Split[] s_folds = [.. Splits.KFold(90, 3, 1), .. Splits.KFold(90, 3, 2)];

    [Fact]
    public void Every_fold_is_judged_by_a_model_of_its_training_rows()
    {
        RegressionResult result = RegressionCrossValidation.Run(s_folds, s_data.Features, s_data.Targets, _ => new RidgeRegression(), name: "ridge");
        Assert.Equal(6, result.Folds.Count);
        for (int fold = 0; fold < 6; fold++)
        {
            RidgeRegression model = new();
            model.Fit(s_data.Features.SelectRows(s_folds[fold].Train), [.. s_folds[fold].Train.Select(row => s_data.Targets[row])]);
            double[] targets = [.. s_folds[fold].Test.Select(row => s_data.Targets[row])];
            double[] predicted = model.Predict(s_data.Features.SelectRows(s_folds[fold].Test));
            Assert.Equal(predicted, result.Folds[fold].Predicted);
            Assert.Equal(RegressionMetrics.RSquared(targets, predicted), result.Folds[fold].RSquared);
            Assert.Equal(RegressionMetrics.MeanSquaredError(targets, predicted), result.Folds[fold].MeanSquaredError);
            Assert.Equal(RegressionMetrics.MeanAbsoluteError(targets, predicted), result.Folds[fold].MeanAbsoluteError);
            Assert.Equal(RegressionMetrics.RootMeanSquaredError(targets, predicted), result.RootMeanSquaredError.PerFold[fold]);
        }

        Assert.Equal(result.Folds.Average(fold => fold.RSquared!.Value), result.RSquared!.Mean, 12);
        Assert.InRange(result.RSquared.Mean, 0.8, 1);
        Assert.Contains("ridge", result.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Out_of_fold_predictions_are_the_mean_over_rounds_and_one_round_covers_every_row()
    {
        RegressionResult result = RegressionCrossValidation.Run(s_folds, s_data.Features, s_data.Targets, _ => new RidgeRegression());
        double[] together = result.OutOfFoldPredictions(), first = result.PredictionsInRound(0), second = result.PredictionsInRound(1);
        Assert.NotEqual(first, second);
        Assert.Equal(result.Folds[3].Predicted[0], second[result.Folds[3].TestRows[0]]);
        for (int row = 0; row < together.Length; row++)
        {
            Assert.Equal((first[row] + second[row]) / 2, together[row], 12);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => result.PredictionsInRound(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => result.PredictionsInRound(-1));
        RegressionResult part = RegressionCrossValidation.Run(s_folds[..2], s_data.Features, s_data.Targets, _ => new MeanRegressor());
        Assert.Throws<InvalidOperationException>(part.OutOfFoldPredictions);
        Assert.Throws<ArgumentOutOfRangeException>(() => part.PredictionsInRound(0));
    }

    // The rule of honest evaluation: whatever stands in the held-out rows, the fitted state does not move.
    [Fact]
    public void Poisoned_test_rows_leave_what_was_fitted_unchanged()
    {
        Split fold = s_folds[0];
        Matrix poisoned = new(s_data.Features.Rows, s_data.Features.Columns, [.. s_data.Features.Values]);
        double[] poisonedTargets = [.. s_data.Targets];
        foreach (int row in fold.Test)
        {
            poisoned.Row(row).Fill(1e9);
            poisonedTargets[row] = -1e9;
        }

        double[] spoilt = [.. s_data.Targets];
        spoilt[fold.Train[0]] = 1e9;
        foreach (Func<IRegressor> create in (Func<IRegressor>[])[() => new MeanRegressor(), () => new RidgeRegression(2)])
        {
            Assert.Equal(Fitted(create, s_data.Features, s_data.Targets), Fitted(create, poisoned, poisonedTargets));
            Assert.NotEqual(Fitted(create, s_data.Features, s_data.Targets), Fitted(create, s_data.Features, spoilt));
        }

        double[] Fitted(Func<IRegressor> create, Matrix features, double[] targets)
        {
            IRegressor? fitted = null;
            _ = RegressionCrossValidation.Run([fold], features, targets, _ => fitted = create());
            return fitted!.Predict(s_data.Features);
        }
    }

    [Fact]
    public void Models_on_the_same_folds_are_compared_fold_by_fold_and_others_are_not()
    {
        RegressionResult ridge = RegressionCrossValidation.Run(s_folds, s_data.Features, s_data.Targets, _ => new RidgeRegression(), name: "ridge");
        RegressionResult mean = RegressionCrossValidation.Run(s_folds, s_data.Features, s_data.Targets, _ => new MeanRegressor(), name: "mean");
        ResampledTTest better = ridge.CompareRSquared(mean), less = ridge.CompareSquaredError(mean);
        Assert.True(better.Mean > 0.5 && better.PValue < 0.01, $"difference {better.Mean}, p {better.PValue}");
        Assert.True(less.Mean < 0 && less.PValue < 0.05, $"difference {less.Mean}, p {less.PValue}");
        Assert.Equal(better, ridge.CompareRSquared(mean.RSquared!.PerFold));
        ResampledTTest rounded = ridge.CompareRSquared([.. ridge.RSquared!.PerFold.Select(value => Math.Round(value, 11))]);
        Assert.Equal((0.0, 1.0), (rounded.Mean, rounded.PValue));
        string table = RegressionCrossValidation.Table(mean, ridge).ToText();
        Assert.Contains("R² − mean", table, StringComparison.Ordinal);
        Assert.Contains("6 folds", table, StringComparison.Ordinal);
        RegressionResult elsewhere = RegressionCrossValidation.Run(Splits.KFold(90, 3, 9), s_data.Features, s_data.Targets, _ => new MeanRegressor());
        Assert.Throws<ArgumentException>(() => ridge.CompareRSquared(elsewhere));
        Assert.Throws<ArgumentException>(() => ridge.CompareSquaredError(elsewhere));
        Assert.Throws<ArgumentException>(() => RegressionCrossValidation.Table(ridge, elsewhere));
        Assert.ThrowsAny<ArgumentException>(() => RegressionCrossValidation.Table());
    }

    [Fact]
    public void Folds_whose_targets_do_not_vary_have_no_share_of_variance_and_are_compared_by_squared_errors()
    {
        Matrix features = new(6, 1, [0, 1, 2, 3, 4, 5]);
        Split[] folds = [new Split([2, 3, 4, 5], [0, 1]), new Split([0, 1, 4, 5], [2, 3])];
        double[] targets = [1, 1, 2, 3, 4, 5];
        RegressionResult ridge = RegressionCrossValidation.Run(folds, features, targets, _ => new RidgeRegression(0.1), name: "ridge");
        RegressionResult mean = RegressionCrossValidation.Run(folds, features, targets, _ => new MeanRegressor(), name: "mean");
        Assert.Null(ridge.Folds[0].RSquared);
        Assert.Single(ridge.RSquared!.PerFold);
        Assert.Contains("1 of 2 folds", Assert.Throws<ArgumentException>(() => ridge.CompareRSquared(mean)).Message, StringComparison.Ordinal);
        string table = RegressionCrossValidation.Table(mean, ridge).ToText();
        Assert.Contains("squared error − mean", table, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", table, StringComparison.Ordinal);
        RegressionResult constant = RegressionCrossValidation.Run(folds[..1], features, targets, _ => new MeanRegressor());
        Assert.Null(constant.RSquared);
        Assert.DoesNotContain("NaN", constant.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_from_elsewhere_are_judged_like_those_of_a_table_and_bad_ones_are_refused()
    {
        RegressionResult own = RegressionCrossValidation.Run(s_folds, s_data.Features, s_data.Targets, seed => new Seeded(seed), seed: 4);
        RegressionResult given = RegressionCrossValidation.Run(
            s_folds, s_data.Targets, (fold, seed) => [.. Enumerable.Repeat((double)(seed % 100), s_folds[fold].Test.Length)], seed: 4);
        Assert.Equal(own.MeanSquaredError.PerFold, given.MeanSquaredError.PerFold);
        Assert.Throws<ArgumentException>(() => RegressionCrossValidation.Run(s_folds, s_data.Targets, (_, _) => [1]));
        Assert.Throws<ArgumentException>(() => RegressionCrossValidation.Run(s_folds, s_data.Targets, (fold, _) => [.. s_folds[fold].Test.Select(_ => double.NaN)]));
        Refused(new Split([0, 1], [1, 2]));
        Refused(new Split([0, 1], [90]));
        Refused(new Split([], [1]));
        Assert.ThrowsAny<ArgumentException>(() => RegressionCrossValidation.Run([], s_data.Targets, (_, _) => []));
        Assert.ThrowsAny<ArgumentException>(() => RegressionCrossValidation.Run(s_folds, s_data.Features, [1], _ => new MeanRegressor()));
        Assert.ThrowsAny<ArgumentException>(() => RegressionCrossValidation.Run(s_folds, s_data.Features, [.. s_data.Targets[1..], double.NaN], _ => new MeanRegressor()));

        void Refused(Split split) => Assert.ThrowsAny<ArgumentException>(() => RegressionCrossValidation.Run([split], s_data.Features, s_data.Targets, _ => new MeanRegressor()));
    }

    [Fact]
    public void What_a_user_leaves_null_is_named()
    {
        Assert.Contains("build gave null for fold 0", Message(() => RegressionCrossValidation.Run(s_folds[..1], s_data.Features, s_data.Targets, _ => null!)), StringComparison.Ordinal);
        Assert.Contains("predict gave null for fold 0", Message(() => RegressionCrossValidation.Run(s_folds[..1], s_data.Targets, (_, _) => null!)), StringComparison.Ordinal);
        int[] labels = [.. s_data.Targets.Select(target => target > 0 ? 1 : 0)];
        Assert.Contains("build gave null for fold 0", Message(() => CrossValidation.Run(s_folds[..1], s_data.Features, labels, _ => (IClassifier)null!)), StringComparison.Ordinal);
        Assert.Equal("results", Assert.Throws<ArgumentNullException>(() => RegressionCrossValidation.Table(null!)).ParamName);
        Assert.Equal("results[0]", Assert.Throws<ArgumentNullException>(() => RegressionCrossValidation.Table([null!])).ParamName);
        Assert.Equal("results[0]", Assert.Throws<ArgumentNullException>(() => CrossValidation.Table([null!])).ParamName);

        static string Message(Action run) => Assert.Throws<ArgumentException>(run).Message;
    }

    private static (Matrix Features, double[] Targets) Lines(int rows, ulong seed)
    {
        RandomStream random = new(seed);
        Matrix features = new(rows, 2, [.. Enumerable.Range(0, 2 * rows).Select(_ => random.NextGaussian())]);
        return (features, [.. Enumerable.Range(0, rows).Select(row => (3 * features[row, 0]) - features[row, 1] + (0.3 * random.NextGaussian()))]);
    }

    private sealed class Seeded(ulong seed) : IRegressor
    {
        public void Fit(Matrix features, ReadOnlySpan<double> targets)
        {
        }

        public double[] Predict(Matrix features) => [.. Enumerable.Repeat((double)(seed % 100), features.Rows)];
    }
}
