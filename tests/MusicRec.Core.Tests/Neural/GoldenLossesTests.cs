using System.Text.Json;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Every loss against PyTorch in float64; golden/make_losses.py wrote what is expected.</summary>
public sealed class GoldenLossesTests
{
    private static readonly JsonElement[] _cases = Golden.Read("losses.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    public static TheoryData<string> MultinomialNames =>
        Golden.Names(_cases.Where(entry => entry.GetProperty("loss").GetString() == "multinomial"));

    [Theory]
    [MemberData(nameof(MultinomialNames))]
    public void The_multinomial_likelihood_of_sparse_counts_agrees_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        int[] sizes = Golden.Integers(expected.GetProperty("shape"));
        Tensor input = Golden.Input(new Shape(sizes), expected.GetProperty("start")[0]);
        SparseMatrix counts = SparseMatrix.From(new Matrix(sizes[0], sizes[1], Golden.Doubles(expected.GetProperty("targets"))));
        Assert.InRange(counts.Count, 1, (sizes[0] * sizes[1]) - 1);
        SparseTensor targets = SparseTensor.From(counts);
        Sgd descent = new([input], expected.GetProperty("rate").GetDouble());
        Golden.AssertFiveSteps(
            expected, descent, [], () => MusicRec.Neural.Loss.SparseMultinomialLikelihood.Of(input, targets));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_gradients_and_five_steps_of_descent_agree_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        Shape shape = new(Golden.Integers(expected.GetProperty("shape")));
        Tensor[] inputs = [.. expected.GetProperty("start").EnumerateArray().Select(values => Golden.Input(shape, values))];
        Func<Tensor> loss = Loss(expected, inputs, shape);
        Sgd descent = new(inputs, expected.GetProperty("rate").GetDouble());
        Golden.AssertFiveSteps(expected, descent, [], loss);
    }

    private static Func<Tensor> Loss(JsonElement expected, Tensor[] inputs, Shape shape)
    {
        int[] sizes = Golden.Integers(expected.GetProperty("shape"));
        switch (expected.GetProperty("loss").GetString())
        {
            case "mse":
                return OfTargets(MusicRec.Neural.Loss.MeanSquaredError);
            case "bceLogits":
                return OfTargets(MusicRec.Neural.Loss.BinaryCrossEntropyWithLogits);
            case "bce":
                return OfTargets(MusicRec.Neural.Loss.BinaryCrossEntropy);
            case "multinomial":
                return OfTargets(MusicRec.Neural.Loss.MultinomialLikelihood);
            case "probabilities":
                return OfTargets(MusicRec.Neural.Loss.CrossEntropyOfProbabilities(
                    Golden.Doubles(expected.GetProperty("weights")), expected.GetProperty("smoothing").GetDouble()));
            case "crossEntropy":
                JsonElement ignored = expected.GetProperty("ignored");
                Loss<IndexTensor> entropy = MusicRec.Neural.Loss.CrossEntropy(
                    Golden.Doubles(expected.GetProperty("weights")), expected.GetProperty("smoothing").GetDouble(),
                    ignored.ValueKind == JsonValueKind.Null ? null : ignored.GetInt32());
                IndexTensor classes = IndexTensor.From(Golden.Integers(expected.GetProperty("targets")), sizes.AsSpan(0, sizes.Length - 1));
                return () => entropy.Of(inputs[0], classes);
            case "gaussianKl":
                return () => MusicRec.Neural.Loss.GaussianKl(inputs[0], inputs[1]);
            default:
                return () => MusicRec.Neural.Loss.Bpr(inputs[0], inputs[1]);
        }

        Func<Tensor> OfTargets(Loss<Tensor> loss)
        {
            Tensor targets = Tensor.From(Golden.Floats(expected.GetProperty("targets")), sizes);
            return () => loss.Of(inputs[0], targets);
        }
    }
}
