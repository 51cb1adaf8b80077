using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class FourierKernelTests
{
    public static TheoryData<int> Lengths => [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_fast_transform_has_the_bits_of_the_plain_one(int length)
    {
        FourierPlan plan = new(length);
        RandomStream random = new((ulong)length);
        float[] samples = SameBits.Random(random, length), window = SameBits.Random(random, length);
        foreach (float[] shape in (float[][])[window, []])
        {
            (float[] expectedReal, float[] expectedImaginary, float[] real, float[] imaginary) = (new float[plan.Half + 1], new float[plan.Half + 1], new float[plan.Half + 1], new float[plan.Half + 1]);
            float[] scratch = new float[plan.ScratchLength];
            Array.Fill(scratch, float.NaN);
            FourierReference.Transform(plan, samples, shape, expectedReal, expectedImaginary);
            FourierKernel.Transform(plan, samples, shape, real, imaginary, scratch);
            SameBits.Assert(expectedReal, real);
            SameBits.Assert(expectedImaginary, imaginary);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void The_transform_is_what_its_definition_says(int length)
    {
        FourierPlan plan = new(length);
        float[] samples = SameBits.Random(new RandomStream(7), length), real = new float[plan.Half + 1], imaginary = new float[plan.Half + 1];
        FourierReference.Transform(plan, samples, default, real, imaginary);
        for (int bin = 0; bin <= plan.Half; bin++)
        {
            (double sumReal, double sumImaginary) = (0, 0);
            for (int index = 0; index < length; index++)
            {
                (double sine, double cosine) = Elementary.SinCos(2 * Math.PI * (bin * index % length) / length);
                sumReal += samples[index] * cosine;
                sumImaginary -= samples[index] * sine;
            }

            Assert.Equal(sumReal, real[bin], 1e-6 * Math.Sqrt(length) * 4);
            Assert.Equal(sumImaginary, imaginary[bin], 1e-6 * Math.Sqrt(length) * 4);
        }
    }

    [Fact]
    public void The_power_of_the_spectrum_is_that_of_the_signal()
    {
        const int Length = 1 << 15;
        FourierPlan plan = new(Length);
        float[] samples = SameBits.Random(new RandomStream(9), Length), real = new float[plan.Half + 1], imaginary = new float[plan.Half + 1];
        FourierKernel.Transform(plan, samples, default, real, imaginary, new float[plan.ScratchLength]);
        double power = 0;
        for (int bin = 0; bin <= plan.Half; bin++)
        {
            power += ((double)real[bin] * real[bin] + (double)imaginary[bin] * imaginary[bin]) * (bin == 0 || bin == plan.Half ? 1 : 2);
        }

        double own = samples.Sum(sample => (double)sample * sample);
        Assert.Equal(1, power / Length / own, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(1 << 21)]
    public void Other_lengths_are_refused(int length) =>
        Assert.Contains("power of 2", Assert.Throws<ArgumentOutOfRangeException>(() => new FourierPlan(length)).Message, StringComparison.Ordinal);

    [Fact]
    public void Memory_that_is_too_short_is_refused()
    {
        FourierPlan plan = new(256);
        float[] enough = new float[256], scratch = new float[plan.ScratchLength];
        Assert.Throws<ArgumentException>(() => FourierKernel.Transform(plan, enough.AsSpan(1), default, enough, enough, scratch));
        Assert.Throws<ArgumentException>(() => FourierKernel.Transform(plan, enough, enough.AsSpan(1), enough, enough, scratch));
        Assert.Throws<ArgumentException>(() => FourierKernel.Transform(plan, enough, default, new float[128], enough, scratch));
        Assert.Throws<ArgumentException>(() => FourierKernel.Transform(plan, enough, default, enough, new float[128], scratch));
        Assert.Throws<ArgumentException>(() => FourierKernel.Transform(plan, enough, default, enough, enough, scratch.AsSpan(1)));
    }
}
