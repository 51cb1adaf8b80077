using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class AdamTests
{
    private static readonly AdamStep<float> _step = new(0.9f, 0.999f, 0.1f, 0.001f, 0.01f, 31.6f, 1e-8f, 0.02f, 0.99f);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(5000)]
    public void One_pass_on_any_number_of_threads_equals_the_plain_loop(int length)
    {
        RandomStream random = new(5);
        float[] gradients = SameBits.Random(random, length), first = SameBits.Random(random, length), weights = SameBits.Random(random, length);
        float[] second = [.. SameBits.Random(random, length).Select(Math.Abs)];
        (gradients[0], first[0]) = (0, 1e-31f);
        Span<float> fastFirst = SameBits.Padded(first), fastSecond = SameBits.Padded(second), fastWeights = SameBits.Padded(weights);
        using TinyPieces pieces = new();
        AdamKernel.Step(_step with { WeightDecay = 0 }, SameBits.Padded(gradients), fastFirst, fastSecond, fastWeights, length);
        AdamKernel.Step(_step, SameBits.Padded(gradients), fastFirst, fastSecond, fastWeights, length);
        Reference.Adam<float>(_step with { WeightDecay = 0 }, gradients, first, second, weights);
        Assert.Equal(0, first[0]);
        Reference.Adam<float>(_step, gradients, first, second, weights);
        SameBits.Assert(first, fastFirst);
        SameBits.Assert(second, fastSecond);
        SameBits.Assert(weights, fastWeights);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(9, 8)]
    [InlineData(40, 32)]
    [InlineData(6, 5)]
    [InlineData(0, 8)]
    public void Rows_without_a_gradient_are_updated_as_with_zeros(int rows, int width)
    {
        RandomStream random = new(7);
        Tensor parameter = Tensor.Parameter(new Shape(rows, width));
        SameBits.Random(random, rows * width).CopyTo(parameter.Values);
        float[] weights = parameter.Values.ToArray(), gradients = SameBits.Random(random, rows * width);
        float[] first = SameBits.Random(random, rows * width), second = [.. SameBits.Random(random, rows * width).Select(Math.Abs)];
        Span<float> stored = parameter.GradientRowsToWrite(out Span<bool> touched);
        stored.Fill(float.NaN);
        for (int row = 0; row < rows; row++)
        {
            touched[row] = row % 3 == 1 || row > 20;
            Span<float> own = gradients.AsSpan(row * width, width);
            if (touched[row])
            {
                own.CopyTo(stored[(row * width)..]);
            }
            else
            {
                own.Clear();
            }
        }

        Span<float> fastFirst = SameBits.Padded(first), fastSecond = SameBits.Padded(second);
        using TinyPieces pieces = new();
        AdamKernel.Step(_step, parameter, fastFirst, fastSecond);
        Reference.Adam<float>(_step, gradients, first, second, weights);
        SameBits.Assert(first, fastFirst);
        SameBits.Assert(second, fastSecond);
        SameBits.Assert(weights, parameter.Values);
    }
}
