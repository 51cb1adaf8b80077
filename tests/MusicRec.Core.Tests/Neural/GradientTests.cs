using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>
/// The plain kernels in double: what they say a gradient is, against what the loss does when a number is moved a little.
/// </summary>
public sealed class GradientTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 5, 3)]
    [InlineData(2, 8, 16)]
    [InlineData(7, 3, 9)]
    [InlineData(9, 13, 17)]
    public void Every_gradient_of_a_layer_under_a_loss_is_the_slope_of_that_loss(int batch, int inputs, int outputs)
    {
        foreach (Activation activation in Enum.GetValues<Activation>().Where(activation => activation != Activation.Gelu))
        {
            foreach (bool entropy in new[] { true, false })
            {
                Layer layer = new(batch, inputs, outputs, activation, entropy, new RandomStream((ulong)((batch * 100) + inputs)));
                layer.Backward();
                FiniteDifferences.AssertSlopes($"{activation} inputs", layer.Forward, layer.Inputs, layer.InputGradients);
                FiniteDifferences.AssertSlopes($"{activation} weights", layer.Forward, layer.Weights, layer.WeightGradients);
                FiniteDifferences.AssertSlopes($"{activation} bias", layer.Forward, layer.Bias, layer.BiasGradients);
            }
        }
    }

    /// <summary>A layer, its activation and a loss, of the plain kernels.</summary>
    private sealed class Layer
    {
        private readonly int _batch, _inputs, _outputs;
        private readonly Activation _activation;
        private readonly bool _entropy;
        private readonly double[] _targets, _results, _gradients;

        public Layer(int batch, int inputs, int outputs, Activation activation, bool entropy, RandomStream random)
        {
            (_batch, _inputs, _outputs, _activation, _entropy) = (batch, inputs, outputs, activation, entropy);
            Inputs = Draw(batch * inputs);
            Weights = Draw(outputs * inputs);
            Bias = Draw(outputs);
            _targets = [.. Draw(batch * outputs).Select(value => entropy ? Elementary.Sigmoid(value) : value)];
            _results = new double[batch * outputs];
            _gradients = new double[batch * outputs];
            InputGradients = new double[Inputs.Length];
            WeightGradients = new double[Weights.Length];
            BiasGradients = new double[Bias.Length];

            double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
        }

        public double[] Inputs { get; }

        public double[] Weights { get; }

        public double[] Bias { get; }

        public double[] InputGradients { get; }

        public double[] WeightGradients { get; }

        public double[] BiasGradients { get; }

        public double Forward()
        {
            double[] transposed = new double[Weights.Length];
            for (int index = 0; index < Weights.Length; index++)
            {
                transposed[((index % _inputs) * _outputs) + (index / _inputs)] = Weights[index];
            }

            MatrixProductReference.Multiply<double>(Inputs, _inputs, 1, transposed, Bias, 0, _results, _batch, _outputs, _inputs);
            Reference.Activate<double>(_activation, _results);
            return _entropy
                ? Reference.BinaryCrossEntropyWithLogits<double>(_results, _targets, _gradients)
                : Reference.MeanSquaredError<double>(_results, _targets, _gradients);
        }

        public void Backward()
        {
            Forward();
            Reference.ActivateBackward<double>(_activation, _results, _gradients);
            MatrixProductReference.SumColumns<double>(_gradients, [], BiasGradients, _batch, _outputs);
            MatrixProductReference.Multiply<double>(_gradients, 1, _outputs, Inputs, [], 0, WeightGradients, _outputs, _inputs, _batch);
            MatrixProductReference.Multiply<double>(_gradients, _outputs, 1, Weights, [], 0, InputGradients, _batch, _inputs, _outputs);
        }
    }
}
