using System.Text.Json;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Recurrent layers against PyTorch in float64, packed sequences included; golden/make_recurrent.py wrote what is expected.</summary>
public sealed class GoldenRecurrentTests
{
    private static readonly JsonElement[] _cases = Golden.Read("recurrent.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_and_five_steps_of_Adam_agree_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        int batch = Size("batch"), time = Size("time"), inputSize = Size("inputSize"), hidden = Size("hidden");
        RandomStream random = new(1);
        RecurrentModule network = expected.GetProperty("cell").GetString() switch
        {
            "Lstm" => new Lstm(inputSize, hidden, random, Size("layers")),
            "Gru" => new Gru(inputSize, hidden, random, Size("layers")),
            "Rnn" => new Rnn(inputSize, hidden, random, Size("layers")),
            _ => new Rnn(inputSize, hidden, random, Size("layers"), activation: Activation.Relu),
        };
        Assert.Equal(
            expected.GetProperty("names").EnumerateArray().Select(entry => entry.GetString()),
            network.NamedParameters.Select(parameter => parameter.Name));
        Golden.Assign(network, expected.GetProperty("start"));
        Tensor inputs = Tensor.Parameter(new Shape(batch, time, inputSize));
        Golden.Floats(expected.GetProperty("inputs")).CopyTo(inputs.Values);
        Tensor outputTargets = Tensor.From(Golden.Floats(expected.GetProperty("outputTargets")), batch, time, hidden);
        Tensor lastTargets = Tensor.From(Golden.Floats(expected.GetProperty("lastTargets")), batch, hidden);
        IndexTensor? lengths = expected.GetProperty("lengths").ValueKind == JsonValueKind.Null
            ? null
            : IndexTensor.From(Golden.Integers(expected.GetProperty("lengths")), batch);
        Adam adam = new(network.Parameters, 0.01, epsilon: 1e-5);
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            using (tape.Record())
            {
                (Tensor outputs, Tensor last) = network.Forward(inputs, lengths);
                Tensor value = expected.GetProperty("looksAt").GetString() switch
                {
                    "outputs" => Loss.MeanSquaredError.Of(outputs, outputTargets),
                    "last" => Loss.MeanSquaredError.Of(last, lastTargets),
                    _ => Loss.MeanSquaredError.Of(outputs, outputTargets) + Loss.MeanSquaredError.Of(last, lastTargets),
                };
                adam.ClearGradients();
                inputs.ClearGradient();
                value.Backward();
                Golden.AssertClose($"loss of step {step}", [expected.GetProperty("losses")[step].GetDouble()], value.Values);
                if (step == 0)
                {
                    Golden.AssertClose("outputs", Golden.Doubles(expected.GetProperty("outputs")), outputs.Values);
                    Golden.AssertClose("last states", Golden.Doubles(expected.GetProperty("last")), last.Values);
                    Golden.AssertClose("input gradients", Golden.Doubles(expected.GetProperty("inputGradients")), inputs.Gradient);
                    for (int index = 0; index < network.Parameters.Count; index++)
                    {
                        Golden.AssertClose($"gradient {index}", Golden.Doubles(expected.GetProperty("gradients")[index]), network.Parameters[index].Gradient);
                    }
                }

                adam.Step();
            }
        }

        for (int index = 0; index < network.Parameters.Count; index++)
        {
            Golden.AssertClose($"parameter {index} at the end", Golden.Doubles(expected.GetProperty("end")[index]), network.Parameters[index].Values);
        }

        int Size(string setting) => expected.GetProperty(setting).GetInt32();
    }
}
