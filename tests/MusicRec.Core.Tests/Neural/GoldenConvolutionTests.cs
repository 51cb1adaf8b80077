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
        Assert.Equal(Texts("names"), network.NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(Texts("bufferNames"), network.NamedBuffers.Select(buffer => buffer.Name));
        Golden.Assign(network, expected.GetProperty("start"));
        Tensor inputs = Tensor.Parameter(new Shape(Golden.Integers(expected.GetProperty("shape"))));
        Golden.Floats(expected.GetProperty("inputs")).CopyTo(inputs.Values);
        Tensor targets = Tensor.From(Golden.Floats(expected.GetProperty("targets")), Golden.Integers(expected.GetProperty("outputShape")));
        Adam adam = new(
            network.Parameters, expected.GetProperty("learningRate").GetDouble(), epsilon: expected.GetProperty("epsilon").GetDouble());
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            using (tape.Record())
            {
                Tensor outputs = network.Forward(inputs);
                Tensor loss = Loss.MeanSquaredError.Of(outputs, targets);
                if (step == 0)
                {
                    AssertClose("outputs", outputs.Values);
                }

                adam.ClearGradients();
                inputs.ClearGradient();
                loss.Backward();
                Golden.AssertClose($"loss of step {step}", [expected.GetProperty("losses")[step].GetDouble()], loss.Values);
                if (step == 0)
                {
                    AssertClose("inputGradients", inputs.Gradient);
                    for (int index = 0; index < network.Parameters.Count; index++)
                    {
                        Golden.AssertClose($"gradient {index}", Golden.Doubles(expected.GetProperty("gradients")[index]), network.Parameters[index].Gradient);
                    }
                }

                adam.Step();
            }
        }

        AssertAll("end", network.Parameters);
        AssertAll("bufferEnd", [.. network.NamedBuffers.Select(buffer => buffer.Tensor)]);
        network.SetTraining(false);
        inputs.ClearGradient();
        using (tape.Record())
        {
            Tensor outputs = network.Forward(inputs);
            AssertClose("evaluated", outputs.Values);
            Loss.MeanSquaredError.Of(outputs, targets).Backward();
            AssertClose("evaluatedInputGradients", inputs.Gradient);
        }

        AssertAll("bufferEnd", [.. network.NamedBuffers.Select(buffer => buffer.Tensor)]);

        IEnumerable<string?> Texts(string property) => expected.GetProperty(property).EnumerateArray().Select(entry => entry.GetString());

        void AssertClose(string property, ReadOnlySpan<float> actual) =>
            Golden.AssertClose(property, Golden.Doubles(expected.GetProperty(property)), actual);

        void AssertAll(string property, IReadOnlyList<Tensor> actual)
        {
            for (int index = 0; index < actual.Count; index++)
            {
                Golden.AssertClose($"{property} {index}", Golden.Doubles(expected.GetProperty(property)[index]), actual[index].Values);
            }
        }
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
