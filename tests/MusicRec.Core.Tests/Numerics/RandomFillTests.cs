using System.Runtime.InteropServices;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class RandomFillTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(3, 9)]
    [InlineData(2, 16)]
    [InlineData(0, 17)]
    [InlineData(5, 1003)]
    public void A_fill_gives_what_single_draws_give_and_leaves_the_stream_where_they_do(int before, int count)
    {
        RandomStream bulk = new(0xFEDCBA9876543210), single = new(0xFEDCBA9876543210);
        for (int draw = 0; draw < before; draw++)
        {
            Assert.Equal(single.NextUInt32(), bulk.NextUInt32());
        }

        using TinyPieces pieces = new();
        uint[] words = new uint[count];
        bulk.Fill(words);
        Assert.Equal(Enumerable.Range(0, count).Select(_ => single.NextUInt32()), words);
        Assert.Equal(single.State, bulk.State);
        Assert.Equal(single.NextUInt64(), bulk.NextUInt64());
    }

    [Fact]
    public void Counters_beyond_32_bits_are_carried_over()
    {
        const ulong Counter = 0x1_FFFF_FFFE, Key = 77;
        uint[] words = new uint[20];
        PhiloxKernel.Fill(Key, Counter, words);
        for (uint block = 0; block < 5; block++)
        {
            ulong own = Counter + block;
            Assert.Equal(RandomStream.Philox((uint)own, (uint)(own >> 32), 0, 0, (uint)Key, 0), (words[4 * block], words[(4 * block) + 1], words[(4 * block) + 2], words[(4 * block) + 3]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1234)]
    public void Normal_draws_are_the_plain_ones_wherever_the_stream_stands_and_go_on_after_a_checkpoint(int count)
    {
        RandomStream random = new(6), twin = new(6);
        _ = random.NextUInt32();
        _ = twin.NextUInt32();
        using TinyPieces pieces = new();
        float[] draws = new float[count], expected = new float[(count + 3) / 4 * 4];
        random.FillGaussian(draws);

        // The rest of a block that was begun is left out.
        _ = (twin.NextUInt32(), twin.NextUInt32(), twin.NextUInt32());
        twin.Fill(MemoryMarshal.Cast<float, uint>(expected.AsSpan()));
        GaussianReference.Transform(expected);
        SameBits.Assert(expected.AsSpan(0, count), draws);
        RandomStream resumed = new(1) { State = random.State };
        Assert.Equal(twin.NextUInt32(), random.NextUInt32());
        _ = resumed.NextUInt32();
        Assert.Equal(random.NextUInt32(), resumed.NextUInt32());
    }

    [Fact]
    public void Normal_draws_are_normal_and_unrelated()
    {
        const int Count = 1_000_000;
        float[] draws = new float[Count];
        new RandomStream(9).FillGaussian(draws);
        double mean = draws.Average(), variance = draws.Average(value => (double)value * value), third = draws.Average(value => Math.Pow(value, 3)), fourth = draws.Average(value => Math.Pow(value, 4));
        Assert.InRange(mean, -0.004, 0.004);
        Assert.InRange(variance, 0.994, 1.006);
        Assert.InRange(third, -0.016, 0.016);
        Assert.InRange(fourth, 2.95, 3.05);
        Assert.InRange(Enumerable.Range(0, Count - 1).Average(index => draws[index] * draws[index + 1]), -0.004, 0.004);
        Assert.InRange(Enumerable.Range(0, Count / 2).Average(index => draws[2 * index] * draws[2 * index] * draws[(2 * index) + 1] * draws[(2 * index) + 1]), 0.98, 1.02);
        foreach ((double limit, double share) in new[] { (0.5, 0.30854), (1, 0.15866), (2, 0.02275), (3, 0.00135) })
        {
            Assert.InRange(draws.Count(value => value > limit) / (double)Count, share - (5 * Math.Sqrt(share / Count)), share + (5 * Math.Sqrt(share / Count)));
            Assert.InRange(draws.Count(value => value < -limit) / (double)Count, share - (5 * Math.Sqrt(share / Count)), share + (5 * Math.Sqrt(share / Count)));
        }
    }

    [Fact]
    public void Pairs_are_exact_to_rounding()
    {
        uint[] words = new uint[4000];
        new RandomStream(3).Fill(words.AsSpan());
        float[] draws = [.. MemoryMarshal.Cast<uint, float>(words.AsSpan())];
        GaussianKernel.Transform(draws);
        for (int index = 0; index < draws.Length; index += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(((words[index] >> 8) + 0.5) / (1 << 24)));
            double angle = ((words[index + 1] >> 30) * Math.PI / 2) + ((int)(words[index + 1] << 2) * Math.PI / 4 / (1L << 31));
            Assert.Equal(radius * Math.Cos(angle), draws[index], 2e-6);
            Assert.Equal(radius * Math.Sin(angle), draws[index + 1], 2e-6);
        }
    }
}
