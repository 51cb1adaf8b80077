using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class TransformerTests
{
    [Fact]
    public void What_stands_behind_a_sequence_or_later_than_a_position_makes_no_difference()
    {
        TransformerEncoder encoder = Encoder(dropout: 0);
        float[] values = Draw(2 * 5 * 6), changed = [.. values];

        // Behind the first sequence's length of 3, and at the last position of the second.
        changed.AsSpan(3 * 6, 2 * 6).Fill(100f);
        changed.AsSpan(9 * 6, 6).Fill(-7f);
        IndexTensor lengths = IndexTensor.From([3, 5], 2);
        float[] before = Outputs(encoder, values, lengths, causal: true), after = Outputs(encoder, changed, lengths, causal: true);
        Assert.Equal(before[..(3 * 6)], after[..(3 * 6)]);
        Assert.Equal(before[(5 * 6)..(9 * 6)], after[(5 * 6)..(9 * 6)]);
        Assert.NotEqual(before[(9 * 6)..], after[(9 * 6)..]);
        Assert.NotEqual(before[(5 * 6)..(9 * 6)], Outputs(encoder, changed, lengths, causal: false)[(5 * 6)..(9 * 6)]);
    }

    [Fact]
    public void An_empty_sequence_gives_finite_numbers_and_finite_gradients()
    {
        foreach (int time in new[] { 1, 4 })
        {
            TransformerEncoder encoder = Encoder(dropout: 0.2);
            Tape tape = new();
            using (tape.Record())
            {
                Tensor outputs = encoder.Forward(Tensor.From(Draw(3 * time * 6), 3, time, 6), IndexTensor.From([0, time, 0], 3));
                Assert.All(outputs.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
                Tensor mean = new MeanOverTime().Forward(outputs, IndexTensor.From([0, time, 0], 3));
                Assert.All(mean.Values[..6].ToArray(), value => Assert.Equal(0f, value));
                mean.Sum().Backward();
            }

            Assert.All(encoder.Parameters, parameter => Assert.All(parameter.Gradient.ToArray(), value => Assert.True(float.IsFinite(value))));
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 0)]
    [InlineData(0, 0)]
    public void No_sequences_and_sequences_without_positions_give_none_and_gradients_of_zero(int batch, int time)
    {
        foreach (bool normFirst in new[] { false, true })
        {
            TransformerEncoderLayer layer = new(24, 2, new RandomStream(1), 7, 0.2, normFirst: normFirst);
            Tape tape = new();
            using (tape.Record())
            {
                Tensor output = layer.Forward(Tensor.From([], batch, time, 24), IndexTensor.From(new int[batch], batch), causal: true);
                Assert.Equal(new Shape(batch, time, 24), output.Shape);
                output.Sum().Backward();
            }

            Assert.All(layer.Parameters, parameter => Assert.All(parameter.Gradient.ToArray(), value => Assert.Equal(0f, value)));
        }
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    public void Queries_without_keys_get_the_output_bias_and_keys_without_queries_no_gradient(int queries, int keys)
    {
        MultiHeadAttention attention = new(24, 2, new RandomStream(1));
        Tensor query = Tensor.Parameter(new Shape(2, queries, 24)), memory = Tensor.Parameter(new Shape(2, keys, 24));
        Tape tape = new();

        // Pooled memory holds anything: here what the first of two uses has left.
        foreach (int gradient in new[] { 7, 1 })
        {
            query.ClearGradient();
            memory.ClearGradient();
            attention.InputWeight.ClearGradient();
            using (tape.Record())
            {
                Tensor output = attention.Attend(query, memory);
                Tensor bias = attention.NamedParameters.Single(parameter => parameter.Name == "out_proj.bias").Tensor;
                bias.Values.Fill(2f);
                output = attention.Attend(query.Scale(gradient), memory.Scale(gradient));
                Assert.All(output.Values.ToArray(), value => Assert.Equal(2f, value));
                output.Sum().Backward();
            }

            Assert.All(new[] { query, memory, attention.InputWeight }, tensor => Assert.All(tensor.Gradient.ToArray(), value => Assert.Equal(0f, value)));
        }
    }

    [Fact]
    public void Attention_of_an_empty_single_position_is_the_output_bias_alone()
    {
        MultiHeadAttention attention = new(4, 2, new RandomStream(1));
        attention.NamedParameters.Single(parameter => parameter.Name == "out_proj.bias").Tensor.Values.Fill(2f);
        Tape tape = new();
        using (tape.Evaluate())
        {
            Tensor input = Tensor.From([1f, 2, 3, 4, 1, 2, 3, 4], 2, 1, 4);
            float[] outputs = attention.Forward(input, IndexTensor.From([0, 1], 2)).Values.ToArray();
            Assert.All(outputs[..4], value => Assert.Equal(2f, value));
            Assert.All(outputs[4..], value => Assert.NotEqual(2f, value));
            Assert.Equal(outputs[4..], attention.Forward(input).Values[..4].ToArray());
        }
    }

    [Fact]
    public void Dropout_takes_whole_weights_away_while_training_and_does_nothing_afterwards()
    {
        // Values of 1 and weights that add up to 1: without dropout every number of the context is 1.
        foreach (int time in new[] { 1, 50 })
        {
            MultiHeadAttention attention = new(2, 2, new RandomStream(3), dropout: 0.25);
            attention.InputWeight.Values.Clear();
            attention.InputBias.Values.Fill(1f);
            Tensor weight = attention.NamedParameters.Single(parameter => parameter.Name == "out_proj.weight").Tensor;
            weight.Values.Clear();
            (weight.Values[0], weight.Values[3]) = (1f, 1f);
            Tensor input = Tensor.From(Draw(200 * time * 2), 200, time, 2);
            Tape tape = new();
            using (tape.Record())
            {
                float[] outputs = attention.Forward(input).Values.ToArray();
                Assert.InRange(outputs.Average(), 0.93, 1.07);
                Assert.Contains(outputs, value => Math.Abs(value - 1f) > 0.05);
                if (time == 1)
                {
                    Assert.All(outputs, value => Assert.True(value is 0f or 4f / 3f));
                }

                attention.SetTraining(false);
                Assert.All(attention.Forward(input).Values.ToArray(), value => Assert.Equal(1f, value, 5));
            }
        }
    }

    [Fact]
    public void A_frozen_encoder_lets_the_gradient_through_and_keeps_none()
    {
        TransformerEncoder encoder = Encoder(dropout: 0);
        LearnedPositions positions = new(5, 6, new RandomStream(4));
        encoder.Freeze();
        Tape tape = new();
        using (tape.Record())
        {
            (encoder.Forward(positions.Forward(Tensor.From(Draw(2 * 3 * 6), 2, 3, 6))) * Tensor.From(Draw(2 * 3 * 6), 2, 3, 6)).Sum().Backward();
        }

        Assert.All(encoder.Parameters, parameter => Assert.False(parameter.HasGradient));
        Assert.Contains(positions.Weight.Gradient[..18].ToArray(), value => value != 0f);
        Assert.All(positions.Weight.Gradient[18..].ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Positions_that_a_batch_is_too_short_for_keep_the_gradient_they_have_or_get_none()
    {
        LearnedPositions positions = new(3, 3, new RandomStream(4));
        Tape tape = new();
        Backward(3);
        Backward(1);
        Assert.Equal([4f, 4f, 4f, 2f, 2f, 2f, 2f, 2f, 2f], positions.Weight.Gradient.ToArray());

        // What an earlier step left behind counts for nothing.
        positions.Weight.ClearGradient();
        Backward(1);
        Assert.Equal([2f, 2f, 2f, 0f, 0f, 0f, 0f, 0f, 0f], positions.Weight.Gradient.ToArray());

        void Backward(int time)
        {
            using (tape.Record())
            {
                positions.Forward(Tensor.From(Draw(2 * time * 3), 2, time, 3)).Sum().Backward();
            }
        }
    }

    [Fact]
    public void Layers_of_a_stack_draw_weights_and_dropout_of_their_own()
    {
        TransformerEncoder encoder = Encoder(dropout: 0.5);
        float[][] weights = [.. encoder.Layers.Select(layer => layer.Attention.InputWeight.Values.ToArray())];
        Assert.NotEqual(weights[0], weights[1]);
        uint[] draws = [.. encoder.NamedRandomStreams.Select(stream => stream.Random.NextUInt32())];
        Assert.Equal(8, draws.Length);
        Assert.Equal(8, draws.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_training_step_allocates_nothing_once_warm(int time)
    {
        TransformerEncoder encoder = new([.. new[] { true, false }.Select(normFirst =>
            new TransformerEncoderLayer(8, 2, new RandomStream(1), 16, 0.1, Activation.Gelu, normFirst))], new LayerNorm(8));
        LearnedPositions positions = new(7, 8, new RandomStream(2));
        MeanOverTime mean = new();
        Softmax softmax = new();
        Adam adam = new([.. encoder.Parameters, .. positions.Parameters]);
        Tensor input = Tensor.From(Draw(4 * time * 8), 4, time, 8), targets = Tensor.From(Draw(4 * 8), 4, 8);
        IndexTensor lengths = IndexTensor.From([time, 1, 0, time], 4);
        Tape tape = new();
        for (int step = 0; step < 5; step++)
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
                Tensor outputs = softmax.Forward(mean.Forward(encoder.Forward(positions.Forward(input), lengths, causal: true), lengths));
                Tensor loss = Loss.MeanSquaredError.Of(outputs, targets);
                adam.ClearGradients();
                loss.Backward();
                adam.Step();
            }
        }
    }

    [Fact]
    public void Settings_and_inputs_that_do_not_fit_are_named()
    {
        RandomStream random = new(1);
        AssertMessage<ArgumentOutOfRangeException>("heads is 4", () => _ = new MultiHeadAttention(6, 4, random));
        AssertMessage<ArgumentOutOfRangeException>("heads is 0", () => _ = new MultiHeadAttention(6, 0, random));
        AssertMessage<ArgumentOutOfRangeException>("dropout is 1", () => _ = new MultiHeadAttention(6, 2, random, dropout: 1));
        AssertMessage<ArgumentOutOfRangeException>("hidden is 0", () => _ = new TransformerEncoderLayer(6, 2, random, hidden: 0));
        AssertMessage<ArgumentOutOfRangeException>("activation is 99", () => _ = new TransformerEncoderLayer(6, 2, random, activation: (Activation)99));
        AssertMessage<ArgumentException>("layers is empty", () => _ = new TransformerEncoder([]));
        TransformerEncoderLayer layer = new(6, 2, random, 4);
        AssertMessage<ArgumentException>("layers[1] is of size 6", () => _ = new TransformerEncoder([layer, layer]));
        AssertMessage<ArgumentException>("layers[1] is of size 4", () => _ = new TransformerEncoder([layer, new TransformerEncoderLayer(4, 2, random, 4)]));
        AssertMessage<ArgumentOutOfRangeException>("time is 0", () => _ = new LearnedPositions(0, 2, random));
        Tape tape = new();
        using (tape.Evaluate())
        {
            Tensor right = Tensor.From(Draw(2 * 3 * 6), 2, 3, 6), other = Tensor.From(Draw(6), 1, 1, 6);
            AssertMessage<ArgumentException>("[2, 18]; it needs [batch, time, 6]", () => layer.Attention.Forward(Tensor.From(Draw(36), 2, 18)));
            AssertMessage<ArgumentException>("[3]; it needs [2], one per sequence", () => layer.Forward(right, IndexTensor.From([1, 2, 3], 3)));
            AssertMessage<ArgumentOutOfRangeException>("lengths[1] is 4", () => layer.Forward(right, IndexTensor.From([1, 4], 2)));
            AssertMessage<ArgumentOutOfRangeException>("lengths[0] is -1", () => new MeanOverTime().Forward(right, IndexTensor.From([-1, 1], 2)));
            AssertMessage<ArgumentException>("as many sequences as queries", () => layer.Attention.Attend(right, other));
            AssertMessage<ArgumentException>("it needs [batch, at most 2, 6]", () => new LearnedPositions(2, 6, random).Forward(right));
            AssertMessage<ArgumentException>("it needs [batch, time, size]", () => new MeanOverTime().Forward(Tensor.From(Draw(6), 6)));
        }
    }

    private static TransformerEncoder Encoder(double dropout)
    {
        RandomStream random = new(2);
        return new TransformerEncoder([
            new TransformerEncoderLayer(6, 2, random, 9, dropout),
            new TransformerEncoderLayer(6, 3, random, 5, dropout, Activation.Gelu, normFirst: true)]);
    }

    private static float[] Outputs(TransformerEncoder encoder, float[] values, IndexTensor lengths, bool causal)
    {
        Tape tape = new();
        using (tape.Evaluate())
        {
            return encoder.Forward(Tensor.From(values, 2, 5, 6), lengths, causal).Values.ToArray();
        }
    }

    private static float[] Draw(int count)
    {
        RandomStream random = new(11);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }

    private static void AssertMessage<T>(string part, Action action)
        where T : Exception =>
        Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
