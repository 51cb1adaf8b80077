using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class RandomStreamTests
{
    // The known answers of Random123's kat_vectors for philox4x32, ten rounds.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_known_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint e0, uint e1, uint e2, uint e3) =>
        Assert.Equal((e0, e1, e2, e3), RandomStream.Philox(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others()
    {
        RandomStream first = new(7), second = new(7), other = new(8);
        ulong[] values = [.. Enumerable.Range(0, 50).Select(_ => first.NextUInt64())];
        Assert.Equal(values, Enumerable.Range(0, 50).Select(_ => second.NextUInt64()));
        Assert.NotEqual(values, Enumerable.Range(0, 50).Select(_ => other.NextUInt64()));
    }

    [Fact]
    public void A_split_does_not_depend_on_what_was_drawn_and_differs_from_its_siblings()
    {
        RandomStream fresh = new(7), used = new(7);
        _ = used.NextGaussian();
        Assert.Equal(fresh.Split(3).NextUInt64(), used.Split(3).NextUInt64());
        Assert.Equal(100, Enumerable.Range(0, 100).Select(index => fresh.Split((ulong)index).NextUInt64()).Distinct().Count());
    }

    [Fact]
    public void Bounded_integers_are_uniform()
    {
        RandomStream random = new(1);
        int[] counts = new int[7];
        for (int draw = 0; draw < 70_000; draw++)
        {
            counts[random.NextInt32(7)]++;
        }

        // Chi-squared with 6 degrees of freedom: 22.5 is passed by chance once in a thousand seeds.
        Assert.True(counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000) < 22.5);
    }

    [Fact]
    public void Gaussians_have_mean_zero_and_deviation_one()
    {
        RandomStream random = new(2);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian())];
        Assert.InRange(values.Average(), -0.015, 0.015);
        Assert.InRange(values.Average(value => value * value), 0.98, 1.02);
    }

    [Fact]
    public void A_permutation_holds_every_number_once() =>
        Assert.Equal(Enumerable.Range(0, 1000), new RandomStream(3).Permutation(1000).Order());

    [Fact]
    public void A_bound_below_one_is_refused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).NextInt32(0));
        Assert.Contains("exclusiveMaximum is 0; allowed: 1 or more.", error.Message, StringComparison.Ordinal);
    }
}
