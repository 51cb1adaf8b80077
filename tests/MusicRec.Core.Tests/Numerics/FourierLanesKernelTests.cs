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
    public void Frames_taken_together_have_the_bits_of_the_plain_transform_of_each(int length, int hop)
    {
        AssertSameBits<EightLanes>(length, hop);
        AssertSameBits<SixteenLanes>(length, hop);
    }

    [Fact]
    public void Memory_that_is_too_small_is_refused_and_so_are_lengths_it_is_not_made_for()
    {
        AssertRefused<EightLanes>();
        AssertRefused<SixteenLanes>();
    }

    [Fact]
    public void Four_numbers_of_each_lane_are_loaded_from_where_they_stand()
    {
        AssertLoaded<EightLanes>();
        AssertLoaded<SixteenLanes>();
    }

    private static void AssertSameBits<TLanes>(int length, int hop)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count;
        FourierPlan plan = new(length);
        RandomStream random = new((ulong)length);
        float[] samples = SameBits.Random(random, ((lanes - 1) * hop) + length), window = SameBits.Random(random, length);
        float[] real = new float[plan.Half + 1], imaginary = new float[plan.Half + 1], expected = new float[plan.Half + 1];
        float[] power = new float[lanes * (plan.Half + 1)], scratch = new float[FourierLanesKernel<TLanes>.ScratchLength(plan)];
        Array.Fill(scratch, float.NaN);
        Assert.True(FourierLanesKernel<TLanes>.Serves(plan));
        FourierLanesKernel<TLanes>.Power(plan, samples, hop, window, power, scratch);
        for (int lane = 0; lane < lanes; lane++)
        {
            FourierReference.Transform(plan, samples.AsSpan(lane * hop, length), window, real, imaginary);
            SpectrumReference.Power(real, imaginary, expected);
            SameBits.Assert(expected, [.. Enumerable.Range(0, plan.Half + 1).Select(bin => power[(lanes * bin) + lane])]);
        }
    }

    private static void AssertRefused<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count;
        FourierPlan plan = new(256);
        float[] samples = new float[((lanes - 1) * 10) + 256], window = new float[256], power = new float[lanes * 129], scratch = new float[FourierLanesKernel<TLanes>.ScratchLength(plan)];
        FourierLanesKernel<TLanes>.Power(plan, samples, 10, window, power, scratch);
        Assert.Throws<ArgumentException>(() => FourierLanesKernel<TLanes>.Power(plan, samples.AsSpan(1), 10, window, power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel<TLanes>.Power(plan, samples, 11, window, power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel<TLanes>.Power(plan, samples, -1, window, power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel<TLanes>.Power(plan, samples, 10, window.AsSpan(1), power, scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel<TLanes>.Power(plan, samples, 10, window, power.AsSpan(1), scratch));
        Assert.Throws<ArgumentException>(() => FourierLanesKernel<TLanes>.Power(plan, samples, 10, window, power, scratch.AsSpan(1)));
        foreach (int length in (int[])[2, 64, 16384])
        {
            FourierPlan other = new(length);
            Assert.False(FourierLanesKernel<TLanes>.Serves(other));
            Assert.Throws<ArgumentException>(() => FourierLanesKernel<TLanes>.Power(other, new float[lanes * length], length, new float[length], new float[lanes * length], new float[8 * lanes * length]));
        }
    }

    private static unsafe void AssertLoaded<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        const int Stride = 5;
        float[] numbers = SameBits.Random(new RandomStream(4), (Stride * (TLanes.Count - 1)) + 4), lines = new float[4 * TLanes.Count];
        fixed (float* from = numbers, to = lines)
        {
            TLanes.LoadFour(from, Stride, out TLanes first, out TLanes second, out TLanes third, out TLanes fourth);
            first.Store(to);
            second.Store(to + TLanes.Count);
            third.Store(to + (2 * TLanes.Count));
            fourth.Store(to + (3 * TLanes.Count));
        }

        SameBits.Assert([.. Enumerable.Range(0, lines.Length).Select(place => numbers[(Stride * (place % TLanes.Count)) + (place / TLanes.Count)])], lines);
    }
}
