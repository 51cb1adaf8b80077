using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>
/// The plain loops of lookups, copies and masks in double: their gradients under the mean squared error are the slopes of
/// that loss.
/// </summary>
public sealed class OperationGradientTests
{
    [Theory]
    [InlineData(1, 1, -1)]
    [InlineData(6, 3, -1)]
    [InlineData(6, 3, 2)]
    [InlineData(4, 9, 0)]
    public void Gradients_of_looked_up_rows_are_slopes(int count, int size, int padding)
    {
        RandomStream random = new((ulong)size);

        // Some rows more than once, the row that stands for nothing among them, and one (if there are several) not at all.
        int[] indices = [.. Enumerable.Range(0, 11).Select(place => place % Math.Max(1, count - 1))];
        double[] table = Draw(random, count * size), targets = Draw(random, indices.Length * size), result = new double[indices.Length * size];
        double[] gradients = new double[indices.Length * size], tableGradients = new double[count * size];
        Loss();
        Reference.AddRows<double>(gradients, indices, tableGradients, size, padding);
        FiniteDifferences.AssertSlopes("table", Loss, table, tableGradients);
        Assert.All(tableGradients.Chunk(size).Index(), row => Assert.Equal(
            row.Index != padding && indices.Contains(row.Index), row.Item.Any(gradient => gradient != 0)));

        double Loss()
        {
            // The vector of the row that stands for nothing is zeros, whatever anyone would like to learn.
            if (padding >= 0)
            {
                table.AsSpan(padding * size, size).Clear();
            }

            Reference.GatherRows<double>(table, indices, result, size);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Gradients_of_dropout_with_a_fixed_mask_are_slopes(int count)
    {
        RandomStream random = new(3);
        double[] values = Draw(random, count), targets = Draw(random, count), mask = new double[count], result = new double[count];
        double[] gradients = new double[count], inputGradients = new double[count];
        Reference.DropoutFactors<double>(new RandomStream(8), 0.4f, mask);
        Assert.All(mask, factor => Assert.True(factor == 0 || Math.Abs(factor - (1 / 0.6)) < 1e-6));
        Assert.True(count == 1 || (mask.Contains(0) && mask.Any(factor => factor > 0)));
        Loss();
        Reference.Multiply<double>(gradients, mask, inputGradients, accumulate: false);
        FiniteDifferences.AssertSlopes("dropout", Loss, values, inputGradients);

        double Loss()
        {
            Reference.Multiply<double>(values, mask, result, accumulate: false);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(2, 8, 9)]
    public void Gradients_of_tensors_side_by_side_and_of_a_stretch_are_slopes(int rows, int left, int right)
    {
        RandomStream random = new(4);
        int columns = left + right, length = columns - 1;
        double[] first = Draw(random, rows * left), second = Draw(random, rows * right), targets = Draw(random, rows * length);
        double[] both = new double[rows * columns], cut = new double[rows * length], gradients = new double[rows * length];
        double[] bothGradients = new double[rows * columns], firstGradients = new double[rows * left], secondGradients = new double[rows * right];
        Loss();
        Reference.CopyColumns<double>(gradients, length, 0, bothGradients, columns, 1, length, rows, accumulate: true);
        Reference.CopyColumns<double>(bothGradients, columns, 0, firstGradients, left, 0, left, rows, accumulate: false);
        Reference.CopyColumns<double>(bothGradients, columns, left, secondGradients, right, 0, right, rows, accumulate: false);
        FiniteDifferences.AssertSlopes("stretch", Cut, both, bothGradients);
        FiniteDifferences.AssertSlopes("left", Loss, first, firstGradients);
        FiniteDifferences.AssertSlopes("right", Loss, second, secondGradients);

        double Loss()
        {
            Reference.CopyColumns<double>(first, left, 0, both, columns, 0, left, rows, accumulate: false);
            Reference.CopyColumns<double>(second, right, 0, both, columns, left, right, rows, accumulate: false);
            return Cut();
        }

        double Cut()
        {
            Reference.CopyColumns<double>(both, columns, 1, cut, length, 0, length, rows, accumulate: false);
            return Reference.MeanSquaredError<double>(cut, targets, gradients);
        }
    }

    [Fact]
    public void Gradients_of_another_shape_a_factor_a_sum_and_both_sides_of_row_products_are_slopes()
    {
        const int Rows = 4, Columns = 3, Count = Rows * Columns;
        RandomStream random = new(5);
        double[] values = Draw(random, Count), part = Draw(random, Columns), targets = Draw(random, Count), result = new double[Count];
        double[] gradients = new double[Count], inputGradients = new double[Count];

        // [2, 6] as [4, 3]: the numbers stay where they are, and each row of the new shape meets the same three factors.
        Shaped();
        Reference.Multiply<double>(gradients, part, gradients, accumulate: false);
        Reference.Scale<double>(1, gradients, inputGradients, accumulate: false);
        FiniteDifferences.AssertSlopes("another shape", Shaped, values, inputGradients);

        Scaled();
        Reference.Scale<double>(-0.7, gradients, inputGradients, accumulate: false);
        FiniteDifferences.AssertSlopes("factor", Scaled, values, inputGradients);

        double share = 2 * Mean() / Count;
        Array.Clear(inputGradients);
        Reference.AddNumber(share, inputGradients);
        FiniteDifferences.AssertSlopes("mean", () => Mean() * Mean(), values, inputGradients);

        double[] dots = new double[Rows], dotGradients = new double[Rows], rowTargets = Draw(random, Rows), others = Draw(random, Count);
        Dotted();
        Reference.ScaleRows<double>(dotGradients, others, inputGradients, accumulate: false);
        Reference.ScaleRows<double>(dotGradients, values, gradients, accumulate: false);
        FiniteDifferences.AssertSlopes("row products, left", Dotted, values, inputGradients);
        FiniteDifferences.AssertSlopes("row products, right", Dotted, others, gradients);

        double Shaped()
        {
            Reference.Multiply<double>(values, part, result, accumulate: false);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }

        double Scaled()
        {
            Reference.Scale<double>(-0.7, values, result, accumulate: false);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }

        double Mean() => ReductionsReference.Sum<double>(values) / Count;

        double Dotted()
        {
            Reference.RowDot<double>(values, others, dots);
            return Reference.MeanSquaredError<double>(dots, rowTargets, dotGradients);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 5)]
    public void Gradients_of_learnt_positions_are_slopes(int batch, int time, int size)
    {
        // One position more than the sequences are long: it learns nothing.
        RandomStream random = new(6);
        int width = time * size;
        double[] values = Draw(random, batch * width), positions = Draw(random, width + size), targets = Draw(random, batch * width);
        double[] result = new double[batch * width], gradients = new double[batch * width], positionGradients = new double[width + size];
        Loss();
        Reference.SumColumns<double>(1, gradients, positionGradients.AsSpan(0, width), accumulate: false);
        double[] inputGradients = [.. gradients];
        FiniteDifferences.AssertSlopes("positions", Loss, positions, positionGradients);
        FiniteDifferences.AssertSlopes("input", Loss, values, inputGradients);

        double Loss()
        {
            Reference.Add<double>(1, values, 1, positions.AsSpan(0, width), result);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    public void Gradients_of_a_layer_on_sparse_rows_are_slopes(Activation activation)
    {
        const int Batch = 5, Inputs = 7, Outputs = 3;
        RandomStream random = new(9);
        SparseMatrix rows = SparseMatrix.From(SparseMatrixTests.Draw(Batch, Inputs, 0.4, random));
        double[] values = [.. rows.Values.ToArray().Select(value => (double)value)];
        double[] weights = Draw(random, Inputs * Outputs), bias = Draw(random, Outputs), targets = Draw(random, Batch * Outputs);
        double[] result = new double[Batch * Outputs], gradients = new double[Batch * Outputs];
        double[] weightGradients = new double[Inputs * Outputs], biasGradients = new double[Outputs];
        Loss();
        Reference.ActivateBackward<double>(activation, result, gradients);
        MatrixProductReference.SumColumns<double>(gradients, [], biasGradients, Batch, Outputs);
        SparseProductReference.AddTransposed<double>(rows.RowStarts, rows.ColumnIndices, values, gradients, weightGradients, Outputs);
        FiniteDifferences.AssertSlopes("weights", Loss, weights, weightGradients);
        FiniteDifferences.AssertSlopes("bias", Loss, bias, biasGradients);

        double Loss()
        {
            SparseProductReference.Multiply<double>(rows.RowStarts, rows.ColumnIndices, values, weights, bias, result, Outputs);
            Reference.Activate<double>(activation, result);
            return Reference.MeanSquaredError<double>(result, targets, gradients);
        }
    }

    private static double[] Draw(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
}
