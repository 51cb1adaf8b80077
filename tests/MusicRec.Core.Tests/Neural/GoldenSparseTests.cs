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
        Tensor? outputs = null;
        Golden.AssertFiveSteps(
            expected, adam, [], () => Loss.MeanSquaredError.Of(outputs = Forward(), Golden.Targets(expected, outputs)),
            () => Golden.AssertClose(expected, "outputs", outputs!.Values));

        Tensor Forward() => isLinear
            ? ((SparseLinear)module).Forward(Tape.Current.GatherRows(Rows(expected, sizes), [.. Enumerable.Range(0, sizes[0])]))
            : ((Embedding)module).Forward(IndexTensor.From(
                Golden.Integers(expected.GetProperty("indices")), Golden.Integers(expected.GetProperty("shape"))));
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
