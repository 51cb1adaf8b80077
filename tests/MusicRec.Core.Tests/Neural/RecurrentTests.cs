using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class RecurrentTests
{
    private static readonly int[] _lengths = [3, 0, 5, 2];

    public static TheoryData<string> Cells => ["Lstm", "Gru", "Rnn"];

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_stands_behind_a_rows_length_is_not_looked_at(string cell)
    {
        Tensor input = Input();
        RecurrentModule module = Make(cell, layers: 2);

        // Leaves a gradient at every position, which must not show through afterwards.
        _ = Run(module, input, null);
        (float[] outputs, float[] last, float[] gradients) = Run(module, input, IndexTensor.From(_lengths, 4));
        for (int row = 0; row < 4; row++)
        {
            input.Values[(((row * 5) + _lengths[row]) * 3)..((row + 1) * 15)].Fill(float.NaN);
            Assert.All(outputs[(((row * 5) + _lengths[row]) * 6)..((row + 1) * 30)], value => Assert.Equal(0, value));
            Assert.All(gradients[(((row * 5) + _lengths[row]) * 3)..((row + 1) * 15)], value => Assert.Equal(0, value));
            Assert.Equal(
                _lengths[row] == 0 ? new float[6] : outputs[(((row * 5) + _lengths[row] - 1) * 6)..(((row * 5) + _lengths[row]) * 6)],
                last[(row * 6)..((row + 1) * 6)]);
        }

        (float[] Outputs, float[] Last, float[] Gradients) again = Run(module, input, IndexTensor.From(_lengths, 4));
        Assert.Equal(outputs, again.Outputs);
        Assert.Equal(last, again.Last);
        Assert.Equal(gradients, again.Gradients);
        Assert.Contains(gradients, value => value != 0);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Full_lengths_are_no_lengths_and_a_row_does_not_depend_on_the_others(string cell)
    {
        RecurrentModule module = Make(cell, layers: 2);
        Tensor input = Input();
        (float[] outputs, _, _) = Run(module, input, null);
        Assert.Equal(outputs, Run(module, input, IndexTensor.From([5, 5, 5, 5], 4)).Outputs);
        Tape tape = new();
        using (tape.Evaluate())
        {
            Tensor third = Tensor.From(input.Values.Slice(30, 15), 1, 5, 3);
            Assert.Equal(outputs[60..90], module.Forward(third).Outputs.Values.ToArray());
        }
    }

    [Fact]
    public void Gradients_of_two_uses_and_of_both_results_are_added_up()
    {
        Lstm module = new(3, 6, new RandomStream(1));
        Tensor input = Input(), targets = Tensor.From(new float[24], 4, 6);
        float[] once = Gradient(1), twice = Gradient(2);
        Assert.Equal(once.Select(value => value * 2), twice);

        // The last state is the last output.
        Tape tape = new();
        float[] mixed = [], plain = [];
        foreach (bool asOutput in (bool[])[true, false])
        {
            input.ClearGradient();
            using (tape.Record())
            {
                RecurrentOutput result = module.Forward(input, IndexTensor.From([1, 1, 1, 1], 4));
                Tensor first = Loss.MeanSquaredError.Of(result.LastHidden, targets);
                Tensor second = asOutput
                    ? Loss.MeanSquaredError.Of(result.Outputs, Tensor.From(new float[120], 4, 5, 6)).Scale(5)
                    : Loss.MeanSquaredError.Of(result.LastHidden, targets);
                (first + second).Backward();
            }

            if (asOutput)
            {
                mixed = input.Gradient.ToArray();
            }
            else
            {
                plain = input.Gradient.ToArray();
            }
        }

        for (int index = 0; index < mixed.Length; index++)
        {
            Assert.Equal(plain[index], mixed[index], 1e-7);
        }

        float[] Gradient(int uses)
        {
            input.ClearGradient();
            Tape own = new();
            using (own.Record())
            {
                Tensor loss = Loss.MeanSquaredError.Of(module.Forward(input).LastHidden, targets);
                if (uses == 2)
                {
                    loss += Loss.MeanSquaredError.Of(module.Forward(input).LastHidden, targets);
                }

                loss.Backward();
            }

            return input.Gradient.ToArray();
        }
    }

    [Fact]
    public void Dropout_acts_between_layers_while_training_and_draws_anew_each_time()
    {
        Gru module = new(3, 6, new RandomStream(1), layers: 2, dropout: 0.5), same = new(3, 6, new RandomStream(1), layers: 2, dropout: 0.5);
        Tensor input = Input();
        float[] first = Run(module, input, null).Outputs, second = Run(module, input, null).Outputs;
        Assert.NotEqual(first, second);
        Assert.Equal(first, Run(same, input, null).Outputs);
        module.SetTraining(false);
        Gru without = new(3, 6, new RandomStream(1), layers: 2);
        Assert.Equal(Run(without, input, null).Outputs, Run(module, input, null).Outputs);
    }

    [Fact]
    public void Frozen_weights_get_no_gradient_but_hand_it_on()
    {
        Lstm module = new(3, 6, new RandomStream(1));
        Tensor input = Input();
        float[] expected = Run(module, input, null).Gradients;
        module.Freeze();
        Assert.Equal(expected, Run(module, input, null).Gradients);
        Assert.All(module.Parameters, parameter => Assert.False(parameter.HasGradient));
    }

    [Fact]
    public void A_second_way_back_through_one_forward_pass_is_refused()
    {
        Lstm module = new(3, 6, new RandomStream(1));
        Tape tape = new();
        using (tape.Record())
        {
            Tensor loss = Loss.MeanSquaredError.Of(module.Forward(Input()).LastHidden, Tensor.From(new float[24], 4, 6));
            loss.Backward();
            Assert.Throws<InvalidOperationException>(loss.Backward);
        }
    }

    [Fact]
    public void Settings_shapes_and_lengths_are_checked()
    {
        RandomStream random = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lstm(0, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lstm(1, 0, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(1, 1, random, layers: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(1, 1, random, layers: 2, dropout: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(1, 1, random, dropout: 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(1, 1, random, activation: Activation.Sigmoid));
        Lstm module = new(3, 6, random);
        Tape tape = new();
        using (tape.Evaluate())
        {
            Assert.Throws<ArgumentException>(() => module.Forward(Tensor.From(new float[4], 2, 2)));
            Assert.Throws<ArgumentException>(() => module.Forward(Tensor.From(new float[8], 2, 2, 2)));
            Assert.Throws<ArgumentException>(() => module.Forward(Input(), IndexTensor.From([1, 2, 3], 3)));
            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => module.Forward(Input(), IndexTensor.From([1, 2, 6, 3], 4)));
            Assert.Contains("lengths[2] is 6", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => module.Forward(Input(), IndexTensor.From([1, 2, -1, 3], 4)));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_training_step_allocates_nothing_once_it_is_warm(string cell)
    {
        RecurrentModule module = Make(cell, layers: 2);
        Adam adam = new(module.Parameters);
        Tensor input = Input(), targets = Tensor.From(new float[24], 4, 6);
        IndexTensor lengths = IndexTensor.From(_lengths, 4);
        Tape tape = new();
        for (int step = 0; step < 100; step++)
        {
            Step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 10; step++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            using (tape.Record())
            {
                adam.ClearGradients();
                Loss.MeanSquaredError.Of(module.Forward(input, lengths).LastHidden, targets).Backward();
                adam.Step();
            }
        }
    }

    private static RecurrentModule Make(string cell, int layers) => cell switch
    {
        "Lstm" => new Lstm(3, 6, new RandomStream(1), layers),
        "Gru" => new Gru(3, 6, new RandomStream(1), layers),
        _ => new Rnn(3, 6, new RandomStream(1), layers),
    };

    /// <summary>[4, 5, 3], with a gradient.</summary>
    private static Tensor Input()
    {
        RandomStream random = new(4);
        Tensor input = Tensor.Parameter(new Shape(4, 5, 3));
        foreach (ref float value in input.Values)
        {
            value = (float)random.NextGaussian();
        }

        return input;
    }

    private static (float[] Outputs, float[] Last, float[] Gradients) Run(RecurrentModule module, Tensor input, IndexTensor? lengths)
    {
        input.ClearGradient();
        Tape tape = new();
        using (tape.Record())
        {
            RecurrentOutput result = module.Forward(input, lengths);
            (Loss.MeanSquaredError.Of(result.Outputs, Tensor.From(new float[120], 4, 5, 6))
                + Loss.MeanSquaredError.Of(result.LastHidden, Tensor.From(new float[24], 4, 6))).Backward();
            return (result.Outputs.Values.ToArray(), result.LastHidden.Values.ToArray(), input.Gradient.ToArray());
        }
    }
}
