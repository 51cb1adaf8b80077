using System.Text.Json;
using MusicRec.Neural;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Reads what golden/make_*.py wrote with PyTorch in float64, and holds results against it.</summary>
internal static class Golden
{
    /// <summary>The cases of a file in golden/, a list of objects with a "name" each.</summary>
    public static JsonElement[] Read(string file) => [.. JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Neural", "golden", file))).RootElement.EnumerateArray()];

    public static TheoryData<string> Names(IEnumerable<JsonElement> cases) => [.. cases.Select(entry => entry.GetProperty("name").GetString()!)];

    /// <summary>A parameter of that shape, which has a gradient afterwards, with the values of a flat list.</summary>
    public static Tensor Input(Shape shape, JsonElement values)
    {
        Tensor input = Tensor.Parameter(shape);
        Floats(values).CopyTo(input.Values);
        return input;
    }

    /// <summary>The case's targets in the shape of what they are the targets of.</summary>
    public static Tensor Targets(JsonElement expected, Tensor outputs)
    {
        Tensor targets = Tape.Current.NewTensor(outputs.Shape, requiresGradient: false);
        Floats(expected.GetProperty("targets")).CopyTo(targets.Values);
        return targets;
    }

    /// <summary>The module has the parameters that PyTorch has, in the same order; they get its starting values.</summary>
    public static void Start(Module module, JsonElement expected)
    {
        Assert.Equal(
            expected.GetProperty("names").EnumerateArray().Select(entry => entry.GetString()),
            module.NamedParameters.Select(parameter => parameter.Name));
        Assign(module, expected.GetProperty("start"));
    }

    /// <summary>Puts a list of flat lists into the parameters, in their order.</summary>
    public static void Assign(Module module, JsonElement values)
    {
        for (int index = 0; index < module.Parameters.Count; index++)
        {
            Floats(values[index]).CopyTo(module.Parameters[index].Values);
        }
    }

    public static double[] Doubles(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetDouble())];

    public static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => (float)value.GetDouble())];

    public static int[] Integers(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>
    /// Five steps of the optimiser: the loss of each, the gradients of the first one and the parameters at the end.
    /// </summary>
    /// <param name="expected">A case with "losses", "gradients" and "end".</param>
    /// <param name="optimizer">Has the case's starting values in its parameters.</param>
    /// <param name="inputs">Tensors besides the parameters whose gradients are cleared in each step.</param>
    /// <param name="loss">Goes forward.</param>
    /// <param name="assertFirst">What else the case says of the first step, once its gradients are there.</param>
    public static void AssertFiveSteps(
        JsonElement expected, Optimizer optimizer, Tensor[] inputs, Func<Tensor> loss, Action? assertFirst = null)
    {
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            using (tape.Record())
            {
                Tensor value = loss();
                optimizer.ClearGradients();
                Array.ForEach(inputs, input => input.ClearGradient());
                value.Backward();
                AssertClose($"loss of step {step}", [expected.GetProperty("losses")[step].GetDouble()], value.Values);
                if (step == 0)
                {
                    assertFirst?.Invoke();
                    AssertAll(expected, "gradients", optimizer.Parameters, Gradient);
                }

                optimizer.Step();
            }
        }

        AssertAll(expected, "end", optimizer.Parameters, parameter => parameter.Values);
    }

    /// <summary>A list of flat lists against what <paramref name="actual"/> gives of each tensor.</summary>
    public static void AssertAll(JsonElement expected, string property, IReadOnlyList<Tensor> tensors, Func<Tensor, ReadOnlySpan<float>> actual)
    {
        Assert.Equal(expected.GetProperty(property).GetArrayLength(), tensors.Count);
        for (int index = 0; index < tensors.Count; index++)
        {
            AssertClose($"{property}[{index}]", Doubles(expected.GetProperty(property)[index]), actual(tensors[index]));
        }
    }

    /// <summary>A flat list against numbers.</summary>
    public static void AssertClose(JsonElement expected, string property, ReadOnlySpan<float> actual) =>
        AssertClose(property, Doubles(expected.GetProperty(property)), actual);

    /// <summary>|ours − theirs| ≤ 1e-5·|theirs| + 1e-6·max|theirs|.</summary>
    public static void AssertClose(string what, double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        for (int index = 0; index < expected.Length; index++)
        {
            double allowed = (1e-5 * Math.Abs(expected[index])) + (1e-6 * largest);
            Assert.True(
                Math.Abs(actual[index] - expected[index]) <= allowed,
                $"{what}[{index}] is {actual[index]:R}; PyTorch says {expected[index]:R}.");
        }
    }

    // Before anyone asks for the whole gradient of a table, the optimiser has to do with its rows; so those are compared on a copy.
    private static ReadOnlySpan<float> Gradient(Tensor parameter)
    {
        ReadOnlySpan<bool> touched = parameter.TouchedRows;
        if (touched.IsEmpty)
        {
            return parameter.Gradient;
        }

        float[] gradient = parameter.StoredGradient[..parameter.Shape.Count].ToArray();
        for (int row = 0; row < touched.Length; row++)
        {
            if (!touched[row])
            {
                gradient.AsSpan(row * parameter.Shape[1], parameter.Shape[1]).Clear();
            }
        }

        return gradient;
    }
}
