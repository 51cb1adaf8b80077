using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Losses: the fast kernels give the bits of the plain ones, and these, in double, the slopes.</summary>
public sealed class LossKernelTests
{
    private static readonly int[] _lengths = [1, 2, 7, 8, 9, 64, 1024, 1025, 3001];

    [Fact]
    public void Losses_by_single_numbers_equal_the_plain_loops_whatever_stands_in_the_slack()
    {
        RandomStream random = new(4);
        foreach (int length in _lengths)
        {
            float[] first = [.. SameBits.Random(random, length).Select(value => value * 8)], second = SameBits.Random(random, length);
            float[] shares = [.. first.Select(VectorMath.Sigmoid)], targets = [.. second.Select(VectorMath.Sigmoid)];
            (shares[0], targets[0]) = length % 2 == 0 ? (0f, 1f) : (1f, 0f);
            float[] expected = new float[length], expectedOther = new float[length];
            AlignedBuffer gradients = new(length), other = new(length);
            Span<float> fastFirst = SameBits.Padded(first, float.NaN), fastSecond = SameBits.Padded(second, 1e30f);
            Span<float> fastShares = SameBits.Padded(shares, float.NaN), fastTargets = SameBits.Padded(targets, 1e30f);

            float loss = Reference.BinaryCrossEntropyWithLogits<float>(first, targets, expected);
            SameBits.Assert([loss], [LossKernels.BinaryCrossEntropyWithLogits(fastFirst, fastTargets, gradients.Span, length)]);
            SameBits.Assert(expected, gradients.Span);

            loss = Reference.BinaryCrossEntropy<float>(shares, targets, expected);
            Assert.True(float.IsFinite(loss) && expected.All(float.IsFinite));
            SameBits.Assert([loss], [LossKernels.BinaryCrossEntropy(fastShares, fastTargets, gradients.Span, length)]);
            SameBits.Assert(expected, gradients.Span);

            loss = Reference.MeanSquaredError<float>(first, second, expected);
            SameBits.Assert([loss], [LossKernels.MeanSquaredError(fastFirst, fastSecond, gradients.Span, length)]);
            SameBits.Assert(expected, gradients.Span);

            loss = Reference.Bpr<float>(first, second, expected);
            SameBits.Assert([loss], [LossKernels.Bpr(fastFirst, fastSecond, gradients.Span, length)]);
            SameBits.Assert(expected, gradients.Span);

            loss = Reference.GaussianKl<float>(first, second, expected, expectedOther, rows: 3);
            SameBits.Assert([loss], [LossKernels.GaussianKl(fastFirst, fastSecond, gradients.Span, other.Span, length, rows: 3)]);
            SameBits.Assert(expected, gradients.Span);
            SameBits.Assert(expectedOther, other.Span);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(7, 8)]
    [InlineData(5, 33)]
    [InlineData(13, 18)]
    [InlineData(24, 8)]
    [InlineData(33, 11)]
    [InlineData(17, 64)]
    [InlineData(16, 65)]
    [InlineData(3, 1030)]
    [InlineData(2, 2500)]
    public void Softmax_losses_equal_the_plain_loops_however_they_are_split(int rows, int classes)
    {
        RandomStream random = new((ulong)((rows * 10_000) + classes));
        float[] logits = [.. SameBits.Random(random, rows * classes).Select(value => value * 4)];
        float[] dense = [.. SameBits.Random(random, rows * classes).Select(Math.Abs)], weights = [.. SameBits.Random(random, classes).Select(Math.Abs)];
        int[] classOf = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt32(classes))];
        foreach (bool weighted in new[] { false, true })
        {
            foreach (float floor in new[] { 0f, 0.01f })
            {
                float[] known = weighted ? weights : [.. Enumerable.Repeat(1f, classes)];
                float[][] flat = [.. Enumerable.Range(0, rows).Select(_ => floor == 0 ? [] : known.Select(weight => floor * weight).ToArray())];
                AssertSame(
                    new SoftmaxTargets { Classes = classOf, IgnoredClass = -1, Weights = weighted ? SameBits.Padded(weights, 9) : default, Keep = 0.9f, Floor = floor, Scale = 0.37 },
                    flat, [.. classOf.Select(own => (new[] { own }, new[] { weighted ? 0.9f * weights[own] : 0.9f }))]);

                float[][] shares = [.. dense.Select((value, index) => weighted
                    ? MathF.FusedMultiplyAdd(0.8f, value, floor) * weights[index % classes]
                    : MathF.FusedMultiplyAdd(0.8f, value, floor)).Chunk(classes)];
                AssertSame(
                    new SoftmaxTargets { Dense = SameBits.Padded(dense, 9), Weights = weighted ? SameBits.Padded(weights, 9) : default, Keep = 0.8f, Floor = floor, Scale = 0.25 },
                    shares, [.. Enumerable.Repeat((Array.Empty<int>(), Array.Empty<float>()), rows)]);
            }
        }

        // Sparse rows: none in the first, a few in the others.
        (int[] Columns, float[] Shares)[] sparse = [.. Enumerable.Range(0, rows).Select(row =>
        {
            int[] columns = [.. Enumerable.Range(0, classes).Where(_ => row > 0 && random.NextDouble() < 0.2)];
            return (columns, columns.Select(_ => (float)(1 + random.NextInt32(3))).ToArray());
        })];
        int[] starts = [.. Enumerable.Range(0, rows + 1).Select(row => sparse.Take(row).Sum(entry => entry.Columns.Length))];
        AssertSame(
            new SoftmaxTargets
            {
                RowStarts = starts,
                Columns = sparse.SelectMany(entry => entry.Columns).ToArray(),
                Shares = sparse.SelectMany(entry => entry.Shares).ToArray(),
                Scale = 0.5,
            },
            [.. Enumerable.Repeat(Array.Empty<float>(), rows)], sparse);

        void AssertSame(in SoftmaxTargets targets, float[][] shares, (int[] Columns, float[] Shares)[] points)
        {
            float[] expected = new float[rows * classes];
            double sum = 0;
            for (int row = 0; row < rows; row++)
            {
                sum += Reference.SoftmaxLoss<float>(
                    logits.AsSpan(row * classes, classes), shares[row], points[row].Columns, points[row].Shares, targets.Scale,
                    expected.AsSpan(row * classes, classes));
            }

            float loss = (float)(sum * targets.Scale);
            long before = WorkerPool.SmallestPiece;
            foreach (long smallest in new[] { before, 1 })
            {
                try
                {
                    WorkerPool.SmallestPiece = smallest;
                    Span<float> gradients = SameBits.Padded(new float[expected.Length], 77);
                    SameBits.Assert([loss], [SoftmaxLossKernel.Compute(targets, SameBits.Padded(logits, float.NaN), gradients, new double[rows], rows, classes)]);
                    SameBits.Assert([.. expected, 77], gradients);
                    SameBits.Assert([loss], [SoftmaxLossKernel.Compute(targets, SameBits.Padded(logits, float.NaN), default, new double[rows], rows, classes)]);
                }
                finally
                {
                    WorkerPool.SmallestPiece = before;
                }
            }
        }
    }

    // Rows beside each other share vectors; what one of them is must not show in another.
    [Fact]
    public void Extreme_and_ignored_rows_leave_their_neighbours_as_they_are()
    {
        const int Rows = 24, Classes = 12;
        RandomStream random = new(11);
        float[] logits = SameBits.Random(random, Rows * Classes), expected = new float[Rows * Classes];
        int[] classOf = [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt32(Classes))];
        logits.AsSpan(0, Classes).Fill(-1e30f);
        logits[(1 * Classes) + 3] = 3e38f;
        logits[(9 * Classes) + 2] = float.NegativeInfinity;
        logits.AsSpan(10 * Classes, Classes).Clear();
        classOf[20] = -5;
        double sum = 0;
        for (int row = 0; row < Rows; row++)
        {
            sum += classOf[row] == -5 ? 0 : Reference.SoftmaxLoss<float>(
                logits.AsSpan(row * Classes, Classes), [], [classOf[row]], [1f], 0.5, expected.AsSpan(row * Classes, Classes));
        }

        Span<float> gradients = SameBits.Padded(new float[expected.Length], 77);
        SoftmaxTargets targets = new() { Classes = classOf, IgnoredClass = -5, Keep = 1, Scale = 0.5 };
        SameBits.Assert([(float)(0.5 * sum)], [SoftmaxLossKernel.Compute(targets, SameBits.Padded(logits), gradients, new double[Rows], Rows, Classes)]);
        SameBits.Assert([.. expected, 77], gradients);
    }

    [Fact]
    public void A_row_that_is_no_number_does_not_touch_the_losses_beside_it()
    {
        float[] logits = new float[16 * 9];
        logits[(3 * 9) + 1] = float.NaN;
        logits.AsSpan(5 * 9, 9).Fill(float.NegativeInfinity);
        Span<float> gradients = SameBits.Padded(new float[logits.Length]);
        double[] losses = new double[16];
        SoftmaxTargets targets = new() { Classes = new int[16], IgnoredClass = -1, Keep = 1, Scale = 1 };
        Assert.True(float.IsNaN(SoftmaxLossKernel.Compute(targets, SameBits.Padded(logits), gradients, losses, 16, 9)));
        Assert.All(Enumerable.Range(0, 16), row => Assert.Equal(row is 3 or 5 ? double.NaN : Elementary.Log(9), losses[row]));
        Assert.True(float.IsNaN(gradients[3 * 9]) && float.IsNaN(gradients[5 * 9]));
        Assert.Equal((float)(1 / 9.0), gradients[(4 * 9) + 1]);
    }

    [Fact]
    public void An_ignored_row_has_neither_loss_nor_gradient()
    {
        Span<float> gradients = SameBits.Padded([9, 9, 9, 9, 9, 9]);
        SoftmaxTargets targets = new() { Classes = [1, -7], IgnoredClass = -7, Keep = 1, Scale = 1 };
        float loss = SoftmaxLossKernel.Compute(targets, SameBits.Padded([0, 0, 0, 5, float.NaN, 5]), gradients, new double[2], 2, 3);
        Assert.Equal(Math.Log(3), loss, 1e-6);
        Assert.Equal([1 / 3f, -2 / 3f, 1 / 3f, 0, 0, 0], gradients[..6].ToArray(), (left, right) => Math.Abs(left - right) < 1e-6);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(3, 5)]
    [InlineData(2, 16)]
    public void Gradients_of_the_plain_loops_are_slopes(int rows, int columns)
    {
        RandomStream random = new((ulong)((rows * 100) + columns));
        int count = rows * columns;
        double[] first = Draw(), second = Draw(), gradients = new double[count], other = new double[count];
        double[] shares = [.. Draw().Select(Elementary.Sigmoid)], targets = [.. Draw().Select(Elementary.Sigmoid)];

        double WithLogits() => Reference.BinaryCrossEntropyWithLogits<double>(first, targets, gradients);
        WithLogits();
        FiniteDifferences.AssertSlopes("BCE with logits", WithLogits, first, [.. gradients]);

        double OfShares() => Reference.BinaryCrossEntropy<double>(shares, targets, gradients);
        OfShares();
        FiniteDifferences.AssertSlopes("BCE", OfShares, shares, [.. gradients]);

        double Squares() => Reference.MeanSquaredError<double>(first, second, gradients);
        Squares();
        FiniteDifferences.AssertSlopes("MSE", Squares, first, [.. gradients]);

        double Bpr() => Reference.Bpr<double>(first, second, gradients);
        Bpr();
        (double[] byPositive, double[] byNegative) = ([.. gradients], [.. gradients.Select(value => -value)]);
        FiniteDifferences.AssertSlopes("BPR, positive", Bpr, first, byPositive);
        FiniteDifferences.AssertSlopes("BPR, negative", Bpr, second, byNegative);

        double Kl() => Reference.GaussianKl<double>(first, second, gradients, other, rows);
        Kl();
        (double[] byMean, double[] byLogVariance) = ([.. gradients], [.. other]);
        FiniteDifferences.AssertSlopes("KL, mean", Kl, first, byMean);
        FiniteDifferences.AssertSlopes("KL, log variance", Kl, second, byLogVariance);

        foreach (double[] flat in new[] { [], targets[..columns] })
        {
            foreach (int[] points in new int[][] { [], [columns - 1], [0, columns / 2, columns - 1] })
            {
                double[] pointShares = [.. points.Select((_, index) => index + 0.5)], row = first[..columns], slopes = new double[columns];
                double Softmax() => 0.3 * Reference.SoftmaxLoss<double>(row, flat, points, pointShares, 0.3, slopes);
                Softmax();
                FiniteDifferences.AssertSlopes("softmax loss", Softmax, row, [.. slopes]);
            }
        }

        double[] Draw() => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
