using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>The fast kernels of attention and of what goes with it give the bits of the plain ones, whose gradients are the slopes.</summary>
public sealed class AttentionKernelTests
{
    /// <summary>Batch, heads, queries, keys, head size, causal, lengths.</summary>
    public static TheoryData<int, int, int, int, int, bool, int[]> Shapes => new()
    {
        { 1, 1, 1, 1, 1, false, [1] },
        { 2, 2, 3, 3, 5, false, [3, 3] },
        { 3, 2, 4, 7, 3, false, [7, 0, 1] },
        { 2, 3, 9, 9, 4, true, [9, 5] },
        { 2, 1, 5, 5, 7, true, [0, 2] },
        { 1, 2, 1, 17, 8, false, [13] },
        { 1, 1, 37, 37, 2, true, [36] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Attention_equals_the_plain_loops_on_one_thread_and_on_many(
        int batch, int heads, int queries, int keys, int headSize, bool causal, int[] lengths)
    {
        AttentionShape shape = new(batch, heads, queries, keys, headSize, causal);
        foreach (bool dropped in new[] { false, true })
        {
            Attention<float> plain = new(shape, lengths, dropped, new RandomStream(5));
            plain.Forward();
            plain.Backward();
            foreach (long smallest in new[] { 1, WorkerPool.SmallestPiece })
            {
                long before = WorkerPool.SmallestPiece;
                WorkerPool.SmallestPiece = smallest;
                try
                {
                    AssertSameBits(shape, lengths, plain);
                }
                finally
                {
                    WorkerPool.SmallestPiece = before;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_gradient_of_attention_is_the_slope(
        int batch, int heads, int queries, int keys, int headSize, bool causal, int[] lengths)
    {
        foreach (bool dropped in new[] { false, true })
        {
            Attention<double> attention = new(new AttentionShape(batch, heads, queries, keys, headSize, causal), lengths, dropped, new RandomStream(6));
            attention.Forward();
            attention.Backward();
            FiniteDifferences.AssertSlopes("query", attention.Loss, attention.Query, attention.QueryGradients);
            FiniteDifferences.AssertSlopes("memory", attention.Loss, attention.Memory, attention.MemoryGradients);
        }
    }

    [Fact]
    public void A_query_that_sees_nothing_gets_zeros_and_gives_none_back()
    {
        Attention<float> attention = new(new AttentionShape(2, 1, 2, 3, 2, false), [0, 3], dropped: false, new RandomStream(7));
        attention.Forward();
        attention.Backward();
        Assert.All(attention.Context[..4], value => Assert.Equal(0f, value));
        Assert.All(attention.QueryGradients[..4], value => Assert.Equal(0f, value));
        Assert.All(attention.MemoryGradients[..12], value => Assert.Equal(0f, value));
        Assert.All(attention.Context[4..], value => Assert.NotEqual(0f, value));
    }

    [Fact]
    public void Gelu_equals_the_plain_loop_with_and_without_slopes_and_its_slope_is_right()
    {
        RandomStream random = new(8);
        foreach (int length in new[] { 1, 7, 8, 9, 100 })
        {
            float[] values = [.. SameBits.Random(random, length).Select(value => value * 4)], slopes = new float[length];
            values[0] = length == 7 ? 0f : -30f;
            Span<float> fast = SameBits.Padded(values, float.NaN), alone = SameBits.Padded(values), fastSlopes = SameBits.Padded(slopes);
            Reference.Gelu<float>(values, slopes);
            GeluKernel.Activate(fast, fastSlopes, length);
            ElementKernels.Activate(Activation.Gelu, alone, length);
            SameBits.Assert(values, fast);
            SameBits.Assert(values, alone);
            SameBits.Assert(slopes, fastSlopes);
        }

        double[] inputs = [.. Enumerable.Range(-40, 81).Select(step => step / 8.0)], outputs = [.. inputs], gradients = new double[inputs.Length];
        Reference.Gelu<double>(outputs, gradients);
        FiniteDifferences.AssertSlopes("gelu", () => Activated(inputs).Sum(), inputs, gradients);

        static double[] Activated(double[] values)
        {
            double[] copy = [.. values];
            Reference.Activate<double>(Activation.Gelu, copy);
            return copy;
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 5)]
    [InlineData(3, 8)]
    [InlineData(7, 13)]
    public void Means_over_time_equal_the_plain_loops_and_touch_nothing_else(int length, int size)
    {
        RandomStream random = new(9);
        float[] values = SameBits.Random(random, length * size), mean = new float[size];
        Span<float> fast = SameBits.Padded(SameBits.Random(random, size + 3), 5f);
        float behind = fast[size];
        SequenceKernels.Mean(SameBits.Padded(values), fast, length, size);
        Reference.Mean<float>(values, mean, length, size);
        SameBits.Assert(mean, fast);
        Assert.Equal(behind, fast[size]);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] target = SameBits.Random(random, length * size);
            Span<float> fastTarget = SameBits.Padded(target, 5f);
            SequenceKernels.MeanBackward(SameBits.Padded(mean), fastTarget, length, size, accumulate);
            Reference.MeanBackward<float>(mean, target, length, size, accumulate);
            SameBits.Assert(target, fastTarget);
            Assert.Equal(5f, fastTarget[length * size]);
        }

        double[] inputs = [.. values.Select(value => (double)value)], output = new double[size], gradients = new double[length * size];
        double[] weights = [.. Enumerable.Range(1, size).Select(index => 1.0 / index)];
        Reference.MeanBackward<double>(weights, gradients, length, size, accumulate: false);
        FiniteDifferences.AssertSlopes("mean", Weighted, inputs, gradients);

        double Weighted()
        {
            Reference.Mean<double>(inputs, output, length, size);
            return output.Zip(weights, (value, weight) => value * weight).Sum();
        }
    }

    private static void AssertSameBits(AttentionShape shape, int[] lengths, Attention<float> plain)
    {
        AlignedBuffer weights = new(plain.Weights.Length), context = new(plain.Context.Length), scratch = new(plain.Weights.Length);
        AlignedBuffer queryGradient = new(plain.Query.Length), memoryGradient = new(plain.Memory.Length);
        weights.Span.Fill(float.NaN);
        context.Span.Fill(float.NaN);
        scratch.Span.Fill(float.NaN);
        Span<float> dropped = plain.Factors.Length == 0 ? default : SameBits.Padded(plain.Factors);
        Span<float> memory = SameBits.Padded(plain.Memory);
        AttentionPieces forward = new()
        {
            Shape = shape,
            Lengths = lengths,
            Query = SameBits.Padded(plain.Query),
            QueryStride = shape.Size,
            Key = memory,
            Value = memory[shape.Size..],
            MemoryStride = 2 * shape.Size,
            Weights = weights.Span,
            Dropped = dropped,
            Context = context.Span,
        };
        AttentionPieces.RunAll(forward);
        SameBits.Assert(plain.Weights, weights.Span);
        SameBits.Assert(plain.Context, context.Span);
        foreach (bool accumulate in new[] { false, true })
        {
            AttentionPieces.RunAll(forward with
            {
                IsBackward = true,
                Dropped = dropped.IsEmpty ? weights.Span : dropped,
                Context = SameBits.Padded(plain.Slopes),
                Scratch = scratch.Span,
                QueryGradient = queryGradient.Span,
                KeyGradient = memoryGradient.Span,
                ValueGradient = memoryGradient.Span[shape.Size..],
                AddToQuery = accumulate,
                AddToMemory = accumulate,
            });
            if (!accumulate)
            {
                SameBits.Assert(plain.QueryGradients, queryGradient.Span);
                SameBits.Assert(plain.MemoryGradients, memoryGradient.Span);
                float[] query = [.. plain.QueryGradients], both = [.. plain.MemoryGradients];
                plain.Backward(query, both);
                queryGradient.Span[plain.Query.Length..].Fill(3f);
            }
            else
            {
                float[] query = [.. plain.QueryGradients], both = [.. plain.MemoryGradients];
                plain.Backward(query, both);
                SameBits.Assert(query, queryGradient.Span);
                SameBits.Assert(both, memoryGradient.Span);
                Assert.Equal(3f, queryGradient.Span[plain.Query.Length]);
            }
        }
    }

    /// <summary>The plain attention over random numbers under a weighted sum as its loss; keys and values stand side by side.</summary>
    private sealed class Attention<T>
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        private readonly AttentionShape _shape;
        private readonly int[] _lengths;

        public Attention(AttentionShape shape, int[] lengths, bool dropped, RandomStream random)
        {
            (_shape, _lengths) = (shape, lengths);
            Query = Draw(shape.Batch * shape.Queries * shape.Size);
            Memory = Draw(shape.Batch * shape.Keys * 2 * shape.Size);
            Slopes = Draw(shape.Batch * shape.Queries * shape.Size);
            Context = new T[Slopes.Length];
            Weights = new T[shape.Batch * shape.Heads * shape.HeadWeights];
            Factors = dropped ? [.. Enumerable.Range(0, Weights.Length).Select(_ => T.CreateChecked(random.NextDouble() < 0.3 ? 0 : 1.25))] : [];
            QueryGradients = new T[Query.Length];
            MemoryGradients = new T[Memory.Length];

            T[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((float)random.NextGaussian()))];
        }

        public T[] Query { get; }

        public T[] Memory { get; }

        public T[] Factors { get; }

        public T[] Slopes { get; }

        public T[] Weights { get; }

        public T[] Context { get; }

        public T[] QueryGradients { get; }

        public T[] MemoryGradients { get; }

        public void Forward() =>
            Reference.Attention<T>(_shape, _lengths, Query, _shape.Size, Memory, Memory.AsSpan(_shape.Size), 2 * _shape.Size, Factors, Weights, Context);

        public double Loss()
        {
            Forward();
            return Context.Zip(Slopes, (value, slope) => double.CreateChecked(value * slope)).Sum();
        }

        public void Backward() => Backward(QueryGradients, MemoryGradients);

        public void Backward(T[] queryGradients, T[] memoryGradients) =>
            Reference.AttentionBackward<T>(
                _shape, _lengths, Query, _shape.Size, Memory, Memory.AsSpan(_shape.Size), 2 * _shape.Size, Factors, Weights, Slopes, queryGradients,
                memoryGradients, memoryGradients.AsSpan(_shape.Size));
    }
}
