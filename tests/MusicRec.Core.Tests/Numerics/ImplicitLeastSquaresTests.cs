using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class ImplicitLeastSquaresTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(64)]
    [InlineData(75)]
    [InlineData(136)]
    public void Vectors_equal_the_plain_loops_on_one_thread_and_on_many(int factors)
    {
        int stride = ImplicitLeastSquares.Stride(factors);
        const int Rows = 23, Others = 40;
        RandomStream random = new((ulong)factors);
        float[] others = Vectors(random, Others, factors), start = Vectors(random, Rows, factors), gram = new float[stride * stride], fastGram = new float[stride * stride];
        (int[] starts, int[] indices, float[] extra) = Entries(random, Rows, Others);
        ImplicitLeastSquaresReference.Gram<float>(others, stride, factors, 0.5f, gram);
        float[] improved = [.. start];
        ImplicitLeastSquaresReference.ConjugateGradient<float>(starts, indices, extra, others, gram, improved, stride, 3);
        double[] exact = new double[start.Length], exactGram = new double[gram.Length], fastExactGram = new double[gram.Length], exactOthers = Widen(others);
        ImplicitLeastSquaresReference.Gram<double>(exactOthers, stride, factors, 0.5, exactGram);
        ImplicitLeastSquaresReference.Exact<double>(starts, indices, Widen(extra), exactOthers, exactGram, exact, stride);
        foreach (bool split in new[] { false, true })
        {
            using TinyPieces pieces = new();
            WorkerPool.IsSerial = !split;
            try
            {
                ImplicitLeastSquares.Gram(others, stride, factors, 0.5f, fastGram);
                SameBits.Assert(gram, fastGram);
                float[] fast = [.. start];
                ImplicitLeastSquares.ConjugateGradient(starts, indices, extra, others, gram, fast, stride, 3);
                SameBits.Assert(improved, fast);
                start.CopyTo(fast, 0);
                NormalEquations.Gram(others, stride, factors, 0.5, fastExactGram);
                Assert.All(Enumerable.Range(0, gram.Length).Where(place => place % stride >= place / stride), place => Assert.Equal(exactGram[place], fastExactGram[place]));
                ImplicitLeastSquares.Exact(starts, indices, extra, others, fastExactGram, fast, stride);
                SameBits.Assert([.. exact.Select(number => (float)number)], fast);
            }
            finally
            {
                WorkerPool.IsSerial = false;
            }
        }

        // Row 4 has no entries, and what lies behind the factors stays zero.
        Assert.All(improved[(4 * stride)..(5 * stride)], number => Assert.Equal(0, number));
        Assert.All(Enumerable.Range(0, improved.Length).Where(place => place % stride >= factors), place => Assert.Equal((0f, 0.0), (improved[place], exact[place])));
    }

    [Fact]
    public void Many_steps_come_to_the_exact_vectors()
    {
        const int Factors = 12;
        int stride = ImplicitLeastSquares.Stride(Factors);
        RandomStream random = new(9);
        double[] others = [.. Vectors(random, 30, Factors).Select(value => (double)value)], gram = new double[stride * stride];
        (int[] starts, int[] indices, float[] single) = Entries(random, 10, 30);
        double[] extra = [.. single.Select(value => (double)value)], improved = new double[10 * stride], exact = new double[10 * stride];
        ImplicitLeastSquaresReference.Gram<double>(others, stride, Factors, 0.5, gram);
        ImplicitLeastSquaresReference.ConjugateGradient<double>(starts, indices, extra, others, gram, improved, stride, 60);
        ImplicitLeastSquaresReference.Exact<double>(starts, indices, extra, others, gram, exact, stride);
        Assert.All(exact.Zip(improved), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
        Assert.Contains(exact, number => Math.Abs(number) > 0.1);
    }

    [Fact]
    public void Entries_that_do_not_fit_are_refused()
    {
        float[] gram = new float[64], vectors = new float[16], others = new float[24], one = [1];
        void Try(int[] starts, int[] indices, float[] extra, int stride = 8) =>
            ImplicitLeastSquares.ConjugateGradient(starts, indices, extra, others, gram, vectors, stride, 1);
        Try([0, 1], [2], one);
        Assert.Throws<ArgumentException>(() => Try([0, 1], [3], one));
        Assert.Throws<ArgumentException>(() => Try([0, 1], [-1], one));
        Assert.Throws<ArgumentException>(() => Try([0, 2], [0], one));
        Assert.Throws<ArgumentException>(() => Try([0, 1], [0, 1], one));
        Assert.Throws<ArgumentException>(() => Try([0, 1, 1, 1], [0], one));
        Assert.Throws<ArgumentException>(() => Try([0, 2, 1], [0], one));
        Assert.Throws<ArgumentException>(() => Try([0, 1], [0], one, 7));
        Assert.Throws<ArgumentException>(() => ImplicitLeastSquares.Weigh([3], one, others, new double[64], new double[8]));
    }

    [Fact]
    public void Confidences_that_differ_by_many_powers_of_ten_are_borne_and_what_has_no_solution_is_refused()
    {
        RandomStream random = new(3);
        float[] others = Vectors(random, 20, 8), vector = new float[8], extra = [.. Enumerable.Range(0, 20).Select(place => place % 2 == 0 ? 1e10f : 1)];
        double[] gram = new double[64];
        int[] all = [.. Enumerable.Range(0, 20)];
        NormalEquations.Gram(others, 8, 8, 0.01, gram);
        ImplicitLeastSquares.Exact([0, 20], all, extra, others, gram, vector, 8);
        for (int place = 0; place < 20; place += 2)
        {
            Assert.Equal(1, Enumerable.Range(0, 8).Sum(factor => vector[factor] * others[(place * 8) + factor]), 0.8);
        }

        gram[0] = -1e15;
        ArithmeticException refused = Assert.Throws<ArithmeticException>(() => ImplicitLeastSquares.Exact([0, 20], all, extra, others, gram, vector, 8));
        Assert.Contains("pivot 0", refused.Message, StringComparison.Ordinal);
    }

    private static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static float[] Vectors(RandomStream random, int rows, int factors)
    {
        int stride = ImplicitLeastSquares.Stride(factors);
        float[] vectors = new float[rows * stride];
        for (int place = 0; place < vectors.Length; place++)
        {
            vectors[place] = place % stride < factors ? (float)random.NextGaussian() / 4 : 0;
        }

        return vectors;
    }

    private static (int[] Starts, int[] Indices, float[] Extra) Entries(RandomStream random, int rows, int others)
    {
        List<int> starts = [0], indices = [];
        for (int row = 0; row < rows; row++)
        {
            indices.AddRange(Enumerable.Range(0, others).Where(_ => row != 4 && random.NextDouble() < 0.3));
            starts.Add(indices.Count);
        }

        return ([.. starts], [.. indices], [.. indices.Select(_ => 5 * random.NextSingle())]);
    }
}
