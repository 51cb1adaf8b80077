using System.Text.Json;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Small networks against PyTorch in float64; golden/make_networks.py wrote what is expected.</summary>
public sealed class GoldenNetworkTests
{
    private static readonly JsonElement[] _cases = Golden.Read("networks.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_and_five_steps_of_Adam_agree_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        int[] sizes = [.. expected.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32())];
        int batch = expected.GetProperty("batch").GetInt32();
        Sequential network = Build(expected, sizes);
        Assert.Equal(
            expected.GetProperty("names").EnumerateArray().Select(entry => entry.GetString()),
            network.NamedParameters.Select(parameter => parameter.Name));
        Golden.Assign(network, expected.GetProperty("start"));
        Tensor inputs = Tensor.Parameter(new Shape(batch, sizes[0]));
        Golden.Floats(expected.GetProperty("inputs")).CopyTo(inputs.Values);
        Tensor targets = Tensor.From(Golden.Floats(expected.GetProperty("targets")), batch, sizes[^1]);
        Loss loss = expected.GetProperty("loss").GetString() == "bce" ? Loss.BinaryCrossEntropyWithLogits : Loss.MeanSquaredError;
        Adam adam = new(
            network.Parameters, Number("learningRate"), Number("beta1"), Number("beta2"), Number("epsilon"), Number("weightDecay"));
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            using (tape.Record())
            {
                Tensor outputs = network.Forward(inputs);
                Tensor value = loss.Of(outputs, targets);
                adam.ClearGradients();
                inputs.ClearGradient();
                value.Backward();
                Golden.AssertClose($"loss of step {step}", [expected.GetProperty("losses")[step].GetDouble()], value.Values);
                if (step == 0)
                {
                    Golden.AssertClose("outputs", Golden.Doubles(expected.GetProperty("outputs")), outputs.Values);
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

        double Number(string setting) => expected.GetProperty(setting).GetDouble();
    }

    private static Sequential Build(JsonElement expected, int[] sizes)
    {
        RandomStream random = new(1);
        string[] activations = [.. expected.GetProperty("activations").EnumerateArray().Select(entry => entry.GetString()!)];
        List<Module<Tensor>> modules = [];
        for (int layer = 0; layer < sizes.Length - 1; layer++)
        {
            modules.Add(new Linear(sizes[layer], sizes[layer + 1], random));
            if (layer < activations.Length)
            {
                modules.Add(activations[layer] switch { "Relu" => new Relu(), "Sigmoid" => new Sigmoid(), _ => new Tanh() });
            }
        }

        return new Sequential([.. modules]);
    }
}
