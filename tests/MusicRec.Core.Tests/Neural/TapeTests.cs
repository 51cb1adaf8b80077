using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class TapeTests
{
    [Fact]
    public void Scopes_end_innermost_first()
    {
        Tape outer = new(), inner = new();
        TapeScope outerScope = outer.Record(), innerScope = inner.Evaluate();
        try
        {
            outerScope.Dispose();
            Assert.Fail("The outer scope ended before the inner one.");
        }
        catch (InvalidOperationException exception)
        {
            Assert.Contains("innermost first", exception.Message, StringComparison.Ordinal);
        }

        innerScope.Dispose();
        outerScope.Dispose();
        Assert.Throws<InvalidOperationException>(() => Tape.Current);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    public void Predicting_refuses_what_is_no_float(double value)
    {
        Linear layer = new(2, 1, new RandomStream(1));
        Assert.Contains("features[1]", Assert.ThrowsAny<ArgumentException>(() => layer.Predict(new Matrix(1, 2, [0, value]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_of_a_tensor_used_twice_are_added_up()
    {
        Linear layer = new(1, 1, new RandomStream(1));
        layer.Weight.Values[0] = 3;
        layer.Bias.Values[0] = 0;
        Tape tape = new();
        using (tape.Record())
        {
            // (w(w·2))² has the slope 2·(4w²)·... = 2·(2w²)·(4w) by w.
            Tensor output = layer.Forward(layer.Forward(Tensor.From([2f], 1, 1)));
            Loss.MeanSquaredError.Of(output, Tensor.From([0f], 1, 1)).Backward();
        }

        Assert.Equal(2 * 18 * 12, layer.Weight.Gradient[0]);
    }

    [Fact]
    public void Gradients_add_up_over_backward_passes_until_they_are_cleared()
    {
        Linear layer = new(2, 1, new RandomStream(1));
        Adam adam = new(layer.Parameters);
        float[] once = Gradient();
        Assert.Equal(once.Select(value => value * 2), Gradient());
        adam.ClearGradients();
        Assert.Equal(once, Gradient());

        float[] Gradient()
        {
            Tape tape = new();
            using (tape.Record())
            {
                Loss.MeanSquaredError.Of(layer.Forward(Tensor.From([1f, 2f], 1, 2)), Tensor.From([5f], 1, 1)).Backward();
            }

            return layer.Weight.Gradient.ToArray();
        }
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays_as_it_is()
    {
        Linear used = new(1, 1, new RandomStream(1)), unused = new(1, 1, new RandomStream(2));
        float before = unused.Weight.Item, usedBefore = used.Weight.Item;
        Adam adam = new([.. used.Parameters, .. unused.Parameters]);
        Tape tape = new();
        using (tape.Record())
        {
            Loss.MeanSquaredError.Of(used.Forward(Tensor.From([1f], 1, 1)), Tensor.From([9f], 1, 1)).Backward();
        }

        adam.Step();
        Assert.Equal(before, unused.Weight.Item);
        Assert.NotEqual(usedBefore, used.Weight.Item);
    }

    [Fact]
    public void An_activation_module_of_its_own_gives_the_bits_of_the_fused_one()
    {
        RandomStream random = new(6);
        Linear layer = new(5, 9, random);
        Tensor input = Tensor.From(new Matrix(3, 5, [.. Enumerable.Range(0, 15).Select(_ => random.NextGaussian())]));
        Tensor target = Tensor.From(new Matrix(3, 9));
        foreach (ActivationModule activation in new ActivationModule[] { new Relu(), new Sigmoid(), new Tanh() })
        {
            Assert.Equal(Gradient(() => layer.Forward(input, activation.Activation)), Gradient(() => activation.Forward(layer.Forward(input))));
        }

        float[] Gradient(Func<Tensor> forward)
        {
            layer.Weight.ClearGradient();
            Tape tape = new();
            using (tape.Record())
            {
                Loss.MeanSquaredError.Of(forward(), target).Backward();
            }

            return layer.Weight.Gradient.ToArray();
        }
    }

    [Fact]
    public void Dropout_keeps_the_mean_drops_the_share_asked_for_and_does_nothing_afterwards()
    {
        Dropout dropout = new(0.25, new RandomStream(8));
        Tensor input = Tensor.From(Enumerable.Repeat(3f, 40_000).ToArray(), 200, 200);
        Tape tape = new();
        using (tape.Record())
        {
            float[] outputs = dropout.Forward(input).Values.ToArray();
            Assert.InRange(outputs.Count(value => value == 0) / 40_000.0, 0.24, 0.26);
            Assert.All(outputs, value => Assert.True(value is 0f or 4f));
            dropout.SetTraining(false);
            Assert.Same(input, dropout.Forward(input));
        }
    }

    [Fact]
    public void The_gradient_of_dropout_passes_where_the_number_did()
    {
        Tensor input = Tensor.Parameter(new Shape(1, 50));
        input.Values.Fill(1);
        Tape tape = new();
        using (tape.Record())
        {
            Tensor output = new Dropout(0.5, new RandomStream(8)).Forward(input);
            Loss.MeanSquaredError.Of(output, Tensor.From(new float[50], 1, 50)).Backward();
            for (int index = 0; index < 50; index++)
            {
                Assert.Equal(output.Values[index] == 0 ? 0 : 2 * 2f * 2 / 50, input.Gradient[index], 1e-6);
            }
        }
    }

    [Fact]
    public void Weights_start_within_the_bounds_of_PyTorch_and_Keras()
    {
        Linear torch = new(25, 400, new RandomStream(1)), keras = new(25, 400, new RandomStream(1), Initialization.GlorotUniform);
        AssertFills(torch.Weight, 0.2);
        AssertFills(torch.Bias, 0.2);
        AssertFills(keras.Weight, Math.Sqrt(6.0 / 425));
        Assert.All(keras.Bias.Values.ToArray(), value => Assert.Equal(0, value));

        static void AssertFills(Tensor tensor, double bound)
        {
            float[] values = tensor.Values.ToArray();
            Assert.InRange(values.Max(), 0.95 * bound, bound);
            Assert.InRange(values.Min(), -bound, -0.95 * bound);
        }
    }

    [Fact]
    public void Prediction_runs_in_batches_with_dropout_off_and_leaves_the_mode_alone()
    {
        RandomStream random = new(2);
        Sequential network = new(new Dropout(0.5, random.Split(1)), new Linear(2, 3, random));
        Matrix features = new(600, 2, [.. Enumerable.Range(0, 1200).Select(_ => random.NextGaussian())]);
        Matrix all = network.Predict(features);
        Assert.Equal((600, 3), (all.Rows, all.Columns));
        Assert.Equal(network.Predict(features.SelectRows([599])).Values, all.Row(599).ToArray());
        Assert.True(network.Training);
    }

    [Fact]
    public void Names_and_counts_of_parameters_are_those_of_PyTorch()
    {
        RandomStream random = new(1);
        Sequential network = new(new Sequential(new Linear(3, 4, random), new Relu()), new Linear(4, 2, random));
        Assert.Equal(["0.0.weight", "0.0.bias", "1.weight", "1.bias"], network.NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(12 + 4 + 8 + 2, network.ParameterCount);
    }

    [Fact]
    public void Errors_name_what_was_given_and_what_is_needed()
    {
        Linear layer = new(3, 2, new RandomStream(1));
        Tensor wrong = Tensor.From(new float[8], 2, 4), right = Tensor.From(new float[6], 2, 3);
        AssertMessage<InvalidOperationException>("using (tape.Record())", () => layer.Forward(right));
        Tape tape = new();
        using (tape.Record())
        {
            AssertMessage<ArgumentException>("shape [2, 4]; it needs [batch, 3]", () => layer.Forward(wrong));
            AssertMessage<ArgumentException>("shape [2, 3]; it needs [2, 2]", () => Loss.MeanSquaredError.Of(layer.Forward(right), right));
            AssertMessage<ArgumentOutOfRangeException>("targets[1] is 2", () => Loss.BinaryCrossEntropyWithLogits.Of(Tensor.From([0f, 0f], 2), Tensor.From([1f, 2f], 2)));
            AssertMessage<InvalidOperationException>("open already", () => tape.Record());
            AssertMessage<InvalidOperationException>("shape [2, 2]", () => layer.Forward(right).Backward());
            AssertMessage<InvalidOperationException>("no gradient", () => layer.Weight.Gradient.ToString());
            AssertMessage<InvalidOperationException>("Item is for tensors of one number", () => layer.Weight.Item.ToString());
        }

        AssertMessage<ArgumentException>("values has 3 entries", () => Tensor.From(new float[3], 2, 2));
        AssertMessage<ArgumentOutOfRangeException>("probability is 1", () => _ = new Dropout(1, new RandomStream(1)));
        AssertMessage<ArgumentOutOfRangeException>(
            "activation is 99; allowed: None, Relu", () => new Linear(1, 1, new RandomStream(1)).Forward(Tensor.From(new float[1], 1, 1), (Activation)99));
        AssertMessage<ArgumentOutOfRangeException>("inputs is 0", () => _ = new Linear(0, 1, new RandomStream(1)));
        AssertMessage<ArgumentOutOfRangeException>("number of sizes is 5", () => _ = new Shape(1, 1, 1, 1, 1));
        AssertMessage<ArgumentException>("modules is empty", () => _ = new Sequential());
    }

    [Fact]
    public void A_tensor_cannot_be_read_after_its_scope()
    {
        Tape tape = new();
        Tensor output;
        using (tape.Record())
        {
            output = new Linear(1, 1, new RandomStream(1)).Forward(Tensor.From([1f], 1, 1));
        }

        AssertMessage<InvalidOperationException>("scope has ended", () => output.Values.ToString());
        Assert.Throws<InvalidOperationException>(output.Backward);
    }

    [Fact]
    public void Without_recording_nothing_requires_a_gradient()
    {
        Tape tape = new();
        using (tape.Evaluate())
        {
            Tensor output = new Linear(1, 1, new RandomStream(1)).Forward(Tensor.From([1f], 1, 1));
            Assert.False(output.RequiresGradient);
            Assert.Throws<InvalidOperationException>(() => Loss.MeanSquaredError.Of(output, Tensor.From([1f], 1, 1)).Backward());
        }
    }

    private static void AssertMessage<T>(string part, Action action)
        where T : Exception =>
        Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
