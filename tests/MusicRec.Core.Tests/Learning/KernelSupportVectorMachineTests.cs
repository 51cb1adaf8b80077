using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class KernelSupportVectorMachineTests
{
    private static readonly JsonElement _golden = Golden.Read("kernel_machines.json").GetProperty("machines");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Decisions_and_predictions_equal_scikit_learn(int index)
    {
        JsonElement golden = _golden[index];
        double? gamma = golden.GetProperty("gamma").ValueKind == JsonValueKind.Null ? null : golden.GetProperty("gamma").GetDouble();
        KernelSupportVectorMachine machine = new(1, golden.GetProperty("inverseRegularization").GetDouble(), gamma);
        machine.Fit(golden.Matrix("features"), golden.Labels());
        Assert.Equal(golden.GetProperty("usedGamma").GetDouble(), machine.Gamma, 1e-9);
        Matrix others = golden.Matrix("others");
        Golden.AssertClose(golden.Matrix("decisions"), machine.DecisionValues(others), 1e-6);
        int[] predicted = [.. golden.GetProperty("predicted").EnumerateArray().Select(value => value.GetInt32())];
        Assert.Equal(predicted, machine.Predict(others));
    }

    [Fact]
    public void Probabilities_follow_the_decisions_and_are_about_as_sure_as_they_are_right()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(240, 2, 3, seed: 5);
        (Matrix others, int[] otherLabels) = MadeUpRows.Blobs(600, 2, 3, seed: 6);
        KernelSupportVectorMachine machine = new(3);
        machine.Fit(features, labels);
        Matrix probabilities = machine.PredictProbabilities(others), decisions = machine.DecisionValues(others);
        double sure = 0, right = 0;
        for (int row = 0; row < others.Rows; row++)
        {
            int best = ClassifierExtensions.MostProbable(decisions.Row(row));
            Assert.Equal(best, ClassifierExtensions.MostProbable(probabilities.Row(row)));
            sure += probabilities[row, best] / others.Rows;
            right += best == otherLabels[row] ? 1.0 / others.Rows : 0;
        }

        Assert.InRange(right, 0.7, 0.95);
        Assert.InRange(sure - right, -0.06, 0.06);
    }

    [Fact]
    public void What_no_line_can_part_a_kernel_can()
    {
        RandomStream random = new(4);
        Matrix features = new(80, 2);
        int[] labels = new int[80];
        for (int row = 0; row < 80; row++)
        {
            (features[row, 0], features[row, 1]) = (random.NextGaussian(), random.NextGaussian());
            labels[row] = features[row, 0] * features[row, 1] > 0 ? 1 : 0;
        }

        KernelSupportVectorMachine machine = new(1, 100, 1);
        machine.Fit(features, labels);
        Assert.True(machine.Predict(features).Zip(labels, (predicted, label) => predicted == label ? 1 : 0).Sum() >= 78);
    }

    [Fact]
    public void Classes_of_one_row_are_told_apart_without_a_temperature()
    {
        KernelSupportVectorMachine machine = new(1);
        machine.Fit(new Matrix(3, 1, [0, 5, 10]), [0, 1, 2]);
        Assert.Equal([0, 1, 2], machine.Predict(new Matrix(3, 1, [0, 5, 10])));
        Assert.Equal(double.NegativeInfinity, Fitted([0, 2]).DecisionValues(new Matrix(1, 1, [3]))[0, 1]);

        static KernelSupportVectorMachine Fitted(int[] labels)
        {
            KernelSupportVectorMachine own = new(1);
            own.Fit(new Matrix(2, 1, [0, 5]), labels);
            return own;
        }
    }

    [Fact]
    public void Settings_out_of_range_and_numbers_too_large_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelSupportVectorMachine(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelSupportVectorMachine(1, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelSupportVectorMachine(1, 1, 1, 1));
        KernelSupportVectorMachine machine = new(1);
        Assert.Throws<ArgumentException>(() => machine.Fit(new Matrix(2, 1, [0, 1e200]), [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => machine.Fit(new Matrix(10_001, 1), new int[10_001]));
        Assert.Throws<InvalidOperationException>(() => machine.Gamma);
        Assert.Throws<InvalidOperationException>(() => machine.DecisionValues(new Matrix(1, 1)));
    }
}
