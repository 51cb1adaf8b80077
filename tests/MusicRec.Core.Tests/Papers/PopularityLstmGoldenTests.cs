using System.Text.Json;
using MusicRec.Core.Tests.Neural;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Paper 000's network against PyTorch in float64; Neural/golden/make_popularity.py wrote what is expected.</summary>
public sealed class PopularityLstmGoldenTests
{
    private static readonly JsonElement[] _cases = Golden.Read("popularity.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_and_five_steps_of_Adam_agree_with_PyTorch(string name)
    {
        (JsonElement expected, PopularityLstm module) = Case(name);
        int batch = Tokens(expected).Counts.Shape[0];
        PopularityLabelLoss? loss = Enum.TryParse(expected.GetProperty("loss").GetString(), ignoreCase: true, out PopularityLabelLoss known) ? known : null;
        (IndexTensor words, IndexTensor counts) = Tokens(expected);
        PopularityObjective objective = new(
            module, RowSource.Of(RowSource.Of(RowSource.Of(words), RowSource.Of(counts)), RowSource.Of(Numbers(expected))),
            Tensor.From(Golden.Floats(expected.GetProperty("targets")), batch, 1), loss);
        Golden.AssertClose(expected, "outputs", [.. module.Predict(
            RowSource.Of(RowSource.Of(RowSource.Of(words), RowSource.Of(counts)), RowSource.Of(Numbers(expected)))).Values.Select(value => (float)value)]);
        Adam adam = new(module.Parameters, 0.01, epsilon: 1e-5);
        int[] rows = [.. Enumerable.Range(0, batch)];
        Golden.AssertFiveSteps(expected, adam, [], () => objective.Compute(Tape.Current, rows).Loss);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Integrated_gradients_agree_with_PyTorch(string name)
    {
        (JsonElement expected, PopularityLstm module) = Case(name);
        (IndexTensor words, IndexTensor counts) = Tokens(expected);
        int batch = words.Shape[0], width = words.Shape[1], size = module.Embedding.Weight.Shape[1], columns = module.ColumnCount;
        Matrix inputs = new(batch, (width * size) + columns);
        for (int row = 0; row < batch; row++)
        {
            for (int input = 0; input < inputs.Columns; input++)
            {
                inputs[row, input] = input < width * size
                    ? module.Embedding.Weight.Values[(words.Values[(row * width) + (input / size)] * size) + (input % size)]
                    : Numbers(expected).Values[(row * columns) + input - (width * size)];
            }
        }

        IntegratedGradients ours = IntegratedGradients.Of(module, inputs, new double[inputs.Columns], 0, expected.GetProperty("steps").GetInt32(), (points, owners) =>
            module.Forward(
                points.Slice(0, width * size).Reshape(owners.Length, width, size), IndexTensor.From([.. owners.Select(row => counts.Values[row])], owners.Length),
                points.Slice(width * size, columns)));
        double[] theirs = Golden.Doubles(expected.GetProperty("attributions"));
        double largest = theirs.Max(Math.Abs);
        Assert.All(ours.Attributions.Values.Zip(theirs), pair => Assert.True(Math.Abs(pair.First - pair.Second) < 2e-6 * largest, $"{pair}, largest {largest}"));
        Assert.True(largest > 0.01);
    }

    private static (JsonElement Expected, PopularityLstm Module) Case(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        PopularityLstm module = new(Number("words"), Number("columns"), new RandomStream(1), new PopularityNetworkSettings
        {
            EmbeddingSize = Number("size"),
            HiddenSize = Number("hidden"),
            DenseSize = Number("dense"),
            UsesNumericSequence = expected.GetProperty("sequence").GetBoolean(),
        });
        Golden.Start(module, expected);
        return (expected, module);

        int Number(string property) => expected.GetProperty(property).GetInt32();
    }

    private static (IndexTensor Words, IndexTensor Counts) Tokens(JsonElement expected)
    {
        int[] tokens = Golden.Integers(expected.GetProperty("tokens")), counts = Golden.Integers(expected.GetProperty("counts"));
        return (IndexTensor.From(tokens, counts.Length, tokens.Length / counts.Length), IndexTensor.From(counts, counts.Length));
    }

    private static Tensor Numbers(JsonElement expected) => Tensor.From(
        Golden.Floats(expected.GetProperty("numbers")), expected.GetProperty("counts").GetArrayLength(), expected.GetProperty("columns").GetInt32());
}
