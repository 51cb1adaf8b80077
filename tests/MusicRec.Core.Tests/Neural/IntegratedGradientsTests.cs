using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class IntegratedGradientsTests
{
    private static readonly Matrix _inputs = Rows(5, 4, seed: 3);
    private static readonly double[] _baseline = [0.3, -0.2, 0, 0.1];

    [Fact]
    public void Of_a_linear_layer_they_are_weights_times_differences()
    {
        Linear layer = new(4, 2, new RandomStream(1));
        IntegratedGradients gradients = IntegratedGradients.Of(layer, _inputs, _baseline, output: 1, steps: 1);
        for (int row = 0; row < 5; row++)
        {
            for (int input = 0; input < 4; input++)
            {
                Assert.Equal(layer.Weight.Values[4 + input] * (_inputs[row, input] - _baseline[input]), gradients.Attributions[row, input], 6);
            }
        }

        Assert.All(gradients.Gaps, gap => Assert.InRange(gap, -1e-6, 1e-6));
        Assert.Equal(layer.Predict(_inputs).Column(1), gradients.Outputs);
        Assert.Equal(layer.Predict(new Matrix(1, 4, _baseline)).Column(1)[0], gradients.BaselineOutputs[2]);
    }

    [Fact]
    public void They_add_up_to_what_the_output_differs_from_that_at_the_baseline()
    {
        RandomStream random = new(2);
        Sequential smooth = new(new Linear(4, 9, random), new Tanh(), new Linear(9, 7, random), new Sigmoid(), new Linear(7, 1, random));
        Sequential bent = new(new Linear(4, 30, random), new Relu(), new Linear(30, 30, random), new Relu(), new Linear(30, 1, random));
        Assert.All(IntegratedGradients.Of(smooth, _inputs, _baseline, steps: 12).Gaps, gap => Assert.InRange(gap, -2e-6, 2e-6));
        Assert.All(IntegratedGradients.Of(bent, _inputs, _baseline, steps: 200).Gaps, gap => Assert.InRange(gap, -1e-3, 1e-3));

        // With one step the sum is the slope half way.
        Assert.Contains(IntegratedGradients.Of(smooth, _inputs, _baseline, steps: 1).Gaps, gap => Math.Abs(gap) > 1e-4);
    }

    [Fact]
    public void Inputs_that_the_network_does_not_look_at_add_nothing_and_rows_do_not_depend_on_one_another()
    {
        Linear layer = new(4, 3, new RandomStream(1));
        for (int output = 0; output < 3; output++)
        {
            layer.Weight.Values[(4 * output) + 2] = 0;
        }

        Sequential network = new(layer, new Tanh(), new Linear(3, 1, new RandomStream(2)));
        IntegratedGradients all = IntegratedGradients.Of(network, _inputs, _baseline, steps: 300);
        Assert.All(all.Attributions.Column(2), value => Assert.Equal(0, value));
        Assert.Equal(all.Attributions.Row(3).ToArray(), IntegratedGradients.Of(network, _inputs.SelectRows([3]), _baseline, steps: 300).Attributions.Row(0).ToArray());
    }

    [Fact]
    public void The_network_is_left_as_it_was_and_dropout_is_off_meanwhile()
    {
        RandomStream random = new(4);
        Linear frozen = new(6, 1, random);
        Sequential network = new(new Linear(4, 6, random), new Dropout(0.5, random.Split(1)), frozen);
        frozen.Freeze();
        double[] before = network.Predict(_inputs).Values;
        IntegratedGradients first = IntegratedGradients.Of(network, _inputs, _baseline);
        Assert.Equal(first.Attributions.Values, IntegratedGradients.Of(network, _inputs, _baseline).Attributions.Values);
        Assert.All(first.Gaps, gap => Assert.InRange(gap, -1e-5, 1e-5));
        Assert.Equal(before, network.Predict(_inputs).Values);
        Assert.Equal([true, true, false, false], network.Parameters.Select(parameter => parameter.RequiresGradient));
        Assert.True(network.Training);
        Assert.All(network.Parameters, parameter => Assert.False(parameter.HasGradient));
    }

    [Fact]
    public void Misuse_is_named_and_leaves_the_network_as_it_was()
    {
        Linear layer = new(4, 2, new RandomStream(1));
        Assert.Contains("3", Assert.Throws<ArgumentException>(() => IntegratedGradients.Of(layer, _inputs, new double[3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegratedGradients.Of(layer, _inputs, _baseline, steps: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegratedGradients.Of(layer, _inputs, _baseline, output: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegratedGradients.Of(layer, _inputs, _baseline, steps: int.MaxValue));
        Assert.Contains("output is 2; allowed: 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => IntegratedGradients.Of(layer, _inputs, _baseline, output: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => IntegratedGradients.Of(layer, _inputs, [0, 0, 0, double.NaN]));
        Assert.All(layer.Parameters, parameter => Assert.True(parameter.RequiresGradient));
        Assert.Equal(0, IntegratedGradients.Of(layer, new Matrix(0, 4), _baseline).Attributions.Rows);
    }

    private static Matrix Rows(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed);
        return new Matrix(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian())]);
    }
}
