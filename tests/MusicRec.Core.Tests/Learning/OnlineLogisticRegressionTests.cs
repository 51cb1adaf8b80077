using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class OnlineLogisticRegressionTests
{
    private static readonly JsonElement _golden = Golden.Read("online_logistic.json");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_step_is_the_posteriors_mode_and_curvature(int index)
    {
        JsonElement expected = _golden.GetProperty("steps")[index];
        Matrix features = expected.Matrix("features");
        double[] probe = expected.Numbers("probe"), labels = expected.Numbers("labels");
        OnlineLogisticRegression model = new(expected.Numbers("deviations"), expected.GetProperty("intercept_deviation").GetDouble());
        for (int row = 0; row < features.Rows; row++)
        {
            model.Observe(features.Row(row), labels[row] == 1);
            JsonElement step = expected.GetProperty("steps")[row];
            double[] mean = step.Numbers("mean");
            AssertClose(mean[0], model.Intercept);
            for (int feature = 0; feature < model.FeatureCount; feature++)
            {
                AssertClose(mean[feature + 1], model.Weights[feature]);
            }

            (double logOdds, double variance) = model.LogOdds(probe);
            AssertClose(step.GetProperty("log_odds").GetDouble(), logOdds);
            AssertClose(step.GetProperty("variance").GetDouble(), variance);
        }

        Assert.Equal(features.Rows, model.RowCount);
    }

    [Fact]
    public void Many_rows_come_near_the_penalised_fit_of_all_at_once()
    {
        JsonElement batch = _golden.GetProperty("batch");
        Matrix features = batch.Matrix("features");
        double[] labels = batch.Numbers("labels"), weights = batch.Numbers("weights");
        OnlineLogisticRegression model = new([1, 1, 1, 1]);
        for (int row = 0; row < features.Rows; row++)
        {
            model.Observe(features.Row(row), labels[row] == 1);
        }

        // Laplace's approximation row by row is not that of all rows: near, and not equal.
        double[] own = [model.Intercept, .. model.Weights];
        Assert.All(own.Zip(weights), pair => Assert.InRange(pair.First, pair.Second - 0.1, pair.Second + 0.1));
        Assert.NotEqual(weights, own);
    }

    [Fact]
    public void A_feature_that_comes_later_is_one_that_was_0_so_far()
    {
        OnlineLogisticRegression grown = new([0.5]), whole = new([0.5, 2, 3]);
        grown.Observe([1.5], true);
        whole.Observe([1.5, 0, 0], true);
        Assert.Equal(1, grown.AddFeature(2));
        grown.Observe([-1, 1], false);
        whole.Observe([-1, 1, 0], false);
        Assert.Equal(2, grown.AddFeature(3));
        grown.Observe([0.5, 1, 1], true);
        whole.Observe([0.5, 1, 1], true);
        Assert.Equal([whole.Intercept, .. whole.Weights], [grown.Intercept, .. grown.Weights]);
        Assert.Equal(whole.LogOdds([1, 1, -1]), grown.LogOdds([1, 1, -1]));
    }

    [Fact]
    public void Before_the_first_row_everything_has_a_half_and_the_variance_of_the_prior()
    {
        OnlineLogisticRegression model = new([0.5, 2], 3);
        Assert.Equal(0.5, model.Probability([10, -10]));
        Assert.Equal((0, 9 + (0.25 * 4) + 4), model.LogOdds([2, 1]));
    }

    [Fact]
    public void An_answer_moves_its_own_row_its_way_and_what_is_known_only_grows() => Prop.ForAll<int, bool>(Moves).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_far_out_and_repeated_for_long_stay_finite()
    {
        OnlineLogisticRegression model = new([1e3, 1e-3], 1e3);
        for (int row = 0; row < 500; row++)
        {
            model.Observe([1e6, 1e6], row % 7 == 0);
            model.Observe([-1e6, 1e-6], true);
        }

        Assert.All([.. model.Weights.ToArray(), model.Intercept, model.Probability([1e6, 1e6])], value => Assert.True(double.IsFinite(value)));
        Assert.InRange(model.Probability([-1e6, 1e-6]), 0.5, 1);
    }

    [Fact]
    public void Wrong_numbers_are_named()
    {
        Assert.Contains("priorDeviations[1] is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineLogisticRegression([1, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineLogisticRegression([1], double.NaN));
        OnlineLogisticRegression model = new([1, 1]);
        Assert.Throws<ArgumentException>(() => model.Observe([1], true));
        Assert.Contains("features[1] is NaN", Assert.Throws<ArgumentException>(() => model.Observe([1, double.NaN], true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.AddFeature(-1));
        Assert.Equal((0, 0.0), (model.RowCount, model.Intercept));
    }

    private static bool Moves(int seed, bool positive)
    {
        RandomStream random = new((ulong)seed);
        OnlineLogisticRegression model = new([1, 0.3, 2], 0.7);
        for (int row = 0; row < 20; row++)
        {
            double[] features = [random.NextGaussian() * 3, random.NextGaussian(), random.NextInt32(2)];
            bool label = random.NextDouble() < 0.5 ^ positive;
            double[] other = [random.NextGaussian(), random.NextGaussian(), 1];
            (double before, double spread) = model.LogOdds(features);
            double otherSpread = model.LogOdds(other).Variance;
            model.Observe(features, label);
            (double after, double less) = model.LogOdds(features);
            if (!(label ? after > before : after < before) || !(less < spread) || model.LogOdds(other).Variance > otherSpread + 1e-12)
            {
                return false;
            }
        }

        return true;
    }

    private static void AssertClose(double expected, double actual) => Assert.InRange(actual, expected - (1e-9 * Math.Max(1, Math.Abs(expected))), expected + (1e-9 * Math.Max(1, Math.Abs(expected))));
}
