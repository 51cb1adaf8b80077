using System.Text.Json;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Sparse layers and embeddings against PyTorch in float64; golden/make_sparse.py wrote what is expected.</summary>
public sealed class GoldenSparseTests
{
    private static readonly JsonElement[] _cases = Golden.Read("sparse.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_and_five_steps_of_Adam_agree_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        int[] sizes = Golden.Integers(expected.GetProperty("sizes"));
        bool isLinear = expected.GetProperty("kind").GetString() == "linear";
        Module module = isLinear ? Linear(expected, sizes) : Table(expected, sizes);
        Golden.Assign(module, expected.GetProperty("start"));
        Adam adam = new(module.Parameters, 0.01);
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            using (tape.Record())
            {
                Tensor outputs = isLinear
                    ? ((SparseLinear)module).Forward(tape.GatherRows(Rows(expected, sizes), [.. Enumerable.Range(0, sizes[0])]))
                    : ((Embedding)module).Forward(IndexTensor.From(
                        Golden.Integers(expected.GetProperty("indices")), Golden.Integers(expected.GetProperty("shape"))));
                Tensor targets = tape.NewTensor(outputs.Shape, requiresGradient: false);
                Golden.Floats(expected.GetProperty("targets")).CopyTo(targets.Values);
                Tensor loss = Loss.MeanSquaredError.Of(outputs, targets);
                adam.ClearGradients();
                loss.Backward();
                Golden.AssertClose($"loss of step {step}", [expected.GetProperty("losses")[step].GetDouble()], loss.Values);
                if (step == 0)
                {
                    Golden.AssertClose("outputs", Golden.Doubles(expected.GetProperty("outputs")), outputs.Values);

                    // Before anyone asks for the whole gradient, Adam has to do with its rows; so they are compared on a copy.
                    for (int index = 0; index < module.Parameters.Count; index++)
                    {
                        Golden.AssertClose($"gradient {index}", Golden.Doubles(expected.GetProperty("gradients")[index]), Whole(module.Parameters[index]));
                    }
                }

                adam.Step();
            }
        }

        for (int index = 0; index < module.Parameters.Count; index++)
        {
            Golden.AssertClose($"parameter {index} at the end", Golden.Doubles(expected.GetProperty("end")[index]), module.Parameters[index].Values);
        }
    }

    private static float[] Whole(Tensor parameter)
    {
        float[] gradient = parameter.StoredGradient[..parameter.Shape.Count].ToArray();
        ReadOnlySpan<bool> touched = parameter.TouchedRows;
        for (int row = 0; row < touched.Length; row++)
        {
            if (!touched[row])
            {
                gradient.AsSpan(row * parameter.Shape[1], parameter.Shape[1]).Clear();
            }
        }

        return gradient;
    }

    private static SparseLinear Linear(JsonElement expected, int[] sizes) =>
        new(sizes[1], sizes[2], new RandomStream(1), Enum.Parse<Activation>(expected.GetProperty("activation").GetString()!));

    private static Embedding Table(JsonElement expected, int[] sizes)
    {
        int padding = expected.GetProperty("padding").GetInt32();
        return new Embedding(sizes[0], sizes[1], new RandomStream(1), padding < 0 ? null : padding);
    }

    private static SparseMatrix Rows(JsonElement expected, int[] sizes) =>
        SparseMatrix.From(new Matrix(sizes[0], sizes[1], Golden.Doubles(expected.GetProperty("inputs"))));
}
