using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>What losses refuse, count and hand on; that they agree with PyTorch stands in <see cref="GoldenLossesTests"/>.</summary>
public sealed class LossTests
{
    private readonly Tape _tape = new();

    [Fact]
    public void Bad_targets_are_refused_with_their_place()
    {
        Tensor logits = Tensor.From(new float[6], 2, 3);
        AssertRefused("targets[1] is 3; allowed: 0 to 2.", () => Loss.CrossEntropy().Of(logits, IndexTensor.From([0, 3], 2)));
        AssertRefused("targets[0] is -1", () => Loss.CrossEntropy().Of(logits, IndexTensor.From([-1, 0], 2)));
        AssertRefused("targets[1] is -3; allowed: 0 to 2, and -1", () => Loss.CrossEntropy(ignoredClass: -1).Of(logits, IndexTensor.From([-1, -3], 2)));
        AssertRefused("None of the 2 rows counts", () => Loss.CrossEntropy(ignoredClass: -1).Of(logits, IndexTensor.From([-1, -1], 2)));
        AssertRefused("None of the 2 rows counts", () => Loss.CrossEntropy([1, 0, 1]).Of(logits, IndexTensor.From([1, 1], 2)));
        AssertRefused("targets of shape [3]; it needs [2]", () => Loss.CrossEntropy().Of(logits, IndexTensor.From([0, 0, 0], 3)));
        AssertRefused("predictions of shape [2, 3]; it needs [batch, 2]", () => Loss.CrossEntropy([1, 1]).Of(logits, IndexTensor.From([0, 0], 2)));
        AssertRefused("predictions of shape [3]", () => Loss.CrossEntropy().Of(Tensor.From(new float[3], 3), IndexTensor.From([0], 1)));
        AssertRefused("is empty", () => Loss.CrossEntropy().Of(Tensor.From([], 0, 3), IndexTensor.From([], 0)));
        AssertRefused("targets[1, 2] is -0.5", () => Loss.CrossEntropyOfProbabilities().Of(logits, Tensor.From([1, 0, 0, 1, 0.5f, -0.5f], 2, 3)));
        AssertRefused("sum of targets[1] is 2", () => Loss.CrossEntropyOfProbabilities().Of(logits, Tensor.From([1, 0, 0, 1, 1, 0], 2, 3)));
        AssertRefused("targets[2] is NaN", () => Loss.MultinomialLikelihood.Of(logits, Tensor.From([0, 1, float.NaN, 1, 1, 1], 2, 3)));
        AssertRefused("targets[0] is -1", () => Loss.MultinomialLikelihood.Of(logits, Tensor.From([-1, 1, 1, 1, 1, 1], 2, 3)));
        AssertRefused("targets of shape [2, 4]", () => Loss.SparseMultinomialLikelihood.Of(logits, SparseTensor.From(SparseMatrix.From(new Matrix(2, 4)))));
        AssertRefused("targets[3] is 1.5", () => Loss.BinaryCrossEntropyWithLogits.Of(logits, Tensor.From([0, 1, 1, 1.5f, 1, 1], 2, 3)));
        AssertRefused("predictions[0] is 1.5", () => Loss.BinaryCrossEntropy.Of(Tensor.From([1.5f], 1), Tensor.From([1f], 1)));
        AssertRefused("targets of shape [3, 2]", () => Loss.MeanSquaredError.Of(logits, Tensor.From(new float[6], 3, 2)));
        AssertRefused("logVariance of shape [3, 2]", () => Loss.GaussianKl(logits, Tensor.From(new float[6], 3, 2)));
        AssertRefused("negativeScores is empty", () => Loss.Bpr(Tensor.From([], 0), Tensor.From([], 0)));
        AssertRefused("classWeights[1] is -1", () => Loss.CrossEntropy([1, -1]).Of(logits, IndexTensor.From([0, 0], 2)));
        AssertRefused("labelSmoothing is 1.1", () => Loss.CrossEntropy(labelSmoothing: 1.1).Of(logits, IndexTensor.From([0, 0], 2)));
    }

    [Fact]
    public void Accuracy_counts_the_largest_logit_over_the_rows_that_count()
    {
        Tensor logits = Tensor.From([1, 3, 2, 5, 5, 0, 0, 1, 2], 3, 3);
        Assert.Equal((2L, 3L), Loss.CrossEntropy().CountCorrect(logits, IndexTensor.From([1, 0, 1], 3)));
        Assert.Equal((1L, 3L), Loss.CrossEntropy().CountCorrect(logits, IndexTensor.From([1, 1, 1], 3)));
        Assert.Equal((1L, 2L), Loss.CrossEntropy(ignoredClass: 0).CountCorrect(logits, IndexTensor.From([0, 1, 2], 3)));
        Assert.Equal((1L, 3L), Loss.CrossEntropyOfProbabilities().CountCorrect(logits, Tensor.From([0, 0.9f, 0.1f, 0, 1, 0, 1, 0, 0], 3, 3)));
        Assert.Equal((2L, 3L), Loss.BinaryCrossEntropy.CountCorrect(Tensor.From([0.6f, 0.5f, 0.4f], 3), Tensor.From([1f, 1f, 0f], 3)));
        Assert.Equal(default, Loss.MultinomialLikelihood.CountCorrect(logits, logits));
        Assert.False(Loss.MultinomialLikelihood.HasAccuracy || Loss.SparseMultinomialLikelihood.HasAccuracy || Loss.MeanSquaredError.HasAccuracy);
    }

    [Fact]
    public void Sparse_counts_give_what_the_same_counts_give_as_a_table()
    {
        RandomStream random = new(3);
        Matrix counts = new(6, 50, [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() < 0.2 ? (double)random.NextInt32(5) : 0)]);
        Tensor logits = Tensor.Parameter(new Shape(6, 50));
        foreach (ref float value in logits.Values)
        {
            value = (float)random.NextGaussian();
        }

        (float loss, float[] gradient) = Gradient(logits, () => Loss.MultinomialLikelihood.Of(logits, Tensor.From(counts)));
        (float sparseLoss, float[] sparseGradient) = Gradient(logits, () => Loss.SparseMultinomialLikelihood.Of(logits, SparseTensor.From(SparseMatrix.From(counts))));
        Assert.Equal(loss, sparseLoss, 1e-5);
        for (int index = 0; index < gradient.Length; index++)
        {
            Assert.Equal(gradient[index], sparseGradient[index], 1e-6);
        }
    }

    [Fact]
    public void The_gradient_is_the_same_whether_its_memory_is_handed_over_copied_or_added()
    {
        RandomStream random = new(4);
        Linear layer = new(3, 5, random);
        Tensor input = Tensor.From([.. Enumerable.Range(0, 12).Select(_ => (float)random.NextGaussian())], 4, 3);
        IndexTensor classes = IndexTensor.From([0, 4, 2, 2], 4);
        Loss<IndexTensor> loss = Loss.CrossEntropy();
        float[] handedOver = Gradient(layer.Weight, () => loss.Of(layer.Forward(input), classes)).Gradient;
        float[] scaled = Gradient(layer.Weight, () => loss.Of(layer.Forward(input), classes).Scale(2)).Gradient;
        float[] added = Gradient(layer.Weight, () =>
        {
            Tensor logits = layer.Forward(input);
            return loss.Of(logits, classes) + loss.Of(logits, classes);
        }).Gradient;
        Assert.Equal(handedOver.Select(value => 2 * value), scaled);
        Assert.Equal(scaled, added);
        Assert.Contains(handedOver, value => value != 0);
    }

    [Fact]
    public void Evaluation_gives_the_same_loss_and_asks_for_no_table_of_gradients()
    {
        Tensor logits = Tensor.Parameter(new Shape(2, 3));
        logits.Values[1] = 2;
        Loss<IndexTensor> loss = Loss.CrossEntropy(labelSmoothing: 0.1);
        IndexTensor classes = IndexTensor.From([1, 2], 2);
        (float trained, _) = Gradient(logits, () => loss.Of(logits, classes));
        using (_tape.Evaluate())
        {
            Tensor value = loss.Of(logits, classes);
            Assert.Equal(trained, value.Item);
            Assert.Throws<InvalidOperationException>(value.Backward);
        }
    }

    [Fact]
    public void Steps_with_every_loss_and_operation_allocate_nothing_once_warm()
    {
        RandomStream random = new(5);
        Linear encoder = new(6, 8, random), decoder = new(4, 6, random);
        Optimizer[] optimizers =
        [
            new AdamW([.. encoder.Parameters, .. decoder.Parameters]),
            new Sgd([.. encoder.Parameters, .. decoder.Parameters], 0.01, momentum: 0.9, nesterov: true),
            new Adam([.. encoder.Parameters, .. decoder.Parameters]),
        ];
        Tensor input = Tensor.From([.. Enumerable.Range(0, 24).Select(_ => (float)random.NextDouble())], 4, 6);
        Tensor noise = Tensor.From(new float[16], 4, 4), shares = Tensor.From([.. Enumerable.Repeat(1 / 6f, 24)], 4, 6);
        SparseTensor sparse = SparseTensor.From(SparseMatrix.From(new Matrix(4, 6, [.. Enumerable.Range(0, 24).Select(index => index % 3.0)])));
        IndexTensor classes = IndexTensor.From([5, 0, 3, 3], 4);
        Loss<IndexTensor> entropy = Loss.CrossEntropy([1, 2, 1, 1, 2, 1], labelSmoothing: 0.1, ignoredClass: 0);
        Loss<Tensor> ofShares = Loss.CrossEntropyOfProbabilities();
        StepSchedule schedule = new(optimizers[0], 2);

        // Not a constant: code that is not optimised allocates to read a constant list of sizes.
        int rowsOfTwice = 2 * input.Shape[0];
        for (int step = 0; step < 3; step++)
        {
            Step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 20; step++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            using (_tape.Record())
            {
                Tensor hidden = encoder.Forward(input), mean = hidden.Slice(0, 4), logVariance = hidden.Slice(4, 4);
                Tensor logits = decoder.Forward(mean + (logVariance.Scale(0.5).Exp() * noise));
                Tensor scores = logits.RowDot(input), twice = TensorOperations.Concatenate(logits, logits).Reshape(rowsOfTwice, 6);
                Tensor loss = entropy.Of(logits, classes) + ofShares.Of(logits, shares) + Loss.MultinomialLikelihood.Of(logits, input)
                    + Loss.SparseMultinomialLikelihood.Of(logits, sparse) + Loss.GaussianKl(mean, logVariance) + Loss.Bpr(scores, scores - scores)
                    + Loss.MeanSquaredError.Of(logits, input) + Loss.BinaryCrossEntropyWithLogits.Of(logits, input)
                    + Loss.BinaryCrossEntropy.Of(logits.Scale(0), input) + twice.Mean() + twice.Sum();
                foreach (Optimizer optimizer in optimizers)
                {
                    optimizer.ClearGradients();
                }

                loss.Backward();
                foreach (Optimizer optimizer in optimizers)
                {
                    optimizer.ClipGradientNorm(1);
                    optimizer.ClipGradientValue(0.5);
                    optimizer.Step();
                }

                schedule.Step(1);
            }
        }
    }

    private (float Loss, float[] Gradient) Gradient(Tensor of, Func<Tensor> loss)
    {
        of.ClearGradient();
        using (_tape.Record())
        {
            Tensor value = loss();
            value.Backward();
            return (value.Item, of.Gradient.ToArray());
        }
    }

    private void AssertRefused(string part, Func<Tensor> loss)
    {
        using (_tape.Evaluate())
        {
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(loss).Message, StringComparison.Ordinal);
        }
    }
}
