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
        Assert.Equal(
            expected.GetProperty("names").EnumerateArray().Select(entry => entry.GetString()),
            network.NamedParameters.Select(parameter => parameter.Name));
        Golden.Assign(network, expected.GetProperty("start"));
        Tensor[] inputs = [.. expected.GetProperty("inputs").EnumerateArray().Select((values, index) => Input(expected, values, index))];
        Adam adam = new(network.Parameters, expected.GetProperty("learningRate").GetDouble(), epsilon: expected.GetProperty("epsilon").GetDouble());
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            using (tape.Record())
            {
                Tensor outputs = forward(inputs);
                Tensor value = Loss.MeanSquaredError.Of(outputs, Targets(expected, outputs));
                adam.ClearGradients();
                Array.ForEach(inputs, input => input.ClearGradient());
                value.Backward();
                Golden.AssertClose($"loss of step {step}", [expected.GetProperty("losses")[step].GetDouble()], value.Values);
                if (step == 0)
                {
                    AssertFirstStep(expected, outputs, inputs, network);
                }

                adam.Step();
            }
        }

        for (int index = 0; index < network.Parameters.Count; index++)
        {
            Golden.AssertClose($"parameter {index} at the end", Golden.Doubles(expected.GetProperty("end")[index]), network.Parameters[index].Values);
        }
    }

    private static void AssertFirstStep(JsonElement expected, Tensor outputs, Tensor[] inputs, Module network)
    {
        Golden.AssertClose("outputs", Golden.Doubles(expected.GetProperty("outputs")), outputs.Values);
        for (int index = 0; index < inputs.Length; index++)
        {
            Golden.AssertClose($"gradient of input {index}", Golden.Doubles(expected.GetProperty("inputGradients")[index]), inputs[index].Gradient);
        }

        for (int index = 0; index < network.Parameters.Count; index++)
        {
            Golden.AssertClose($"gradient {index}", Golden.Doubles(expected.GetProperty("gradients")[index]), network.Parameters[index].Gradient);
        }
    }

    private static Tensor Input(JsonElement expected, JsonElement values, int index)
    {
        int time = expected.GetProperty(index == 0 ? "time" : "keys").GetInt32();
        Tensor input = Tensor.Parameter(new Shape(expected.GetProperty("batch").GetInt32(), time, expected.GetProperty("size").GetInt32()));
        Golden.Floats(values).CopyTo(input.Values);
        return input;
    }

    private static Tensor Targets(JsonElement expected, Tensor outputs)
    {
        Tensor targets = Tape.Current.NewTensor(outputs.Shape, requiresGradient: false);
        Golden.Floats(expected.GetProperty("targets")).CopyTo(targets.Values);
        return targets;
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
