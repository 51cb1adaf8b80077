using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Dropout and draws from normal distributions.</summary>
public sealed class RandomLayerTests
{
    [Theory]
    [InlineData(1, 0.5f)]
    [InlineData(8, 0.25f)]
    [InlineData(19, 0.1f)]
    [InlineData(1001, 0.9f)]
    public void Dropout_draws_as_one_call_per_number_would(int count, float probability)
    {
        RandomStream random = new(8), twin = new(8);
        using TinyPieces pieces = new();
        float[] factors = new float[count], expected = new float[count];
        for (int pass = 0; pass < 3; pass++)
        {
            DropoutKernels.Draw(random, probability, factors);
            Reference.DropoutFactors<float>(twin, probability, expected);
            SameBits.Assert(expected, factors);
        }

        Assert.Equal(twin.State, random.State);
    }

    [Fact]
    public void Dropout_of_sparse_rows_drops_stored_numbers_and_keeps_their_places()
    {
        SparseMatrix matrix = SparseMatrix.From(SparseMatrixTests.Draw(50, 40, 0.5, new RandomStream(2)));
        SparseTensor input = SparseTensor.From(matrix);
        Dropout dropout = new(0.5, new RandomStream(4));
        Tape tape = new();
        using (tape.Record())
        {
            SparseTensor output = dropout.Forward(input);
            Assert.Equal(input.Shape, output.Shape);
            Assert.Equal(matrix.RowStarts.ToArray(), output.RowStarts.ToArray());
            Assert.Equal(matrix.ColumnIndices.ToArray(), output.ColumnIndices.ToArray());
            int dropped = 0;
            for (int index = 0; index < matrix.Count; index++)
            {
                dropped += output.Values[index] == 0 ? 1 : 0;
                Assert.True(output.Values[index] == 0 || output.Values[index] == 2 * matrix.Values[index]);
            }

            Assert.InRange(dropped, 0.45 * matrix.Count, 0.55 * matrix.Count);
            dropout.SetTraining(false);
            Assert.Same(input, dropout.Forward(input));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(4, 16)]
    public void Draws_and_their_gradients_equal_the_plain_loops(int rows, int columns)
    {
        RandomStream random = new(3);
        int count = rows * columns;
        Tensor mean = Tensor.Parameter(new Shape(rows, columns)), logVariance = Tensor.Parameter(new Shape(rows, columns));
        SameBits.Random(random, count).CopyTo(mean.Values);
        SameBits.Random(random, count).CopyTo(logVariance.Values);
        GaussianSample sample = new(new RandomStream(5));
        float[] noise = new float[count], expected = new float[count], meanSlopes = new float[count], varianceSlopes = new float[count];
        RandomStream twin = new(5);
        Tape tape = new();
        for (int pass = 0; pass < 2; pass++)
        {
            using (tape.Record())
            {
                Tensor output = sample.Forward((mean, logVariance));
                twin.FillGaussian(noise);
                Reference.GaussianSample<float>(mean.Values, logVariance.Values, noise, expected);
                SameBits.Assert(expected, output.Values);
                Loss.MeanSquaredError.Of(output, Tensor.From(new float[count], rows, columns)).Backward();
                Reference.GaussianSampleBackward<float>(noise, output.Gradient, varianceSlopes, accumulate: pass == 1);
                for (int index = 0; index < count; index++)
                {
                    meanSlopes[index] += output.Gradient[index];
                }
            }
        }

        SameBits.Assert(varianceSlopes, logVariance.Gradient);
        SameBits.Assert(meanSlopes, mean.Gradient);
        sample.SetTraining(false);
        using (tape.Evaluate())
        {
            Assert.Same(mean, sample.Forward((mean, logVariance)));
            Assert.Throws<ArgumentException>(() => sample.Forward((mean, Tensor.From(new float[count + 1], count + 1))));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Gradients_of_draws_are_slopes(int count)
    {
        RandomStream random = new(6);
        double[] means = Draw(), logVariances = Draw(), noise = Draw(), weights = Draw(), scaled = new double[count], draws = new double[count], slopes = new double[count];
        Loss();
        Reference.GaussianSampleBackward<double>(scaled, weights, slopes, accumulate: false);
        FiniteDifferences.AssertSlopes("log variances", Loss, logVariances, slopes);
        FiniteDifferences.AssertSlopes("means", Loss, means, weights);

        double Loss()
        {
            noise.CopyTo(scaled, 0);
            Reference.GaussianSample<double>(means, logVariances, scaled, draws);
            return draws.Zip(weights, (draw, weight) => draw * weight).Sum();
        }

        double[] Draw() => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void The_gradient_of_a_small_deviation_does_not_depend_on_the_mean()
    {
        SameBits.Assert(Gradients(0), Gradients(1000));

        static float[] Gradients(float of)
        {
            Tensor mean = Tensor.From([of, of, of], 3), logVariance = Tensor.Parameter(new Shape(3));
            logVariance.Values.Fill(-10);
            Tape tape = new();
            using (tape.Record())
            {
                new GaussianSample(new RandomStream(5)).Forward((mean, logVariance)).Sum().Backward();
                return logVariance.Gradient.ToArray();
            }
        }
    }

    [Fact]
    public void Steps_through_sparse_rows_tables_and_draws_allocate_nothing_once_warm()
    {
        SparseMatrix rows = SparseMatrix.From(SparseMatrixTests.Draw(30, 40, 0.3, new RandomStream(2)));
        RandomStream random = new(1);
        SparseLinear layer = new(40, 16, random, Activation.Tanh);
        Embedding table = new(9, 16, random, paddingIndex: 0);
        Dropout dropout = new(0.5, random.Split(1));
        GaussianSample sample = new(random.Split(2));
        Adam adam = new([.. layer.Parameters, .. table.Parameters]);
        IndexTensor indices = IndexTensor.From([.. Enumerable.Range(0, 20).Select(place => place % 9)], 20);
        Tensor targets = Tensor.From(new float[20 * 16], 20, 16);
        Tape tape = new();
        int[] batch = [.. Enumerable.Range(5, 20)];
        for (int step = 0; step < 60; step++)
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
            using (tape.Record())
            {
                Tensor output = layer.Forward(dropout.Forward(tape.GatherRows(rows, batch)));
                Tensor draw = sample.Forward((output, dropout.Forward(table.Forward(indices))));
                Tensor loss = Loss.MeanSquaredError.Of(draw, targets);
                adam.ClearGradients();
                loss.Backward();
                adam.Step();
            }
        }
    }
}
