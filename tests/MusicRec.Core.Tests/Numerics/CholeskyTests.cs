using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class CholeskyTests
{
    public static TheoryData<int> Sizes => [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 64, 100, 257, 530];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Factors_solutions_and_inverses_equal_the_plain_loops_on_one_thread_and_on_many(int n)
    {
        float[] matrix = [.. Positive(n, 1).Select(value => (float)value)], factor = [.. matrix], inverse = [.. matrix], scratch = new float[Cholesky.ScratchLength(n)];
        CholeskyReference.Factorize<float>(factor, n);
        CholeskyReference.Invert<float>(inverse, n);
        float[] right = SameBits.Random(new RandomStream(2), 11 * n), solved = [.. right];
        CholeskyReference.SolveRows<float>(factor, n, solved, 11);
        foreach (bool split in new[] { false, true })
        {
            using TinyPieces pieces = new();
            WorkerPool.IsSerial = !split;
            try
            {
                float[] fast = [.. matrix], fastInverse = [.. matrix], fastSolved = [.. right];
                for (int row = 0; row < n; row++)
                {
                    // What stands above the diagonal is not read.
                    fast.AsSpan((row * n) + row + 1, n - row - 1).Fill(float.NaN);
                }

                Cholesky.Factorize(fast, n, scratch);
                SameBits.Assert(factor, fast);
                Cholesky.SolveRows(fast, n, fastSolved, 11, scratch);
                SameBits.Assert(solved, fastSolved);
                foreach (int few in new[] { 1, 3 })
                {
                    right.CopyTo(fastSolved, 0);
                    Cholesky.SolveRows(fast, n, fastSolved, few, scratch);
                    SameBits.Assert(solved.AsSpan(0, few * n), fastSolved);
                    SameBits.Assert(right.AsSpan(few * n), fastSolved.AsSpan(few * n));
                }

                Cholesky.Invert(fastInverse, n, scratch);
                SameBits.Assert(inverse, fastInverse);
            }
            finally
            {
                WorkerPool.IsSerial = false;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void The_plain_loops_do_what_they_say(int n)
    {
        double[] matrix = Positive(n, 3), factor = [.. matrix], inverse = [.. matrix], right = [.. Enumerable.Range(0, n).Select(index => Math.Sin(index))], solved = [.. right];
        CholeskyReference.Factorize<double>(factor, n);
        CholeskyReference.Invert<double>(inverse, n);
        CholeskyReference.SolveRows<double>(factor, n, solved, 1);
        for (int row = 0; row < n; row++)
        {
            Assert.Equal(right[row], Enumerable.Range(0, n).Sum(inner => matrix[(row * n) + inner] * solved[inner]), 1e-10);
            for (int column = 0; column < n; column++)
            {
                Assert.Equal(matrix[(row * n) + column], Enumerable.Range(0, n).Sum(inner => factor[(row * n) + inner] * factor[(column * n) + inner]), 1e-10);
                Assert.Equal(row == column ? 1 : 0, Enumerable.Range(0, n).Sum(inner => matrix[(row * n) + inner] * inverse[(inner * n) + column]), 1e-10);
                Assert.True(column <= row || factor[(row * n) + column] == 0);
            }
        }
    }

    [Fact]
    public void The_inverse_in_float_comes_close_to_the_exact_one()
    {
        const int N = 200;
        double[] exact = Positive(N, 4);
        float[] inverse = [.. exact.Select(value => (float)value)];
        CholeskyReference.Invert<double>(exact, N);
        Cholesky.Invert(inverse, N, new float[Cholesky.ScratchLength(N)]);
        double largest = exact.Max(Math.Abs);
        for (int index = 0; index < exact.Length; index++)
        {
            Assert.Equal(exact[index], inverse[index], 1e-4 * largest);
        }
    }

    [Theory]
    [InlineData(3, 1, -1f)]
    [InlineData(40, 37, 0f)]
    [InlineData(40, 20, float.NaN)]
    [InlineData(40, 0, float.PositiveInfinity)]
    public void A_matrix_that_is_not_positive_definite_is_refused_with_the_pivot_named(int n, int place, float value)
    {
        float[] matrix = new float[n * n];
        for (int index = 0; index < n; index++)
        {
            matrix[(index * n) + index] = index == place ? value : 2;
        }

        ArgumentException exception = Assert.Throws<ArgumentException>(() => Cholesky.Factorize(matrix, n, new float[Cholesky.ScratchLength(n)]));
        Assert.Contains($"pivot {place} is", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Cholesky.Factorize(new float[8], 3, new float[1000]));
        Assert.Throws<ArgumentException>(() => Cholesky.Invert(new float[9], 3, new float[10]));
        Assert.Throws<ArgumentException>(() => Cholesky.SolveRows(new float[9], 3, new float[5], 2, new float[1000]));
    }

    /// <summary>A symmetric matrix with eigenvalues from about 0.1 on.</summary>
    private static double[] Positive(int n, ulong seed)
    {
        RandomStream random = new(seed);
        double[] half = [.. Enumerable.Range(0, n * n).Select(_ => random.NextGaussian())], matrix = new double[n * n];
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column < n; column++)
            {
                double sum = row == column ? 0.1 : 0;
                for (int inner = 0; inner < n; inner++)
                {
                    sum += half[(row * n) + inner] * half[(column * n) + inner] / n;
                }

                matrix[(row * n) + column] = sum;
            }
        }

        return matrix;
    }
}
