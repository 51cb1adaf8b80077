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
        Golden.Start(network, expected);
        Tensor inputs = Golden.Input(new Shape(batch, time, inputSize), expected.GetProperty("inputs"));
        Tensor outputTargets = Tensor.From(Golden.Floats(expected.GetProperty("outputTargets")), batch, time, hidden);
        Tensor lastTargets = Tensor.From(Golden.Floats(expected.GetProperty("lastTargets")), batch, hidden);
        IndexTensor? lengths = expected.GetProperty("lengths").ValueKind == JsonValueKind.Null
            ? null
            : IndexTensor.From(Golden.Integers(expected.GetProperty("lengths")), batch);
        Adam adam = new(network.Parameters, 0.01, epsilon: 1e-5);
        Tensor outputs = inputs, last = inputs;
        Golden.AssertFiveSteps(expected, adam, [inputs], Forward, () =>
        {
            Golden.AssertClose(expected, "outputs", outputs.Values);
            Golden.AssertClose(expected, "last", last.Values);
            Golden.AssertClose(expected, "inputGradients", inputs.Gradient);
        });

        Tensor Forward()
        {
            (outputs, last) = network.Forward(inputs, lengths);
            return expected.GetProperty("looksAt").GetString() switch
            {
                "outputs" => Loss.MeanSquaredError.Of(outputs, outputTargets),
                "last" => Loss.MeanSquaredError.Of(last, lastTargets),
                _ => Loss.MeanSquaredError.Of(outputs, outputTargets) + Loss.MeanSquaredError.Of(last, lastTargets),
            };
        }

        int Size(string setting) => expected.GetProperty(setting).GetInt32();
    }
}
