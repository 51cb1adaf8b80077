using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class SpectrumKernelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(100)]
    public void Every_kernel_equals_the_plain_loop_bit_by_bit(int length)
    {
        RandomStream random = new((ulong)length + 3);
        float[] first = SameBits.Random(random, length), second = SameBits.Random(random, length), expected = new float[length], actual = new float[length];
        SpectrumReference.Power(first, second, expected);
        SpectrumKernels.Power(first, second, actual);
        SameBits.Assert(expected, actual);
        if (length > 3)
        {
            expected[3] = 0;
        }

        float[] power = [.. expected];
        float largest = SpectrumReference.Decibels(power, 1e-3f, 2.5f, expected), same = SpectrumKernels.Decibels(power, 1e-3f, 2.5f, actual);
        SameBits.Assert(expected, actual);
        Assert.Equal(largest, same);
        Assert.Equal(length == 0 ? float.NegativeInfinity : expected.Max(), largest);
        SpectrumReference.RaiseTo(-3, expected);
        SpectrumKernels.RaiseTo(-3, actual);
        SameBits.Assert(expected, actual);
        Assert.All(actual, value => Assert.True(value >= -3));
    }

    [Fact]
    public void Sums_over_bands_equal_the_plain_loop_and_their_definition()
    {
        RandomStream random = new(5);
        float[] values = SameBits.Random(random, 64), weights = SameBits.Random(random, 40), expected = new float[3], actual = new float[3];
        int[] starts = [3, 0, 20], offsets = [0, 8, 8, 40];
        SpectrumReference.BandSums(values, starts, offsets, weights, expected);
        SpectrumKernels.BandSums(values, starts, offsets, weights, actual);
        SameBits.Assert(expected, actual);
        Assert.Equal(Enumerable.Range(0, 8).Sum(index => (double)values[3 + index] * weights[index]), actual[0], 1e-5);
        Assert.Equal(0, actual[1]);
        Assert.Equal(Enumerable.Range(0, 32).Sum(index => (double)values[20 + index] * weights[8 + index]), actual[2], 1e-5);
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSums(values.AsSpan(0, 50), starts, offsets, weights, actual));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSums(values, starts, offsets, weights.AsSpan(1), actual));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSums(values, starts, offsets.AsSpan(1), weights, actual));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSums(values, starts, offsets, weights, actual.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSums(values, [-1, 0, 0], offsets, weights, actual));
    }

    [Fact]
    public void Decibels_are_ten_times_the_decimal_logarithm()
    {
        float[] powers = [1, 10, 0.001f, 1e-12f, 0], decibels = new float[5];
        Assert.Equal(7, SpectrumKernels.Decibels(powers, 1e-10f, 3, decibels), 1e-5);
        Assert.Equal([-3.0, 7, -33, -103, -103], decibels.Select(value => Math.Round(value, 4)));
    }

    [Theory]
    [InlineData(1e-10f)]
    [InlineData(1e-39f)]
    public void Decibels_of_the_smallest_and_largest_powers_have_the_bits_of_the_plain_loop(float smallest)
    {
        float[] powers = [.. Enumerable.Range(0, 700).Select(place => BitConverter.Int32BitsToSingle(place * 3_050_000)).Where(float.IsFinite), float.MaxValue];
        float[] expected = new float[powers.Length], actual = new float[powers.Length];
        Assert.Equal(SpectrumReference.Decibels(powers, smallest, 0, expected), SpectrumKernels.Decibels(powers, smallest, 0, actual));
        SameBits.Assert(expected, actual);
        Assert.True(powers.Length > 600 && actual[^1] > 385);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(13)]
    public void Bands_of_spectra_taken_together_have_the_bits_of_one_after_the_other(int bands)
    {
        AssertSameBands<EightLanes>(bands);
        AssertSameBands<SixteenLanes>(bands);
    }

    [Fact]
    public void One_number_beyond_the_bound_is_found_wherever_it_stands()
    {
        float[] values = SameBits.Random(new RandomStream(2), 75);
        (values[1], values[70]) = (9, -9);
        Assert.True(SpectrumKernels.AreWithin(values, 9) && SpectrumKernels.AreWithin([], 9));
        for (int place = 0; place < values.Length; place++)
        {
            foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 9.0001f, -9.0001f])
            {
                float kept = values[place];
                values[place] = bad;
                Assert.False(SpectrumKernels.AreWithin(values, 9), $"{bad} at {place}");
                Assert.False(SpectrumReference.AreWithin(values, 9), $"{bad} at {place}");
                values[place] = kept;
            }
        }
    }

    private static void AssertSameBands<TLanes>(int bands)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count;
        RandomStream random = new((ulong)bands);
        int[] starts = [.. Enumerable.Range(0, bands).Select(band => 5 * band)], offsets = [.. Enumerable.Range(0, bands + 1).Select(band => 8 * (band + (band / 3)))];
        float[] weights = SameBits.Random(random, offsets[^1]), side = SameBits.Random(random, lanes * 96), actual = new float[lanes * bands], expected = new float[bands];
        SpectrumKernels.BandSumsOfLanes<TLanes>(side, starts, offsets, weights, actual);
        for (int lane = 0; lane < lanes; lane++)
        {
            SpectrumReference.BandSums([.. Enumerable.Range(0, 96).Select(bin => side[(lanes * bin) + lane])], starts, offsets, weights, expected);
            SameBits.Assert(expected, actual.AsSpan(lane * bands));
        }

        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSumsOfLanes<TLanes>(side.AsSpan(0, (lanes * (starts[^1] + offsets[^1] - offsets[^2])) - 1), starts, offsets, weights, actual));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSumsOfLanes<TLanes>(side, starts, offsets, weights.AsSpan(1), actual));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSumsOfLanes<TLanes>(side, starts, offsets.AsSpan(1), weights, actual));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSumsOfLanes<TLanes>(side, starts, offsets, weights, actual.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => SpectrumKernels.BandSumsOfLanes<TLanes>(side, [-1, .. starts[1..]], offsets, weights, actual));
    }
}
