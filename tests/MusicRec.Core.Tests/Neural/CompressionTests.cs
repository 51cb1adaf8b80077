using System.Text.Json;
using MusicRec.Neural;
using MusicRec.Neural.Compression;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class CompressionTests
{
    private static readonly JsonElement[] _cases = [.. JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Neural", "golden", "compression.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    [Fact]
    public void Pruning_takes_the_weights_that_PyTorch_takes()
    {
        foreach (JsonElement golden in _cases)
        {
            Linear layer = LayerOf(golden);
            layer.Bias.Values.Fill(0.001f);
            MagnitudePruning pruning = MagnitudePruning.Prune(layer, golden.GetProperty("share").GetDouble());
            Assert.Equal(Floats(golden, "pruned"), layer.Weight.Values.ToArray());
            Assert.Equal(layer.Weight.Shape.Count, pruning.Weights);
            Assert.Equal((int)(golden.GetProperty("share").GetDouble() * pruning.Weights), pruning.Pruned);
            Assert.All(layer.Bias.Values.ToArray(), value => Assert.Equal(0.001f, value));
        }
    }

    [Fact]
    public void Of_equal_weights_the_first_are_pruned()
    {
        Linear layer = new(4, 2, new RandomStream(1));
        new float[] { 2, -1, 1, -1, 1, 3, 1, 0 }.CopyTo(layer.Weight.Values);
        Assert.Equal(4, MagnitudePruning.Prune(layer, 0.5).Pruned);
        Assert.Equal([2, 0, 0, 0, 1, 3, 1, 0], layer.Weight.Values.ToArray());
    }

    [Fact]
    public void Rounding_gives_the_whole_numbers_that_PyTorch_gives()
    {
        foreach (JsonElement golden in _cases)
        {
            float[] weight = Floats(golden, "weight"), restored = new float[weight.Length];
            QuantizedRows rounded = QuantizedRows.Of(weight, golden.GetProperty("rows").GetInt32());
            Assert.Equal(golden.GetProperty("wholes").EnumerateArray().Select(value => value.GetSByte()), rounded.Wholes.ToArray());
            rounded.Restore(restored);
            Assert.Equal(Floats(golden, "restored"), restored);
        }
    }

    [Fact]
    public void Rounding_is_off_by_half_a_step_at_most_and_rounding_again_changes_nothing()
    {
        const int Rows = 300, Columns = 17;
        RandomStream random = new(3);
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(place => (float)(random.NextGaussian() * Elementary.Exp((place / Columns % 40) - 20.0)))];
        values.AsSpan(5 * Columns, Columns).Clear();
        values.AsSpan(6 * Columns, Columns).Fill(float.MaxValue);
        values.AsSpan(7 * Columns, Columns).Fill(1e-44f);
        float[] once = new float[values.Length], twice = new float[values.Length];
        QuantizedRows rounded = QuantizedRows.Of(values, Rows);
        rounded.Restore(once);
        QuantizedRows again = QuantizedRows.Of(once, Rows);
        again.Restore(twice);
        Assert.Equal(once, twice);
        Assert.Equal(rounded.Wholes.ToArray(), again.Wholes.ToArray());
        Assert.Equal(rounded.Scales.ToArray(), again.Scales.ToArray());
        for (int place = 0; place < values.Length; place++)
        {
            double step = rounded.Scales[place / Columns];
            Assert.True(Math.Abs((double)once[place] - values[place]) <= Math.Max(0.51 * step, 1e-38), $"{once[place]:R} stands for {values[place]:R} with steps of {step:R}");
        }

        Assert.Equal((0, 0), (rounded.Scales[5], rounded.Scales[7]));
        Assert.All(once, value => Assert.True(float.IsFinite(value)));
        Assert.Throws<ArgumentException>(() => QuantizedRows.Of([1, float.NaN], 1));
        Assert.Throws<ArgumentException>(() => QuantizedRows.Of([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => QuantizedRows.Restore([1, 2], [1f], new float[3]));
    }

    [Fact]
    public void Pruned_weights_stay_zero_while_the_others_learn()
    {
        Linear layer = new(6, 4, new RandomStream(2));
        MagnitudePruning pruning = MagnitudePruning.Prune(layer, 0.5);
        float[] before = layer.Weight.Values.ToArray();
        Optimizer optimizer = pruning.Keep(new Adam(layer.Parameters, 0.05));
        Trainer trainer = new(layer, optimizer, Loss.MeanSquaredError) { Epochs = 3, BatchSize = 4 };
        RandomStream random = new(4);
        float[] inputs = [.. Enumerable.Range(0, 48).Select(_ => (float)random.NextGaussian())], targets = [.. Enumerable.Range(0, 32).Select(_ => (float)random.NextGaussian())];
        _ = trainer.Fit(new TensorDataset(Tensor.From(inputs, 8, 6), Tensor.From(targets, 8, 4)));
        float[] after = layer.Weight.Values.ToArray();
        Assert.Equal(12, before.Count(value => value == 0));
        for (int place = 0; place < after.Length; place++)
        {
            Assert.Equal(before[place] == 0, after[place] == 0);
            Assert.True(before[place] == 0 || before[place] != after[place]);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => MagnitudePruning.Prune(layer, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MagnitudePruning.Prune(layer, double.NaN));
    }

    private static Linear LayerOf(JsonElement golden)
    {
        Linear layer = new(golden.GetProperty("columns").GetInt32(), golden.GetProperty("rows").GetInt32(), new RandomStream(1));
        Floats(golden, "weight").CopyTo(layer.Weight.Values);
        return layer;
    }

    private static float[] Floats(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(value => (float)value.GetDouble())];
}
