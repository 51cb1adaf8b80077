using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Copies, scaling and sums of parts give the bits of the plain loops, and so do the operations made of them.</summary>
public sealed class CopyKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(19)]
    [InlineData(1003)]
    public void Scaling_and_products_equal_the_plain_loops(int count)
    {
        RandomStream random = new((ulong)count);
        float[] values = SameBits.Random(random, count), others = SameBits.Random(random, count), start = SameBits.Random(random, count), expected = new float[count];
        values[0] = -0f;
        using TinyPieces pieces = new();
        foreach (bool accumulate in new[] { false, true })
        {
            start.CopyTo(expected, 0);
            Reference.Scale<float>(-0.3f, values, expected, accumulate);
            Span<float> target = SameBits.Padded(start);
            ElementKernels.Scale(-0.3f, SameBits.Padded(values, float.NaN), target, count, accumulate);
            SameBits.Assert(expected, target);

            start.CopyTo(expected, 0);
            Reference.Multiply<float>(values, others, expected, accumulate);
            target = SameBits.Padded(start);
            ElementKernels.Multiply(SameBits.Padded(values, float.NaN), SameBits.Padded(others, float.NaN), target, count, accumulate);
            SameBits.Assert(expected, target);
        }

        values.CopyTo(expected, 0);
        Reference.Scale<float>(0.7f, expected);
        float[] clipped = [.. values];
        ClipKernel.Scale(0.7f, clipped);
        SameBits.Assert(expected, clipped);

        Reference.AddNumber<float>(0.3f, expected);
        Span<float> raised = SameBits.Padded(clipped);
        TensorKernels.AddNumber(0.3f, raised, count);
        SameBits.Assert(expected, raised);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    [InlineData(33, 7)]
    public void Sums_of_parts_equal_the_plain_loop(int count, int partCount)
    {
        const int Stride = 40;
        RandomStream random = new((ulong)count);
        float[] parts = SameBits.Random(random, Stride * partCount), start = SameBits.Random(random, count);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] expected = [.. start];
            Reference.AddParts<float>(parts, Stride, partCount, expected, accumulate, count);
            Span<float> target = SameBits.Padded(start);
            PartSums.Add(SameBits.Padded(parts, float.NaN), Stride, partCount, target, accumulate, count);
            SameBits.Assert(expected, target);
        }

        Assert.Throws<ArgumentException>(() => PartSums.Add(new float[7], 8, 1, new float[8], false, 1));
        Assert.Throws<ArgumentException>(() => PartSums.Add(new float[8], 8, 1, new float[7], false, 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 7)]
    [InlineData(4, 8)]
    [InlineData(6, 19)]
    public void Rows_by_number_equal_the_plain_loop(int tableRows, int width)
    {
        RandomStream random = new((ulong)width);
        float[] table = SameBits.Random(random, tableRows * width);
        int[] rows = [tableRows - 1, 0, 0, .. Enumerable.Range(0, 9).Select(_ => random.NextInt32(tableRows))];
        float[] expected = new float[rows.Length * width], looked = new float[rows.Length * width];
        Reference.GatherRows<float>(table, rows, expected, width);
        Span<float> result = SameBits.Padded(looked);
        RowCopies.Gather(SameBits.Padded(table, float.NaN), tableRows, rows, result, width);
        SameBits.Assert(expected, result);
        EmbeddingKernels.Gather(table, rows, looked, width);
        SameBits.Assert(expected, looked);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopies.Gather(SameBits.Padded(table), tableRows, [tableRows], SameBits.Padded(looked), width));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopies.Gather(SameBits.Padded(table), tableRows, [-1], SameBits.Padded(looked), width));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(4, 8, 9)]
    public void Tensors_side_by_side_and_stretches_of_them_equal_the_plain_loops(int rows, int left, int right)
    {
        RandomStream random = new((ulong)((rows * 100) + left));
        int columns = left + right, length = columns - 1;
        Tensor first = Tensor.Parameter(new Shape(rows, left)), second = Tensor.Parameter(new Shape(rows, right));
        SameBits.Random(random, rows * left).CopyTo(first.Values);
        SameBits.Random(random, rows * right).CopyTo(second.Values);
        float[] both = new float[rows * columns], cut = new float[rows * length], bothGradients = new float[rows * columns];
        float[] firstGradients = new float[rows * left], secondGradients = new float[rows * right], targets = SameBits.Random(random, rows * length);
        Tape tape = new();
        for (int pass = 0; pass < 2; pass++)
        {
            using (tape.Record())
            {
                Tensor joined = TensorOperations.Concatenate(first, second), stretch = joined.Slice(1, length);
                Reference.CopyColumns<float>(first.Values, left, 0, both, columns, 0, left, rows, accumulate: false);
                Reference.CopyColumns<float>(second.Values, right, 0, both, columns, left, right, rows, accumulate: false);
                SameBits.Assert(both, joined.Values);
                Reference.CopyColumns<float>(both, columns, 1, cut, length, 0, length, rows, accumulate: false);
                SameBits.Assert(cut, stretch.Values);
                Loss.MeanSquaredError.Of(stretch, Tensor.From(targets, rows, length)).Backward();
                Array.Clear(bothGradients);
                Reference.CopyColumns<float>(stretch.Gradient, length, 0, bothGradients, columns, 1, length, rows, accumulate: true);
                SameBits.Assert(bothGradients, joined.Gradient);
                Reference.CopyColumns<float>(bothGradients, columns, 0, firstGradients, left, 0, left, rows, accumulate: pass == 1);
                Reference.CopyColumns<float>(bothGradients, columns, left, secondGradients, right, 0, right, rows, accumulate: pass == 1);
            }
        }

        SameBits.Assert(firstGradients, first.Gradient);
        SameBits.Assert(secondGradients, second.Gradient);
    }

    [Fact]
    public void Another_shape_a_factor_a_mean_and_dropout_pass_the_gradients_of_the_plain_loops()
    {
        const int Count = 30;
        RandomStream random = new(5);
        Tensor input = Tensor.Parameter(new Shape(3, 10));
        SameBits.Random(random, Count).CopyTo(input.Values);
        float[] part = SameBits.Random(random, 6), mask = new float[Count], shaped = new float[Count], gradients = new float[Count], expected = new float[Count];
        Reference.DropoutFactors<float>(new RandomStream(8), 0.4f, mask);
        Tape tape = new();
        for (int pass = 0; pass < 2; pass++)
        {
            using (tape.Record())
            {
                Tensor output = new Dropout(0.4, new RandomStream(8)).Forward(input);
                Reference.Multiply<float>(input.Values, mask, shaped, accumulate: false);
                SameBits.Assert(shaped, output.Values);
                Tensor scaled = output.Reshape(5, 6).Scale(-3);
                Reference.Scale<float>(-3, shaped, shaped, accumulate: false);
                SameBits.Assert(shaped, scaled.Values);
                (scaled * Tensor.From(part, 6)).Mean().Backward();
                Array.Clear(gradients);
                Reference.AddNumber<float>(1f / Count, gradients);
                Reference.Multiply<float>(gradients, part, gradients, accumulate: false);
                Reference.Scale<float>(-3, gradients, gradients, accumulate: false);
                Reference.Multiply<float>(gradients, mask, expected, accumulate: pass == 1);
            }
        }

        SameBits.Assert(expected, input.Gradient);
    }

    [Fact]
    public void A_tensor_used_under_two_shapes_gets_the_sum_of_both_gradients()
    {
        RandomStream random = new(7);
        Tensor input = Tensor.Parameter(new Shape(3, 4));
        float[] first = SameBits.Random(random, 12), second = SameBits.Random(random, 12), expected = new float[12];
        using (new Tape().Record())
        {
            ((input.Reshape(2, 6) * Tensor.From(first, 2, 6)).Sum() + (input.Reshape(12) * Tensor.From(second, 12)).Sum()).Backward();
        }

        Reference.Scale<float>(1, second, expected, accumulate: false);
        Reference.Scale<float>(1, first, expected, accumulate: true);
        SameBits.Assert(expected, input.Gradient);
    }
}
