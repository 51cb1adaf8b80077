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
        Golden.Start(network, expected);
        Tensor inputs = Golden.Input(new Shape(batch, sizes[0]), expected.GetProperty("inputs"));
        Tensor targets = Tensor.From(Golden.Floats(expected.GetProperty("targets")), batch, sizes[^1]);
        Loss loss = expected.GetProperty("loss").GetString() == "bce" ? Loss.BinaryCrossEntropyWithLogits : Loss.MeanSquaredError;
        Adam adam = new(
            network.Parameters, Number("learningRate"), Number("beta1"), Number("beta2"), Number("epsilon"), Number("weightDecay"));
        Tensor outputs = inputs;
        Golden.AssertFiveSteps(expected, adam, [inputs], () => loss.Of(outputs = network.Forward(inputs), targets), () =>
        {
            Golden.AssertClose(expected, "outputs", outputs.Values);
            Golden.AssertClose(expected, "inputGradients", inputs.Gradient);
        });

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
