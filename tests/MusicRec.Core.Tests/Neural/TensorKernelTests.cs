using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Arithmetic on tensors: the fast kernels give the bits of the plain ones, and these, in double, the slopes.</summary>
public sealed class TensorKernelTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 1, 17 }, { 5, 1 }, { 3, 7 }, { 4, 8 }, { 7, 9 }, { 2, 40 }, { 9, 3 }, { 0, 5 }, { 3, 1029 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Kernels_equal_the_plain_loops(int rows, int columns)
    {
        RandomStream random = new((ulong)((rows * 100) + columns));
        float[] whole = SameBits.Random(random, rows * columns), part = SameBits.Random(random, columns), factors = SameBits.Random(random, rows);
        float[] other = SameBits.Random(random, rows * columns), start = SameBits.Random(random, rows * columns), row = SameBits.Random(random, columns);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] expected = [.. start];
            Reference.Multiply<float>(whole, part, expected, accumulate);
            Span<float> target = SameBits.Padded(start);
            TensorKernels.Multiply(SameBits.Padded(whole, float.NaN), SameBits.Padded(part, float.NaN), target, rows, columns, accumulate);
            SameBits.Assert(expected, target);

            if (rows > 0)
            {
                start.CopyTo(expected, 0);
                Reference.ScaleRows<float>(factors, whole, expected, accumulate);
                target = SameBits.Padded(start);
                TensorKernels.ScaleRows(factors, SameBits.Padded(whole, float.NaN), target, rows, columns, accumulate);
                SameBits.Assert(expected, target);
            }

            expected = [.. row];
            Reference.SumColumns(-2f, whole, expected, accumulate);
            target = SameBits.Padded(row, 77);
            TensorKernels.SumColumns(-2f, SameBits.Padded(whole, float.NaN), target, rows, columns, accumulate);
            SameBits.Assert([.. expected, 77], target);

            expected = [.. row];
            Reference.SumColumnsOfProduct<float>(whole, other, expected, accumulate);
            target = SameBits.Padded(row, 77);
            TensorKernels.SumColumnsOfProduct(SameBits.Padded(whole, float.NaN), SameBits.Padded(other, float.NaN), target, rows, columns, accumulate);
            SameBits.Assert([.. expected, 77], target);
        }

        float[] sums = new float[rows * columns], dots = new float[rows], powers = new float[rows * columns];
        Reference.Add(1f, whole, -1f, part, sums);
        Span<float> result = SameBits.Padded(start);
        TensorKernels.Add(1f, SameBits.Padded(whole, float.NaN), -1f, SameBits.Padded(part, float.NaN), result, rows, columns);
        SameBits.Assert(sums, result);
        if (rows > 0)
        {
            Reference.RowDot<float>(whole, other, dots);
            TensorKernels.RowDot(SameBits.Padded(whole, float.NaN), SameBits.Padded(other, float.NaN), result, rows, columns);
            SameBits.Assert(dots, result);
        }

        Reference.Exp<float>(whole, powers);
        TensorKernels.Exp(SameBits.Padded(whole, float.NaN), result, rows * columns);
        SameBits.Assert(powers, result);
        TensorKernels.AddNumber(0.3f, result, rows * columns);
        SameBits.Assert([.. powers.Select(value => value + 0.3f)], result);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(5, 3)]
    [InlineData(3, 8)]
    public void Gradients_of_the_plain_loops_are_slopes(int rows, int columns)
    {
        RandomStream random = new((ulong)((rows * 10) + columns));
        double[] whole = Draw(rows * columns), part = Draw(columns), other = Draw(rows * columns), by = Draw(rows * columns), byRow = Draw(rows);
        double[] target = new double[rows * columns], gradients = new double[rows * columns], partGradients = new double[columns], dots = new double[rows];

        double Added()
        {
            Reference.Add(1, whole, -1, part, target);
            return Dot(target, by);
        }

        Reference.SumColumns<double>(-1, by, partGradients, accumulate: false);
        FiniteDifferences.AssertSlopes("sum, whole", Added, whole, by);
        FiniteDifferences.AssertSlopes("sum, part", Added, part, partGradients);

        double Multiplied()
        {
            Reference.Multiply<double>(whole, part, target, accumulate: false);
            return Dot(target, by);
        }

        Reference.Multiply<double>(by, part, gradients, accumulate: false);
        Reference.SumColumnsOfProduct<double>(by, whole, partGradients, accumulate: false);
        FiniteDifferences.AssertSlopes("product, whole", Multiplied, whole, gradients);
        FiniteDifferences.AssertSlopes("product, part", Multiplied, part, partGradients);

        double Dotted()
        {
            Reference.RowDot<double>(whole, other, dots);
            return Dot(dots, byRow);
        }

        Reference.ScaleRows<double>(byRow, other, gradients, accumulate: false);
        FiniteDifferences.AssertSlopes("row dot", Dotted, whole, gradients);

        double Powers()
        {
            Reference.Exp<double>(whole, target);
            return Dot(target, by);
        }

        Powers();
        Reference.Multiply<double>(target, by, gradients, accumulate: false);
        FiniteDifferences.AssertSlopes("exp", Powers, whole, gradients);

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void Kernels_refuse_memory_that_is_too_short()
    {
        float[] nine = new float[9], sixteen = new float[16];
        Assert.Throws<ArgumentException>(() => TensorKernels.Add(1, nine, 1, sixteen, sixteen, 1, 9));
        Assert.Throws<ArgumentException>(() => TensorKernels.Add(1, sixteen, 1, nine, sixteen, 1, 9));
        Assert.Throws<ArgumentException>(() => TensorKernels.Multiply(sixteen, sixteen, nine, 1, 9, false));
        Assert.Throws<ArgumentException>(() => TensorKernels.Multiply(sixteen, [], sixteen, 1, 9, false));
        Assert.Throws<ArgumentException>(() => TensorKernels.RowDot(sixteen, sixteen, new float[1], 2, 8));
        Assert.Throws<ArgumentException>(() => TensorKernels.SumColumnsOfProduct(sixteen, nine, sixteen, 2, 8, false));
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (first, second) => first * second).Sum();
}
