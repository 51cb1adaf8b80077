using System.Text.Json;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Attention, encoder layers and what goes with them against PyTorch in float64; golden/make_attention.py wrote what is expected.</summary>
public sealed class GoldenAttentionTests
{
    private static readonly JsonElement[] _cases = Golden.Read("attention.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_and_five_steps_of_Adam_agree_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        (Module network, Func<Tensor[], Tensor> forward) = Build(expected);
        Golden.Start(network, expected);
        Tensor[] inputs = [.. expected.GetProperty("inputs").EnumerateArray().Select((values, index) => Input(expected, values, index))];
        Adam adam = new(network.Parameters, expected.GetProperty("learningRate").GetDouble(), epsilon: expected.GetProperty("epsilon").GetDouble());
        Tensor outputs = inputs[0];
        Golden.AssertFiveSteps(
            expected, adam, inputs, () => Loss.MeanSquaredError.Of(outputs = forward(inputs), Golden.Targets(expected, outputs)), () =>
            {
                Golden.AssertClose(expected, "outputs", outputs.Values);
                Golden.AssertAll(expected, "inputGradients", inputs, input => input.Gradient);
            });
    }

    private static Tensor Input(JsonElement expected, JsonElement values, int index)
    {
        int time = expected.GetProperty(index == 0 ? "time" : "keys").GetInt32();
        return Golden.Input(new Shape(expected.GetProperty("batch").GetInt32(), time, expected.GetProperty("size").GetInt32()), values);
    }

    private static (Module Network, Func<Tensor[], Tensor> Forward) Build(JsonElement expected)
    {
        RandomStream random = new(1);
        JsonElement values = expected.GetProperty("lengths");
        IndexTensor? lengths = values.ValueKind == JsonValueKind.Null ? null : IndexTensor.From(Golden.Integers(values), values.GetArrayLength());
        int size = Number("size");
        switch (expected.GetProperty("kind").GetString())
        {
            case "encoder":
                Activation activation = expected.GetProperty("activation").GetString() == "gelu" ? Activation.Gelu : Activation.Relu;
                TransformerEncoder encoder = new([.. Enumerable.Range(0, Number("layers")).Select(_ => Layer(activation))], Flag("finalNorm") ? new LayerNorm(size) : null);
                return (encoder, inputs => Mean(encoder.Forward(inputs[0], lengths, Flag("causal"))));
            case "attention":
                MultiHeadAttention attention = new(size, Number("heads"), random);
                return (attention, inputs => inputs.Length == 1
                    ? attention.Forward(inputs[0], lengths, Flag("causal"))
                    : attention.Attend(inputs[0], inputs[1], lengths));
            default:
                LearnedPositions positions = new(Number("positions"), size, random);
                return (positions, inputs => new Softmax().Forward(
                    new MeanOverTime().Forward(new Gelu().Forward(positions.Forward(inputs[0])), lengths)));
        }

        TransformerEncoderLayer Layer(Activation function) => new(size, Number("heads"), random, Number("hidden"), 0, function, Flag("normFirst"));

        Tensor Mean(Tensor outputs) => lengths is null ? outputs : new MeanOverTime().Forward(outputs, lengths);

        int Number(string setting) => expected.GetProperty(setting).GetInt32();

        bool Flag(string setting) => expected.GetProperty(setting).GetBoolean();
    }
}
