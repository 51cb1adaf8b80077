using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>The fast kernels give the same bits as the plain ones.</summary>
public sealed class KernelTests
{
    private static readonly int[] _lengths = [1, 2, 7, 8, 9, 15, 16, 17, 31, 64, 100];

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    public void Activations_and_their_slopes_equal_the_plain_loops(Activation activation)
    {
        RandomStream random = new(3);
        foreach (int length in _lengths)
        {
            float[] values = [.. SameBits.Random(random, length).Select(value => value * 30)], gradients = SameBits.Random(random, length);
            values[0] = length % 2 == 0 ? -0f : 0f;
            Span<float> fast = SameBits.Padded(values), fastGradients = SameBits.Padded(gradients);
            Reference.Activate<float>(activation, values);
            ElementKernels.Activate(activation, fast, length);
            SameBits.Assert(values, fast);
            Reference.ActivateBackward<float>(activation, values, gradients);
            ElementKernels.ActivateBackward(activation, fast, fastGradients, length);
            SameBits.Assert(gradients, fastGradients);
        }
    }

    [Fact]
    public void Scaling_and_multiplying_overwrite_or_add()
    {
        Span<float> target = SameBits.Padded([1, 2, 3]);
        ElementKernels.Scale(2, SameBits.Padded([1, 10, 100]), target, 3, accumulate: true);
        Assert.Equal([3, 22, 203], target[..3].ToArray());
        ElementKernels.Scale(2, SameBits.Padded([1, 10, 100]), target, 3, accumulate: false);
        Assert.Equal([2, 20, 200], target[..3].ToArray());
        ElementKernels.Multiply(SameBits.Padded([1, 2, 3]), SameBits.Padded([4, 5, 6]), target, 3, accumulate: true);
        Assert.Equal([6, 30, 218], target[..3].ToArray());
        ElementKernels.Multiply(SameBits.Padded([1, 2, 3]), SameBits.Padded([4, 5, 6]), target, 3, accumulate: false);
        Assert.Equal([4, 10, 18], target[..3].ToArray());
    }

    [Fact]
    public void A_kernel_refuses_memory_that_is_too_short()
    {
        Assert.Throws<ArgumentException>(() => ElementKernels.Activate(Activation.Relu, new float[9], 9));
    }

    [Fact]
    public void Buffers_are_aligned_reused_and_large_enough()
    {
        BufferPool pool = new();
        AlignedBuffer small = pool.Rent(1), large = pool.Rent(1000);
        Assert.True(large.Span.Length >= 1000 + AlignedBuffer.Slack);
        Assert.NotSame(small, pool.Rent(1));
        pool.Return(large);
        Assert.Same(large, pool.Rent(600));
        unsafe
        {
            fixed (float* pointer = large.Span)
            {
                Assert.Equal(0u, (nuint)pointer % 64);
            }
        }
    }
}
