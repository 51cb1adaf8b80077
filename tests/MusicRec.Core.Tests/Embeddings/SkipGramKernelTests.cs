using MusicRec.Core.Tests.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Embeddings;

public sealed class SkipGramKernelTests
{
    // Six targets take the fast way where none stands twice; few rows make repeats, many rows none.
    [Theory]
    [InlineData(8, 6, 7, 0.5)]
    [InlineData(104, 6, 200, 0.1)]
    [InlineData(24, 6, 40, 3.0)]
    [InlineData(16, 1, 9, 0.5)]
    [InlineData(40, 17, 30, 0.4)]
    public void Steps_equal_the_plain_loops_to_the_bit(int stride, int targetCount, int rows, double scale)
    {
        RandomStream random = new((ulong)(stride + targetCount));
        float[] inputs = [.. SameBits.Random(random, rows * stride).Select(value => (float)(scale * value))];
        float[] outputs = [.. SameBits.Random(random, rows * stride).Select(value => (float)(scale * value))];
        int[] contexts = [.. Enumerable.Range(0, 300).Select(_ => random.NextInt32(rows))];
        int[] targets = [.. Enumerable.Range(0, 300 * targetCount).Select(_ => random.NextInt32(rows + 1) - 1)];
        float[] plainInputs = [.. inputs], plainOutputs = [.. outputs], before = [.. inputs];
        SkipGramReference.Train(plainInputs, plainOutputs, stride, contexts, targets, targetCount, 0.07f);
        SkipGramKernel.Train(inputs, outputs, stride, contexts, targets, targetCount, 0.07f);
        SameBits.Assert(plainInputs, inputs);
        SameBits.Assert(plainOutputs, outputs);
        Assert.NotEqual(before, inputs);
    }

    [Fact]
    public void Rows_and_sizes_that_lie_outside_the_memory_are_refused()
    {
        float[] rows = new float[24];
        Refused(24, 8, [3], [0, 1], 2);
        Refused(24, 8, [-1], [0, 1], 2);
        Refused(24, 8, [0], [0, 3], 2);
        Refused(24, 8, [0], [0, -2], 2);
        Refused(24, 8, [0], [0], 2);
        Refused(24, 12, [0], [0, 1], 2);
        Refused(24, 0, [0], [0, 1], 2);
        Refused(24, 8, [0], [], 0);
        Refused(20, 8, [2], [0, 1], 2);

        void Refused(int length, int stride, int[] contexts, int[] targets, int targetCount)
        {
            Assert.Throws<ArgumentException>(() => SkipGramKernel.Train(rows.AsSpan(0, length), rows.AsSpan(0, length), stride, contexts, targets, targetCount, 0.1f));
            Assert.Throws<ArgumentException>(() => SkipGramReference.Train(rows.AsSpan(0, length), rows.AsSpan(0, length), stride, contexts, targets, targetCount, 0.1f));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(64, 4)]
    [InlineData(513, 2)]
    public void Scores_equal_the_plain_loop_and_the_product_of_matrices_to_the_bit(int columns, int panels)
    {
        RandomStream random = new((ulong)columns);
        int rows = panels * NearestKernel.Height;
        float[] values = SameBits.Random(random, rows * columns), query = SameBits.Random(random, columns), scores = new float[rows], plain = new float[rows];
        NearestKernel.Scores(values, query, scores);
        NearestReference.Scores(values, query, plain);
        SameBits.Assert(plain, scores);
        MatrixProduct.MultiplyPacked(new MatrixOperand(query, columns), values, default, plain, rows, 1, rows, columns);
        SameBits.Assert(plain, scores);
        Assert.Throws<ArgumentException>(() => NearestKernel.Scores(values.AsSpan(1), query, scores));

        uint[] halves = [.. Enumerable.Range(0, values.Length / 2).Select(place => NearestKernel.Halve(values[(place / 8 * 16) + (place % 8)], values[(place / 8 * 16) + (place % 8) + 8]))];
        float[] rounded = [.. values.Select(value => (float)(BFloat(value) * 1.0))];
        NearestKernel.HalfScores(halves, query, scores);
        NearestReference.Scores(rounded, query, plain);
        SameBits.Assert(plain, scores);
        Assert.All(values, (value, place) => Assert.InRange(rounded[place], value - (Math.Abs(value) / 256), value + (Math.Abs(value) / 256)));
        Assert.Throws<ArgumentException>(() => NearestKernel.HalfScores(halves.AsSpan(1), query, scores));

        // To the nearest number of eight digits, by division instead of bits.
        static double BFloat(double value)
        {
            double unit = value == 0 ? 1 : Math.ScaleB(1, Math.ILogB(value) - 7);
            return Math.Round(value / unit, MidpointRounding.ToEven) * unit;
        }
    }

    [Fact]
    public void The_largest_numbers_stay_finite_in_half_the_memory()
    {
        Assert.Equal(0x7F7F7F7Fu, NearestKernel.Halve(float.MaxValue, float.MaxValue));
        Assert.Equal(0xFF7F3F80u, NearestKernel.Halve(1, float.MinValue));
        Assert.Equal(0x80000000u, NearestKernel.Halve(0, -0f));
    }

    [Fact]
    public void The_first_score_above_a_threshold_is_found_wherever_it_stands()
    {
        for (int length = 0; length < 40; length++)
        {
            for (int place = 0; place < length; place++)
            {
                float[] scores = new float[length];
                scores[place] = 1;
                Assert.Equal(place, NearestKernel.FirstAbove(scores, 0, 0.5f));
                Assert.Equal(place, NearestKernel.FirstAbove(scores, place, 0));
                Assert.Equal(length, NearestKernel.FirstAbove(scores, place + 1, 0));
                Assert.Equal(length, NearestKernel.FirstAbove(scores, 0, 1));
            }
        }
    }
}
