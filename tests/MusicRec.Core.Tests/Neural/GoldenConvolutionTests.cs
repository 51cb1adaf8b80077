using System.Text.Json;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Image and normalisation layers against PyTorch in float64; golden/make_convolution.py wrote what is expected.</summary>
public sealed class GoldenConvolutionTests
{
    private static readonly JsonElement[] _cases = Golden.Read("convolution.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_five_steps_and_what_is_remembered_agree_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        Sequential network = Build(expected);
        Golden.Start(network, expected);
        Assert.Equal(
            expected.GetProperty("bufferNames").EnumerateArray().Select(entry => entry.GetString()),
            network.NamedBuffers.Select(buffer => buffer.Name));
        Tensor inputs = Golden.Input(new Shape(Golden.Integers(expected.GetProperty("shape"))), expected.GetProperty("inputs"));
        Tensor targets = Tensor.From(Golden.Floats(expected.GetProperty("targets")), Golden.Integers(expected.GetProperty("outputShape")));
        Adam adam = new(
            network.Parameters, expected.GetProperty("learningRate").GetDouble(), epsilon: expected.GetProperty("epsilon").GetDouble());
        Tensor outputs = inputs;
        Golden.AssertFiveSteps(expected, adam, [inputs], () => Loss.MeanSquaredError.Of(outputs = network.Forward(inputs), targets), () =>
        {
            Golden.AssertClose(expected, "outputs", outputs.Values);
            Golden.AssertClose(expected, "inputGradients", inputs.Gradient);
        });
        AssertBuffers();
        network.SetTraining(false);
        inputs.ClearGradient();
        using (new Tape().Record())
        {
            outputs = network.Forward(inputs);
            Golden.AssertClose(expected, "evaluated", outputs.Values);
            Loss.MeanSquaredError.Of(outputs, targets).Backward();
            Golden.AssertClose(expected, "evaluatedInputGradients", inputs.Gradient);
        }

        AssertBuffers();

        void AssertBuffers() =>
            Golden.AssertAll(expected, "bufferEnd", [.. network.NamedBuffers.Select(buffer => buffer.Tensor)], buffer => buffer.Values);
    }

    private static Sequential Build(JsonElement expected)
    {
        RandomStream random = new(1);
        return new Sequential([.. expected.GetProperty("layers").EnumerateArray().Select(layer => Make([.. layer.EnumerateArray()], random))]);
    }

    private static Module<Tensor> Make(JsonElement[] layer, RandomStream random)
    {
        return layer[0].GetString() switch
        {
            "Linear" => new Linear(Whole(1), Whole(2), random),
            "Conv2d" => new Conv2d(Whole(1), Whole(2), Whole(3), random, Whole(4), Whole(5), Whole(6) == 1),
            "BatchNorm1d" => new BatchNorm1d(Whole(1), layer[2].GetDouble()),
            "BatchNorm2d" => new BatchNorm2d(Whole(1), layer[2].GetDouble()),
            "MaxPool2d" => new MaxPool2d(Whole(1), Whole(2), Whole(3)),
            "GlobalAveragePool2d" => new GlobalAveragePool2d(),
            "GlobalMaxPool2d" => new GlobalMaxPool2d(),
            "Flatten" => new Flatten(),
            "LayerNorm" => new LayerNorm(Whole(1)),
            "Relu" => new Relu(),
            "Tanh" => new Tanh(),
            string other => throw new InvalidDataException($"Unknown layer '{other}'."),
            null => throw new InvalidDataException("A layer has no name."),
        };

        int Whole(int index) => layer[index].GetInt32();
    }
}
