using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class FourierLanesKernelTests
{
    [Theory]
    [InlineData(128, 37)]
    [InlineData(256, 256)]
    [InlineData(512, 1000)]
    [InlineData(1024, 0)]
    [InlineData(2048, 512)]
    [InlineData(4096, 1)]
    [InlineData(8192, 100)]
    public void Eight_frames_at_once_have_the_bits_of_the_plain_transform_of_each(int length, int hop)
    {
        FourierPlan plan = new(length);
        RandomStream random = new((ulong)length);
        float[] samples = SameBits.Random(random, (7 * hop) + length), window = SameBits.Random(random, length);
        float[] real = new float[plan.Half + 1], imaginary = new float[plan.Half + 1], expected = new float[plan.Half + 1];
        float[] power = new float[8 * (plan.Half + 1)], scratch = new float[FourierLanesKernel.ScratchLength(plan)];
        Array.Fill(scratch, float.NaN);
        Assert.True(FourierLanesKernel.Serves(plan));
        FourierLanesKernel.Power(plan, samples, hop, window, power, scratch);
        for (int lane = 0; lane < 8; lane++)
        {
            FourierReference.Transform(plan, samples.AsSpan(lane * hop, length), window, real, imaginary);
            SpectrumReference.Power(real, imaginary, expected);
            SameBits.Assert(expected, [.. Enumerable.Range(0, plan.Half + 1).Select(bin => power[(8 * bin) + lane])]);
        }
    }

    [Fact]
    public void Memory_that_is_too_small_is_refused_and_so_are_lengths_it_is_not_made_for()
    {
        FourierPlan plan = new(256);
        float[] samples = new float[(7 * 10) + 256], window = new float[256], power = new float[8 * 129], scratch = new float[FourierLanesKernel.ScratchLength(plan)];
        FourierLanesKernel.Power(plan, samples, 10, window, power, scratch);
        Assert.Throws<ArgumentException>(() => FourierLanesKernel.Power(plan, samples.AsSpan(1), 10, window, power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel.Power(plan, samples, 11, window, power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel.Power(plan, samples, -1, window, power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel.Power(plan, samples, 10, window.AsSpan(1), power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel.Power(plan, samples, 10, window, power.AsSpan(1), scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel.Power(plan, samples, 10, window, power, scratch.AsSpan(1)));
        foreach (int length in (int[])[2, 64, 16384])
        {
            FourierPlan other = new(length);
            Assert.False(FourierLanesKernel.Serves(other));
            Assert.Throws<ArgumentException>(() => FourierLanesKernel.Power(other, new float[8 * length], length, new float[length], new float[8 * length], new float[32 * length]));
        }
    }
}
